/** Blocks of the shared text with their ids, and between them and plain data. */
import type { Node } from '@tiptap/pm/model'
import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { BodyNode } from '../model.ts'
import { schema } from '../schema.ts'
import { nodeOf, plainOf } from '../shared-form.ts'
import type { Attributes, Id } from './shapes.ts'

/** A block, line or part of a table, with its id. */
export interface Block extends Id {
  type: Y.XmlElement
}

export const idOf = ({ client, clock }: Id): Id => ({ client, clock })

export function blocksIn(parent: Y.XmlFragment): Block[] {
  return parent.toArray().flatMap((type) => {
    const id = type._item?.id
    return type instanceof Y.XmlElement && id ? [{ client: id.client, clock: id.clock, type }] : []
  })
}

export function plainBlock({ type }: { type: Y.XmlElement }): BodyNode {
  const copy = new Y.Doc()
  const fragment = copy.getXmlFragment('body')
  fragment.insert(0, [type.clone()])
  const [block]: unknown[] = yXmlFragmentToProsemirrorJSON(fragment).content ?? []
  copy.destroy()
  return plainOf(schema.nodeFromJSON(block))
}

/** Plain data as a block that can be put into the shared text. Throws RangeError for what the schema does not know. */
export const blockOf = (plain: BodyNode): Y.XmlElement => elementOf(nodeOf(plain))

function elementOf(node: Node): Y.XmlElement {
  const element = new Y.XmlElement(node.type.name)
  setAttributes(element, node.attrs)
  if (node.isTextblock) element.insert(0, inlineTypes(node.content.content))
  else element.insert(0, node.content.content.map(elementOf))
  return element
}

/** As y-tiptap writes them: null is none. */
export function setAttributes(element: Y.XmlElement, attributes: Attributes | Node['attrs']): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) element.removeAttribute(name)
    else element.setAttribute(name, value)
  }
}

/** Inline content as texts and the nodes between them; an empty line has a text, too (shared-texts.ts). */
function inlineTypes(content: readonly Node[]): (Y.XmlText | Y.XmlElement)[] {
  const types: (Y.XmlText | Y.XmlElement)[] = []
  let delta: Piece[] = []
  const close = () => {
    if (delta.length > 0) types.push(textOf(delta))
    delta = []
  }
  for (const node of content) {
    if (node.isText)
      delta.push({ insert: node.text ?? '', attributes: marksOf(node.marks.map(({ type }) => type.name)) })
    else {
      close()
      types.push(elementOf(node))
    }
  }
  close()
  return types.length > 0 ? types : [new Y.XmlText()]
}

export interface Piece {
  insert: string
  attributes: Record<string, object>
}

export const marksOf = (names: readonly string[]): Record<string, object> =>
  Object.fromEntries(names.map((name) => [name, {}]))

function textOf(delta: Piece[]): Y.XmlText {
  const text = new Y.XmlText()
  text.applyDelta(delta)
  return text
}

/** A line with this inline content, not yet in any text. */
export function lineOf(empty: BodyNode, content: BodyNode[]): Y.XmlElement {
  return elementOf(nodeOf({ ...empty, content }))
}

export function inlineTypesOf(content: readonly BodyNode[]): (Y.XmlText | Y.XmlElement)[] {
  return inlineTypes(nodeOf({ type: 'paragraph', content: [...content] }).content.content)
}
