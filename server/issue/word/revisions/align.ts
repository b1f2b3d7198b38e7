/** Which paragraphs and tables of one reading are those of the other. */
import type { Tag } from '../../../../src/lib/document/suggest/readings.ts'
import { wordsOf, type Xml } from './xml.ts'

export interface Item {
  xml: Xml
  isTable: boolean
  tag: Tag
  /** Null for what the program writes around the text. */
  key: string | null
}

export interface Step {
  old: Item | null
  now: Item | null
}

export function align(old: readonly Item[], now: readonly Item[]): Step[] {
  const places = new Map(now.flatMap(({ key }, at) => (key === null ? [] : [[key, at] as const])))
  const steps: Step[] = []
  let [from, next] = [0, 0]
  for (const [at, item] of old.entries()) {
    const place = item.key === null ? undefined : places.get(item.key)
    const other = place === undefined || place < next ? undefined : now[place]
    if (place === undefined || !other || other.isTable !== item.isTable) continue
    steps.push(...between(old.slice(from, at), now.slice(next, place)), { old: item, now: other })
    ;[from, next] = [at + 1, place + 1]
  }
  return [...steps, ...between(old.slice(from), now.slice(next))]
}

/** Beyond this nothing is looked for: all of the one goes, all of the other comes. */
const MOST_COMPARED = 1_000_000

/** The heaviest row of pairs, rising in both. */
function between(old: readonly Item[], now: readonly Item[]): Step[] {
  if (old.length === 0 || now.length === 0 || old.length * now.length > MOST_COMPARED) return alone(old, now)
  const [said, saying] = [old.map(({ xml }) => wordsOf(xml)), now.map(({ xml }) => wordsOf(xml))]
  const weight = (i: number, j: number) => likeness(old[i], now[j], said[i] ?? '', saying[j] ?? '')
  const best = Array.from({ length: old.length + 1 }, () => new Float64Array(now.length + 1))
  const at = (i: number, j: number) => best[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const own = weight(i, j)
      const row = best[i]
      if (row) row[j] = Math.max(at(i + 1, j), at(i, j + 1), own > 0 ? own + at(i + 1, j + 1) : 0)
    }
  const steps: Step[] = []
  let [i, j] = [0, 0]
  while (i < old.length && j < now.length) {
    const own = weight(i, j)
    if (own > 0 && at(i, j) === own + at(i + 1, j + 1)) steps.push({ old: old[i++] ?? null, now: now[j++] ?? null })
    else if (at(i, j) === at(i + 1, j)) steps.push({ old: old[i++] ?? null, now: null })
    else steps.push({ old: null, now: now[j++] ?? null })
  }
  return [...steps, ...alone(old.slice(i), now.slice(j))]
}

const alone = (old: readonly Item[], now: readonly Item[]): Step[] => [
  ...old.map((item) => ({ old: item, now: null })),
  ...now.map((item) => ({ old: null, now: item })),
]

/** 0: never one and the same. */
function likeness(old: Item | undefined, now: Item | undefined, said: string, saying: string): number {
  if (!old || !now || old.isTable !== now.isTable) return 0
  if (old.key === null && now.key === null) return said === saying ? 4 : 1
  // A table that is put in for another, with a row more: ids say that all of it is new.
  if (old.isTable && old.tag.gone !== undefined && old.tag.gone === now.tag.came && old.tag.move === undefined) return 2
  return 0
}
