/** Of the rows that a page has of a comparison, which are shown and what is folded between. */
import { isChange, type PartRow } from '../../document/compare/part.ts'

/** What stands in the list: a row, or a stretch of rows that are not shown. */
export type Told = { is: 'row'; row: PartRow } | { is: 'fold'; at: number; upTo: number }

/** Rows shown around a change. */
const AROUND = 1

type Known = ReadonlyMap<number, PartRow>

/** Of two with the same place the later one. */
export const byPlace = (rows: readonly PartRow[]): Known => new Map(rows.map((row) => [row.at, row]))

interface Shown {
  /** Nothing is told from here on. */
  end: number
  onlyChanges: boolean
  /** Stretches that are shown although nothing changed there. */
  opened: readonly { at: number; upTo: number }[]
}

export function toldOf(known: Known, { end, onlyChanges, opened }: Shown): Told[] {
  const isShown = new Uint8Array(end)
  for (const [at, row] of known)
    if (!onlyChanges) isShown.fill(1, at, at + 1)
    else if (isChange(row)) isShown.fill(1, Math.max(0, at - AROUND), at + AROUND + 1)
  for (const { at, upTo } of opened) isShown.fill(1, at, upTo)
  const list: Told[] = []
  for (let at = 0; at < end; at++) {
    const row = isShown[at] === 1 ? known.get(at) : undefined
    const last = list.at(-1)
    if (row) list.push({ is: 'row', row })
    else if (last?.is === 'fold') last.upTo = at + 1
    else list.push({ is: 'fold', at, upTo: at + 1 })
  }
  return list
}

/** Units of the summary by the place of the row that begins them here: a link leads to it. */
export function beginsOf(told: readonly Told[]): Map<number, number> {
  const begins = new Map<number, number>()
  const seen = new Set<number>()
  for (const one of told) {
    if (one.is !== 'row' || one.row.is === 'away' || seen.has(one.row.unit)) continue
    seen.add(one.row.unit)
    begins.set(one.row.at, one.row.unit)
  }
  return begins
}
