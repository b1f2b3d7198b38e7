/**
 * Clause numbers on the page. They are attributes of the block's own element, drawn by CSS: no number is ever text, and
 * nothing is put between the letters that an input method is composing.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { KindId } from '../../document/kinds.ts'
import { citations, DANGLING } from '../../document/references.ts'
import { isFromElsewhere } from '../../document/tables.ts'
import { looksOf, type BlockLook } from './labels.ts'
import { plainBlock, plainBody } from './plain.ts'

interface Numbers {
  looks: (BlockLook | null)[]
  decorations: DecorationSet
}

export const numbersKey = new PluginKey<Numbers>('clause-numbers')

export interface NumberingOptions {
  kind: () => KindId
}

export const Numbering = Extension.create<NumberingOptions>({
  name: 'numbering',
  addProseMirrorPlugins() {
    return [numberingPlugin(this.options.kind)]
  },
})

export function numberingPlugin(kind: () => KindId): Plugin<Numbers> {
  const read = (doc: Node) => looksOf(doc.children.map(plainBlock), kind())
  return new Plugin<Numbers>({
    key: numbersKey,
    state: {
      init: (_, { doc }) => draw(doc, read(doc), kind()),
      apply(tr, before, old) {
        if (!tr.docChanged) return before
        const looks = read(tr.doc)
        // A change from elsewhere replaces the whole document, and mapping would drop every decoration.
        if (!isFromElsewhere(tr) && same(before.looks, looks) && isInOneBlock(old.doc, tr.doc)) {
          return { looks, decorations: before.decorations.map(tr.mapping, tr.doc) }
        }
        return draw(tr.doc, looks, kind())
      },
    },
    props: { decorations: (state) => numbersKey.getState(state)?.decorations },
  })
}

function draw(doc: Node, looks: (BlockLook | null)[], kind: KindId): Numbers {
  const decorations: Decoration[] = []
  let words: Map<string, string> | undefined
  doc.forEach((node, pos, index) => {
    const look = looks[index]
    if (look) decorations.push(Decoration.node(pos, pos + node.nodeSize, look.attributes))
    if (!holdsReference(node)) return
    node.forEach((child, offset) => {
      if (child.type.name !== 'reference') return
      words ??= citations(plainBody(doc), kind)
      const at = pos + 1 + offset
      const cite = words.get(String(child.attrs.target)) ?? DANGLING
      decorations.push(Decoration.node(at, at + child.nodeSize, { 'data-words': cite }))
    })
  })
  return { looks, decorations: DecorationSet.create(doc, decorations) }
}

/** Typing changes one block; anything else may have put another block under a number, which mapping would not follow. */
function isInOneBlock(before: Node, after: Node): boolean {
  if (before.childCount !== after.childCount) return false
  let changed = 0
  for (let index = 0; index < after.childCount && changed < 2; index++) {
    if (before.child(index) !== after.child(index)) changed++
  }
  return changed < 2
}

function holdsReference(node: Node): boolean {
  return plainBlock(node).content?.some(({ type }) => type === 'reference') ?? false
}

function same(before: (BlockLook | null)[], after: (BlockLook | null)[]): boolean {
  return before.length === after.length && before.every((look, at) => look?.key === after[at]?.key)
}
