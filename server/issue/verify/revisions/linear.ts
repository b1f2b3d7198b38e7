/**
 * A file made for slow lines (ISO 32000-2, annex F) says in its first object how long it is and which page comes first.
 * Readers that heed it do so only while it has just that length: a file that grows, or grows to that length, is read in
 * another way from then on.
 */
import { Irregular, irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { pagesOf } from './pages.ts'
import { isSpace, Parser } from './parse.ts'
import { type Dict, isDict } from './values.ts'

/** Ends of lines that stand behind the last word of a file. */
const LINE_ENDS_BYTES = 2

const HEAD_BYTES = 1024
const LIKELY = /Linearized|#[0-9A-Fa-f]{2}/

/** Throws where the file would be read in another way than it was at one of its lengths. */
export function needOneWayIn(file: PdfFile): void {
  const claim = claimIn(file)
  const [oldest] = file.revisions
  const length = claim?.get('L')
  if (!claim || !oldest || typeof length !== 'number' || length > file.bytes.length) return
  if (!file.revisions.some(({ eof }) => length >= eof && isBlank(file.bytes.subarray(eof, length)))) return
  const first = pagesOf(file, oldest.index)[0]?.num
  const isItsOwn = length <= oldest.eof + LINE_ENDS_BYTES && oldest.isLinearized && claim.get('O') === first
  if (!isItsOwn) irregular('a file that says it has another length, or begins with another page')
}

/** Up to there the file can have stood by itself. A length that some program left there without need never comes. */
const isBlank = (bytes: Buffer) => bytes.every((byte) => isSpace(byte))

/** What the first object of the file says, if that is of this kind. */
function claimIn(file: PdfFile): Dict | null {
  try {
    const parser = new Parser(file.bytes, 0, file.budget)
    parser.integer()
    parser.integer()
    if (!parser.takes('obj')) return null
    const value = parser.value()
    return isDict(value) && value.has('Linearized') ? value : null
  } catch (error) {
    if (!(error instanceof Irregular) || error.irregularity !== 'structure') throw error
    // Other readers may understand it.
    return LIKELY.test(file.bytes.toString('latin1', 0, HEAD_BYTES)) ? irregular('an odd first object') : null
  }
}
