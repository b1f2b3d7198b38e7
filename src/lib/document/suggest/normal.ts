/** A suggestion from outside, as a document may hold what it puts in: checked against the schema, every text clean. */
import { fieldsSchema } from '../fields.ts'
import type { BodyNode } from '../model.ts'
import { InvalidDocument, normalBody } from '../read.ts'
import { schema } from '../schema.ts'
import { cleanText } from '../text.ts'
import { isOnePlace, takesTwice } from './exact.ts'
import { isSuggestedField } from './fields.ts'
import { areForms } from './form.ts'
import type { Change, Run } from './shapes.ts'

/** Throws InvalidDocument for what no document of this schema may hold. */
export function normalChanges(changes: readonly Change[]): Change[] {
  try {
    if (takesTwice(changes)) throw new RangeError('something goes twice')
    return changes.map(normal)
  } catch (cause) {
    throw cause instanceof InvalidDocument ? cause : new InvalidDocument(cause)
  }
}

function normal(change: Change): Change {
  switch (change.is) {
    case 'words':
      if (lettersIn(change.was) !== lengthOf(change.removed)) throw new RangeError('other letters go')
      return { ...change, was: inline(change.was), put: inline(change.put) }
    case 'look':
      if (!schema.marks[change.mark]) throw new RangeError(`no mark ${change.mark}`)
      if (lettersIn(change.was) !== lengthOf(change.letters)) throw new RangeError('other letters look so')
      return { ...change, was: inline(change.was) }
    case 'blocks':
      if (change.was.length !== change.removed.length) throw new RangeError('other blocks go')
      if (!isOnePlace(change)) throw new RangeError('what goes and what comes stand apart')
      return { ...change, was: within(change.parent, change.was), put: within(change.parent, change.put) }
    case 'split':
      return { ...change, put: line(change.put) }
    case 'join':
      return { ...change, was: line(change.was) }
    case 'form':
      if (!areForms(change.put)) throw new RangeError('no form')
      return { ...change, text: cleanText(change.text) }
    case 'field': {
      const { name, put } = change
      if (!isSuggestedField(name)) throw new RangeError(`no field ${name}`)
      return { ...change, put: String(fieldsSchema.shape[name].parse(cleanText(put)) ?? '') }
    }
  }
}

/** As `Letter` counts: UTF-16 units, and inline nodes. */
const lettersIn = (content: readonly BodyNode[]): number =>
  content.reduce((sum, { text }) => sum + (text?.length ?? 1), 0)
const lengthOf = (runs: readonly Run[]): number => runs.reduce((sum, { length }) => sum + length, 0)

const blocks = (content: readonly BodyNode[]): BodyNode[] =>
  content.length === 0 ? [] : (normalBody({ type: 'doc', content: content.map(clean) }).content ?? [])

/** What stands in a table comes in one; whether it is of the part that is named is seen where it is put in. */
function within(parent: unknown, content: readonly BodyNode[]): BodyNode[] {
  const [first] = content
  if (parent === undefined || !first) return blocks(content)
  const isRow = first.type === 'tableRow'
  const isCell = first.type === 'tableCell' || first.type === 'tableHeader'
  const cells: BodyNode[] = isCell ? [...content] : [{ type: 'tableCell', content: [...content] }]
  const rows: BodyNode[] = isRow ? [...content] : [{ type: 'tableRow', content: cells }]
  const [table] = blocks([{ type: 'table', content: rows }])
  const made = isRow
    ? table?.content
    : isCell
      ? table?.content?.[0]?.content
      : table?.content?.[0]?.content?.[0]?.content
  if (made?.length !== content.length) throw new RangeError('no part of a table')
  return made
}

function inline(content: readonly BodyNode[]): BodyNode[] {
  if (content.length === 0) return []
  const [paragraph] = blocks([{ type: 'paragraph', content: [...content] }])
  return paragraph?.content ?? []
}

function line(empty: BodyNode): BodyNode {
  const [block] = blocks([{ ...empty, content: [] }])
  if (!block || block.type === 'table' || block.type === 'image' || block.type === 'pageBreak')
    throw new RangeError('no line')
  return block
}

/** Without characters that nobody sees. */
function clean({ text, content, attrs, ...node }: BodyNode): BodyNode {
  return {
    ...node,
    ...(attrs && { attrs: Object.fromEntries(Object.entries(attrs).map(([name, held]) => [name, seen(held)])) }),
    ...(text !== undefined && { text: cleanText(text) }),
    ...(content && { content: content.map(clean) }),
  }
}

const seen = (held: unknown): unknown => (typeof held === 'string' ? cleanText(held) : held)
