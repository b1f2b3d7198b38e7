/**
 * Passages that people speak about and places that the format check points to. Drawn over the text, never stored in it:
 * a thread holds Yjs relative positions, so the passage is found again whatever others write around it.
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Selection, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { isFromElsewhere } from '../../document/tables.ts'
import type { Anchor } from '../types.ts'
import { onUndone } from './undo.ts'

export interface Highlight {
  id: string
  anchor: Anchor
  kind: 'thread' | 'draft'
}

export interface Passage {
  from: number
  to: number
}

interface Drawn {
  wanted: readonly Highlight[]
  active: string | null
  passages: ReadonlyMap<string, Passage>
  decorations: DecorationSet
}

type Change = { wanted?: readonly Highlight[]; active?: string | null }

export const highlightsKey = new PluginKey<Drawn>('highlights')

export const Highlights = Extension.create({
  name: 'highlights',
  addProseMirrorPlugins: () => [highlights()],
})

export function highlights(): Plugin<Drawn> {
  return new Plugin<Drawn>({
    key: highlightsKey,
    state: {
      init: () => ({ wanted: [], active: null, passages: new Map(), decorations: DecorationSet.empty }),
      apply(tr, before, _old, state) {
        const change: Change | undefined = tr.getMeta(highlightsKey)
        if (change)
          return draw(
            state,
            change.wanted ?? before.wanted,
            'active' in change ? (change.active ?? null) : before.active,
          )
        if (!tr.docChanged || before.wanted.length === 0) return before
        // A change from elsewhere replaces the whole document: find the passages anew.
        if (isFromElsewhere(tr)) return draw(state, before.wanted, before.active)
        const passages = new Map<string, Passage>()
        const move = movedIn(tr)
        if (move) {
          for (const [id, passage] of before.passages) passages.set(id, moved(passage, move, tr))
          return drawnAt(state, before.wanted, before.active, passages)
        }
        for (const [id, { from, to }] of before.passages) {
          passages.set(id, { from: tr.mapping.map(from, 1), to: tr.mapping.map(to, -1) })
        }
        return { ...before, passages, decorations: before.decorations.map(tr.mapping, tr.doc) }
      },
    },
    props: { decorations: (state) => highlightsKey.getState(state)?.decorations },
    view: followAnchors,
  })
}

/** Draws anew when a colleague has told where the threads are now, and tells them where an undo here has put them. */
export function followAnchors(view: Pick<EditorView, 'state' | 'dispatch' | 'isDestroyed'>): { destroy(): void } {
  const kept = docOf(view.state)?.getMap(KEPT)
  const redraw = () => {
    if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(highlightsKey, {}).setMeta('addToHistory', false))
  }
  // Not at once: the text hears of the same change later, and whoever dispatches before writes its old words back.
  const redrawSoon = (_: unknown, { local }: Y.Transaction) => {
    if (!local) queueMicrotask(redraw)
  }
  kept?.observe(redrawSoon)
  const endUndone = onUndone(view.state, () => keepFoundAnchors(view.state))
  return {
    destroy() {
      kept?.unobserve(redrawSoon)
      endUndone()
    },
  }
}

function draw(state: EditorState, wanted: readonly Highlight[], active: string | null): Drawn {
  const passages = new Map<string, Passage>()
  for (const { id, anchor } of wanted) {
    const passage = findPassage(state, id, anchor)
    if (passage) passages.set(id, passage)
  }
  return drawnAt(state, wanted, active, passages)
}

function drawnAt(
  state: EditorState,
  wanted: readonly Highlight[],
  active: string | null,
  passages: ReadonlyMap<string, Passage>,
): Drawn {
  const decorations: Decoration[] = []
  for (const { id, kind } of wanted) {
    const passage = passages.get(id)
    if (!passage || passage.to <= passage.from) continue
    const style = `passage passage-${kind}${id === active ? ' passage-active' : ''}`
    decorations.push(Decoration.inline(passage.from, passage.to, { class: style, 'data-thread': id }))
  }
  return { wanted, active, passages, decorations: DecorationSet.create(state.doc, decorations) }
}

/** Where a thread's passage stands now; null when its words are gone. */
export function findPassage(state: EditorState, id: string, anchor: Anchor): Passage | null {
  const kept = syncOf(state)?.doc.getMap(KEPT)
  for (const one of kept ? keptOf(kept, id).toReversed() : []) {
    const passage = passageAt(state, one)
    if (passage) return passage
  }
  return passageAt(state, anchor)
}

function passageAt(state: EditorState, anchor: Anchor): Passage | null {
  const sync = syncOf(state)
  const [start, end] = [relative(anchor.start), relative(anchor.end)]
  if (!sync || !start || !end) return null
  const from = relativePositionToAbsolutePosition(sync.doc, sync.type, start, sync.mapping)
  const to = relativePositionToAbsolutePosition(sync.doc, sync.type, end, sync.mapping)
  if (from === null || to === null || to <= from || to > state.doc.content.size) return null
  return { from, to }
}

/** The selected passage as relative positions and as words; null when nothing is selected. */
export function anchorSelection(state: EditorState): { anchor: Anchor; quote: string } | null {
  const sync = syncOf(state)
  const words = wordsIn(state.selection)
  if (!words || !sync) return null
  const quote = state.doc.textBetween(words.from, words.to, '\n', ' ').trim()
  return quote === '' ? null : { anchor: anchorOf(sync, words), quote }
}

/**
 * From the first selected word to the last. A selection often reaches to the start of the next block; a comment that
 * held on to that one too would spread over all that comes between them when either moves.
 */
