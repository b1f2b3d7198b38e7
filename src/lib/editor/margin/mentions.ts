/** Speaking to somebody: "@" and the beginning of a name, with or without diacritics. Pure. */
import { namesFor } from '../core/offers.ts'

export interface Addressee {
  id: string
  name: string
  /** Position, unit: what tells two of one name apart. */
  note: string
}

/** Longer ones are sentences. */
const MOST_TYPED = 40

/** What was typed of a name before the caret, and where its "@" stands; null where none is being typed. */
export function typedName(text: string, caret: number): { at: number; typed: string } | null {
  const at = text.lastIndexOf('@', caret - 1)
  if (at === -1 || caret - at > MOST_TYPED) return null
  const before = text[at - 1]
  if (before !== undefined && /[\p{L}\p{N}@.]/u.test(before)) return null // an e-mail address
  const typed = text.slice(at + 1, caret)
  return /[\n@.,;:!?]/.test(typed) ? null : { at, typed }
}

/** Those whose names begin so, the best first. */
export function addresseesFor(typed: string, people: readonly Addressee[]): Addressee[] {
  const names = namesFor(typed, [...new Set(people.map(({ name }) => name))])
  return names.flatMap((name) => people.filter((one) => one.name === name))
}

/** Whether the text speaks to this name, and not to a longer one that begins with it. */
const speaksTo = (text: string, name: string): boolean => {
  for (let at = text.indexOf(`@${name}`); at !== -1; at = text.indexOf(`@${name}`, at + 1)) {
    const behind = text[at + 1 + name.length]
    if (behind === undefined || !/[\p{L}\p{N}]/u.test(behind)) return true
  }
  return false
}

/**
 * Who is spoken to in a text: whoever was chosen and still stands there, and of those typed by hand whose name only one
 * person has.
 */
export function spokenTo(text: string, people: readonly Addressee[], chosen: ReadonlySet<string>): string[] {
  const named = people.filter(({ name }) => speaksTo(text, name))
  return named
    .filter(({ id, name }) => {
      const same = named.filter((one) => one.name === name)
      return same.length === 1 || chosen.has(id) || !same.some((one) => chosen.has(one.id))
    })
    .map(({ id }) => id)
}

export type Piece = { text: string; isName: boolean }

/** A text with the names that are spoken to set apart. */
export function pieces(text: string, names: readonly string[]): Piece[] {
  const sorted = names.filter(Boolean).sort((a, b) => b.length - a.length)
  const found: Piece[] = []
  let plain = ''
  for (let at = 0; at < text.length;) {
    const name = text[at] === '@' ? sorted.find((one) => text.startsWith(one, at + 1)) : undefined
    if (name === undefined) {
      const next = text.indexOf('@', at + 1)
      plain += text.slice(at, next === -1 ? undefined : next)
      at = next === -1 ? text.length : next
      continue
    }
    if (plain) found.push({ text: plain, isName: false })
    plain = ''
    found.push({ text: `@${name}`, isName: true })
    at += 1 + name.length
  }
  if (plain) found.push({ text: plain, isName: false })
  return found
}
