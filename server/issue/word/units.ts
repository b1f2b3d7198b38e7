/** Word's units, and what several parts of the Word file are made with. */
import { AlignmentType, BorderStyle, FootnoteReferenceRun, LineRuleType, Paragraph, TextRun, XmlComponent } from 'docx'
import { cleanText, signsIn } from '../../../src/lib/document/letters.ts'
import type { Alignment, Run } from '../../../src/lib/document/model.ts'
import { STYLE } from './style-names.ts'

/** Twentieths of a point. */
export const twips = (mm: number) => Math.round((mm / 25.4) * 1440)
export const twipsOfPt = (pt: number) => Math.round(pt * 20)
/** Half points. */
export const size = (pt: number) => pt * 2

/** Between two lines of a cell. */
export const CELL_GAP_PT = 2

export const single = { line: 240, lineRule: LineRuleType.AUTO, before: 0, after: 0 }

export const ALIGN: Record<Alignment, (typeof AlignmentType)[keyof typeof AlignmentType]> = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  justify: AlignmentType.BOTH,
}

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' }
export const noBorders = { top: NONE, bottom: NONE, left: NONE, right: NONE }
export const noTableBorders = { ...noBorders, insideHorizontal: NONE, insideVertical: NONE }

export interface Look {
  sizePt?: number
  bold?: boolean
  italics?: boolean
  color?: string
}

/** Boxes, ticks and arrows in Word: Times New Roman has few of them, and a guess of Word's is another on every machine. */
const SIGN_FONT = 'Segoe UI Symbol'

/** What is known of words or a block, for `revisions/`, which takes it out of the file again. */
class Tag extends XmlComponent {
  readonly #tag: string

  constructor(tag: string) {
    super('_attr')
    this.#tag = tag
  }

  override prepForXml() {
    return { _attr: { tag: this.#tag } }
  }
}

export function tagged<Element extends XmlComponent>(element: Element, tag: string | number | undefined): Element {
  if (tag !== undefined) element.addChildElement(new Tag(String(tag)))
  return element
}

/** The same words as in the PDF: XML knows no control characters, and what nobody sees has no place in either. */
function textRuns({ text: words, tag, ...run }: Omit<Run, 'footnote'>, look: Look): TextRun[] {
  const clean = cleanText(words)
  if (clean === '') return []
  return clean.split('\n').flatMap((line, at) =>
    byFont(line).map(({ text: part, isSigns }, index) =>
      tagged(
        new TextRun({
          text: part,
          break: at > 0 && index === 0 ? 1 : undefined,
          font: isSigns ? SIGN_FONT : undefined,
          size: look.sizePt && size(look.sizePt),
          color: look.color,
          bold: look.bold || run.bold,
          italics: look.italics || run.italic,
          underline: run.underline ? {} : undefined,
          strike: run.strike,
          subScript: run.script === 'sub' || undefined,
          superScript: run.script === 'super' || undefined,
        }),
        tag,
      ),
    ),
  )
}

/** A line parted where another font draws; one part at least. */
function byFont(line: string): { text: string; isSigns: boolean }[] {
  const parts: { text: string; isSigns: boolean }[] = []
  let end = 0
  for (const { from, to, text: signs } of signsIn(line)) {
    if (from > end) parts.push({ text: line.slice(end, from), isSigns: false })
    parts.push({ text: signs, isSigns: true })
    end = to
  }
  if (end < line.length || parts.length === 0) parts.push({ text: line.slice(end), isSigns: false })
  return parts
}

/** Text in one look; each "\n" is a line break. */
export const text = (words: string, look: Look = {}): TextRun[] => textRuns({ text: words }, look)

/** The runs of a paragraph; `look` is what all of them share. */
export function runs(source: readonly Run[], notes: Footnotes, look: Look = {}): (TextRun | FootnoteReferenceRun)[] {
  return source.flatMap(({ footnote, ...run }) =>
    footnote === undefined ? textRuns(run, look) : [...textRuns(run, look), tagged(notes.add(footnote), run.tag)],
  )
}

/** Collects footnotes in the order of their marks. */
export class Footnotes {
  readonly #texts: string[] = []

  add(words: string): FootnoteReferenceRun {
    return new FootnoteReferenceRun(this.#texts.push(words))
  }

  get texts(): readonly string[] {
    return this.#texts
  }

  /** By number, as a Word document wants them. */
  get entries(): Record<string, { children: Paragraph[] }> {
    const note = (words: string) => new Paragraph({ style: STYLE.note, children: text(` ${words}`) })
    return Object.fromEntries(this.#texts.map((words, at) => [String(at + 1), { children: [note(words)] }]))
  }
}
