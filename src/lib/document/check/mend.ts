/** Mends as pure functions: on the plain document, and as a transaction for an open editor. */
import { EditorState, type Transaction } from '@tiptap/pm/state'
import { cleanNodes } from '../cleaning.ts'
import { uncleanIn } from '../letters.ts'
import type { OfficialDocument } from '../model.ts'
import { normalBody } from '../read.ts'
import { nodeOf, plainOf } from '../shared-form.ts'
import { setHeadRows } from '../table-head.ts'
import type { Mend } from './finding.ts'

/** The document after a mend; the same document when the mend does not fit it. */
export function applyMend(document: OfficialDocument, mend: Mend): OfficialDocument {
  if (mend.act === 'set-field') return { ...document, fields: { ...document.fields, [mend.field]: mend.value } }
  const state = EditorState.create({ doc: nodeOf(document.body) })
  const tr = mendTransaction(state, mend)
  return tr ? { ...document, body: normalBody(plainOf(tr.doc)) } : document
}

/** Whether what a mend changes reads as it did when the mend was found. Both bodies in the same spelling. */
export function readsAsFound(found: OfficialDocument, now: OfficialDocument, mend: Mend): boolean {
  if (mend.act === 'set-field') return found.fields[mend.field] === now.fields[mend.field]
  const blocks = blocksOf(mend)
  return (
    blocks.length > 0 &&
    blocks.every((at) => {
      const [before, after] = [found.body.content?.[at], now.body.content?.[at]]
      return before === after || JSON.stringify(before) === JSON.stringify(after)
    })
  )
}

/** The blocks that a mend looks at, by their index. */
function blocksOf(mend: Exclude<Mend, { act: 'set-field' }>): number[] {
  switch (mend.act) {
    case 'replace-text':
    case 'clean':
      return mend.path.slice(0, 1)
    case 'leave-blank':
      return mend.paths.flatMap((path) => path.slice(0, 1))
    case 'insert-block':
      return [mend.index - 1, mend.index] // it is put between two blocks
    default:
      return [mend.index]
  }
}

/** A mend of the body as a transaction, or null when it no longer fits the text (or is one of a field). */
export function mendTransaction({ doc, tr }: EditorState, mend: Mend): Transaction | null {
  switch (mend.act) {
    case 'set-field':
      return null
    case 'replace-text': {
      const start = contentStart(doc, mend.path)
      if (start === null) return null
      const { length } = mend.text
      return length > 0
        ? tr.insertText(mend.text, start + mend.from, start + mend.to)
        : tr.delete(start + mend.from, start + mend.to)
    }
    case 'clean': {
      const line = lineAt(doc, mend.path)
      return line && cleanNodes(tr, line.pos, line.pos + line.node.nodeSize, uncleanIn)
    }
    case 'leave-blank': {
      const lines = mend.paths.map((path) => lineAt(doc, path))
      for (const line of lines) if (line?.node.isTextblock) tr.setNodeAttribute(line.pos, 'byHand', true)
      return tr.docChanged ? tr : null
    }
    case 'remove-block': {
      const at = blockStart(doc, mend.index)
      const node = doc.maybeChild(mend.index)
      return at === null || !node ? null : tr.delete(at, at + node.nodeSize)
    }
    case 'head-rows': {
      const at = blockStart(doc, mend.index)
      return at === null || doc.maybeChild(mend.index)?.type.name !== 'table' ? null : setHeadRows(tr, at, mend.rows)
    }
    case 'lay-across': {
      const line = lineAt(doc, [mend.index])
      return line?.node.isTextblock ? tr.setNodeAttribute(line.pos, 'isLandscape', true) : null
    }
    case 'insert-block': {
      const at = blockStart(doc, mend.index)
      return at === null ? null : tr.insert(at, nodeOf(mend.node, doc.type.schema))
    }
    case 'replace-block': {
      const at = blockStart(doc, mend.index)
      const node = doc.maybeChild(mend.index)
      return at === null || !node ? null : tr.replaceWith(at, at + node.nodeSize, nodeOf(mend.node, doc.type.schema))
    }
  }
}

type PmNode = EditorState['doc']

function blockStart(doc: PmNode, index: number): number | null {
  if (index < 0 || index > doc.childCount) return null
  let at = 0
  for (let before = 0; before < index; before++) at += doc.child(before).nodeSize
  return at
}

/** Position of the first character in the textblock at a path, or null when there is none. */
export function contentStart(doc: PmNode, path: readonly number[]): number | null {
  const line = lineAt(doc, path)
  return line?.node.isTextblock ? line.pos + 1 : null
}

/** The node at a path, a line or an image, and where it begins. */
function lineAt(doc: PmNode, path: readonly number[]): { node: PmNode; pos: number } | null {
  let node: PmNode = doc
  let at = 0
  for (const index of path) {
    const child = node.maybeChild(index)
    if (!child) return null
    for (let before = 0; before < index; before++) at += node.child(before).nodeSize
    node = child
    at += 1
  }
  return path.length === 0 ? null : { node, pos: at - 1 }
}
