/** The live document as plain data, block by block, a table row by row: only what changed is read again. */
import { Fragment, type Node } from '@tiptap/pm/model'
import type { BodyNode } from '../../document/model.ts'
import { plainOf } from '../../document/shared-form.ts'

const known = new WeakMap<Node, BodyNode>()

export function plainBlock(node: Node): BodyNode {
  const held = known.get(node)
  if (held) return held
  const plain =
    node.type.spec.tableRole === 'table'
      ? { ...plainOf(node.copy(Fragment.empty)), content: node.children.map(plainBlock) }
      : plainOf(node)
  known.set(node, plain)
  return plain
}

export function plainBody(doc: Node): BodyNode {
  return { type: 'doc', content: doc.children.map(plainBlock) }
}
