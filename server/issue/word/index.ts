/** The Word file of a document, laid out like its PDF, for offices that go on working in Word. */
import {
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
import { unzipSync } from 'fflate'
import { kindOf } from '../../../src/lib/document/kinds.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintBlock, PrintModel } from '../../../src/lib/document/model.ts'
import { type AppendixHead, partsOf } from '../typeset/parts.ts'
import { content, labelled, numbering, type Pictures, type Place } from './body.ts'
import { ClauseStyles } from './clause-styles.ts'
import { closing } from './closing.ts'
import { addressedTo, authority, circulation, letterhead, names, sheet, styled, titleBlock } from './head.ts'
import { rule, textWidth } from './lines.ts'
import { Lists, MAIN } from './numbers/lists.ts'
import { planned, plannedHeads, type Shown, TYPED } from './numbers/plan.ts'
import { withParts } from './parts.ts'
import { seal } from './seal.ts'
import { APPENDIX_STYLE, STYLE } from './style-names.ts'
import { Footnotes, single, tagged, twips, twipsOfPt } from './units.ts'

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
  const [written] = writing([model])
  if (!written) throw new RangeError('no model')
  const sections = written.sections(notes, { bytes: images, count: 0 })
  const document = new Document({ ...aboutOf(model), footnotes: notes.entries, sections })
  const entries = unzipSync(await Packer.pack(document, 'uint8array'))
  return seal(withParts(entries, written.clauses, written.lists), model.date)
}

export interface Writing {
  clauses: ClauseStyles
  lists: Lists
  /** The document and its appendices. */
  sections(notes: Footnotes, pictures: Pictures): ISectionOptions[]
}

/**
 * Several readings of one document share their styles and lists. `nameOf`: what an appendix is known by in all of them;
 * where nobody says it, by its place.
 */
export function writing(models: readonly PrintModel[], nameOf: NameOf = (_, at) => String(at)): Writing[] {
  const lists = new Lists()
  const readings = models.map((model) => {
    const { main, appendices } = partsOf(model.blocks)
    const heads = plannedHeads(
      lists,
      appendices.map(({ head }) => head.label),
    )
    return {
      model,
      main: { blocks: main, numbers: planned(lists, MAIN, main) },
      appendices: appendices.map(({ head, blocks }, at) => ({
        head: { ...head, shown: heads[at] ?? TYPED },
        blocks,
        numbers: planned(lists, `appendix ${nameOf(head, at)}`, blocks),
      })),
    }
  })
  const clauses = new ClauseStyles(
    models.flatMap(({ blocks }) => blocks),
    lists,
  )
  return readings.map(({ model, main, appendices }) => ({
    clauses,
    lists,
    sections: (notes, pictures) => [
      mainSection(model, main, { notes, pictures, clauses }),
      ...appendices.map((part) => appendixSection(model, part, { notes, pictures, clauses })),
    ],
  }))
}

export type NameOf = (head: AppendixHead, at: number) => string

interface Part {
  blocks: PrintBlock[]
  numbers: (Shown | null)[]
}
type Tools = Pick<Place, 'notes' | 'pictures' | 'clauses'>

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

function mainSection(model: PrintModel, { blocks, numbers }: Part, tools: Tools): ISectionOptions {
  const widthMm = page.widthMm - page.leftMm - page.rightMm
  return {
    ...section(false, model.circulation, model.contact),
    children: [
      letterhead(model),
      ...(model.title ? titleBlock(model.title) : []),
      ...addressedTo(model),
      ...(model.authority ? [authority(model.authority)] : []),
      ...(model.sheet ? sheet(model.sheet) : []),
      ...content(blocks, { ...tools, numbers, widthMm, keepLast: true }),
      closing(model),
    ],
  }
}

function appendixSection(
  model: PrintModel,
  { head, blocks, numbers }: Part & { head: AppendixHead & { shown: Shown } },
  tools: Tools,
): ISectionOptions {
  const widthMm = (head.isLandscape ? page.heightMm : page.widthMm) - page.leftMm - page.rightMm
  const pointerMm = Math.min(textWidth(head.pointer, title.sizePt), title.widthMm)
  const heading = new Paragraph({
    style: APPENDIX_STYLE,
    numbering: numbering(head.shown),
    spacing: { ...single, before: twipsOfPt(head.isAttached ? 18 : 0) },
    children: labelled(head, head.shown, true, tools.notes),
  })
  return {
    ...section(head.isLandscape, null),
    children: [
      ...(head.isAttached ? [names(model)] : []),
      tagged(heading, head.tag === undefined ? undefined : `${head.tag}.0`),
      styled(STYLE.pointer, head.pointer),
      rule(pointerMm * shares.subjectShare, widthMm, 14),
      ...content(blocks, { ...tools, numbers, widthMm }),
    ],
  }
}

/** Ô 13: under a line as wide as the text. */
function contactLine(words: string, at: number): Paragraph {
  const above = { border: { top: { style: BorderStyle.SINGLE, size: 4, space: 4, color: 'auto' } } }
  return styled(STYLE.contact, words, at === 0 ? above : {})
}

/** A part with a page count of its own; its first page bears no number. */
function section(
  isLandscape: boolean,
  stamp: string | null,
  contact: readonly string[] = [],
): Omit<ISectionOptions, 'children'> {
  const number = new Paragraph({
    style: STYLE.pageNumber,
    children: [new TextRun({ children: [PageNumber.CURRENT] })],
  })
  const blank = new Paragraph({ style: STYLE.pageNumber, children: [] })
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
