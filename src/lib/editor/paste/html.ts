/**
 * HTML from Word, Google Docs or a web page as lines: their words and the few looks that an official document keeps.
 * Fonts, colours, sizes and classes stay behind; numbers of lists become words again, for parse.ts to read.
 */
import { DOMParser as ModelParser } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'
import { cleanNodes } from '../../document/cleaning.ts'
import { narrowed } from '../../document/column-fit.ts'
import { shownBy } from '../../document/dingbats.ts'
import { uncleanIn } from '../../document/letters.ts'
import { gridWidth } from '../../document/grid.ts'
import type { BodyNode } from '../../document/model.ts'
import { vietnameseLetter } from '../../document/numbering.ts'
import { recognise, type SourceLine } from '../../document/parse.ts'
import { normalBody } from '../../document/read.ts'
import { schema } from '../../document/schema.ts'
import { plainOf } from '../../document/shared-form.ts'
import { cleanText } from '../../document/text.ts'
import { span } from '../../document/nodes/span.ts'
import { cellWidths } from './column-widths.ts'
import { looksIn, type Looks } from './looks.ts'

const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DIV DL DT FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER LI MAIN OL P PRE SECTION UL'.split(
    ' ',
  ),
)
const UNSEEN = new Set('HEAD SCRIPT STYLE TEMPLATE TITLE META LINK OBJECT IFRAME SVG'.split(' '))

/** `html` is never put into the page: it is read in a document of its own, where nothing runs and nothing is fetched. */
export function linesOfHtml(html: string): SourceLine[] {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const reader = new LineReader()
  showSigns(page.body, '')
  reader.read(page.body, {})
  return reader.done()
}

/** Words in a font of signs become the signs that they show: a form's «o» in Wingdings is a box. */
function showSigns(element: HTMLElement, around: string): void {
  const font = element.getAttribute('face') ?? (element.style.fontFamily || around)
  for (const child of element.childNodes) {
    if (child instanceof HTMLElement) showSigns(child, font)
    else if (child instanceof Text && font !== '') child.data = shownBy(font, child.data)
  }
}

class LineReader {
  readonly #lines: SourceLine[] = []
  #content: BodyNode[] = []
  /** Label of a list item whose words have not come yet: they often stand in a paragraph of their own. */
  #label = ''

  read(parent: Node, looks: Looks): void {
    for (const child of parent.childNodes) {
      if (child instanceof Text) this.#text(child.data, looks)
      else if (child instanceof HTMLElement) this.#element(child, looks)
    }
  }

  done(): SourceLine[] {
    this.#end()
    return this.#lines
  }

  #element(element: HTMLElement, looks: Looks): void {
    const { tagName } = element
    if (UNSEEN.has(tagName)) return
    if (tagName === 'BR') return this.#break()
    if (tagName === 'TABLE' && isDataTable(element)) return this.#table(element)
    const inner = looksIn(element, looks)
    const isBlock = BLOCKS.has(tagName) || tagName === 'TR'
    if (isBlock) this.#end()
    if (tagName === 'LI') this.#label = listLabel(element)
    this.read(element, inner)
    if (isBlock) this.#end()
    else if (tagName === 'TD' || tagName === 'TH') this.#end() // cells of a layout table: each its own line
  }

  #text(data: string, looks: Looks): void {
    const text = cleanText(data).replaceAll(/[ \n\u00a0]+/g, ' ')
    if (text === '' || (text === ' ' && this.#content.length === 0)) return
    const words = this.#content.length === 0 ? text.trimStart() : text
    if (this.#label !== '') this.#content.push({ type: 'text', text: this.#label })
    this.#label = ''
    const marks = Object.entries(looks).flatMap(([type, on]) => (on ? [{ type }] : []))
    this.#content.push({ type: 'text', text: words, ...(marks.length > 0 ? { marks } : {}) })
  }

  /** Word's Shift+Enter and the web's <br>: a new line of the source is read as a line of its own. */
  #break(): void {
    this.#end()
  }

  #end(): void {
    const content = trimmedEnd(this.#content)
    this.#content = []
    if (content.length > 0) this.#lines.push({ text: content.map(({ text }) => text).join(''), content })
  }

  #table(element: HTMLElement): void {
    this.#end()
    tellWidths(element)
    tellHead(element)
    const parsed = ModelParser.fromSchema(schema).parse(element)
    const clean = cleanNodes(new Transform(parsed), 0, parsed.content.size, uncleanIn).doc
    const tables = normalBody(plainOf(clean)).content?.filter(({ type }) => type === 'table') ?? []
    for (const block of tables) this.#lines.push({ block: narrowed(block) })
  }
}

