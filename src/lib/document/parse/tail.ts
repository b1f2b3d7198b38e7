/** Recipients and signature at the end of a text, as fields. */
import type { Fields } from '../model.ts'
import { rank } from '../nodes/clause.ts'
import { bareItem } from '../print/lines.ts'
import { COUNTRY, KIND_NAMES, type Note } from './head.ts'
import { BLOCK, isCapitals, recognise, type Recognised } from './line.ts'

/** Who signs at the left, by hand: of minutes (Mẫu 1.9) and of a phiếu trình. */
const SECOND = /^(THƯ KÝ|NGƯỜI GHI BIÊN BẢN|NGƯỜI TRÌNH|CHUYÊN VIÊN)(?=$|\s)/

export const RECIPIENTS = /^Nơi nhận\s*(?::\s*)?$/i
const CAPACITY =
  /^((TM|KT|TL|TUQ|Q)\.|[TK]\/[MTL]\s|(PHÓ )?(CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG|CHI CỤC TRƯỞNG|CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|HIỆU TRƯỞNG|VỤ TRƯỞNG|CHÁNH THANH TRA|CHỦ TỌA|CHỦ TOẠ|CHỦ TRÌ)|THƯ KÝ|NGƯỜI GHI BIÊN BẢN|NGƯỜI TRÌNH|CHUYÊN VIÊN)/
export const STAMP = /^[[(].*(?<!\p{L})(ký|dấu|họ và tên|họ tên)(?!\p{L}).*[\])]$/iu
const NAME = /^(?:(?:GS|PGS|TS|ThS|BSCKII|BSCKI|BS|KS|CN|LS)[.\s]\s*)*(\p{Lu}\p{Ll}+)(\s+\p{Lu}\p{Ll}*){1,5}$/u

/** A PDF viewer copies what stands side by side with one blank between: "Nơi nhận: TM. ỦY BAN NHÂN DÂN". */
export const BESIDE_RECIPIENTS = /^Nơi nhận\s*:\s*(?=\S)/i

/** The recipient and what of the signature stands beside it; one part where nothing does. */
export function besideInTail(line: string): string[] {
  if (line.length > LONGEST_SHARED) return [line]
  for (const { index, 0: mark } of line.matchAll(/[:;.,)]\s+/g)) {
    const [left, right] = [line.slice(0, index + 1), line.slice(index + mark.length).trim()]
    const isSignature = isCapitals(right) && CAPACITY.test(right)
    if (isSignature || (NAME.test(right) && /^Lưu/i.test(bareItem(left)))) return [left, right]
  }
  return [line]
}

const LONGEST_SHARED = 300

export interface Tail {
  fields: Partial<Fields>
  notes: Note[]
  /** How many lines it takes. */
  length: number
  /** Words that the page prints by itself: "Nơi nhận:". */
  known: string[]
}

/** Index of the first line of the closing part, or -1: "Nơi nhận:", or the capacity that an extract put before it. */
export function tailStart(lines: readonly string[]): number {
  const at = lines.findIndex((line) => RECIPIENTS.test(line.trim()))
  if (at === -1) return -1
  let start = at
  while (start > 0 && isClosing(lines[start - 1] ?? '')) start--
  return start
}

/** The same at the end of a phiếu trình, which nobody else receives: who signs it stands last. */
export function sheetTailStart(lines: readonly string[]): number {
  let start = lines.length
  while (start > 0 && isClosing(lines[start - 1] ?? '')) start--
  const isSigned = lines.slice(start).some((line) => isCapitals(line.trim()) && CAPACITY.test(line.trim()))
  return isSigned ? start : -1
}

function isClosing(line: string): boolean {
  const text = line.trim()
  return text === '' || STAMP.test(text) || (isCapitals(text) && CAPACITY.test(text)) || NAME.test(text)
}

/**
 * `lines` is everything from `tailStart` on; `length` of them are the closing part. What in it is neither recipient nor
 * signature is noted as lost.
 */
export function readTail(lines: readonly string[]): Tail {
  const recipients: string[] = []
  const capacity: string[] = []
  const second: string[] = []
  let secondName = ''
  /** The column of the second signer is being read. */
  let isSecond = false
  const notes: Note[] = []
  const known: string[] = []
  let signerName = ''
  let isListing = false
  /** The list is over: its filing line was read, or the next column has begun. */
  let isListed = false
  let isUnfinished = false
  let length = 0
  for (const raw of lines) {
    const line = raw.trim()
    const found = recognise(line)
    if (isBeyond(line, found, isListing && signerName !== '', capacity.length > 0)) break
    if (isCapitals(line) && CAPACITY.test(line)) isSecond = SECOND.test(line)
    length++
    if (line === '' || found.is === 'ornament') {
      known.push(line)
      continue
    }
    if (RECIPIENTS.test(line)) {
      isListing = true
      known.push(line)
    } else if (STAMP.test(line)) notes.push({ what: 'signature', text: line })
    else if (found.is === 'listLine') recipients.push(line)
    else if (isCapitals(line) && isSecond) second.push(line)
    else if (NAME.test(line) && isSecond && secondName === '') secondName = line
    else if (isCapitals(line) && (CAPACITY.test(line) || capacity.length > 0)) capacity.push(line)
    else if (NAME.test(line) && signerName === '' && (isListed || capacity.length > 0 || !isListing)) signerName = line
    else if (isListing && !isListed) {
      // A recipient without its dash, or the second line of the one before.
      const begun = isUnfinished ? (recipients.pop() ?? '') : ''
      recipients.push(`${begun} ${line}`.trim())
    } else notes.push({ what: 'lost', text: line })
    isUnfinished = recipients.length > 0 && !/[;.]$/.test(line)
    isListed ||= isListing && (/^lưu(\s*:|\s+VT)/i.test(bareItem(line)) || capacity.length > 0)
  }
  return {
    length,
    known,
    fields: {
      ...(recipients.length > 0 ? { recipients: recipients.map(bareItem).join('\n') } : {}),
      ...(capacity.length > 0 ? { capacity: capacity.join('\n') } : {}),
      ...(signerName === '' ? {} : { signerName }),
      ...(second.length > 0 ? { secondCapacity: second.join('\n') } : {}),
      ...(secondName === '' ? {} : { secondName }),
    },
    notes,
  }
}

/** Whether a line belongs to what follows the signature. */
function isBeyond(line: string, found: Recognised, isSigned: boolean, hasCapacity: boolean): boolean {
  if (line === '' || found.is === 'ornament') return false
  if (line === BLOCK || found.is === 'appendix' || found.is === 'formula' || COUNTRY.test(line)) return true
  if (found.is === 'clause' && rank(found.level) <= rank('dieu')) return true
  if (hasCapacity && isCapitals(line) && KIND_NAMES.has(line)) return true
  return isSigned && !STAMP.test(line) && found.is !== 'listLine'
}
