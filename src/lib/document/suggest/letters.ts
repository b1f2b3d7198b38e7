/** The letters of a line of the shared text, each with its id: an inline node counts as one letter. */
import * as Y from 'yjs'
import type { BodyNode } from '../model.ts'
import { schema } from '../schema.ts'
import { blocksIn, idOf } from './blocks.ts'
import type { Id } from './shapes.ts'

export interface Letter extends Id {
  /** One UTF-16 unit; of an inline node its plain data as JSON behind U+FFFC. Equal values are the same letter. */
  value: string
  /** Names of its marks, in the schema's order. */
  marks: readonly string[]
}

/** Stands at the beginning of the value of an inline node. */
const NODE = '\uFFFC'
const MARKS = Object.keys(schema.marks)

export const isLine = (type: unknown): type is Y.XmlElement =>
  type instanceof Y.XmlElement && schema.nodes[type.nodeName]?.isTextblock === true

export function lettersOf(line: Y.XmlElement): Letter[] {
  const letters: Letter[] = []
  for (let item = line._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentType)) continue
    const type: unknown = item.content.type
    if (type instanceof Y.XmlText) collect(type, letters)
    else if (type instanceof Y.XmlElement) {
      const node: BodyNode = { type: type.nodeName, attrs: { ...type.getAttributes() } }
      letters.push({ client: item.id.client, clock: item.id.clock, value: NODE + JSON.stringify(node), marks: [] })
    }
  }
  return letters
}

/** How the letters of a line are read. */
export type Reader = (line: Y.XmlElement) => Letter[]

export interface ReadBlock {
  blocks: Id[]
  letters: Letter[]
}

/** A block with all that is in it, in its order. */
export function readBlock(type: Y.XmlElement, letters: Reader = lettersOf): ReadBlock {
  const own = type._item ? [idOf(type._item.id)] : []
  if (isLine(type)) return { blocks: own, letters: letters(type) }
  const within = readBlocks(
    blocksIn(type).map((block) => block.type),
    letters,
  )
  return { blocks: [...own, ...within.blocks], letters: within.letters }
}

export function readBlocks(types: readonly Y.XmlElement[], letters: Reader = lettersOf): ReadBlock {
  const all = types.map((type) => readBlock(type, letters))
  return { blocks: all.flatMap(({ blocks }) => blocks), letters: all.flatMap(({ letters }) => letters) }
}

function collect(text: Y.XmlText, into: Letter[]): void {
  const on = new Set<string>()
  let marks: readonly string[] = []
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      if (content.value === null) on.delete(content.key)
      else on.add(content.key)
      marks = MARKS.filter((name) => on.has(name))
    } else if (content instanceof Y.ContentString) {
      const { client, clock } = item.id
      for (let at = 0; at < content.str.length; at++)
        into.push({ client, clock: clock + at, value: content.str.charAt(at), marks })
    }
  }
}

export const isNode = ({ value }: Letter): boolean => value.startsWith(NODE) && value.length > 1

/** The letters as inline content. */
export function inlineOf(letters: readonly Letter[]): BodyNode[] {
  const content: BodyNode[] = []
  let marks: string | null = null
  for (const letter of letters) {
    const last = content.at(-1)
    if (isNode(letter)) {
      const node: BodyNode = JSON.parse(letter.value.slice(1))
      content.push(node.attrs && Object.keys(node.attrs).length > 0 ? node : { type: node.type })
      marks = null
    } else if (last && marks === letter.marks.join(' ')) last.text = `${last.text ?? ''}${letter.value}`
    else {
      marks = letter.marks.join(' ')
      const look = letter.marks.length > 0 && { marks: letter.marks.map((type) => ({ type })) }
      content.push({ type: 'text', text: letter.value, ...look })
    }
  }
  return content
}

/** Content that is in no text yet, letter by letter; the ids are those of no letter. */
export function lettersOfContent(content: readonly BodyNode[]): Letter[] {
  const values = content.flatMap(({ text, marks = [], ...node }) => {
    const names = MARKS.filter((name) => marks.some(({ type }) => type === name))
    if (text === undefined) return [{ value: NODE + JSON.stringify(node), marks: names }]
    return Array.from({ length: text.length }, (_, at) => ({ value: text.charAt(at), marks: names }))
  })
  return values.map((letter, clock) => ({ client: NOBODY, clock, ...letter }))
}

/** No client of Yjs. */
const NOBODY = -1

/** As people read it: a blank for a line end, nothing for another inline node. */
export const wordsOf = (letters: readonly Letter[]): string =>
  letters.map((letter) => (isNode(letter) ? (letter.value.includes('hardBreak') ? ' ' : '') : letter.value)).join('')

/** Where the letter of an id stands among these; -1 for one that is not there. */
export const indexOfId = (letters: readonly Letter[], id: Id | null): number =>
  id ? letters.findIndex(({ client, clock }) => client === id.client && clock === id.clock) : -1
