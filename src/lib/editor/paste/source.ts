/** What all readers of one pasted page share, and what the words in a tag inherit from it. */
import type { Alignment, BodyNode } from '../../document/model.ts'
import type { SourceLine } from '../../document/parse.ts'
import { ListLabels } from './lists.ts'
import { alignIn, type Looks, looksIn } from './looks.ts'
import { type Notes, notesIn } from './notes.ts'
import { isTiny, isUnseen } from './secrets.ts'
import { Sheet, type Style } from './style.ts'
import { Teller } from './told.ts'
import { attribute, type Tag, tagsIn } from './tree.ts'

export class Source {
  readonly told = new Teller()
  readonly sheet: Sheet
  readonly labels: ListLabels
  readonly notes: Notes
  readonly isWord: boolean
  readonly isExcel: boolean

  constructor(root: Tag) {
    this.sheet = new Sheet(root)
    this.labels = new ListLabels(this.sheet)
    this.notes = notesIn(root, (tag) => this.sheet.styleOf(tag))
    const program = [...tagsIn(root)]
      .filter(({ name }) => name === 'meta')
      .map((tag) => attribute(tag, 'content'))
      .find((content) => /^(Word|Excel)\./.test(content))
    this.isWord = program?.startsWith('Word') === true
    this.isExcel = program?.startsWith('Excel') === true
  }
}

/** How the words in a tag look, by the tags around it. */
export interface Around {
  looks: Looks
  align: Alignment | undefined
  /** A symbol font shows other characters than the letters it is given. */
  font: string
  isUnseen: boolean
  isTiny: boolean
  /** In a link, or in what a tracked change put in. */
  isMarked: boolean
  /** Set from right to left. */
  isTurned: boolean
  /** Its line ends are shown: a mail of plain text, a page of code. */
  keepsLines: boolean
  /** In a table cell, which cannot hold another table. */
  isInCell: boolean
}

/** All words of a line or of a block. */
export function wordsOf(line: SourceLine): string {
  return 'text' in line ? line.text : wordsOfNode(line.block)
}

function wordsOfNode({ text, content }: BodyNode): string {
  return text ?? (content ?? []).map(wordsOfNode).join(content?.some(({ text }) => text !== undefined) ? '' : ' ')
}

/** CSS comes before the attribute. */
function isTurned(tag: Tag, style: Style, outer: boolean): boolean {
  const direction = style.get('direction') ?? attribute(tag, 'dir').toLowerCase()
  return direction === 'rtl' || (direction !== 'ltr' && outer)
}

function keepsLines({ name }: Tag, style: Style, outer: boolean): boolean {
  const said = style.get('white-space') ?? style.get('white-space-collapse')
  if (said === undefined || said === 'inherit') return outer || name === 'pre' || name === 'textarea'
  return /pre|break-spaces/.test(said)
}

const MARKED = new Set(['a', 'ins'])

export function innerOf(tag: Tag, style: Style, outer: Around): Around {
  const isMarked = outer.isMarked || MARKED.has(tag.name) || /(^|\s)msoins(\s|$)/i.test(attribute(tag, 'class'))
  return {
    looks: looksIn(tag, style, outer.looks, isMarked),
    align: tag.name === 'table' ? undefined : alignIn(tag, style, outer.align), // that of a table is its own place
    font: attribute(tag, 'face') || (style.get('font-family') ?? outer.font),
    isUnseen: isUnseen(style, outer.isUnseen),
    isTiny: isTiny(style, outer.isTiny),
    isMarked,
    isTurned: isTurned(tag, style, outer.isTurned),
    keepsLines: keepsLines(tag, style, outer.keepsLines),
    isInCell: outer.isInCell,
  }
}
