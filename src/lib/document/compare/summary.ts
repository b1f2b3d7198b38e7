/**
 * A comparison in few words, clause by clause: «Điều 3: thêm 2 khoản; Điều 7 chuyển thành Điều 5». Here as data; the page
 * says it in its language.
 */
import { canonicalJson } from '../canonical.ts'
import type { ClauseLevel } from '../model.ts'
import { rank } from '../nodes/clause.ts'
import { wordsOfEntry } from './compare.ts'
import type { Comparison, Entry, Words } from './entry.ts'

/** What a block is on one side. */
export interface Side {
  /** "Điều 5.", "a)"; "" for what has no number. */
  label: string
  /** In running text: "Điều 5", "khoản 2 Điều 5". */
  cite: string
  role: string
  level: ClauseLevel | null
}

/** What is counted as added, taken away or moved: a clause by its level, else what kind of block it is. */
export type Thing = ClauseLevel | 'line' | 'table' | 'image' | 'appendix' | 'basis' | 'break'

export interface Part {
  is: 'in' | 'out' | 'moved'
  what: Thing
  count: number
}

/** One clause that is told of by itself: a điều; where there is none, a mục or khoản. */
export interface Unit {
  /** Equal for as long as what changed in it stays what it is. */
  key: string
  /** `opening`: what stands before the first of them. `fields`: around the text. */
  is: 'opening' | 'fields' | 'clause' | 'appendix'
  /** Id of the clause that begins it. */
  clause: string | null
  /** "Điều 7"; null where it is not. */
  before: string | null
  after: string | null
  isMoved: boolean
  parts: Part[]
  /** Lines that were changed within. */
  edited: number
  /** Lines in which only the look changed. */
  formed: number
  words: Words
}

export interface Summary {
  /** Those that changed, in the order of the new text. */
  units: (Unit & { at: number })[]
  /** Clauses whose number alone is another: what stands before them came or went. */
  renumbered: { before: string; after: string }[]
}

interface Summed {
  summary: Summary
  unitOf: Map<Entry, number>
}

/** The level whose clauses are told of one by one. */
function mainLevel(sides: readonly Side[]): ClauseLevel {
  if (sides.some(({ level }) => level === 'dieu')) return 'dieu'
  return sides.some(({ level }) => level === 'muc') ? 'muc' : 'khoan'
}

export function sumUp({ entries, fields }: Comparison, old: readonly Side[], now: readonly Side[]): Summed {
  const main = mainLevel(now.length > 0 ? now : old)
  const begins = ({ role, level }: Side) => role === 'appendix' || (level !== null && rank(level) <= rank(main))
  const units: Unit[] = [emptyUnit('opening', null, null)]
  const unitOf = new Map<Entry, number>()
  const told: string[][] = [[]]
  /** The unit that a block of the old text belonged to, for what is gone. */
  const ownerOfOld = new Map<number, number>()
  const heads = old.map((_, at) => headOf(old, at, begins))
  let current = 0
  for (const entry of entries) {
    const side = entry.is === 'out' ? old[entry.before] : now[entry.after]
    if (!side) continue
    const isHead = begins(side)
    if (isHead) {
      const before = 'before' in entry ? (old[entry.before]?.cite ?? null) : null
      const after = 'after' in entry ? (now[entry.after]?.cite ?? null) : null
      const unit = emptyUnit(side.role === 'appendix' ? 'appendix' : 'clause', before, after)
      unit.isMoved = 'isMoved' in entry && entry.isMoved
      unit.clause = idOf(entry)
      units.push(unit)
      told.push([])
      if (entry.is === 'out') {
        ownerOfOld.set(entry.before, units.length - 1)
      } else {
        current = units.length - 1
        if ('before' in entry) ownerOfOld.set(entry.before, current)
      }
    }
    const head = entry.is === 'out' ? heads[entry.before] : undefined
    const owner = isHead ? units.length - 1 : head === undefined ? current : (ownerOfOld.get(head) ?? current)
    unitOf.set(entry, owner)
    const unit = units[owner]
    if (unit) tell(unit, told[owner] ?? [], entry, side, isHead)
  }
  const changed = units.map((unit, at) => ({ ...unit, at, key: keyOf(unit, told[at] ?? []) })).filter(isTold)
  if (fields.length > 0) {
    const unit = emptyUnit('fields', null, null)
    changed.unshift({
      ...unit,
      edited: fields.length,
      at: -1,
      key: keyOf(unit, [canonicalJson(fields.map(({ name, before, after }) => [name, before, after]))]),
    })
  }
  const renumbered = units.flatMap(({ before, after, isMoved }) =>
    before !== null && after !== null && before !== after && !isMoved ? [{ before, after }] : [],
  )
  return { summary: { units: changed, renumbered }, unitOf }
}

