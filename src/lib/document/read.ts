/** From a draft's Yjs state to the plain document that is checked, frozen, printed and signed. */
import type { Node } from '@tiptap/pm/model'
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { z } from 'zod'
import { fieldsMap, fieldsSchema, readFields } from './fields.ts'
import { imageAttributes } from './image.ts'
import { type BodyNode, type Fields, type OfficialDocument, SCHEMA_VERSION } from './model.ts'
import { clauseLevel } from './nodes/clause.ts'
import { alignment, lineMarker } from './nodes/textblock.ts'
import { schema } from './schema.ts'
import { nodeOf, plainOf } from './shared-form.ts'
import { examine } from './sound/examine.ts'
import { columnWidths, span } from './span.ts'
import { storedText } from './text.ts'

export { canonicalJson } from './canonical.ts'

/** The stored state or JSON is no document of this schema. `cause` says what stood in the way; nothing was changed. */
export class InvalidDocument extends Error {
  constructor(cause: unknown) {
    super('Not a document of this schema', { cause })
    this.name = 'InvalidDocument'
  }
}

/** Throws InvalidDocument rather than leave anything out. The given doc is not touched. */
export function readDocument(ydoc: Y.Doc): OfficialDocument {
  return readUpdate(Y.encodeStateAsUpdate(ydoc))
}

/** The same from a stored state. */
export const readUpdate = (update: Uint8Array): OfficialDocument => checkedDocument(() => readShared(update))

/** The same of a text that is thrown away afterwards: y-tiptap may delete in it. */
export const readCopy = (copy: Y.Doc): OfficialDocument => checkedDocument(() => sharedIn(copy))

function checkedDocument(read: () => { fields: Fields; root: Node }): OfficialDocument {
  try {
    const { fields, root } = read()
    // Its shape is ours: looking it over once more would cost a long table more than all the rest.
    return { schemaVersion: SCHEMA_VERSION, fields, body: checkedBody(plainOf(root)) }
  } catch (cause) {
    throw cause instanceof InvalidDocument ? cause : new InvalidDocument(cause)
  }
}

/** Of a text in which `examine` found nothing, and which is thrown away afterwards: y-tiptap may delete in it. In a third of the time. */
export function readExamined(ydoc: Y.Doc): OfficialDocument {
  const root = yXmlFragmentToProseMirrorRootNode(ydoc.getXmlFragment('body'), schema)
  return { schemaVersion: SCHEMA_VERSION, fields: readFields(fieldsMap(ydoc)), body: plainOf(root) }
}

/** By itself: the shared text is garbage before its words take as much room again. */
function readShared(update: Uint8Array): { fields: Fields; root: Node } {
  const copy = new Y.Doc()
  try {
    Y.applyUpdate(copy, update)
    return sharedIn(copy)
  } finally {
    copy.destroy()
  }
}

/** On a copy: y-tiptap deletes what it cannot read. */
function sharedIn(copy: Y.Doc): { fields: Fields; root: Node } {
  const grave = examine(copy).find((flaw) => flaw.isGrave)
  if (grave) throw new RangeError(`the text holds what no client of ours makes: ${grave.kind} ${grave.name}`)
  let deletions = 0
  copy.on('update', () => deletions++)
  const root = yXmlFragmentToProseMirrorRootNode(copy.getXmlFragment('body'), schema)
  if (deletions > 0) throw new RangeError('the body holds nodes that the schema does not know or allow')
  return { fields: readFields(fieldsMap(copy)), root }
}

export const bodyNode: z.ZodType<BodyNode> = z.lazy(() =>
  z.object({
    type: z.string(),
    attrs: z.record(z.string(), z.unknown()).optional(),
    content: z.array(bodyNode).optional(),
    text: z.string().optional(),
    marks: z.array(z.object({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() })).optional(),
  }),
)

const documentJson = z.object({ schemaVersion: z.number(), fields: fieldsSchema, body: bodyNode })

/** A document that was stored as JSON (a version, a frozen revision). Throws InvalidDocument. */
export function parseDocument(json: unknown): OfficialDocument {
  try {
    if (isTooDeep(json)) throw new RangeError('the document is nested without end')
    const { fields, body } = documentJson.parse(json)
    return { schemaVersion: SCHEMA_VERSION, fields, body: normalBody(body) }
  } catch (cause) {
    throw new InvalidDocument(cause)
  }
}

/** A paragraph in a cell of a table stands five deep, its marks in JSON some ten. */
const MOST_DEPTH = 64

/** Whether anything is nested deeper than a document can be. A loop: what reads it afterwards calls itself for each level. */
function isTooDeep(root: unknown): boolean {
  let level: readonly unknown[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return true
    level = level.flatMap(childrenOf)
  }
  return false
}

const childrenOf = (part: unknown): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : [])

/** The body checked against the schema, every text NFC, every attribute of its type, in ProseMirror's own spelling. */
export function normalBody(body: unknown): BodyNode {
  return checkedBody(bodyNode.parse(body))
}

function checkedBody(body: BodyNode): BodyNode {
  const node = nodeOf(normalNode(body) ?? { type: 'doc' })
  node.check()
  return plainOf(node)
}

/** Null for a text node without text left, which ProseMirror does not allow. */
function normalNode(node: BodyNode): BodyNode | null {
  const { text, attrs, content, ...rest } = node
  const normal: BodyNode = { ...rest }
  if (text !== undefined) {
    normal.text = storedText(text).replaceAll('\n', ' ')
    if (normal.text === '') return null
  }
  if (attrs) normal.attrs = normalAttributes(node.type, attrs)
  if (content) normal.content = content.map(normalNode).filter((child) => child !== null)
  return normal
}

function normalAttributes(type: string, attrs: Record<string, unknown>): Record<string, unknown> {
  const known = { ...attrs }
  if (known.byHand !== true) delete known.byHand
  if (type === 'paragraph' || type === 'quote')
    Object.assign(known, { align: alignment(attrs.align), indent: attrs.indent !== false })
  if (type === 'listLine') known.marker = lineMarker(attrs.marker)
  if (type === 'clause') known.level = clauseLevel(attrs.level)
  if (type === 'clause' || type === 'appendix') known.id = identifier(attrs.id)
  if (type === 'appendix')
    Object.assign(known, { isLandscape: attrs.isLandscape === true, isAttached: attrs.isAttached === true })
  if (type === 'image') {
    const image = imageAttributes(attrs)
    Object.assign(known, image, { alt: storedText(image.alt) })
  }
  if (type === 'reference') known.target = identifier(attrs.target)
  if (type === 'footnote') known.text = typeof attrs.text === 'string' ? storedText(attrs.text) : ''
  if (type === 'tableCell' || type === 'tableHeader') {
    const colspan = span(attrs.colspan)
    Object.assign(known, { colspan, rowspan: span(attrs.rowspan), colwidth: columnWidths(attrs.colwidth, colspan) })
  }
  return known
}

function identifier(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
