/** A text, people who edit copies of it, and what becomes of that; for the tests of suggestions. */
import type { Node } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'
import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { FIRST_RESERVED_CLIENT } from '../../clients.ts'
import { canonicalJson } from '../canonical.ts'
import { readDocument } from '../read.ts'
import { schema } from '../schema.ts'
import { newText } from '../seed.ts'
import { bold, cell, clause, documentOf, p, row, table } from '../testing.ts'
import { apply, remap, stands } from './apply.ts'
import { normalChanges } from './normal.ts'
import { type Change, changesShape } from './shapes.ts'

export const start = () =>
  newText(
    documentOf('quyet-dinh', [
      p('Một hai ba bốn năm.'),
      clause('dieu', 'Điều về aaa bbb ccc', 'd1'),
      p('Trước ', bold('đậm nét'), ' sau.'),
      p(),
      table(row(cell('ô một'), cell('ô hai')), row(cell('ô ba'), cell('ô bốn'))),
      clause('dieu', 'Điều cuối cùng của văn bản', 'd2'),
    ]),
  )

export function copyOf(doc: Y.Doc, client?: number): Y.Doc {
  const copy = new Y.Doc()
  if (client) copy.clientID = client
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** As the editor writes it. */
export function edit(doc: Y.Doc, change: (tr: Transform) => void): void {
  const body = doc.getXmlFragment('body')
  const { doc: node, meta } = initProseMirrorDoc(body, schema)
  const tr = new Transform(node)
  change(tr)
  doc.transact(() => updateYFragment(doc, body, tr.doc, meta))
}

export const plain = (doc: Y.Doc) => canonicalJson(readDocument(doc))

export function accept(
  doc: Y.Doc,
  suggestions: readonly Change[][],
  client: (at: number) => number,
  order = suggestions.map((_, at) => at),
): string[] {
  let open = new Map(
    order.map((at) => [at, normalChanges(changesShape.parse(JSON.parse(JSON.stringify(suggestions[at]))))]),
  )
  const gone: string[] = []
  for (const at of order) {
    const changes = open.get(at) ?? []
    open.delete(at)
    if (!stands(doc, changes)) {
      gone.push(JSON.stringify(changes))
      continue
    }
    doc.clientID = FIRST_RESERVED_CLIENT + client(at)
    const moved = doc.transact((tr) => apply(tr, changes))
    open = new Map([...open].map(([other, list]) => [other, list.map((change) => remap(change, moved))]))
  }
  return gone
}

export function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const lines = (doc: Node) => {
  const found: { node: Node; pos: number; isTop: boolean }[] = []
  doc.descendants((node, pos, parent) => {
    if (node.isTextblock) found.push({ node, pos, isTop: parent === doc })
  })
  return found
}

/** One thing that a reviewer does. */
export function act(doc: Y.Doc, pick: (below: number) => number, kinds: number): void {
  edit(doc, (tr) => {
    const all = lines(tr.doc)
    const line = all[pick(all.length)]
    if (!line) return
    const size = line.node.content.size
    const from = line.pos + 1 + pick(size + 1)
    const to = Math.min(line.pos + 1 + size, from + pick(6))
    const words = ['x', 'mới ', 'từ ngữ', 'đ'][pick(4)] ?? ''
    switch (pick(kinds)) {
      case 0:
        return void tr.insert(from, schema.text(words))
      case 1:
        return void tr.delete(from, to)
      case 2:
        return void tr.replaceWith(from, to, schema.text(words))
      case 3:
        return void (from < to && tr.addMark(from, to, schema.mark('bold')))
      case 4:
        return void tr.setNodeMarkup(line.pos, null, { ...line.node.attrs, align: ['center', 'left'][pick(2)] })
      case 5:
        return void (line.isTop && tr.insert(line.pos, schema.node('textblock', null, schema.text(words))))
      case 6:
        return void (line.isTop && tr.doc.childCount > 2 && tr.delete(line.pos, line.pos + line.node.nodeSize))
      case 7:
        return void (line.isTop && tr.split(from))
      case 8: {
        const next = tr.doc.nodeAt(line.pos + line.node.nodeSize)
        return void (line.isTop && next?.isTextblock && tr.join(line.pos + line.node.nodeSize))
      }
      case 9:
        return void tr.insert(from, schema.node('hardBreak'))
      case 10:
        return void tr.insert(from, schema.node('footnote', { text: words }))
    }
  })
}
