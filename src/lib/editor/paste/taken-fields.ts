/** When a whole document is pasted, what stood around its body (addressees, signer …) goes into the fields. */
import { type KindId, kindOf } from '../../document/kinds.ts'
import type { TextField } from '../../document/model.ts'
import type { Parsed } from '../../document/parse.ts'
import { CIRCULATION_MARKS, URGENCY_MARKS } from '../../document/print/lines.ts'
import { linesOf } from '../../document/text.ts'
import type { DraftFields } from '../core/fields.svelte.ts'
import type { Teller } from './told.ts'

const TAKEN = [
  'subject',
  'authority',
  'addressees',
  'leaderWords',
  'recipients',
] as const satisfies readonly TextField[]
const SIGNATURE = ['capacity', 'secondCapacity', 'secondName'] as const satisfies readonly TextField[]
export type Taken = (typeof TAKEN)[number] | (typeof SIGNATURE)[number] | 'signerName'

export interface Whole {
  parsed: Parsed['fields']
  /** It replaces the whole text. Then the signer is taken from it too. */
  isWhole: boolean
  /** Who may sign. */
  leaders: readonly { id: string; name: string }[]
  told: Teller
}

/** Agency, symbol and place are the office's own and stay as they are. Returns the names of the fields that were filled. */
export function takeFields(fields: DraftFields, whole: Whole): Taken[] {
  const { parsed, isWhole, told } = whole
  tellOthers(fields, whole)
  const taken = TAKEN.filter((name): boolean => {
    const held = fields.text(name)
    const value = valueOf(name, fields.values.kind, held?.toString() ?? '', parsed[name])
    if (!held || !parsed[name]) return false
    if (!value) {
      told.tell('kept', parsed[name])
      return false
    }
    // A subject that was already written is kept. Recipients without a filing line ("Lưu: …") are only an extract.
    const isKept =
      (name === 'subject' && !isWhole && linesOf(held.toString()).length > 0) ||
      (name === 'recipients' && !/^lưu\s*:/im.test(value))
    if (isKept && !isAlike(held.toString(), value)) told.tell('kept', value)
    if (isKept) return false
    if (name === 'subject' && linesOf(held.toString()).length > 0 && !isAlike(held.toString(), value))
      told.tell('subject', held.toString())
    fields.replaceText(name, value)
    return true
  })
  if (!isWhole) {
    tellSignature(fields, whole)
    return taken
  }
  const { urgency, circulation, sheet } = parsed
  fields.setAll({ ...(urgency && { urgency }), ...(circulation && { circulation }), ...(sheet && { sheet }) })
  return [...taken, ...takeSignature(fields, whole)]
}

/** What the field would take of it; undefined for words that it has no place for. */
function valueOf(name: (typeof TAKEN)[number], kind: KindId, held: string, pasted = ''): string | undefined {
  if (name === 'leaderWords' && kindOf(kind).head !== 'sheet') return undefined
  return name === 'authority' ? ownAuthority(held, pasted) : pasted
}

/** Takes the capacity as it was written, and chooses the leader of that name. Without a name no signer is chosen. */
function takeSignature(fields: DraftFields, { parsed, leaders, told }: Whole): Taken[] {
  const before = fields.values
  const taken: Taken[] = SIGNATURE.filter((name): boolean => {
    const value = parsed[name]
    if (!value || !fields.text(name)) return false
    fields.replaceText(name, value)
    return true
  })
  const { capacity, signerName } = parsed
  if (!capacity && !signerName) return taken
  const named = leaders.filter(({ name }) => signerName !== undefined && isAlike(name, signerName))
  const [signer] = named
  if (signer && named.length === 1) {
    fields.setAll({ signerId: signer.id, signerName: signer.name })
    return [...taken, 'signerName']
  }
  if (signerName) told.tell('signer', signerName)
  // The signer who was chosen before does not have this capacity.
  if (signerName || (capacity && !isAlike(capacity, before.capacity))) fields.setAll({ signerId: '', signerName: '' })
  return taken
}

/** Somebody has begun this text and chosen its signer: what the paste says of it goes into the report only. */
function tellSignature({ values }: DraftFields, { parsed, told }: Whole): void {
  const { urgency, circulation } = parsed
  const stamps = [
    urgency !== values.urgency && urgency && URGENCY_MARKS[urgency],
    circulation !== values.circulation && circulation && CIRCULATION_MARKS[circulation],
  ]
  for (const stamp of stamps) if (stamp) told.tell('kept', stamp)
  for (const name of [...SIGNATURE, 'signerName'] as const) {
    const value = parsed[name]
    if (value && !isAlike(values[name], value)) told.tell('kept', value)
  }
}

/** Reports the office's own data where the pasted document says something else. */
function tellOthers({ values }: DraftFields, { parsed, told }: Whole): void {
  for (const name of ['parentAgency', 'agency', 'symbol', 'place'] as const) {
    const value = parsed[name]
    if (value && !isAlike(values[name], value)) told.tell('kept', value)
  }
}

const isAlike = (a: string, b: string) => plain(a) === plain(b)
const plain = (text: string) => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toUpperCase()

const CHAIRMAN = 'CHỦ TỊCH '

/**
 * Whether the committee or its chairman decides is said in the text; which committee, the office knows itself (models say
 * "ỦY BAN NHÂN DÂN TỈNH …"). Undefined for the authority of somebody else.
 */
export function ownAuthority(held: string, pasted = ''): string | undefined {
  const committee = held.startsWith(CHAIRMAN) ? held.slice(CHAIRMAN.length) : held
  const said = pasted
    .replaceAll(/[\s.…]+/g, ' ')
    .trim()
    .toUpperCase()
  if (said === '' || committee === '') return undefined
  return [committee, CHAIRMAN + committee].find((own) => own.startsWith(said) && said.includes('ỦY BAN'))
}
