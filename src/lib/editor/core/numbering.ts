/**
 * Clause numbers on the page. They are attributes of the block's own element, drawn by CSS: no number is ever text, and
 * nothing is put between the letters that an input method is composing.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { type BlockLook, lookOfWords, looksOf, referenceLook } from '../../document/drawn/looks.ts'
import type { KindId } from '../../document/kinds.ts'
import { citations } from '../../document/references.ts'
import { isAttached } from '../../document/shared-form.ts'
import { isFromElsewhere } from '../../document/tables.ts'
import { attachedHead } from './attached-head.ts'
import { plainBlock, plainBody } from './plain.ts'

export interface Numbers {
  kind: KindId
  looks: (BlockLook | null)[]
  /** The words of a reference to each clause; computed when asked for. */
  cites: () => ReadonlyMap<string, string>
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
  return new Plugin<Numbers>({
    key: numbersKey,
    state: {
      init: (_, { doc }) => draw(doc, kind()),
      apply(tr, before, old) {
        if (!tr.docChanged) return before
        // A change from elsewhere replaces the whole document, and mapping would drop every decoration.
        if (isFromElsewhere(tr) || before.kind !== kind() || !isMereWriting(old.doc, tr.doc))
          return draw(tr.doc, kind())
        return {
          ...before,
          cites: citesOf(tr.doc, before.kind),
          decorations: quick(before.decorations.map(tr.mapping, tr.doc)),
        }
      },
    },
    props: { decorations: (state) => numbersKey.getState(state)?.decorations },
  })
}

function draw(doc: Node, kind: KindId): Numbers {
  const looks = looksOf(doc.children.map(plainBlock), kind)
  const cites = citesOf(doc, kind)
  const decorations: Decoration[] = []
  doc.forEach((node, pos, index) => {
    const look = looks[index]
    if (look) decorations.push(Decoration.node(pos, pos + node.nodeSize, look))
    if (isAttached(node)) decorations.push(attachedHead(pos))
    for (const { offset, target } of referencesIn(node)) {
      const at = pos + offset
      decorations.push(Decoration.node(at, at + 1, referenceLook(cites().get(target))))
    }
  })
  return { kind, looks, cites, decorations: quick(DecorationSet.create(doc, decorations)) }
}

/**
 * ProseMirror asks a set for each block at every key what lies within the block, and the set looks through all its own
 * decorations for it: with a number at each of many blocks that is their square. Within a block lie references alone.
 */
function quick(set: DecorationSet): DecorationSet {
  const search = DecorationSet.prototype.forChild
  set.forChild = (offset, block) =>
    referencesIn(block).length > 0 ? search.call(set, offset, block) : DecorationSet.empty
  return set
}

function citesOf(doc: Node, kind: KindId): Numbers['cites'] {
  let words: ReadonlyMap<string, string> | undefined
  return () => (words ??= citations(plainBody(doc), kind))
}

/**
 * Typing changes the words of one block, and no number. Anything else may have put another block under a number, or a
 * new reference into the block, which mapping would not follow.
 */
function isMereWriting(before: Node, after: Node): boolean {
  if (before.childCount !== after.childCount) return false
  let changed = 0
  for (let index = 0; index < after.childCount && changed < 2; index++) {
    const [was, is] = [before.child(index), after.child(index)]
    if (was === is) continue
    changed++
    if (!was.sameMarkup(is) || referencesIn(was).length !== referencesIn(is).length) return false
    if (lookOfWords(plainBlock(was)) !== lookOfWords(plainBlock(is))) return false
  }
  return changed < 2
}

interface Found {
  /** From the position before the block. */
  offset: number
  target: string
}

const known = new WeakMap<Node, Found[]>()

/** The references in a block, those in the cells of a table too: row by row, for a letter changes one row of many. */
function referencesIn(block: Node): Found[] {
  const held = known.get(block)
  if (held) return held
  const found: Found[] = []
  const isTable = block.type.spec.tableRole === 'table'
  if (isTable)
    block.forEach((row, start) => {
      for (const { offset, target } of referencesIn(row)) found.push({ offset: start + 1 + offset, target })
    })
  else
    block.descendants((node, offset) => {
      if (node.type.name === 'reference') found.push({ offset: offset + 1, target: String(node.attrs.target) })
    })
  known.set(block, found)
  return found
}
