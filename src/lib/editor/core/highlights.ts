/**
 * Draws the passages that people speak about over the text, and tells everybody where an edit here has put them. What they
 * are and how they are found again is in document/anchors; nothing of it is stored in the text itself.
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import type { Anchor, Passage, Spoken } from '../../document/anchors/anchor.ts'
import {
  afterEdit,
  afterNews,
  type Following,
  nothing,
  recalled,
  searched,
  speak,
  toTell,
} from '../../document/anchors/follow.ts'
import { keep, KEPT, keptIn, keptOf } from '../../document/anchors/kept.ts'
import { Letters } from '../../document/anchors/letters.ts'
import { locate } from '../../document/anchors/locate.ts'
import { anchorAt, type SharedText } from '../../document/anchors/stand.ts'
import { stoodAt } from '../../document/anchors/stood.ts'
import { aroundOf } from '../../document/anchors/words.ts'
import { isFromElsewhere } from '../../document/tables.ts'
import { onUndone } from './undo.ts'

export type { Passage } from '../../document/anchors/anchor.ts'

export interface Highlight extends Spoken {
  kind: 'thread' | 'draft'
  /** Others are followed too, so that they are found where they are when they are asked for again. */
  isShown: boolean
}

interface Drawn {
  wanted: readonly Highlight[]
  active: string | null
  following: Following
  decorations: DecorationSet
  /** Grows with every edit on this page. */
  edits: number
}

type Change = { wanted?: readonly Highlight[]; active?: string | null; following?: Following }

export const highlightsKey = new PluginKey<Drawn>('highlights')

export const Highlights = Extension.create({
  name: 'highlights',
  addProseMirrorPlugins: () => [highlights()],
})

const start: Drawn = { wanted: [], active: null, following: nothing, decorations: DecorationSet.empty, edits: 0 }

export function highlights(): Plugin<Drawn> {
  return new Plugin<Drawn>({
    key: highlightsKey,
    state: { init: () => start, apply: drawnAfter },
    props: { decorations: (state) => highlightsKey.getState(state)?.decorations },
    view: followText,
  })
}

function drawnAfter(tr: Transaction, before: Drawn, old: EditorState, state: EditorState): Drawn {
  const change: Change | undefined = tr.getMeta(highlightsKey)
  const text = textOf(state)
  if (change && text) {
    const wanted = change.wanted ?? before.wanted
    const following = change.following ?? heard(before.following, change, text, state)
    const active = 'active' in change ? (change.active ?? null) : before.active
    return { ...before, wanted, active, following, decorations: drawn(state, wanted, active, following) }
  }
  if (!tr.docChanged || before.wanted.length === 0) return before
  const { wanted, active } = before
  if (isFromElsewhere(tr) && text) {
    const following = afterNews(before.following, text, old.doc, tr.doc)
    return { ...before, following, decorations: drawn(state, wanted, active, following) }
  }
  const { following, isCarried } = afterEdit(before.following, tr, movedIn(tr))
  const decorations = isCarried ? before.decorations.map(tr.mapping, tr.doc) : drawn(state, wanted, active, following)
  return { ...before, following, decorations, edits: before.edits + 1 }
}

/** Others are spoken about, or a colleague has told where the words are. */
function heard(before: Following, { wanted }: Change, text: SharedText, { doc }: EditorState): Following {
  return wanted ? speak(before, wanted, text, doc) : afterNews(before, text, doc, doc)
}

function drawn(
  state: EditorState,
  wanted: readonly Highlight[],
  active: string | null,
  { places }: Following,
): DecorationSet {
  const decorations: Decoration[] = []
  for (const { id, kind, isShown } of wanted) {
    const place = isShown ? places.get(id) : undefined
    if (!place) continue
    const style = `passage passage-${kind}${id === active ? ' passage-active' : ''}`
    decorations.push(Decoration.inline(place.from, place.to, { class: style, 'data-thread': id }))
  }
  const lost = wanted.find(({ id, isShown }) => id === active && isShown && !places.has(id))
  const gap = lost && gapAt(state, findStood(state, lost))
  if (gap) decorations.push(gap)
  return DecorationSet.create(state.doc, decorations)
}

