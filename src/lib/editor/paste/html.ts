/**
 * HTML from Word, Excel, Google Docs, a mail or a web page as lines: their words and the few looks that an official
 * document keeps. Fonts, colours and sizes stay behind; numbers of lists become words again, for parse.ts to read. What
 * the source does not show is no text here, and is told.
 */
import { shownBy } from '../../document/dingbats.ts'
import type { Alignment, BodyNode } from '../../document/model.ts'
import { columnsOfLines, type SourceLine } from '../../document/parse.ts'
import { joinHardLines } from '../../document/parse/hard-lines.ts'
import { cleanText } from '../../document/text.ts'
import { own } from '../../own.ts'
import { secretIn } from './secrets.ts'
import { type Around, innerOf, Source, wordsOf } from './source.ts'
import { readTable } from './table.ts'
import type { Teller } from './told.ts'
import { attribute, type Tag, tagsIn, wordsBelow } from './tree.ts'

export interface Pasted {
  lines: SourceLine[]
  told: Teller
}

export function linesOfTree(root: Tag): Pasted {
  const source = new Source(root)
  const body = root.children.find((child): child is Tag => typeof child !== 'string' && child.name === 'body')
  return { lines: withoutTabs(linesOf(body ?? root, PLAIN, source)), told: source.told }
}

/** The columns of a letterhead as lines; every other tab as a blank. */
function withoutTabs(lines: readonly SourceLine[]): SourceLine[] {
  const isTabbed = (line: SourceLine | undefined) => line !== undefined && 'text' in line && line.text.includes('\t')
  if (!lines.some(isTabbed)) return [...lines]
  const columns = columnsOfLines(lines.map((line) => ('text' in line ? line.text : '')))
  return lines.flatMap((line, at): SourceLine[] => {
    if ('block' in line || !isTabbed(line)) return [line]
    const own = columns[at] ?? []
    if (own.length > 1) return own.map((text) => ({ text: text.trim() }))
    const blank = (text: string) => text.replaceAll('\t', ' ')
    const content = line.content?.map((run) => (run.text === undefined ? run : { ...run, text: blank(run.text) }))
    return [{ ...line, text: blank(line.text), ...(content && { content }) }]
  })
}

function linesOf(tag: Tag, around: Around, source: Source, note?: Tag): SourceLine[] {
  const reader = new LineReader(source, note)
  reader.readTag(tag, around)
  return reader.done()
}

const PLAIN: Around = {
  looks: {},
  align: undefined,
  font: '',
  isUnseen: false,
  isTiny: false,
  isMarked: false,
  isTurned: false,
  keepsLines: false,
  isInCell: false,
}

const BLOCKS = new Set(
  (
    'address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 ' +
    'h6 header hr legend li main nav ol option p pre section summary tr ul'
  ).split(' '),
)
const CELLS = new Set(['td', 'th']) // of a layout table: each its own line
/** They hold no words that a page shows. */
const NO_TEXT = new Set('head script style template title meta link object iframe noscript datalist'.split(' '))
/** Drawings and formulas, by the tags that hold their words. A formula's would run together to other numbers: they are told. */
const DRAWN: Record<string, ReadonlySet<string>> = {
  svg: new Set(['text']),
  math: new Set(['mi', 'mn', 'mo', 'mtext', 'ms']),
}
/** The words of one comment or note, in letters. */
const LONGEST = 20_000
/** Smaller ones are signs and dots of a web page, px. */
const PICTURE_PX = 32
/** As many as a report shows of one passage. */
const LONGEST_TOLD = 300

class LineReader {
  readonly #source: Source
  readonly #lines: SourceLine[] = []
  #content: BodyNode[] = []
  /** The words of the line as the source has them. */
  #raw = ''
  #align: Alignment | undefined
  /** Label of a list item whose words have not come yet: they often stand in a paragraph of their own. */
  #label = ''
  /** Hidden words of parts that may show some of theirs. */
  #unseen = ''
  /** The tag that is being read as a note is read although it stands apart. */
  readonly #note: Tag | undefined

  constructor(source: Source, note?: Tag) {
    this.#source = source
    this.#note = note
  }