/** Index of the block that begins the unit in which a block of the old text stood. */
function headOf(sides: readonly Side[], at: number, begins: (side: Side) => boolean): number | undefined {
  for (let index = at; index >= 0; index--) {
    const side = sides[index]
    if (side && begins(side)) return index
  }
  return undefined
}

function idOf(entry: Entry): string | null {
  const id = (entry.is === 'changed' ? entry.old : entry.node).attrs?.id
  return typeof id === 'string' ? id : null
}

function emptyUnit(is: Unit['is'], before: string | null, after: string | null): Unit {
  const words = { in: 0, out: 0 }
  return { key: '', is, clause: null, before, after, isMoved: false, parts: [], edited: 0, formed: 0, words }
}

function tell(unit: Unit, told: string[], entry: Entry, side: Side, isHead: boolean): void {
  const words = wordsOfEntry(entry)
  unit.words.in += words.in
  unit.words.out += words.out
  if (entry.is === 'in' || entry.is === 'out') {
    told.push(canonicalJson([entry.is, entry.node]))
    if (!isHead && !isEmpty(entry)) count(unit, entry.is, thingOf(side))
    return
  }
  if (entry.isMoved) {
    told.push(canonicalJson(['moved', entry.before, entry.after]))
    // What moved with its clause is told with it.
    if (!isHead && !unit.isMoved) count(unit, 'moved', thingOf(side))
  }
  if (entry.is === 'same' || isOnlyId(entry)) return
  told.push(canonicalJson([entry.new, entry.within]))
  if (words.in + words.out > 0) unit.edited++
  else unit.formed++
}

const isEmpty = ({ node }: Entry & { is: 'in' | 'out' }) =>
  node.type !== 'image' && node.type !== 'pageBreak' && (node.content ?? []).length === 0

/** The same block under another id, as a paste makes it. */
function isOnlyId({ old, new: now, within }: Entry & { is: 'changed' }): boolean {
  if (within.is !== 'line' || within.pieces.some(({ is }) => is !== 'same')) return false
  const bare = ({ id: _, ...attrs }: Record<string, unknown> = {}) => canonicalJson(attrs)
  return old.type === now.type && bare(old.attrs) === bare(now.attrs)
}

function count(unit: Unit, is: Part['is'], what: Thing): void {
  const known = unit.parts.find((part) => part.is === is && part.what === what)
  if (known) known.count++
  else unit.parts.push({ is, what, count: 1 })
}

function thingOf({ role, level }: Side): Thing {
  if (level) return level
  if (role === 'table' || role === 'image' || role === 'appendix' || role === 'basis') return role
  return role === 'pageBreak' ? 'break' : 'line'
}

const isTold = ({ before, after, is, isMoved, parts, edited, formed }: Unit): boolean =>
  isMoved || parts.length + edited + formed > 0 || (is !== 'opening' && (before === null) !== (after === null))

/** 53 bits of what was told of a unit (cyrb53): a name for it, no proof of anything. */
function keyOf({ is, before }: Unit, told: readonly string[]): string {
  const text = [is, before, ...told].join('\n')
  let [h1, h2] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ code, 2654435761)
    h2 = Math.imul(h2 ^ code, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(36)
}
