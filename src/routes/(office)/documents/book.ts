/** What the head of a volume says of its lines, and addresses that keep what was asked for. */
import { rangeOnPaper } from '$lib/document/register-form.ts'

type Line = { number: number } | { from: number; to: number }

/** The first and the last number of a volume, as they are printed. */
export function numbersOf(lines: readonly Line[]): { from: string; to: string } {
  const printed = (number: number | undefined) =>
    number === undefined ? '…' : rangeOnPaper({ from: number, to: number })
  const [first, last] = [lines[0], lines.at(-1)]
  return {
    from: printed(first && ('number' in first ? first.number : first.from)),
    to: printed(last && ('number' in last ? last.number : last.to)),
  }
}

/** `path` with the query of `here`, but for what `change` says; null and "" leave a name out. */
export function withQuery(path: string, here: URL, change: Record<string, string | null>): string {
  const query = new URLSearchParams(here.search)
  for (const [name, value] of Object.entries(change)) {
    if (value) query.set(name, value)
    else query.delete(name)
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}