/** Drawn at the edge of a letter beside the place: nothing is put between letters that may be composing. */
function gapAt({ doc }: EditorState, pos: number | null): Decoration | null {
  const letters = Letters.of(doc)
  const index = pos === null ? 0 : letters.before(pos)
  const [before, after] = [letters.at(index - 1), letters.at(index)]
  if (pos === null || (before === null && after === null)) return null
  return before === null
    ? Decoration.inline(after ?? 0, (after ?? 0) + 1, { class: 'passage-gap-before' })
    : Decoration.inline(before, before + 1, { class: 'passage-gap-behind' })
}

/** After an edit, lost words are looked for in the whole text when nobody has typed for so long. */
const SEARCH_PAUSE_MS = 300
/** Places that are remembered of each thread, for an undo. */
const MOST_SEEN = 8

export type FollowedView = Pick<EditorView, 'state' | 'dispatch' | 'isDestroyed' | 'composing'>

/** As long as the page is open: tells others where edits here have put the words, and hears of theirs. */
export function followText(view: FollowedView): { update(view: FollowedView): void; destroy(): void } {
  const ydoc = textOf(view.state)?.doc
  const kept = ydoc?.getMap(KEPT)
  const seen = new Map<string, Anchor[]>()
  let edits = 0
  let hasDeleted = false
  let isTelling = false
  let search: ReturnType<typeof setTimeout> | undefined
  let lookedIn: unknown = null
  /** Where this page's clock stood before what it has done since it last told. */
  let since = Infinity

  const note = ({ local, deleteSet, beforeState, doc }: Y.Transaction) => {
    if (!local || isTelling) return
    if (deleteSet.clients.size > 0) hasDeleted = true
    since = Math.min(since, beforeState.get(doc.clientID) ?? 0)
  }
  const tell = (isAll: boolean) => {
    const text = textOf(view.state)
    const drawn = highlightsKey.getState(view.state)
    if (!text || !drawn) return
    const isThread = new Set(drawn.wanted.flatMap(({ id, kind }) => (kind === 'thread' ? [id] : [])))
    const told = toTell(drawn.following, text, view.state.doc, isAll).filter(({ spoken }) => isThread.has(spoken.id))
    if (told.length === 0) return
    const old = keptIn(text.doc)
    for (const { spoken, anchor } of told)
      seen.set(spoken.id, [...(seen.get(spoken.id) ?? []), ...keptOf(old, spoken), anchor].slice(-MOST_SEEN))
    isTelling = true
    keep(text.doc, told)
    isTelling = false
  }
  const redraw = (change: Change) => {
    if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(highlightsKey, change).setMeta('addToHistory', false))
  }
  // Not at once: the text hears of the same change later, and whoever dispatches before writes its old words back.
  const hear = (_: unknown, { local }: Y.Transaction) => {
    if (!local) queueMicrotask(() => redraw({}))
  }
  const searchSoon = () => {
    clearTimeout(search)
    search = setTimeout(() => {
      if (view.isDestroyed) return
      if (view.composing) return searchSoon()
      lookedIn = view.state.doc
      const following = searchedIn(view.state)
      if (following) redraw({ following })
    }, SEARCH_PAUSE_MS)
  }
  const undone = () => {
    const text = textOf(view.state)
    const drawn = highlightsKey.getState(view.state)
    if (!text || !drawn) return
    const following = recalled(drawn.following, text, view.state.doc, { seen, since })
    since = Infinity
    if (following !== drawn.following) redraw({ following })
    tell(true)
  }

  ydoc?.on('afterTransaction', note)
  kept?.observe(hear)
  const endUndone = onUndone(view.state, undone)
  return {
    update(now) {
      view = now
      const drawn = highlightsKey.getState(view.state)
      if (!drawn || drawn.wanted.length === 0) return
      if (drawn.following.places.size < drawn.wanted.length && view.state.doc !== lookedIn) searchSoon()
      if (drawn.edits === edits) return
      edits = drawn.edits
      since = Infinity
      tell(hasDeleted)
      hasDeleted = false
    },
    destroy() {
      clearTimeout(search)
      ydoc?.off('afterTransaction', note)
      kept?.unobserve(hear)
      endUndone()
    },
  }
}

