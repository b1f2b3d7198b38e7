/** What must be in order before a draft is frozen: its text, its format, and that its signer is who signs. */
import { createHash } from 'node:crypto'
import type { HouseRules } from '../../src/lib/document/check/index.ts'
import { NO_MARKS } from '../../src/lib/document/print.ts'
import { InvalidDocument } from '../../src/lib/document/read.ts'
import { isSigner } from '../../src/lib/document/signer.ts'
import { AppError } from '../../src/lib/errors.ts'
import { needDelegations } from '../access/delegations.ts'
import type { Person } from '../access/person.ts'
import { officesOf } from '../access/validity.ts'
import type { Asked, Urgency } from '../compute/contract.ts'
import type { Transaction } from '../database/connect.ts'
import type { Examined } from './examine.ts'
import type { Ground } from './ground.ts'
import type { StoredText } from './typeset/shapes.ts'

/**
 * The text as it stands in this transaction, still as bytes, with what the office is called now. Throws `broken_text` where
 * the stored log cannot be put together.
 */
export async function readText(ground: Ground, tx: Transaction, draftId: string): Promise<StoredText> {
  const update = await ground.text.readState(tx, draftId).catch(asBroken)
  return { update, offices: await officesOf(tx, draftId), marks: NO_MARKS }
}

/** The same as of now, outside a transaction: for who looks, or tries before it counts. */
export async function readTextNow(ground: Ground, draftId: string): Promise<StoredText> {
  const [update, offices] = await Promise.all([readBytesNow(ground, draftId), officesOf(ground.db, draftId)])
  return { update, offices, marks: NO_MARKS }
}

/** The bytes alone, as of now. Throws `broken_text` as well. */
export const readBytesNow = (ground: Ground, draftId: string): Promise<Uint8Array> =>
  ground.text.readNow(draftId).catch(asBroken)

function asBroken(error: unknown): never {
  throw error instanceof InvalidDocument ? new AppError('broken_text') : error
}

/** How a process is asked for work on a text: whoever asks the same at the same time shares the answer. */
export function askedBy(
  person: Person,
  draftId: string,
  { update, offices, marks }: StoredText,
  urgency: Urgency,
  house?: HouseRules,
): Asked & { same: string } {
  const text = createHash('sha256').update(update).digest('hex')
  const rest = createHash('sha256')
    .update(JSON.stringify([offices, marks, house]))
    .digest('hex')
  return { urgency, person: person.id, about: draftId, text, same: `${text} ${rest}` }
}

/** What was found in a text, and the name of the question: the same text by the same rules gives the same answer. */
export interface Looked {
  same: string
  examined: Examined
}

interface Question {
  text: StoredText
  house: HouseRules
}

/** `before`: not asked again where it answers this question. Throws `too_heavy` when the checker finds no end. */
export async function look(
  ground: Ground,
  person: Person,
  draftId: string,
  { text, house: rules }: Question,
  urgency: Urgency,
  before?: Looked,
): Promise<Looked> {
  const house = { ...rules, offices: text.offices }
  const asked = askedBy(person, draftId, text, urgency, house)
  if (before?.same === asked.same) return before
  return { same: asked.same, examined: await ground.examine({ text, house }, asked) }
}

/** Throws `format_faults {findings}`, `other_signer {name}`, `no_delegation`, or what `look` does. */
export async function needReady(
  ground: Ground,
  person: Person,
  draftId: string,
  question: Question,
  before?: Looked,
): Promise<Looked> {
  const looked = await look(ground, person, draftId, question, 'sign', before)
  const { examined } = looked
  const faults = examined.findings.filter((finding) => finding.severity === 'fault')
  if (faults.length > 0) throw new AppError('format_faults', { findings: faults })
  if (!isSigner(person, examined.fields)) throw new AppError('other_signer', { name: examined.fields.signerName })
  await needDelegations(ground.db, person, examined.fields)
  return looked
}
