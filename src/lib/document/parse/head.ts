/** The letterhead of a text: what stands above the content, as fields. */
import { CIRCULATIONS, URGENCIES } from '../fields.ts'
import { KIND_IDS, type KindId, kindOf, printedName } from '../kinds.ts'
import type { Circulation, Fields, Urgency } from '../model.ts'
import { bareItem, CIRCULATION_MARKS, URGENCY_MARKS } from '../print/lines.ts'
import { isCapitals, recognise } from './line.ts'

export interface Note {
  /** What the line was taken for. `printed`: the program prints it by itself; `number`, `date`: given anew at issue; `unplaced`: text
   * after all; `lost`: neither field nor text; `footnote`: one of a line that is a field; `attached`: what follows the
   * signature and is no phụ lục. */
  what:
    'printed' | 'number' | 'date' | 'signature' | 'pointer' | 'draft' | 'attached' | 'unplaced' | 'lost' | 'footnote'
  text: string
}

export interface Head {
  fields: Partial<Fields>
  notes: Note[]
  /** The name of a kind that is none of ours, as it stands. */
  kindName?: string
  /** Lines (by index) that are content after all. */
  rest: number[]
  /** Words that a field, the kind or the page stands for: "Kính gửi:", "QUYẾT ĐỊNH". */
  known: string[]
}

export const COUNTRY = /^CỘNG H(ÒA|OÀ|ÓA|OA)\s+XÃ HỘI CHỦ NGHĨA VIỆT NAM$/i
const MOTTO = /^Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc\s*\.?$/i
const NUMBER = /^Số(?:\s*:)?[\d.…_\s]*\/\s*(\S+)$/i
export const DATE = /^(.+?),\s*ngày[\d.…_\s]*tháng[\d.…_\s]*năm[\d.…_\s]*$/i
const LETTER_SUBJECT = /^V\/v\s*:?\s*/i
const DEAR = /^Kính gửi\s*:?\s*/i
const AUTHORITY =
  /^(CHỦ TỊCH|[ỦU][YỶ] BAN|HỘI ĐỒNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|BỘ TRƯỞNG|CHÁNH|TRƯỞNG|THỦ TƯỚNG|HIỆU TRƯỞNG)/
