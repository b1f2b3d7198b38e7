/** The document in reading order: paragraphs with their visible numbers, tables with merged cells, breaks. */
import {
  beside,
  type Change,
  type Context,
  formerly,
  InlineReader,
  insertionOf,
  isEndGone,
  plainRuns,
} from './inline.ts'
import type { Numbering } from './numbering.ts'
import { Refusal } from './refusal.ts'
import type { WordBlock, WordCell, WordInline, WordParagraph, WordTable } from './shapes.ts'
import { leadersOf, type Lines, linesOf } from './styles.ts'
import { child, children, type Element, flag, taken, valueOf, whole } from './xml.ts'

/** Lines of some 500 pages. */
const MOST_PARAGRAPHS = 30_000
/** No table of an office is wider or taller; beyond it a span is a mistake or an attack. */
const MOST_SPAN = 100
const BORDERS = ['w:top', 'w:bottom', 'w:left', 'w:right', 'w:start', 'w:end', 'w:insideH', 'w:insideV']

export class BodyReader {
  #context
  #numbering
  #inline
  /** Words of a paragraph whose end was deleted. */
  #carried: WordInline[] = []
  #paragraphs = 0
  /** What somebody puts in with all its paragraphs, while it is read. */
  #around: Change | null = null

  constructor(context: Context, numbering: Numbering) {
    this.#context = context
    this.#numbering = numbering
    this.#inline = new InlineReader(context)
  }

  /** Of the body, or of a cell. */
  blocks(parent: Element, nesting: number = 0): WordBlock[] {
    return [...this.#within(parent, nesting), ...this.#uncarried()]
  }

  #within(parent: Element, nesting: number): WordBlock[] {
    return taken(parent).flatMap((element) => this.#block(element, nesting))
  }

  /** Words that no paragraph follows to take them up. */
  #uncarried(): WordBlock[] {
    const content = this.#carried
    this.#carried = []
    return content.length > 0 ? [{ is: 'paragraph', label: '', isBullet: false, content, align: '' }] : []
  }

  #block(element: Element, nesting: number): WordBlock[] {
    const { findings } = this.#context
    switch (element.name) {
      case 'w:p':
        return this.#paragraph(element)
      case 'w:tbl':
        if (nesting > 0) findings.nestedTables++
        return [...this.#uncarried(), this.#table(element, nesting)]
      case 'w:sdt':
        if (isContents(element)) {
          findings.lose('contents', this.#inline.plain(element, beside(this.#around)))
          return []
        }
        return this.#within(child(element, 'w:sdtContent') ?? element, nesting)
      case 'w:sectPr':
        return [section(element)]
      case 'w:commentRangeStart':
      case 'w:commentRangeEnd':
        findings.mark(element)
        return []
      case 'w:altChunk':
      case 'w:subDoc':
        findings.lose('embedded')
        return []
      case 'w:del':
      case 'w:moveFrom':
      case 'w:ins':
      case 'w:moveTo': {
        const isRemoval = element.name === 'w:del' || element.name === 'w:moveFrom'
        const isTaken = this.#context.takes(element)
        if (isTaken === isRemoval) {
          const author = this.#context.authorOf(element)
          this.#discard(element, { is: isRemoval ? 'deleted' : 'inserted', author })
          return []
        }
        return this.#partOf(isRemoval ? null : element, () => this.#within(element, nesting))
      }
      default:
        return this.#within(element, nesting) // whatever holds paragraphs
    }
  }

  /** Reads with everything in it as put in by that change, unless it is a part of a larger one. */
  #partOf<Read>(insertion: Element | null | undefined, read: () => Read): Read {
    const before = this.#around
    if (insertion) this.#around = before ?? insertionOf(insertion, this.#context)
    const made = read()
    this.#around = before
    return made
  }

