/** Where blocks begin and end on the screen. */
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { positionOf } from '../core/blocks.ts'

/** A place between two blocks: the index of the block below it, and its height in the window, px. */
export interface Edge {
  before: number
  y: number
}

/** The top-level block at a height in the window; null between and beside blocks. */
export function blockAt(editor: Editor, y: number): { node: Node; top: number } | null {
  const { view, state } = editor
  const blocks = [...view.dom.children]
  // Blocks lie one below the other: halve the row until one is left.
  let [low, high] = [0, blocks.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((blocks[middle]?.getBoundingClientRect().top ?? 0) <= y) low = middle
    else high = middle - 1
  }
  const element = blocks[low]
  const rect = element?.getBoundingClientRect()
  if (!element || !rect || y < rect.top || y > rect.bottom || isWidget(element)) return null
  const index = state.doc.resolve(view.posAtDOM(element, 0)).index(0)
  const node = state.doc.child(Math.min(index, state.doc.childCount - 1))
  return { node, top: rect.top }
}

/** Between which heights the blocks of a range stand. */
export function heightsOf(editor: Editor, { from, to }: { from: number; to: number }): { top: number; bottom: number } {
  const top = rectOf(editor, from)?.top ?? 0
  return { top, bottom: rectOf(editor, to - 1)?.bottom ?? top }
}

/** The edges above the blocks at these indexes; past the last block, its lower edge. */
export function edgesOf(editor: Editor, indexes: readonly number[]): Edge[] {
  return indexes.flatMap((before): Edge[] => {
    // Before the first appendix is where the text ends, above Nơi nhận and the signatures.
    const isUpper = before < editor.state.doc.childCount && (before === 0 || !isBehindWidget(editor, before))
    const y = isUpper ? rectOf(editor, before)?.top : rectOf(editor, before - 1)?.bottom
    return y === undefined ? [] : [{ before, y }]
  })
}

export function nearestEdge(edges: readonly Edge[], y: number): Edge | null {
  let nearest: Edge | null = null
  for (const edge of edges) if (!nearest || Math.abs(edge.y - y) < Math.abs(nearest.y - y)) nearest = edge
  return nearest
}

function elementAt({ view, state: { doc } }: Editor, index: number): HTMLElement | null {
  const element = index >= 0 && index < doc.childCount ? view.nodeDOM(positionOf(doc, index)) : null
  return element instanceof HTMLElement ? element : null
}

const rectOf = (editor: Editor, index: number) => elementAt(editor, index)?.getBoundingClientRect()
/** The closing part, or the letterhead of what is put into force. */
const isWidget = (element: Element | null | undefined) => element?.matches('.closing-part, .attached-head') === true
const isBehindWidget = (editor: Editor, index: number) => isWidget(elementAt(editor, index)?.previousElementSibling)