/** What a look through the whole text finds of lost words; null for nothing. */
export function searchedIn(state: EditorState): Following | null {
  const text = textOf(state)
  const drawn = highlightsKey.getState(state)
  return text && drawn ? searched(drawn.following, text, state.doc) : null
}

/** Where a thread's passage stands now; null when its words are gone. */
export function findPassage(state: EditorState, spoken: Spoken): Passage | null {
  const following = highlightsKey.getState(state)?.following
  const place = following?.places.get(spoken.id)
  if (place) return place
  if (following?.spoken.some(({ id }) => id === spoken.id)) return null
  const text = textOf(state)
  return (text && locate(text, state.doc, [spoken]).get(spoken.id)) ?? null
}

/** Whether passages are followed: before, each would be looked for by itself, in the whole text. */
export const isFollowing = (state: EditorState): boolean =>
  (highlightsKey.getState(state)?.following.spoken.length ?? 0) > 0

/** Beside which position a thread's words stood that are gone; null where nothing tells it. */
export function findStood(state: EditorState, spoken: Spoken): number | null {
  const text = textOf(state)
  return text && stoodAt(text, state.doc, spoken)
}

/** The selected words, as an anchor and as they read; null when none are selected. */
export function anchorSelection(state: EditorState): { anchor: Anchor; quote: string } | null {
  return anchoredAt(state, state.selection)
}

/** What is followed under this id, anchored where it stands now; null where its words are gone. */
export function anchoredNow(state: EditorState, id: string): { anchor: Anchor; quote: string } | null {
  const place = highlightsKey.getState(state)?.following.places.get(id)
  return place ? anchoredAt(state, place) : null
}

/** The words of the line around a position: where something stood, for when it is not there any more. Null for a line without. */
export function anchorBlock(state: EditorState, pos: number): Anchor | null {
  const $pos = state.doc.resolve(Math.min(pos, state.doc.content.size))
  const $line = $pos.parent.isTextblock ? $pos : state.doc.resolve(Math.min(pos + 1, state.doc.content.size))
  if (!$line.parent.isTextblock) return null
  return anchoredAt(state, { from: $line.start(), to: $line.end() })?.anchor ?? null
}

/** From the first letter to the last: a selection often reaches to the start of the next block. */
function anchoredAt(state: EditorState, { from, to }: Passage): { anchor: Anchor; quote: string } | null {
  const text = textOf(state)
  const letters = Letters.of(state.doc)
  const passage = letters.trimmed({ from, to })
  const ends = text && passage && anchorAt(text, passage)
  if (!ends || !passage) return null
  const around = aroundOf(letters, { from: letters.before(passage.from), to: letters.before(passage.to) })
  return { anchor: { ...ends, ...around }, quote: state.doc.textBetween(passage.from, passage.to, '\n', ' ').trim() }
}

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

/** Whether somebody speaks about words between two positions. */
export function hasPassage(state: EditorState, start: number, end: number): boolean {
  const places = [...(highlightsKey.getState(state)?.following.places.values() ?? [])]
  return places.some(({ from, to }) => from < end && to > start)
}

/** The shared text that this editor is bound to, with the sizes of what it has drawn of it. */
function textOf(state: EditorState): SharedText | null {
  const sync = syncOf(state)
  if (!sync) return null
  const sizeOf = (type: Y.XmlElement): number => {
    const node = sync.mapping.get(type)
    return node && !Array.isArray(node) ? node.nodeSize : 0
  }
  return { doc: sync.doc, body: sync.type, sizeOf }
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