function wordsIn({ $from, from, to }: Selection): Passage | null {
  const parts: Passage[] = []
  $from.doc.nodesBetween(from, to, (node, pos) => {
    if (node.isInline) parts.push({ from: Math.max(from, pos), to: Math.min(to, pos + node.nodeSize) })
  })
  const [first, last] = [parts[0], parts.at(-1)]
  return first && last ? { from: first.from, to: last.to } : null
}

function anchorOf({ type, mapping }: Sync, { from, to }: Passage): Anchor {
  const at = (pos: number): unknown => Y.relativePositionToJSON(absolutePositionToRelativePosition(pos, type, mapping))
  return { start: at(from), end: at(to) }
}

/**
 * The `Y.Map` in which whoever moves a clause that has to be made anew writes where its threads are now: the newest last.
 * The older ones, and the thread's own, are tried after it.
 */
const KEPT = 'anchors'
const KEPT_MOST = 5

/** Blocks made anew elsewhere by a transaction: where they stood before it, and how far they went. */
interface Move extends Passage {
  by: number
}

const MOVE = 'moved-blocks'

export const tellMoved = (tr: Transaction, move: Move): Transaction => tr.setMeta(MOVE, move)

function movedIn(tr: Transaction): Move | null {
  const move: Move | undefined = tr.getMeta(MOVE)
  return move ?? null
}

function moved({ from, to }: Passage, move: Move, { mapping }: Transaction): Passage {
  const isWithin = from >= move.from && to <= move.to
  return isWithin ? { from: from + move.by, to: to + move.by } : { from: mapping.map(from, 1), to: mapping.map(to, -1) }
}

/** Whether somebody speaks about words between two positions. */
export function hasPassage(state: EditorState, start: number, end: number): boolean {
  const passages = [...(highlightsKey.getState(state)?.passages.values() ?? [])]
  return passages.some(({ from, to }) => from < end && to > start)
}

/** After a transaction that made blocks anew elsewhere: tells everybody where their threads are now. */
export function keepAnchors(state: EditorState, tr: Transaction): void {
  const move = movedIn(tr)
  const drawn = highlightsKey.getState(state)
  const sync = syncOf(state)
  if (!move || !drawn || !sync) return
  const kept = sync.doc.getMap(KEPT)
  sync.doc.transact(() => {
    for (const { id, kind } of drawn.wanted) {
      const passage = drawn.passages.get(id)
      if (kind !== 'thread' || !passage || passage.to <= passage.from) continue
      if (passage.from < move.from + move.by || passage.to > move.to + move.by) continue
      keep(kept, id, anchorOf(sync, passage))
    }
  })
}

/**
 * After an undo, which brings deleted words back as new ones: Yjs knows only in this replica, and only as long as the page
 * is open, that they are the old ones, so the threads in them are told to everybody.
 */
function keepFoundAnchors(state: EditorState): void {
  const sync = syncOf(state)
  const kept = sync?.doc.getMap(KEPT)
  if (!sync || !kept) return
  sync.doc.transact(() => {
    for (const { id, kind, anchor } of highlightsKey.getState(state)?.wanted ?? []) {
      const passage = kind === 'thread' ? findPassage(state, id, anchor) : null
      if (!passage) continue
      const now = anchorOf(sync, passage)
      if (!isSame(now, keptOf(kept, id).at(-1) ?? anchor)) keep(kept, id, now)
    }
  })
}

function keptOf(kept: Y.Map<unknown>, id: string): Anchor[] {
  const known: unknown = kept.get(id)
  return Array.isArray(known) ? known.filter(isAnchor) : []
}

function keep(kept: Y.Map<unknown>, id: string, anchor: Anchor): void {
  kept.set(id, [...keptOf(kept, id), anchor].slice(-KEPT_MOST))
}

function isAnchor(one: unknown): one is Anchor {
  return typeof one === 'object' && one !== null && 'start' in one && 'end' in one
}

const isSame = (one: Anchor, other: Anchor) =>
  Y.compareRelativePositions(relative(one.start), relative(other.start)) &&
  Y.compareRelativePositions(relative(one.end), relative(other.end))

function relative(json: unknown): Y.RelativePosition | null {
  if (typeof json !== 'object' || json === null) return null
  try {
    return Y.createRelativePositionFromJSON(json)
  } catch {
    return null
  }
}

/** A position that is found again later, whatever is written around it meanwhile. */
export function keepPlace(state: EditorState, pos: number): (later: EditorState) => number {
  const sync = syncOf(state)
  const kept = sync && absolutePositionToRelativePosition(pos, sync.type, sync.mapping)
  return (later) => {
    const now = syncOf(later)
    const found = kept && now && relativePositionToAbsolutePosition(now.doc, now.type, kept, now.mapping)
    return Math.min(found ?? pos, later.doc.content.size)
  }
}

type Mapping = Parameters<typeof absolutePositionToRelativePosition>[2]

interface Sync {
  doc: Y.Doc
  type: Y.XmlFragment
  mapping: Mapping
}

function syncOf(state: EditorState): Sync | null {
  const sync: { doc?: Y.Doc; type?: Y.XmlFragment; binding?: { mapping: Mapping } | null } | undefined =
    ySyncPluginKey.getState(state)
  if (!sync?.doc || !sync.type || !sync.binding) return null
  return { doc: sync.doc, type: sync.type, mapping: sync.binding.mapping }
}

function docOf(state: EditorState): Y.Doc | undefined {
  const sync: { doc?: Y.Doc } | undefined = ySyncPluginKey.getState(state)
  return sync?.doc
}
