/** Where on the page a finding or a thread belongs, and how to show that place. */
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import type { Place } from '../../document/check/index.ts'
import { contentStart } from '../../document/check/mend.ts'
import type { ThreadItem } from '../types.ts'
import { anchoredNow, findPassage, findStood, type Passage } from './highlights.ts'
import { focusText } from './reading.ts'

/** Where a finding's words stand in the live text; null for fields and for what is about the whole draft. */
export function passageOf(editor: Editor, place: Place): Passage | null {
  if (place.at !== 'block') return null
  const start = contentStart(editor.state.doc, place.path)
  if (start === null) {
    return nodePassage(editor.state.doc, place.path) // a table, an image or a page break: the block itself
  }
  const size = editor.state.doc.resolve(start).parent.content.size
  const within = (offset: number) => start + Math.min(offset, size)
  return { from: within(place.from ?? 0), to: within(place.to ?? size) }
}

function nodePassage(doc: Node, path: readonly number[]): Passage | null {
  let node = doc
  let from = -1
  for (const index of path) {
    const child = node.maybeChild(index)
    if (!child) return null
    from += 1 + node.children.slice(0, index).reduce((sum, before) => sum + before.nodeSize, 0)
    node = child
  }
  return path.length === 0 ? null : { from, to: from + node.nodeSize }
}

/** Where a thread's words stand now; null when they are gone or it has none. */
export function threadPassage(
  editor: Editor,
  { id, anchor, quote }: Pick<ThreadItem, 'id' | 'anchor' | 'quote'>,
): Passage | null {
  return anchor && findPassage(editor.state, { id, anchor, quote })
}

/** Where a thread's words stood that are gone: a place without words. */
export function formerPassage(
  editor: Editor,
  { id, anchor, quote }: Pick<ThreadItem, 'id' | 'anchor' | 'quote'>,
): Passage | null {
  const pos = anchor && findStood(editor.state, { id, anchor, quote })
  return pos === null ? null : { from: pos, to: pos }
}

/** What is being written about, as its words stand now; null when it is about no words, or these are gone. */
export function draftedNow(editor: Editor | undefined): ReturnType<typeof anchoredNow> {
  return editor ? anchoredNow(editor.state, DRAFTED) : null
}

/** Distance from the top of `origin` to the line at a position, in px. */
export function lineTop(editor: Editor, pos: number, origin: HTMLElement): number | null {
  try {
    return (
      editor.view.coordsAtPos(Math.min(pos, editor.state.doc.content.size)).top - origin.getBoundingClientRect().top
    )
  } catch {
    return null // the view is being redrawn; the next round finds it
  }
}

/** The control or print of a field on the page. */
export function fieldElement(paper: HTMLElement, field: string): HTMLElement | null {
  return paper.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`)
}

/** Shows the place and puts the caret there, without writing anything. */
export function showPassage(editor: Editor, { from, to }: Passage): void {
  const { view } = editor
  if (editor.state.doc.nodeAt(from)?.type.name === 'image') editor.commands.setNodeSelection(from)
  else editor.commands.setTextSelection({ from, to })
  const { node } = view.domAtPos(from)
  const element = node instanceof HTMLElement ? node : node.parentElement
  element?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  focusText(editor)
}

/** The passage of a comment that is being written, among those of threads. */
export const DRAFTED = 'drafted'

const THREAD_HASH = '#thread-'

/** The end of an address that leads to a thread on the page of its draft. */
export const threadHash = (id: string) => THREAD_HASH + id

const SUGGESTION_HASH = '#suggestion-'

/** The same for a suggestion. */
export function suggestionOfHash(hash: string): string | null {
  return hash.startsWith(SUGGESTION_HASH) ? hash.slice(SUGGESTION_HASH.length) : null
}

export function threadOfHash(hash: string): string | null {
  return hash.startsWith(THREAD_HASH) ? hash.slice(THREAD_HASH.length) : null
}