  #discard(element: Element, { is, author }: Pick<Change, 'is' | 'author'>): void {
    const isUndone = is === 'deleted' && this.#around?.author === author
    this.#inline.discard(element, { is: isUndone ? 'undone' : is, author })
  }

  #paragraph(paragraph: Element): WordBlock[] {
    if (++this.#paragraphs > MOST_PARAGRAPHS) throw new Refusal('bomb')
    const { styles, findings } = this.#context
    const present = child(paragraph, 'w:pPr')
    const properties = formerly(present, 'w:pPr', this.#context)
    const styleId = valueOf(properties, 'w:pStyle')
    const style = styles.paragraph(styleId)
    const own = linesOf(properties)
    const lines = { ...style.lines, ...own }
    const reformatted = child(present, 'w:pPrChange')
    if (reformatted)
      findings.change({ is: 'formatted', author: reformatted.attributes['w:author'] ?? '', isTaken: true }, [], false)

    const wasInContents = this.#inline.isInContents
    const leaders = leadersOf(style.lines.stops ?? [], own.stops ?? [])
    const [first = [], ...afterBreaks] = this.#inline.read(paragraph, style.letters, { leaders, within: this.#around })
    const [images = [], ...imagesAfter] = this.#inline.images
    findings.endParagraph()
    const { boxes } = this.#inline
    const content = [...this.#carried, ...first]
    this.#carried = []
    if (flag(properties, 'w:bidi') && content.length > 0) findings.name('turned', plainRuns([content]))
    if (isEndGone(present, this.#context)) {
      this.#carried = [content, ...afterBreaks].flat()
      return this.#inline.images.flat()
    }
    if (/^(toc|table of figures)\b/.test(style.name)) {
      findings.lose('contents', plainRuns([content, ...afterBreaks]))
      return this.#inline.images.flat()
    }
    if (wasInContents && [content, ...afterBreaks].every((part) => part.length === 0)) return this.#inline.images.flat()
    const numbered = this.#label(lines, own.numId === undefined ? styleId : undefined)
    const align = alignment(lines.align)
    const closing = child(present, 'w:sectPr')
    const pageBreak: WordBlock = { is: 'pageBreak' }
    return [
      ...(lines.breakBefore ? [pageBreak] : []),
      ...(images.length > 0 && content.length === 0 && numbered.label === ''
        ? []
        : [
            {
              is: 'paragraph',
              ...numbered,
              content,
              align,
              ...(boxes.length > 0 && { boxes }),
            } satisfies WordBlock,
          ]),
      ...images,
      ...afterBreaks.flatMap((rest, at): WordBlock[] => [
        pageBreak,
        { is: 'paragraph', label: '', isBullet: false, content: rest, align },
        ...(imagesAfter[at] ?? []),
      ]),
      ...(closing ? [section(closing)] : []),
    ]
  }

  /** `styleId`: of a style that numbers. */
  #label({ numId, level }: Lines, styleId: string | undefined) {
    if (numId === undefined || numId === '0') return { label: '', isBullet: false }
    return this.#numbering.next(
      numId,
      level ?? (styleId === undefined ? 0 : this.#numbering.levelOfStyle(numId, styleId)),
    )
  }

  #table(table: Element, nesting: number): WordTable {
    const properties = child(table, 'w:tblPr')
    const rows = rowsOf(table).filter((row) => {
      const gone = rowGone(row, this.#context)
      if (gone) {
        const insertion = gone.is === 'deleted' ? child(child(row, 'w:trPr'), 'w:ins') : null
        this.#partOf(insertion, () => this.#discard(row, gone))
      }
      return !gone
    })
    /** Cells that reach down, by the column they begin in. */
    const open: Map<number, WordCell> = new Map()
    const ownBorders =
      child(properties, 'w:tblBorders') ?? this.#context.styles.tableBorders(valueOf(properties, 'w:tblStyle'))
    let hasBorders = hasLine(ownBorders)
    const readRow = (row: Element) => {
      const rowProperties = child(row, 'w:trPr')
      let column = 0
      const cells: WordCell[] = []
      const skip = (name: string) => {
        const colspan = Math.min(whole(valueOf(rowProperties, name), 0), MOST_SPAN)
        if (colspan > 0) cells.push({ blocks: [], colspan, rowspan: 1 })
        column += colspan
      }
      skip('w:gridBefore')
      for (const cell of cellsOf(row)) {
        const cellProperties = child(cell, 'w:tcPr')
        if (hasLine(child(cellProperties, 'w:tcBorders'))) hasBorders = true
        const colspan = Math.min(Math.max(whole(valueOf(cellProperties, 'w:gridSpan'), 1), 1), MOST_SPAN)
        const merge = child(cellProperties, 'w:vMerge')
        const above = open.get(column)
        const across = child(cellProperties, 'w:hMerge')
        const before = cells.at(-1)
        if (across && across.attributes['w:val'] !== 'restart' && before) {
          before.blocks.push(...this.blocks(cell, nesting + 1))
          before.colspan += colspan
        } else if (merge && merge.attributes['w:val'] !== 'restart' && above) {
          above.rowspan++
          above.blocks.push(...this.blocks(cell, nesting + 1).filter(hasWords))
        } else {
          const made = { blocks: this.blocks(cell, nesting + 1), colspan, rowspan: 1 }
          cells.push(made)
          if (merge) open.set(column, made)
          else open.delete(column)
        }
        column += colspan
      }
      skip('w:gridAfter')
      return { isHeader: flag(rowProperties, 'w:tblHeader') === true, cells }
    }
    const read = rows.map((row) => this.#partOf(child(child(row, 'w:trPr'), 'w:ins'), () => readRow(row)))
    const widths = children(child(table, 'w:tblGrid'), 'w:gridCol').map(({ attributes }) => whole(attributes['w:w'], 0))
    return { is: 'table', rows: read, widths, hasBorders }
  }
}

/** A row that was taken out, or put in, and is no part of this reading. */
function rowGone(row: Element, { takes, authorOf }: Context): Pick<Change, 'is' | 'author'> | null {
  const properties = child(row, 'w:trPr')
  for (const is of ['deleted', 'inserted'] as const) {
    const found = child(properties, is === 'deleted' ? 'w:del' : 'w:ins')
    if (found && takes(found) === (is === 'deleted')) return { is, author: authorOf(found) }
  }
  return null
}

function rowsOf(parent: Element): Element[] {
  return within(parent, 'w:tr')
}

function cellsOf(parent: Element): Element[] {
  return within(parent, 'w:tc')
}

/** Children of this name, also in the wrappers that forms put around them. */
function within(parent: Element, name: string): Element[] {
  return taken(parent).flatMap((element) => {
    if (element.name === name) return [element]
    return WRAPPERS.has(element.name) ? within(element, name) : []
  })
}

const WRAPPERS = new Set([
  'w:sdt',
  'w:sdtContent',
  'w:customXml',
  'w:smartTag',
  'w:ins',
  'w:moveTo',
  'mc:AlternateContent',
  'mc:Choice',
  'mc:Fallback',
])

function hasLine(borders: Element | undefined) {
  return BORDERS.some((side) => {
    const value = valueOf(borders, side)
    return value !== undefined && value !== 'nil' && value !== 'none'
  })
}

function hasWords(block: WordBlock) {
  return block.is !== 'paragraph' || block.content.length > 0
}

function section(properties: Element): WordBlock {
  const type = valueOf(properties, 'w:type') ?? 'nextPage'
  const isLandscape = child(properties, 'w:pgSz')?.attributes['w:orient'] === 'landscape'
  return { is: 'section', isLandscape, startsPage: type !== 'continuous' && type !== 'nextColumn' }
}

function isContents(sdt: Element) {
  const gallery = child(child(child(sdt, 'w:sdtPr'), 'w:docPartObj'), 'w:docPartGallery')
  return /table of contents/i.test(gallery?.attributes['w:val'] ?? '')
}

function alignment(align: string | undefined): WordParagraph['align'] {
  if (align === undefined) return ''
  if (align === 'center' || align === 'justify') return align
  if (align === 'right' || align === 'end') return 'right'
  return align === 'left' || align === 'start' ? 'left' : 'justify'
}
