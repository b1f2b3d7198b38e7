/** PDF objects as data (ISO 32000-2, 7.3). */

export class Name {
  constructor(readonly name: string) {}
}

export class Text {
  constructor(
    readonly bytes: Buffer,
    readonly isHex: boolean,
    /** Where it stands in what was read, its brackets included. */
    readonly start: number,
    readonly end: number,
  ) {}
}

export class Ref {
  constructor(
    readonly num: number,
    readonly gen: number,
  ) {}
}

export type Dict = Map<string, PdfValue>

const reals = new WeakMap<Dict, Set<string>>()

/** To be told when a whole number is written as "2.0" or "+2": where an integer belongs, some readers take that for nothing. */
export function markAsReal(dict: Dict, key: string): void {
  reals.set(dict, (reals.get(dict) ?? new Set<string>()).add(key))
}

export function isWrittenAsReal(dict: Dict, key: string): boolean {
  return reals.get(dict)?.has(key) ?? false
}

export class Stream {
  constructor(
    readonly dict: Dict,
    /** As it stands in the file, still encoded. */
    readonly raw: Buffer,
  ) {}
}

export type PdfValue = null | boolean | number | Name | Text | Ref | Stream | PdfValue[] | Dict

export const isDict = (value: PdfValue | undefined): value is Dict => value instanceof Map

/** The dictionary of a dictionary or a stream. */
export function dictOf(value: PdfValue | undefined): Dict | null {
  return value instanceof Stream ? value.dict : isDict(value) ? value : null
}

export function nameOf(value: PdfValue | undefined): string | null {
  return value instanceof Name ? value.name : null
}

/**
 * Whether a later value says the same as an earlier one; references do when they point to the same object. A whole number
 * in a dictionary that is written with a point now does not: there is none any more for some readers.
 */
export function same(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || a === null || b === null) return false
  if (a instanceof Name) return b instanceof Name && a.name === b.name
  if (a instanceof Text) return b instanceof Text && a.bytes.equals(b.bytes)
  if (a instanceof Ref) return b instanceof Ref && a.num === b.num && a.gen === b.gen
  if (a instanceof Stream) return b instanceof Stream && a.raw.equals(b.raw) && same(a.dict, b.dict)
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]))
  if (isDict(a))
    return (
      isDict(b) && a.size === b.size && [...a].every(([key, value]) => same(value, b.get(key)) && isAsWhole(a, b, key))
    )
  return false
}

const isAsWhole = (before: Dict, now: Dict, key: string) => isWrittenAsReal(before, key) || !isWrittenAsReal(now, key)

/** Whether an entry of a dictionary is what it was. */
export function sameIn(key: string, before: Dict, now: Dict): boolean {
  return same(before.get(key), now.get(key)) && isAsWhole(before, now, key)
}

/** The values directly in an array, dictionary or stream. */
export function childrenOf(value: PdfValue): Iterable<PdfValue> {
  if (Array.isArray(value)) return value
  return dictOf(value)?.values() ?? []
}
