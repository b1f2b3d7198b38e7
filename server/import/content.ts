/** A Word file as the content of a draft: its fields and blocks, and everything that a report says about them. */
import { withoutLongFields } from '../../src/lib/document/long-fields.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { COLUMN_GAP, type Parsed, parseLines, type SourceLine, type SourceText } from '../../src/lib/document/parse.ts'
import { hasLetterhead, HEAD_LINES, readStamp } from '../../src/lib/document/parse/head.ts'
import { BLOCK } from '../../src/lib/document/parse/line.ts'
import { cleanText } from '../../src/lib/document/text.ts'
import { ImagePlaces, type LeftImage, neighboursOf, type TakenImage, wordsIn } from './images.ts'
import { paragraphLines } from './lines.ts'
import { MAX_BROUGHT_LENGTH } from './shapes.ts'
import { type CellImages, columnsOf, hasBoldHead, headWords, isCut, isLayout, tableNode } from './table.ts'
import type { WordBlock, WordFile, WordTable } from './word/shapes.ts'
import { Words } from './words.ts'

export interface Content {
  parsed: Parsed
  words: Words
  /** Tables that were taken for a layout. */
  layouts: number
  /** First rows that were taken for headings because they are bold. */
  heads: string[]
  /** Tables whose merged cells made a grid that is too large. */
  cutTables: number
  /** How many sections lay across and belong to no appendix, and the words they begin with. */
  landscapes: { count: number; words: string[] }
  /** First rows of tables that had no lines. */
  unruled: string[]
  /** Paragraphs at the left, where their file says nothing of it. */
  unaligned: number
  /** Images of the text and of its tables that are not taken. */
  imagesLeft: LeftImage[]
}

/** `taken`: the images that a draft may have, by their paths in the file. */
export function contentOf(file: WordFile, taken: ReadonlyMap<string, TakenImage> = new Map()): Content {
  const words = new Words()
  const images = new ImagePlaces(taken)
  const { sections: flat, layouts } = flatSections(file)
  const all = flat.flatMap(({ blocks }) => blocks)
  const near = neighboursOf(all)
  const heads: string[] = []
  const isTabbed = hasTabbedLetterhead(all)
  const unruled: string[] = []
  const unaligned = new Set<BodyNode[]>()
  let seen = 0
  let cutTables = 0
  const lines = flat.flatMap(({ blocks, isLandscape, startsPage }, at): SourceLine[] => [
    ...(at > 0 && startsPage ? [PAGE_BREAK] : []),
    ...blocks.flatMap((block): SourceLine[] => {
      if (block.is === 'pageBreak') return [PAGE_BREAK]
      if (block.is === 'image')
        return images.lines(block, images.wordsOf(near.get(block))).map((image) => ({ block: image, isLandscape }))
      if (block.is === 'table') {
        const table = tableNode(block, words, cellImages(block, images, near.get(block)))
        if (isCut(block)) cutTables++
        if (table && hasBoldHead(block)) heads.push(headWords(block, words))
        if (table && !block.hasBorders) unruled.push(headWords(block, new Words()))
        return table ? [{ block: table, isLandscape }] : []
      }
      if (block.is !== 'paragraph') return []
      const columns = isTabbed && seen++ < HEAD_LINES ? columnLines(block, words) : []
      if (columns.length > 1) return columns
      const own = paragraphLines(block, words, isLandscape)
      if (block.align === '') for (const { content } of own) if (content) unaligned.add(content)
      return own
    }),
  ])
  const parsed = withStamps(withoutLongFields(parseLines(lines, { isAll: true }), MAX_BROUGHT_LENGTH), file, words)
  const blocks = withoutIdleBreaks(parsed.blocks)
  const across = flat.filter(({ isLandscape }) => isLandscape)
  const appendices = blocks.filter(({ type, attrs }) => type === 'appendix' && attrs?.isLandscape === true).length
  const uprights = across.map((section) => wordsIn(section.blocks)).filter((text) => !/^phụ lục/i.test(text))
  const count = Math.max(0, across.length - appendices)
  const landscapes = { count, words: uprights.length === count ? uprights.filter((text) => text !== '') : [] }
  return {
    parsed: { ...parsed, blocks },
    words,
    layouts,
    heads,
    cutTables,
    landscapes,
    unruled,
    unaligned: blocks.filter(({ type, content }) => type === 'paragraph' && content && unaligned.has(content)).length,
    imagesLeft: images.left(blocks),
  }
}

/** Paths of the images that stand where a draft has room for one, in reading order. */
export function standingImages(file: WordFile): string[] {
  const blocks = flatSections(file).sections.flatMap((section) => section.blocks)
  return [...new Set(imagePaths(blocks))]
}

function imagePaths(blocks: readonly WordBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.is === 'image') return block.path === '' ? [] : [block.path]
    return block.is === 'table'
      ? block.rows.flatMap(({ cells }) => cells.flatMap((cell) => imagePaths(cell.blocks)))
      : []
  })
}

