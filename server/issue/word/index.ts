/** The Word file of a document, laid out like its PDF, for offices that go on working in Word. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  TextRun,
} from 'docx'
import { kindOf } from '../../../src/lib/document/kinds.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintBlock, PrintModel } from '../../../src/lib/document/model.ts'
import { type Parts, partsOf } from '../typeset/parts.ts'
import { content, labelTag, type Pictures } from './body.ts'
import { closing } from './closing.ts'
import { addressedTo, centred, centredLine, circulation, letterhead, names, sheet, titleBlock } from './head.ts'
import { rule, textWidth } from './lines.ts'
import { seal } from './seal.ts'
import { styles } from './styles.ts'
import { Footnotes, runs, single, size, tagged, text, twips, twipsOfPt } from './units.ts'

const { page, title, rule: shares } = MEASURES
/** From the paper's edge to the page number. */
const HEADER_MM = 10

/** As a process does it. */
export function wordOf({ model, images }: { model: PrintModel; images: Map<string, Uint8Array> }): Promise<Uint8Array> {
  return toWord(model, images)
}

/**
 * OOXML (Word 2016 and later). The code that proves the issued PDF is left out: it would speak for a file that anyone
 * can change. `images`: the bytes of those that the model names, by hash. The same model gives the same bytes.
 */
export async function toWord(
  model: PrintModel,
  images: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Uint8Array> {
  const notes = new Footnotes()
  const sections = sectionsOf(model, notes, { bytes: images, count: 0 })
  const document = new Document({ ...aboutOf(model), styles, footnotes: notes.entries, sections })
  return seal(await Packer.pack(document, 'uint8array'), model.date)
}

/** The document and its appendices. */
export function sectionsOf(model: PrintModel, notes: Footnotes, pictures: Pictures): ISectionOptions[] {
  const { main, appendices } = partsOf(model.blocks)
  return [
    mainSection(model, main, notes, pictures),
    ...appendices.map((part) => appendixSection(model, part, notes, pictures)),
  ]
}

/** What the file says of itself. */
export function aboutOf(model: PrintModel) {
  const number = model.letterhead.number.replace(/^Số:\s*/, 'số ')
  const agency = model.letterhead.agency.join(' ')
  return {
    title: `${kindOf(model.kind).name} ${number}`.trim(),
    subject: model.title?.subject ?? model.letterSubject ?? '',
    creator: agency,
    lastModifiedBy: agency,
  }
}

function mainSection(model: PrintModel, blocks: PrintBlock[], notes: Footnotes, pictures: Pictures): ISectionOptions {
  const widthMm = page.widthMm - page.leftMm - page.rightMm
  return {
    ...section(false, model.circulation, model.contact),
    children: [
      letterhead(model),
      ...(model.title ? titleBlock(model.title) : []),
      ...addressedTo(model),
      ...(model.authority ? [centredLine(model.authority)] : []),
      ...(model.sheet ? sheet(model.sheet) : []),
      ...content(blocks, { widthMm, notes, pictures, keepLast: true }),
      closing(model),
    ],
  }
}

function appendixSection(
  model: PrintModel,
  { head, blocks }: Parts['appendices'][number],
  notes: Footnotes,
  pictures: Pictures,
): ISectionOptions {
  const widthMm = (head.isLandscape ? page.heightMm : page.widthMm) - page.leftMm - page.rightMm
  const pointerMm = Math.min(textWidth(head.pointer, title.sizePt), title.widthMm)
  return {
    ...section(head.isLandscape, null),
    children: [
      ...(head.isAttached ? [names(model)] : []),
      tagged(
        new Paragraph({
          style: 'Heading1',
          alignment: AlignmentType.CENTER,
          indent: { firstLine: 0 },
          spacing: { ...single, before: twipsOfPt(head.isAttached ? 18 : 0) },
          children: runs(
            [
              { text: head.label && head.runs.length > 0 ? `${head.label}\n` : head.label, ...labelTag(head) },
              ...head.runs,
            ],
            notes,
            {
              bold: true,
            },
          ),
        }),
        head.tag === undefined ? undefined : `${head.tag}.0`,
      ),
      centred(head.pointer, { sizePt: title.sizePt, italics: true }),
      rule(pointerMm * shares.subjectShare, widthMm, 14),
      ...content(blocks, { widthMm, notes, pictures }),
    ],
  }
}

/** Ô 13: under a line as wide as the text. */
function contactLine(words: string, at: number): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.LEFT,
    indent: { firstLine: 0 },
    spacing: single,
    ...(at === 0 && { border: { top: { style: BorderStyle.SINGLE, size: 4, space: 4, color: 'auto' } } }),
    children: text(words, { sizePt: MEASURES.contact.sizePt }),
  })
}

/** A part with a page count of its own; its first page bears no number. */
function section(
  isLandscape: boolean,
  stamp: string | null,
  contact: readonly string[] = [],
): Omit<ISectionOptions, 'children'> {
  const number = new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: { firstLine: 0 },
    spacing: single,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: size(MEASURES.pageNumber.sizePt) })],
  })
  const blank = new Paragraph({ spacing: { before: 0, after: 0, line: twipsOfPt(12) }, children: [] })
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      titlePage: true,
      page: {
        size: {
          width: twips(page.widthMm),
          height: twips(page.heightMm),
          orientation: isLandscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: {
          top: twips(page.topMm),
          bottom: twips(page.bottomMm),
          left: twips(page.leftMm),
          right: twips(page.rightMm),
          header: twips(HEADER_MM),
          footer: twips(HEADER_MM),
          gutter: 0,
        },
        pageNumbers: { start: 1 },
      },
    },
    headers: {
      default: new Header({ children: [number] }),
      first: new Header({ children: [stamp ? circulation(stamp) : blank] }),
    },
    ...(contact.length > 0 && { footers: { first: new Footer({ children: contact.map(contactLine) }) } }),
  }
}
