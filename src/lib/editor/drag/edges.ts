/** Where blocks begin and end on the screen. */
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { positionOf } from '../structure/blocks.ts'

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
  if (!element || !rect || y < rect.top || y > rect.bottom) return null
  const index = state.doc.resolve(view.posAtDOM(element, 0)).index(0)
  const node = state.doc.child(Math.min(index, state.doc.childCount - 1))
  return { node, top: rect.top }
}

/** The upper edges of the blocks at these indexes; past the last block, its lower edge. */
export function edgesOf({ view, state }: Editor, indexes: readonly number[]): Edge[] {
  const { doc } = state
  return indexes.flatMap((before): Edge[] => {
    const isEnd = before >= doc.childCount
    const element = view.nodeDOM(positionOf(doc, isEnd ? doc.childCount - 1 : before))
    if (!(element instanceof HTMLElement)) return []
    const { top, bottom } = element.getBoundingClientRect()
    return [{ before, y: isEnd ? bottom : top }]
  })
}

export function nearestEdge(edges: readonly Edge[], y: number): Edge | null {
  let nearest: Edge | null = null
  for (const edge of edges) if (!nearest || Math.abs(edge.y - y) < Math.abs(nearest.y - y)) nearest = edge
  return nearest
}
