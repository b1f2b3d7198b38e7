/** The fields of a document around its body, in the draft's `Y.Map 'fields'`: one schema, read and written here. */
import * as Y from 'yjs'
import { z } from 'zod'
import { KIND_IDS } from './kinds.ts'
import { type Fields, TEXT_FIELDS, type TextField } from './model.ts'
import { storedText } from './text.ts'

export const URGENCIES = ['none', 'khan', 'thuong-khan', 'hoa-toc'] as const
export const SHEETS = ['cong-viec', 'van-ban'] as const
export const CIRCULATIONS = ['none', 'xem-xong-tra-lai', 'luu-hanh-noi-bo'] as const

/** Long enough for the longest list of recipients, short enough to be no attack. */
const MAX_FIELD_LENGTH = 20_000

const text = z.string().max(MAX_FIELD_LENGTH).transform(storedText).default('')

export const fieldsSchema = z.object({
  kind: z.enum(KIND_IDS),
  parentAgency: text,
  agency: text,
  agencyFullName: text,
  place: text,
  symbol: text,
  subject: text,
  authority: text,
  addressees: text,
  recipients: text,
  draftingMark: text,
  contact: text,
  capacity: text,
  secondCapacity: text,
  secondName: text,
  signerId: text,
  signerName: text,
  urgency: z.enum(URGENCIES).default('none'),
  circulation: z.enum(CIRCULATIONS).default('none'),
  sheet: z.enum(SHEETS).default('cong-viec'),
  leaderWords: text,
  meantBlanks: z.string().max(MAX_FIELD_LENGTH).optional(),
}) satisfies z.ZodType<Fields>

/** Those that stand on the page, where people can speak about them. */
export const SHOWN_FIELDS = [...TEXT_FIELDS, 'signerName', 'urgency', 'circulation', 'sheet'] as const
export type ShownField = (typeof SHOWN_FIELDS)[number]

function isTextField(name: string): name is TextField {
  return TEXT_FIELDS.some((field) => field === name)
}

/** The draft's fields. Both names are part of the contract with every client. */
export function fieldsMap(ydoc: Y.Doc): Y.Map<unknown> {
  return ydoc.getMap('fields')
}

/** Writes all fields into an empty map; call it inside a transaction. */
export function writeFields(map: Y.Map<unknown>, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) map.set(name, isTextField(name) ? new Y.Text(value) : value)
  }
}

/** Sets one field. A text field keeps its `Y.Text` and changes only what differs, so that carets in it stay. */
export function setField<Name extends keyof Fields>(map: Y.Map<unknown>, name: Name, value: Fields[Name]): void {
  const held = map.get(name)
  if (!isTextField(name)) map.set(name, value)
  else if (held instanceof Y.Text) replaceText(held, value ?? '')
  else map.set(name, new Y.Text(value ?? ''))
}

function replaceText(held: Y.Text, wanted: string): void {
  const before = held.toString()
  let start = 0
  while (start < before.length && start < wanted.length && before[start] === wanted[start]) start++
  let end = 0
  const longest = Math.min(before.length, wanted.length) - start
  while (end < longest && before[before.length - 1 - end] === wanted[wanted.length - 1 - end]) end++
  held.delete(start, before.length - start - end)
  held.insert(start, wanted.slice(start, wanted.length - end))
}

/** The `Y.Text` behind a text field, made when an older draft lacks it. */
export function textField(map: Y.Map<unknown>, name: TextField): Y.Text {
  const held = map.get(name)
  if (held instanceof Y.Text) return held
  return map.set(name, new Y.Text(typeof held === 'string' ? held : ''))
}

/** All fields, normalised; missing ones at their default. Throws a ZodError when the map holds something else. */
export function readFields(map: Y.Map<unknown>): Fields {
  const plain = Object.fromEntries(
    [...map.entries()].map(([name, value]) => [name, value instanceof Y.Text ? value.toString() : value]),
  )
  return fieldsSchema.parse(plain)
}
