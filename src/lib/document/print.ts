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
  SHEET_TITLES,
  URGENCY_MARKS,
} from './print/lines.ts'
import { linesOf } from './text.ts'

const COUNTRY = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
const MOTTO = 'Độc lập - Tự do - Hạnh phúc'

/** Before it is numbered and dated. */
export const NO_MARKS: IssueMarks = { number: null, date: null, verify: null }

export function printModel({ fields, body }: OfficialDocument, marks: IssueMarks = NO_MARKS): PrintModel {
  const kind = kindOf(fields.kind)
  const number = numberAndSymbol(marks.number, fields.symbol.trim(), marks.suffix)
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
      country: kind.isInternal ? '' : COUNTRY,
      motto: kind.isInternal ? '' : MOTTO,
      number: isUnnumbered(fields, marks) ? '' : `Số: ${number}`,
      placeDate: kind.placeDate === 'none' ? '' : `${fields.place.trim()}, ${date}`,
    },
    urgency: URGENCY_MARKS[fields.urgency],
    circulation: CIRCULATION_MARKS[fields.circulation],
    title: titleOf(fields, subject),
    letterSubject: kind.head === 'letter' ? letterSubject(subject) : null,
    ...(isTelegram ? { addressLead: `${telegramSender(fields.authority, fields.agency)} điện:` } : {}),
    addressees: addresseeLines(fields.addressees),
    authority: capitals(fields.authority).join('\n') || null,
    ...(kind.head === 'sheet'
      ? { sheet: { about: subject.replaceAll('\n', ' '), words: linesOf(fields.leaderWords) } }
      : {}),
    blocks: printBlocks(body, fields.kind, appendixPointer(fields, marks)),
    signature: { capacity: capitals(fields.capacity), name: fields.signerName.trim() },
    second: secondSignature(fields),
    recipients: recipientLines(fields.recipients),
    draftingMark: fields.draftingMark.trim().toUpperCase(),
    contact: linesOf(fields.contact),
    verify: marks.verify,
  }
}

/** As the page shows these fields, however they were typed (editor/paper). */
const capitals = (field: string): string[] => linesOf(field.toUpperCase())

function titleOf({ kind, sheet }: Fields, subject: string): PrintModel['title'] {
  const { head } = kindOf(kind)
  if (head === 'letter') return null
  return head === 'sheet' ? { name: SHEET_TITLES[sheet], subject: '' } : { name: printedName(kind), subject }
}

/** A paper within the office takes no number; one that was given a number in former days keeps it. */
const isUnnumbered = ({ kind }: Fields, { number }: IssueMarks) => kindOf(kind).isInternal && number === null

/** The line under the title of every appendix. */
export function appendixPointer(fields: Fields, marks: IssueMarks): string {
  const { symbol, agencyFullName } = fields
  const { name } = kindOf(fields.kind)
  const numbered = isUnnumbered(fields, marks)
    ? name
    : `${name} số ${numberAndSymbol(marks.number, symbol.trim(), marks.suffix)}`
  return `(Kèm theo ${numbered} ${dateWords(marks.date)} của ${agencyFullName.trim()})`
}

/** Nothing is printed for a second signer whom nobody has named in any way. */
function secondSignature({ kind, secondCapacity, secondName }: OfficialDocument['fields']): Signature | null {
  const second = { capacity: capitals(secondCapacity), name: secondName.trim() }
  return kindOf(kind).second && (second.capacity.length > 0 || second.name !== '') ? second : null
}

/** Mẫu 1.6, note 6: the agency or the title of its head. */
function telegramSender(authority: string, agency: string): string {
  return linesOf(authority).join(' ') || linesOf(agency).join(' ')
}
