/** What a phiếu trình says outside of its text: what it is about, and the words of its leader in their box. */
import type { Fields } from '../model.ts'
import type { Note } from './head.ts'
import { BLOCK, recognise, type SourceLine } from './line.ts'

const ABOUT = /^\s*Vấn đề trình\s*:\s*/iu
/** "I. Ý kiến chỉ đạo của Phó Chủ tịch", "Ý KIẾN PHÊ DUYỆT, CHỈ ĐẠO:" alone on its line. */
const BOX =
  /^\s*(?:(?:[IVX]{1,4}|\d)\s*[.)–-]\s*)?Ý kiến (?:chỉ đạo|phê duyệt|giải quyết)(?:\s*,\s*(?:chỉ đạo|phê duyệt|giải quyết))?(?: của [\p{L}, ]{1,60})?\s*(?::\s*)?$/iu

export interface Sheet {
  fields: Partial<Fields>
  /** Without what has become a field. */
  lines: SourceLine[]
  notes: Note[]
  known: string[]
}

/** `lines`: the content of a phiếu trình. Its head is printed by the page, in words of its own. */
export function readSheet(lines: readonly SourceLine[]): Sheet {
  const fields: Partial<Fields> = {}
  const rest = [...lines]
  const notes: Note[] = []
  const known: string[] = []
  const first = rest.findIndex((line) => isClause(line))
  const about = rest.findIndex((line, at) => (first === -1 || at < first) && ABOUT.test(textOf(line)))
  if (about !== -1) {
    const text = textOf(rest[about])
    fields.subject = text.replace(ABOUT, '').trim()
    known.push(ABOUT.exec(text)?.[0].trim() ?? '')
    notes.push(...footnotesOf(rest.splice(about, 1)))
  }
  const box = rest.findIndex((line) => BOX.test(textOf(line)))
  if (box === -1) return { fields, lines: rest, notes, known }
  const length = rest.slice(box + 1).findIndex(endsBox)
  // Nobody knows where a box ends that nothing ends: what follows may be the text itself.
  if (length === -1) return { fields, lines: rest, notes, known }
  const words = rest.slice(box + 1, box + 1 + length)
  fields.leaderWords = words.map((line) => textOf(line).trim()).join('\n')
  notes.push({ what: 'printed', text: textOf(rest[box]).trim() })
  notes.push(...footnotesOf(rest.splice(box, 1 + words.length)))
  return { fields, lines: rest, notes, known }
}

/** What other forms say right below the box. */
const BELOW = /^\s*(?:Cơ quan trình|Văn bản kèm theo|Tóm tắt)/iu

/** A line left blank, which a frame has behind it; a heading; a table; what stands below. */
const endsBox = (line: SourceLine) => textOf(line).trim() === '' || isClause(line) || BELOW.test(textOf(line))

const textOf = (line: SourceLine | undefined) => (line && 'text' in line ? line.text.replaceAll(BLOCK, '') : '')

const isClause = (line: SourceLine) =>
  'text' in line && !BOX.test(line.text) && recognise(line.text, false).is === 'clause'

/** A field holds no footnotes. */
const footnotesOf = (lines: readonly SourceLine[]): Note[] =>
  lines
    .flatMap((line) => ('text' in line ? (line.content ?? []) : []))
    .flatMap((node): Note[] =>
      node.type === 'footnote' ? [{ what: 'footnote', text: String(node.attrs?.text ?? '') }] : [],
    )
