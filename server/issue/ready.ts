/** What must be in order before a draft is frozen: its text, its format, and that its signer is who signs. */
import { AppError } from '../../src/lib/errors.ts'
import { checkDocument, type HouseRules } from '../../src/lib/document/check/index.ts'
import type { Fields, OfficialDocument } from '../../src/lib/document/model.ts'
import { withOffice } from '../../src/lib/document/office.ts'
import { readUpdate } from '../../src/lib/document/read.ts'
import type { Person } from '../access/person.ts'
import { officesOf } from '../access/validity.ts'
import type { Transaction } from '../database/connect.ts'
import type { Ground } from './ground.ts'

/** The text as it stands in this transaction, with what the office is called now. */
export async function readText(ground: Ground, tx: Transaction, draftId: string): Promise<OfficialDocument> {
  const document = readUpdate(await ground.text.readState(tx, draftId))
  return { ...document, fields: withOffice(document.fields, await officesOf(tx, draftId)) }
}

/** Throws `format_faults {findings}` or `other_signer {name}`. */
export function needReady(person: Person, document: OfficialDocument, house: HouseRules): void {
  const faults = checkDocument(document, house).filter((finding) => finding.severity === 'fault')
  if (faults.length > 0) throw new AppError('format_faults', { findings: faults })
  if (!isSigner(person, document.fields)) throw new AppError('other_signer', { name: document.fields.signerName })
}

/** A block without any name is the checker's matter. */
export function isSigner(person: Person, { signerId, signerName }: Fields): boolean {
  if (signerId) return signerId === person.id
  return signerName === '' || signerName.normalize('NFC').trim() === person.name.normalize('NFC').trim()
}
