/**
 * A comparison as a Word file with changes: accepting all of them gives the new text, refusing all of them the old one.
 * What moved is taken away at the one place and put in at the other; Word shows it so as well when it compares by itself.
 */
import {
  AlignmentType,
  DeletedTextRun,
  Document,
  InsertedTextRun,
  Packer,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { Row, Shown, ShownComparison, ShownRow, Stretch } from '../../src/lib/document/compare/shown.ts'

const FONT = 'Times New Roman'
/** Half points: the size of a document's text (Phụ lục I). */
const SIZE = 28

export interface Redline {
  comparison: ShownComparison
  /** Above the text, outside the changes. */
  title: string
  /** Who wrote between the two, and when the newer text was. */
  author: string
  date: string
  /** What the fields around the text are called. */
  fields: Partial<Record<string, string>>
}

/** Whether all of a line came, went, or was there. */
type Whole = 'in' | 'out' | null

export async function redline({ comparison, title, author, date, fields }: Redline): Promise<Uint8Array> {
  let id = 0
  const stamp = () => ({ id: ++id, author, date })

  function run(stretch: Stretch, whole: Whole): ParagraphChild[] {
    const is = whole ?? stretch.is
    // A line that went has nothing of what came into it, and the other way round.
    if ((whole === 'out' && stretch.is === 'in') || (whole === 'in' && stretch.is === 'out')) return []
    const { marks } = stretch
    const look = {
      bold: marks.includes('bold'),
      italics: marks.includes('italic'),
      strike: marks.includes('strike'),
      subScript: marks.includes('subscript'),
      superScript: marks.includes('superscript'),
      ...(marks.includes('underline') && { underline: {} }),
    }
    return stretch.text.split('\n').map((text, at) => {
      const options = { ...look, text, ...(at > 0 && { break: 1 }) }
      if (is === 'in') return new InsertedTextRun({ ...options, ...stamp() })
      return is === 'out' ? new DeletedTextRun({ ...options, ...stamp() }) : new TextRun(options)
    })
  }

  const label = (text: string, is: Stretch['is'], whole: Whole) =>
    text === '' ? [] : run({ is, text: `${text} `, marks: ['bold'] }, whole)

  function paragraph(children: ParagraphChild[], whole: Whole): Paragraph {
    const mark = whole === 'in' ? { insertion: stamp() } : whole === 'out' ? { deletion: stamp() } : null
    return new Paragraph({ children, ...(mark && { run: mark }) })
  }

  function block(shown: Shown, labels: (whole: Whole) => ParagraphChild[], whole: Whole): (Paragraph | Table)[] {
    if (shown.is === 'line')
      return [paragraph([...labels(whole), ...shown.stretches.flatMap((stretch) => run(stretch, whole))], whole)]
    if (shown.is === 'table') return [table(shown.rows, whole)]
    const text = shown.is === 'image' ? `[${shown.alt}]` : ''
    return [paragraph(run({ is: 'same', text, marks: [] }, whole), whole)]
  }

  function table(rows: readonly ShownRow[], whole: Whole): Table {
    const told = rows.flatMap((row): TableRow[] => {
      if (whole !== null) return row.is === (whole === 'in' ? 'out' : 'in') ? [] : [tableRow(row, whole)]
      if (row.is === 'in' || row.is === 'out') return [tableRow(row, row.is)]
      // Word knows no cell that came or went: the row as it was, and as it is.
      const isRebuilt = row.cells.some(({ is }) => is === 'in' || is === 'out')
      return isRebuilt ? [tableRow(row, 'out'), tableRow(row, 'in')] : [tableRow(row, null)]
    })
    const empty = new TableRow({ children: [new TableCell({ children: [new Paragraph({})] })] })
    return new Table({ rows: told.length > 0 ? told : [empty], width: { size: 100, type: WidthType.PERCENTAGE } })
  }

  function tableRow({ cells }: ShownRow, whole: Whole): TableRow {
    const left = whole === 'in' ? 'out' : whole === 'out' ? 'in' : null
    const children = cells
      .filter(({ is }) => is !== left)
      .map(({ colspan, blocks }) => {
        const content = blocks.flatMap((one) => block(one, () => [], whole))
        return new TableCell({ columnSpan: colspan, children: content.length > 0 ? content : [new Paragraph({})] })
      })
    const mark = whole === 'in' ? { insertion: stamp() } : whole === 'out' ? { deletion: stamp() } : {}
    return new TableRow({ children, ...mark })
  }

  function lines(row: Row): (Paragraph | Table)[] {
    const whole: Whole = row.is === 'away' || row.is === 'out' ? 'out' : row.is === 'in' || row.isMoved ? 'in' : null
    const [old, now] = [row.before?.label ?? '', row.after?.label ?? '']
    const labels = (whole: Whole) => {
      if (whole !== null) return label(whole === 'out' ? old : now, whole, whole)
      return old === now ? label(now, 'same', null) : [...label(old, 'out', null), ...label(now, 'in', null)]
    }
    return block(row.shown, labels, whole)
  }

  const head = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ text: title, italics: true })],
  })
  const around = comparison.fields.map(({ name, before, after, stretches }) => {
    const words = stretches ?? [
      { is: 'out' as const, text: before, marks: [] },
      { is: 'in' as const, text: after, marks: [] },
    ]
    const called = new TextRun({ text: `${fields[name] ?? name}: `, bold: true })
    return new Paragraph({ children: [called, ...words.flatMap((stretch) => run(stretch, null))] })
  })
  const children = [head, ...around, ...comparison.rows.flatMap(lines)]
  const styles = { default: { document: { run: { font: FONT, size: SIZE }, paragraph: { spacing: { after: 120 } } } } }
  return Packer.pack(new Document({ title, styles, sections: [{ children }] }), 'uint8array')
}