/** Letterheads and signatures are often laid out as tables without a line: those are no tables. */
function isDataTable(table: HTMLElement): boolean {
  const words = table.textContent ?? ''
  if (/CỘNG H(ÒA|OÀ) XÃ HỘI|Nơi nhận\s*:/.test(words.normalize('NFC'))) return false
  return table.querySelectorAll('tr').length > 0
}

/** Writes the widths of the columns where the model looks for them; of a table that is too large nobody asks for them. */
function tellWidths(table: HTMLElement): void {
  const rows = [...table.querySelectorAll('tr')].filter((row) => row.closest('table') === table)
  const cells = rows.map((row) => [...row.children].filter((cell) => cell instanceof HTMLElement))
  const columns = [...table.querySelectorAll<HTMLElement>(':scope > colgroup > col')].map(widthOf)
  const told = cells.map((row) =>
    row.map((cell) => ({
      colspan: span(cell.getAttribute('colspan')),
      rowspan: span(cell.getAttribute('rowspan')),
      width: widthOf(cell),
    })),
  )
  if (gridWidth(told) === null) return
  const widths = cellWidths(told, columns)
  for (const [row, own] of cells.entries())
    for (const [at, cell] of own.entries()) {
      const known = widths?.[row]?.[at]
      if (known && !cell.hasAttribute('colwidth')) cell.setAttribute('colwidth', known.join(','))
    }
}

/**
 * Rows that repeat on every page stand in <thead>: Word and LibreOffice write plain cells there. (Word's
 * `mso-yfti-firstrow` says nothing of headings: the first row of each of its tables has it.)
 */
function tellHead(table: HTMLElement): void {
  for (const cell of table.querySelectorAll(':scope > thead > tr > td')) {
    const head = table.ownerDocument.createElement('th')
    for (const { name, value } of cell.attributes) head.setAttribute(name, value)
    head.append(...cell.childNodes)
    cell.replaceWith(head)
  }
}

const PX_PER_PT = 96 / 72

/** In px, from the style (Word: pt, Google Docs: px or pt), else from the old attribute; null for a share of the whole. */
function widthOf(element: HTMLElement): number | null {
  const [, size, unit] = /^([\d.]+)(px|pt)$/.exec(element.style.width) ?? []
  if (size) return Number(size) * (unit === 'pt' ? PX_PER_PT : 1)
  const told = element.getAttribute('width') ?? ''
  return /^\d+$/.test(told) ? Number(told) : null
}

/** "1. ", "a) " or "- ", as the list shows it; Word writes its labels as words already. */
function listLabel(item: HTMLElement): string {
  const list = item.parentElement
  if (!list || recognise(item.textContent ?? '').is === 'clause') return ''
  if (list.tagName !== 'OL') return '- '
  const first = Number(list.getAttribute('start') ?? 1) || 1
  const number = first + placeInList(item)
  const isNested = list.parentElement?.closest('ol') !== null
  return isNested || list.getAttribute('type') === 'a' ? `${vietnameseLetter(number)}) ` : `${number}. `
}

/** Places of items, each found from the one before it: a list may have thousands. */
const places = new WeakMap<Element, number>()

function placeInList(item: Element): number {
  const skipped: Element[] = []
  let before = item.previousElementSibling
  while (before && (before.tagName !== 'LI' || !places.has(before))) {
    if (before.tagName === 'LI') skipped.push(before)
    before = before.previousElementSibling
  }
  let place = before ? (places.get(before) ?? 0) + 1 : 0
  for (const one of skipped.reverse()) places.set(one, place++)
  places.set(item, place)
  return place
}

function trimmedEnd(content: BodyNode[]): BodyNode[] {
  const last = content.at(-1)
  if (!last?.text) return content
  const text = last.text.trimEnd()
  if (text === last.text) return content
  return text === '' ? trimmedEnd(content.slice(0, -1)) : [...content.slice(0, -1), { ...last, text }]
}
