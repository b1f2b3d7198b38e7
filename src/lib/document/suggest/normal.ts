/** A suggestion from outside, as a document may hold what it puts in: checked against the schema, every text clean. */
import { fieldsSchema } from '../fields.ts'
import type { BodyNode } from '../model.ts'
import { InvalidDocument, normalBody } from '../read.ts'
import { schema } from '../schema.ts'
import { cleanText } from '../text.ts'
import type { Change } from './shapes.ts'

/** Throws InvalidDocument for what no document of this schema may hold. */
export function normalChanges(changes: readonly Change[]): Change[] {
  try {
    return changes.map(normal)
  } catch (cause) {
    throw cause instanceof InvalidDocument ? cause : new InvalidDocument(cause)
  }
}

/** The kind is what the draft was begun as. */
const FIXED = new Set(['kind'])

function normal(change: Change): Change {
  switch (change.is) {
    case 'words':
      return { ...change, was: inline(change.was), put: inline(change.put) }
    case 'look':
      if (!schema.marks[change.mark]) throw new RangeError(`no mark ${change.mark}`)
      return { ...change, was: inline(change.was) }
    case 'blocks':
      return { ...change, was: blocks(change.was), put: blocks(change.put) }
    case 'split':
      return { ...change, put: line(change.put) }
    case 'join':
      return { ...change, was: line(change.was) }
    case 'form':
      return change
    case 'field': {
      const { name, put } = change
      if (!isField(name) || FIXED.has(name)) throw new RangeError(`no field ${name}`)
      return { ...change, put: String(fieldsSchema.shape[name].parse(cleanText(put)) ?? '') }
    }
  }
}

const isField = (name: string): name is keyof typeof fieldsSchema.shape => Object.hasOwn(fieldsSchema.shape, name)

const blocks = (content: readonly BodyNode[]): BodyNode[] =>
  content.length === 0 ? [] : (normalBody({ type: 'doc', content: content.map(clean) }).content ?? [])

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
function clean({ text, content, ...node }: BodyNode): BodyNode {
  return {
    ...node,
    ...(text !== undefined && { text: cleanText(text) }),
    ...(content && { content: content.map(clean) }),
  }
}