  done(): SourceLine[] {
    this.#end()
    if (this.#unseen.trim() !== '') this.#source.told.tell('hidden', this.#unseen)
    return this.#lines
  }

  readTag(tag: Tag, outer: Around): void {
    const { sheet, notes, isWord, told } = this.#source
    const { name } = tag
    if (NO_TEXT.has(name)) return
    if (name === 'br') return this.#end() // a new line of the source is read as a line of its own
    const style = sheet.styleOf(tag)
    const secret = secretIn(tag, style, isWord)
    if (secret) {
      const words = wordsBelow(tag, LONGEST)
      if (secret === 'comment') told.tell('comment', wordsOfComment(tag))
      else if (secret !== 'commentMark' && words !== '') told.tell(secret, words)
      return
    }
    const drawn = own(DRAWN, name)
    if (drawn) return this.#drawing(tag, drawn)
    if (notes.comments.has(tag)) return told.tell('comment', wordsOfComment(tag))
    const note = notes.byMark.get(tag)
    if (note) return this.#footnote(note, outer)
    if (notes.apart.has(tag) && tag !== this.#note) return
    if (style.has('mso-footnote-id') || style.has('mso-endnote-id'))
      return told.tell('noteLost', wordsBelow(tag, LONGEST))
    if (name === 'img') return this.#image(tag)
    if (style.has('mso-tab-count')) return this.#tab(outer)
    const inner = innerOf(tag, style, outer)
    if (inner.isTurned && !outer.isTurned) told.tell('turned', wordsBelow(tag, LONGEST_TOLD))
    if (name === 'table' && isDataTable(tag)) {
      if (!outer.isInCell) return this.#table(tag, inner)
      told.tell('nestedTables', wordsBelow(tag, LONGEST_TOLD)) // its cells become lines of the one around it
    }
    const isBlock = BLOCKS.has(name)
    if (isBlock) this.#end()
    if (name === 'li') this.#label = this.#source.labels.of(tag)
    if (isBlock || CELLS.has(name)) this.#align = inner.align
    for (const child of tag.children) {
      if (typeof child !== 'string') this.readTag(child, inner)
      else if (inner.keepsLines) this.#writtenLines(child, inner)
      else this.#text(child, inner)
    }
    if (isBlock || CELLS.has(name)) this.#end()
    if (isBlock) this.#align = outer.align
  }

  #text(data: string, around: Around): void {
    const shown = around.font === '' ? data : shownBy(around.font, data)
    if (!around.isUnseen && !around.isTiny) this.#raw += shown
    const text = cleanText(shown).replaceAll(/[ \n\u00a0]+/g, ' ')
    if (text === '' || (text === ' ' && this.#content.length === 0)) return
    if (around.isUnseen || around.isTiny) {
      if (this.#unseen.length < LONGEST) this.#unseen += text
      return
    }
    const words = this.#content.length === 0 ? text.trimStart() : text
    if (this.#label !== '') this.#content.push({ type: 'text', text: this.#label })
    this.#label = ''
    const marks = Object.entries(around.looks).flatMap(([type, on]) => (on ? [{ type }] : []))
    this.#content.push({ type: 'text', text: words, ...(marks.length > 0 ? { marks } : {}) })
  }

  /** Words whose line ends are shown; those of a mail that was cut into lines are joined. */
  #writtenLines(data: string, around: Around): void {
    const { lines, paragraphs } = joinHardLines(data.split(/\r\n?|\n/))
    for (const words of paragraphs) this.#source.told.tell('joined', words)
    for (const [at, line] of lines.entries()) {
      if (at > 0) this.#end()
      this.#text(line, around)
    }
  }

  #drawing(tag: Tag, holdsWords: ReadonlySet<string>): void {
    const parts = [...tagsIn(tag)].filter(({ name }) => holdsWords.has(name)).map((part) => wordsBelow(part, LONGEST))
    const words = parts.filter(Boolean).join(' ')
    if (words !== '') this.#source.told.tell('unplaced', words)
  }

  /** Holds the columns of a letterhead apart; anywhere else it is a blank. */
  #tab({ isUnseen, isTiny }: Around): void {
    if (this.#content.length > 0 && !isUnseen && !isTiny) this.#content.push({ type: 'text', text: '\t' })
  }

  #footnote(note: Tag, outer: Around): void {
    const text = linesOf(note, PLAIN, this.#source, note).map(wordsOf).join(' ').replaceAll(/\s+/g, ' ').trim()
    if (text === '') return
    if (outer.isUnseen || outer.isTiny) return this.#source.told.tell('hidden', text)
    this.#content.push({ type: 'footnote', attrs: { text } })
  }

  /** An image of a page lies elsewhere, and nothing is fetched. */
  #image(tag: Tag): void {
    const isSmall = ['width', 'height'].some(
      (side) => /^\d+$/.test(attribute(tag, side)) && Number(attribute(tag, side)) < PICTURE_PX,
    )
    if (!isSmall) this.#source.told.tell('image', attribute(tag, 'alt'))
  }

  #end(): void {
    this.#source.told.tellUnseen(this.#raw)
    this.#raw = ''
    const content = trimmedEnd(this.#content)
    this.#content = []
    if (content.length === 0) return
    const isSet = this.#align === 'center' || this.#align === 'right'
    const text = content.map((run) => run.text ?? '').join('')
    this.#lines.push({ text, content, ...(isSet && { align: this.#align }) })
  }

  #table(tag: Tag, inner: Around): void {
    this.#end()
    const linesIn = (part: Tag, around: Around) => linesOf(part, around, this.#source)
    for (const line of readTable(tag, inner, { source: this.#source, linesIn })) this.#lines.push(line)
  }
}

/** Without the mark that Word puts before the words of a comment: "[NV1]". */
function wordsOfComment(tag: Tag): string {
  return wordsBelow(tag, LONGEST).replace(/^\[\S{1,20}\]\s*/, '')
}

/** A letterhead or a closing part is short. */
const LONGEST_LAYOUT = 20_000

/** Letterheads, signatures and mails are often laid out as tables without a line: those are no tables. */
function isDataTable(table: Tag): boolean {
  if (!hasCells(table)) return false
  const words = wordsBelow(table, LONGEST_LAYOUT).normalize('NFC')
  return words.length >= LONGEST_LAYOUT || !/CỘNG H(ÒA|OÀ) XÃ HỘI|Nơi nhận\s*:/.test(words)
}

/** More than one: a table of one cell is a frame. */
function hasCells(table: Tag): boolean {
  let cells = 0
  const open = [table]
  for (let next = open.pop(); next; next = open.pop())
    for (const child of next.children) {
      if (typeof child === 'string' || child.name === 'table') continue
      if (!CELLS.has(child.name)) open.push(child)
      else if (++cells > 1) return true
    }
  return false
}

/** A loop: a line may end in blanks without number, each a run of its own. */
function trimmedEnd(content: readonly BodyNode[]): BodyNode[] {
  let end = content.length
  for (let last = content[end - 1]; last?.text?.trimEnd() === ''; last = content[end - 1]) end--
  return content
    .slice(0, end)
    .map((run, at) => (at === end - 1 && run.text ? { ...run, text: run.text.trimEnd() } : run))
}