/** The line under the title of an appendix or of rules; the program prints it by itself. */
export const POINTER = /^\((được )?(ban hành |phê duyệt )?kèm theo/i
/** It stands on no more lines; a bracket that is not closed on these takes nothing of the text with it. */
const POINTER_LINES = 4

/** The last line of a pointer that begins at `index`. */
export function pointerEnd(lines: readonly string[], index: number): number {
  const ends = lines.slice(index, index + POINTER_LINES).findIndex((line) => line.includes(')'))
  const isText = lines.slice(index + 1, index + ends + 1).every((line) => recognise(line.trim()).is === 'text')
  return ends > 0 && isText ? index + ends : index
}

/** Titles of documents that are none of the decree's kinds, and no agency's name; with "(SỬA ĐỔI, BỔ SUNG)" perhaps. */
const OTHER_TITLE = /^(ĐIỀU LỆ|NGHỊ ĐỊNH|THÔNG TƯ|LUẬT|PHÁP LỆNH|NỘI QUY|ĐƠN|TỜ KHAI|LỆNH)(?=\s*[(]|\s*$)/
/** Forms and books, whatever stands behind the word: "ĐƠN ĐỀ NGHỊ …", "SỔ THEO DÕI …". */
const OTHER_FORM =
  /^(ĐƠN(?!\s+VỊ(\s|$))|TỜ KHAI|SỔ|BẢNG|BẢN|DANH (SÁCH|MỤC)|PHIẾU|GIẤY|(SƠ YẾU )?LÝ LỊCH|HỒ SƠ|MẪU|THỐNG KÊ|ĐỀ CƯƠNG|THƯ(?!\s+VIỆN(\s|$))|LỊCH)(?=[\s(]|$)/
/** An ornament in a letterhead, where nothing is filled in. */
const RULE = /^[\s._…*=~–—─━-]{3,}$/
/** Second lines of a name that is broken in two: "ỦY BAN NHÂN DÂN / TỈNH SƠN LA". */
const NAME_GOES_ON = /^(TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU|VÀ|CỦA)\s/

export const KIND_NAMES = new Map(KIND_IDS.map((id): [string, KindId] => [printedName(id), id]))

/** The words of a stamp (ô 10b, 11), with both spellings of "hỏa". */
const URGENCY_OF = new Map<string, Urgency>([
  ...URGENCIES.map((urgency): [string, Urgency] => [URGENCY_MARKS[urgency] ?? '', urgency]),
  ['HOẢ TỐC', 'hoa-toc'],
])
const CIRCULATION_OF = new Map(
  CIRCULATIONS.map((circulation): [string, Circulation] => [CIRCULATION_MARKS[circulation] ?? '', circulation]),
)

/** What a stamp says, wherever it stands: in the letterhead, a text box or the header of the page. */
export function readStamp(words: string): Partial<Pick<Fields, 'urgency' | 'circulation'>> | null {
  const stamp = words.trim().toUpperCase()
  const urgency = URGENCY_OF.get(stamp)
  const circulation = CIRCULATION_OF.get(stamp)
  if (stamp === '' || (!urgency && !circulation)) return null
  return { ...(urgency && { urgency }), ...(circulation && { circulation }) }
}

/** A letterhead reaches no further. */
export const HEAD_LINES = 30

/** Whether these lines begin with a letterhead at all. */
export function hasLetterhead(lines: readonly string[]): boolean {
  return lines.slice(0, HEAD_LINES).some((line) => COUNTRY.test(line.trim()))
}

/** The names that offices give their phiếu trình, which has no letterhead. */
const SHEET = /^PHIẾU TRÌNH(?:\s+(?:GIẢI QUYẾT|XỬ LÝ)\s+(?:CÔNG VIỆC|VĂN BẢN|CÔNG VĂN))?$/

/** Whether these lines begin with the title of a phiếu trình, and say to whom it goes. */
export function isSheet(lines: readonly string[]): boolean {
  const first = lines.slice(0, HEAD_LINES).filter((line) => line.trim() !== '')
  const title = first.findIndex((line) => SHEET.test(line.trim()))
  const isHead = (line: string) =>
    isCapitals(line) || RULE.test(line) || DATE.test(line.trim()) || NUMBER.test(line.trim())
  return title !== -1 && first.slice(0, title).every(isHead) && first.some((line) => DEAR.test(line.trim()))
}

/** Whether a document begins with the name of its kind and a subject, its letterhead left out. */
export function hasBareTitle(lines: readonly string[]): boolean {
  const [title = '', subject = ''] = lines
    .slice(0, HEAD_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return KIND_NAMES.has(title) && subject !== '' && recognise(subject).is === 'text' && !/[.:;,]$/.test(subject)
}

/**
 * `lines` is everything above the first căn cứ, clause or formula; no title goes on in a line that `isRunning`. Under the
 * title of an attached document the line that points to ours is printed by the program; anywhere else it is text.
 */
export function readHead(
  lines: readonly string[],
  isRunning: (index: number) => boolean,
  { isAttached = false } = {},
): Head {
  const head: Head = { fields: {}, notes: [], rest: [], known: [] }
  const agency: string[] = []
  let expects: 'subject' | 'letterSubject' | 'addressee' | null = null
  let pointsUntil = -1
  let isBelowCountry = false
  let isBelowMotto = false
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim()
    if (index > pointsUntil && POINTER.test(line)) pointsUntil = pointerEnd(lines, index)
    if (index <= pointsUntil) {
      if (isAttached) head.notes.push({ what: 'pointer', text: line })
      else head.rest.push(index)
      continue
    }
    const isKnown = readFixed(line, head)
    isBelowCountry ||= COUNTRY.test(line)
    isBelowMotto ||= MOTTO.test(line)
    if (isKnown || line === '') {
      // Below "Kính gửi:" alone on its line a gap comes before the first addressee.
      const isWaiting = expects === 'addressee' && !head.fields.addressees
      if (line === '' && head.fields.subject && !isWaiting) expects = null
      else if (isKnown && expects !== 'addressee') expects = null
      continue
    }
    const title = head.fields.kind === undefined && isCapitals(line) ? titleOf(line, isBelowCountry) : null
    if (title) {
      head.fields.kind = title.kind
      head.known.push(title.kind === 'phieu-trinh' ? line : printedName(title.kind))
      if (title.kind === 'phieu-trinh') head.fields.sheet = /XỬ LÝ|VĂN BẢN/.test(line) ? 'van-ban' : 'cong-viec'
      if (title.subject !== '') head.fields.subject = [head.fields.subject, title.subject].filter(Boolean).join(' ')
      expects = 'subject'
    } else if (isOtherKind(line, head, isBelowMotto, isBelowMotto && agency.length === 0)) {
      head.kindName = line
      expects = 'subject'
    } else if (LETTER_SUBJECT.test(line) && head.fields.kind === undefined && head.fields.subject === undefined) {
      if (head.kindName === undefined) head.fields.kind = 'cong-van'
      head.known.push('V/v')
      head.fields.subject = line.replace(LETTER_SUBJECT, '')
      expects = 'letterSubject'
    } else if (DEAR.test(line)) {
      const others = head.fields.addressees
      head.known.push('Kính gửi')
      head.fields.addressees = [others, bareItem(line.replace(DEAR, ''))].filter(Boolean).join('\n')
      expects = 'addressee'
    } else if (expects === 'addressee' && recognise(line).is === 'listLine') {
      head.fields.addressees = [head.fields.addressees, bareItem(line)].filter(Boolean).join('\n')
    } else if (isAuthority(line, head.fields)) {
      head.fields.authority = [head.fields.authority, line].filter(Boolean).join('\n')
      expects = null
    } else if (expects === 'letterSubject' || (expects === 'subject' && !isSentence(line, head) && !isRunning(index))) {
      head.fields.subject = [head.fields.subject, line].filter(Boolean).join(' ')
    } else if (head.fields.kind === undefined && isCapitals(line)) {
      agency.push(line)
    } else {
      head.rest.push(index)
    }
  }
  nameAgency(agency, head.fields)
  return head
}

/** A subject is no sentence, and nothing follows it after a colon: "Thời gian: 14 giờ" is a line of its own. */
function isSentence(line: string, { fields }: Head): boolean {
  return fields.subject !== undefined && (/[.:;]$/.test(line) || /^\p{Lu}[^:]{0,30}:\s/u.test(line))
}

/** Lines that look the same in every document. */
function readFixed(line: string, { fields, notes, known }: Head): boolean {
  const number = NUMBER.exec(line)
  const date = DATE.exec(line)
  const stamp = readStamp(line)
  if (stamp) {
    Object.assign(fields, stamp)
    known.push(line)
  } else if (/^[[(]?dự thảo( lần (thứ )?\S+)?[\])]?$/i.test(line)) notes.push({ what: 'draft', text: line })
  else if (COUNTRY.test(line) || MOTTO.test(line)) notes.push({ what: 'printed', text: line })
  else if (RULE.test(line) || recognise(line).is === 'ornament') known.push(line)
  else if (number?.[1]) {
    fields.symbol = number[1]
    if (/\d/.test(line.split('/')[0] ?? '')) notes.push({ what: 'number', text: line })
    else known.push(line)
  } else if (date?.[1]) {
    fields.place = date[1].trim()
    if (/\d/.test(line.slice(date[1].length))) notes.push({ what: 'date', text: line })
    else known.push(line)
  } else return false
  return true
}

/** "QUYẾT ĐỊNH", or with its subject behind it on one line: "HỢP ĐỒNG THUÊ NHÀ". The latter may be an agency's name. */
function titleOf(line: string, mayHaveSubject: boolean): { kind: KindId; subject: string } | null {
  const kind = SHEET.test(line) ? 'phieu-trinh' : KIND_NAMES.get(line)
  if (kind) return { kind, subject: '' }
  const name = mayHaveSubject ? [...KIND_NAMES.keys()].find((one) => line.startsWith(`${one} `)) : undefined
  const found = name && KIND_NAMES.get(name)
  return found ? { kind: found, subject: line.slice(name.length).trim() } : null
}

/**
 * After the date, and after the motto where no name stands beside it, nothing in capitals is the name of the agency: it
 * is the name of a kind that is none of ours.
 */
function isOtherKind(line: string, { fields, kindName, rest }: Head, isBelowMotto: boolean, isAlone: boolean): boolean {
  const isTitled = fields.kind !== undefined || kindName !== undefined || fields.subject !== undefined
  if (isTitled || !isCapitals(line) || AUTHORITY.test(line)) return false
  return (
    isAlone ||
    (isBelowMotto && (OTHER_TITLE.test(line) || OTHER_FORM.test(line))) ||
    (fields.place !== undefined && rest.length === 0)
  )
}

function isAuthority(line: string, fields: Partial<Fields>): boolean {
  if (!fields.kind || kindOf(fields.kind).authority === 'none' || !fields.subject) return false
  return isCapitals(line) && (AUTHORITY.test(line) || (fields.authority !== undefined && NAME_GOES_ON.test(line)))
}

/** The last name in the column is the agency, what stands above it the parent. */
function nameAgency(lines: readonly string[], fields: Partial<Fields>): void {
  const names: string[][] = []
  for (const line of lines) {
    if (names.length > 0 && NAME_GOES_ON.test(line)) names.at(-1)?.push(line)
    else names.push([line])
  }
  const agency = names.pop()
  if (agency) fields.agency = agency.join('\n')
  if (names.length > 0) fields.parentAgency = names.flat().join('\n')
}