/** The images of a table as nodes, each beside the words of its cell, or of its row, or of what is `near`. */
function cellImages(table: WordTable, images: ImagePlaces, near: WordBlock | undefined): CellImages {
  const rowOf = new Map(table.rows.flatMap(({ cells }) => cells.map(({ blocks }) => [blocks, cells] as const)))
  return (image, { blocks: own }) => {
    const row = (rowOf.get(own) ?? []).flatMap(({ blocks }) => blocks)
    return images.lines(image, wordsIn(own) || wordsIn(row) || images.wordsOf(near))
  }
}

/** The sections with the lines of their layout tables, and how many of these there were. */
function flatSections({ blocks }: WordFile): { sections: Section[]; layouts: number } {
  let layouts = 0
  const sections = sectionsOf(blocks).map((section) => ({
    ...section,
    blocks: section.blocks.flatMap((block): WordBlock[] => {
      if (block.is !== 'table' || !isLayout(block)) return [block]
      layouts++
      return flatten(columnsOf(block))
    }),
  }))
  return { sections, layouts }
}

/** A stamp may stand in the header of the page; one in a text box is known by where this is anchored. */
function withStamps(parsed: Parsed, file: WordFile, words: Words): Parsed {
  const aside = file.lost.filter(({ what }) => what === 'header')
  const stamps = aside.flatMap(({ examples }) => examples.map((runs) => readStamp(words.plain(runs)) ?? {}))
  return { ...parsed, fields: Object.assign({}, ...stamps, parsed.fields) }
}

const PAGE_BREAK: SourceLine = { block: { type: 'pageBreak' } }

interface Section {
  blocks: WordBlock[]
  isLandscape: boolean
  startsPage: boolean
}

/** What a section is like stands at its end. */
function sectionsOf(blocks: readonly WordBlock[]): Section[] {
  const sections: Section[] = []
  let open: WordBlock[] = []
  for (const block of blocks) {
    if (block.is !== 'section') open.push(block)
    else {
      sections.push({ blocks: open, isLandscape: block.isLandscape, startsPage: block.startsPage })
      open = []
    }
  }
  return open.length > 0 ? [...sections, { blocks: open, isLandscape: false, startsPage: false }] : sections
}

/** A layout table may hold others: a letterhead in the page's own frame. */
function flatten(blocks: WordBlock[]): WordBlock[] {
  return blocks.flatMap((block) => (block.is === 'table' && isLayout(block) ? flatten(columnsOf(block)) : [block]))
}

/** A letterhead whose two columns are held apart by tabs. */
function hasTabbedLetterhead(blocks: readonly WordBlock[]): boolean {
  const words = new Words()
  const texts = blocks
    .filter((block) => block.is === 'paragraph')
    .slice(0, HEAD_LINES)
    .map((block) => rawText(block, words))
  return !hasLetterhead(texts) && hasLetterhead(texts.flatMap((text) => text.split(COLUMN_GAP)).filter(hasWords))
}

/** The columns of one line of such a letterhead; its notes stand behind the last one. */
function columnLines(paragraph: Extract<WordBlock, { is: 'paragraph' }>, words: Words): SourceText[] {
  const { label, isBullet, boxes = [] } = paragraph
  const number = label === '' || isBullet ? '' : `${label} `
  const columns = rawText(paragraph, words).split(COLUMN_GAP).filter(hasWords)
  const notes = paragraph.content.flatMap((inline): BodyNode[] =>
    'footnote' in inline ? [{ type: 'footnote', attrs: { text: words.plain(inline.footnote) } }] : [],
  )
  return columns.map((column, at) => {
    const text = (at === 0 ? number : '') + cleanText(column).trim()
    return {
      text: at === columns.length - 1 ? text + BLOCK.repeat(notes.length) : text,
      ...(at === 0 && { boxes: boxes.map((runs) => words.plain(runs)) }),
      ...(at === columns.length - 1 && notes.length > 0 && { content: [{ type: 'text', text }, ...notes] }),
    }
  })
}

function rawText({ content }: Extract<WordBlock, { is: 'paragraph' }>, words: Words): string {
  return words
    .read(content)
    .map(({ text }) => text ?? ' ')
    .join('')
}

const hasWords = (text: string) => text.trim() !== ''

/** Page breaks that change nothing: at either end, two at once, and before an appendix, which begins a page by itself. */
function withoutIdleBreaks(blocks: readonly BodyNode[]): BodyNode[] {
  const first = blocks.findIndex(({ type }) => type !== 'pageBreak')
  return blocks.filter(({ type }, at) => {
    if (type !== 'pageBreak') return true
    const next = blocks[at + 1]
    return at > first && next !== undefined && next.type !== 'pageBreak' && next.type !== 'appendix'
  })
}
