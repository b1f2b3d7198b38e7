/** Sổ đăng ký văn bản đi as PDF/A, in a process of its own: a year of 5,000 lines takes five seconds and 800 MB. */
import { cleanText, unprintableIn } from '../../../src/lib/document/letters.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import { type PrintedRegister, type PrintedVolume, REGISTER_COLUMNS } from '../../../src/lib/document/register-form.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { readFace } from '../fonts.ts'
import { Compiler, TypstFault } from './compiler.ts'
import { type Setting, settingIn } from './text.ts'

const root = process.cwd() // as the pool starts it
const compiler = new Compiler(root)
const setting = settingIn(readFace(root))

const { register: sizes } = MEASURES
const CELL_INSET_MM = 2
const FORM = 'SỔ ĐĂNG KÝ VĂN BẢN ĐI'
const LOST = '\uFFFD'
/** Tags make the file of a longer one ten times as large, and half a gigabyte is needed for them. */
const MOST_TAGGED_LINES = 2_000
/** Of the cover. */
const COVER = { widthMm: 200, sizePt: 14 }

/** Throws `typeset_failed`. */
export function setRegister(book: PrintedRegister): Uint8Array {
  try {
    const lines = book.volumes.reduce((sum, volume) => sum + volume.lines.length, 0)
    return compiler.register(JSON.stringify(prepared(book)), { isTagged: lines <= MOST_TAGGED_LINES })
  } catch (error) {
    if (error instanceof TypstFault) throw new AppError('typeset_failed', { fault: error.message.slice(0, 2_000) })
    throw error
  } finally {
    compiler.forget()
  }
}

function prepared(book: PrintedRegister): Record<string, unknown> {
  const title = book.isExtract ? `TRÍCH ${FORM}` : FORM
  const onCover = (text: string) => printed(text, setting, COVER.widthMm, COVER.sizePt)
  const of = `${book.register}, năm ${book.year}`
  const [year, month, day] = book.madeOn.split('-').map(Number)
  return {
    about: {
      title: onCover(`Sổ đăng ký văn bản đi, ${of}`).replaceAll('\n', ' '),
      author: onCover(book.agencyName).replaceAll('\n', ' '),
      date: { year, month, day },
    },
    title,
    parentName: onCover(book.parentName.toLocaleUpperCase('vi')),
    agencyName: onCover(book.agencyName.toLocaleUpperCase('vi')),
    // Many offices have one register, called as the form is.
    register: book.register.toLocaleUpperCase('vi') === FORM ? '' : onCover(book.register),
    running: onCover(of),
    year: String(book.year),
    columns: REGISTER_COLUMNS,
    volumes: book.volumes.map(volumeOf),
    kindsTitle: `Văn bản đã phát hành ${book.isExtract ? 'trong phần trích' : `năm ${book.year}`}, theo tên loại`,
    kinds: book.kinds,
  }
}

function volumeOf({ lines, ...volume }: PrintedVolume): Record<string, unknown> {
  return {
    ...volume,
    sumsTitle: `Cộng quyển số ${volume.number}: từ số ${volume.from} đến số ${volume.to}`,
    lines: lines.map(({ cells, isVoid }) => ({
      isVoid,
      cells: cells.map((cell, at) =>
        printed(
          cell.replaceAll('\n', ' '),
          setting,
          (sizes.columnsMm[at] ?? CELL_INSET_MM) - CELL_INSET_MM,
          sizes.sizePt,
        ),
      ),
    })),
  }
}

/** A register is printed whatever somebody has typed into a note: a character that no font draws leaves a hole to be seen. */
function printed(text: string, { line }: Setting, widthMm: number, sizePt: number): string {
  const holes = unprintableIn(cleanText(text))
  const drawable = holes.reduce((drawn, hole) => drawn.replaceAll(hole.text, LOST), cleanText(text))
  return line(drawable, widthMm, sizePt)
}
