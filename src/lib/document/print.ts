/**
 * A document with every word resolved, for the PDF, the Word file and the preview. Needs no number yet: before it is
 * given, there is room for it.
 */
import { kindOf, printedName } from './kinds.ts'
import type { Fields, IssueMarks, OfficialDocument, PrintModel, Signature } from './model.ts'
import { printBlocks } from './print/blocks.ts'
import {
  addresseeLines,
  CIRCULATION_MARKS,
  dateWords,
  letterSubject,
  numberAndSymbol,
  recipientLines,
  URGENCY_MARKS,
} from './print/lines.ts'
import { linesOf } from './text.ts'

const COUNTRY = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
const MOTTO = 'Độc lập - Tự do - Hạnh phúc'

/** Before it is numbered and dated. */
export const NO_MARKS: IssueMarks = { number: null, date: null, verify: null }

export function printModel({ fields, body }: OfficialDocument, marks: IssueMarks = NO_MARKS): PrintModel {
  const kind = kindOf(fields.kind)
  const number = numberAndSymbol(marks.number, fields.symbol.trim())
  const date = dateWords(marks.date)
  const subject = linesOf(fields.subject).join('\n')
  const isTelegram = fields.kind === 'cong-dien'
  return {
    kind: fields.kind,
    language: 'vi',
    date: marks.date,
    letterhead: {
      parent: linesOf(fields.parentAgency),
      agency: linesOf(fields.agency),
      country: COUNTRY,
      motto: MOTTO,
      number: `Số: ${number}`,
      placeDate: kind.placeDate === 'none' ? '' : `${fields.place.trim()}, ${date}`,
    },
    urgency: URGENCY_MARKS[fields.urgency],
    circulation: CIRCULATION_MARKS[fields.circulation],
    title: kind.head === 'letter' ? null : { name: printedName(fields.kind), subject },
    letterSubject: kind.head === 'letter' ? letterSubject(subject) : null,
    ...(isTelegram ? { addressLead: `${telegramSender(fields.authority, fields.agency)} điện:` } : {}),
    addressees: addresseeLines(fields.addressees),
    authority: linesOf(fields.authority).join('\n') || null,
    blocks: printBlocks(body, fields.kind, appendixPointer(fields, marks)),
    signature: { capacity: linesOf(fields.capacity), name: fields.signerName.trim() },
    second: secondSignature(fields),
    recipients: recipientLines(fields.recipients),
    draftingMark: fields.draftingMark.trim(),
    contact: linesOf(fields.contact),
    verify: marks.verify,
  }
}

/** The line under the title of every appendix. */
export function appendixPointer({ kind, symbol, agencyFullName }: Fields, { number, date }: IssueMarks): string {
  const name = numberAndSymbol(number, symbol.trim())
  return `(Kèm theo ${kindOf(kind).name} số ${name} ${dateWords(date)} của ${agencyFullName.trim()})`
}

/** Nothing is printed for a second signer whom nobody has named in any way. */
function secondSignature({ kind, secondCapacity, secondName }: OfficialDocument['fields']): Signature | null {
  const second = { capacity: linesOf(secondCapacity), name: secondName.trim() }
  return kindOf(kind).second && (second.capacity.length > 0 || second.name !== '') ? second : null
}

/** Mẫu 1.6, note 6: the agency or the title of its head. */
function telegramSender(authority: string, agency: string): string {
  return linesOf(authority).join(' ') || linesOf(agency).join(' ')
}
