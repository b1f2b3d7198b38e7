/**
 * Find in the body: where the matches stand, which one is looked at, and how they are drawn. Nothing here changes the
 * text. The matches drawn are those around the one looked at: thousands of marks would slow the page down for nothing.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { DANGLING } from '../../document/references.ts'
import { isFromElsewhere } from '../../document/tables.ts'
import { numbersKey } from '../body/numbering.ts'
import { matchesIn, type Query } from './matching.ts'
import { placeOf, readLine, type Reading } from './reading.ts'

export interface Hit {
  from: number
  to: number
  /** Position before the line, and behind it. */
  line: number
  lineEnd: number
  isText: boolean
  isLabel: boolean
}

interface Found {
  query: Query | null
  hits: readonly Hit[]
  /** Index of the match looked at; -1 for none. */
  current: number
  /** The caret went elsewhere since: the next step begins there. */
  isAside: boolean
  /** The text has changed since `hits` was made. */
  isStale: boolean
  decorations: DecorationSet
}

type Change = { query: Query | null } | { current: number } | 'again'

const MOST_DRAWN = 400
/** After a letter typed into the text, the count may be this old. */
const LOOK_AGAIN_MS = 350

const NOTHING: Omit<Found, 'query'> = {
  hits: [],
  current: -1,
  isAside: false,
  isStale: false,
  decorations: DecorationSet.empty,
}

const finderKey = new PluginKey<Found>('finder')

export const Finder = Extension.create({
  name: 'finder',
  priority: 50, // behind the numbering, whose numbers it reads
  addProseMirrorPlugins: () => [finderPlugin()],
})

export function finderPlugin(): Plugin<Found> {
  return new Plugin<Found>({
    key: finderKey,
    state: {
      init: () => ({ query: null, ...NOTHING }),
      apply(tr, before, _old, state): Found {
        const change: Change | undefined = tr.getMeta(finderKey)
        if (change) return changed(before, change, state)
        if (!before.query) return before
        // A change from elsewhere replaces the whole document, and mapping would drop every decoration.
        if (tr.docChanged && isFromElsewhere(tr)) return lookAgain(before, state)
        const isAside = before.isAside || (tr.selectionSet && !isFromElsewhere(tr))
        if (!tr.docChanged) return isAside === before.isAside ? before : { ...before, isAside }
        return { ...before, isAside, isStale: true, decorations: before.decorations.map(tr.mapping, tr.doc) }
      },
    },
    props: { decorations: (state) => finderKey.getState(state)?.decorations },
    view: (view) => lookAgainSoon(view),
  })
}

function lookAgainSoon(view: EditorView) {
  let pause: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    if (view.isDestroyed || !finderKey.getState(view.state)?.isStale) return
    // Marks that are redrawn under a syllable that is being composed would break it.
    if (view.composing) pause = setTimeout(look, LOOK_AGAIN_MS)
    else view.dispatch(view.state.tr.setMeta(finderKey, 'again'))
  }
  return {
    update() {
      clearTimeout(pause)
      if (finderKey.getState(view.state)?.isStale) pause = setTimeout(look, LOOK_AGAIN_MS)
    },
    destroy: () => clearTimeout(pause),
  }
}

function changed(before: Found, change: Change, state: EditorState): Found {
  if (change === 'again') return lookAgain(before, state)
  if ('current' in change) return draw(state.doc, { ...before, current: change.current, isAside: false })
  const { query } = change
  if (!query) return { query, ...NOTHING }
  const hits = hitsOf(state, query)
  return draw(state.doc, { ...NOTHING, query, hits, current: hitFrom(hits, state.selection.from) })
}

function lookAgain(before: Found, state: EditorState): Found {
  if (!before.query) return before
  const hits = hitsOf(state, before.query)
  const was = before.hits[before.current]?.from ?? 0
  const current = hits.length === before.hits.length ? before.current : hitFrom(hits, was)
  return draw(state.doc, { ...before, hits, current, isStale: false })
}

/** The first match at or behind a position, the first of all behind the last one. */
function hitFrom(hits: readonly Hit[], position: number): number {
  if (hits.length === 0) return -1
  return Math.max(
    0,
    hits.findIndex(({ from }) => from >= position),
  )
}

const known = new WeakMap<Node, { label: string; reading: Reading }>()

function hitsOf(state: EditorState, query: Query): Hit[] {
  const { doc } = state
  const numbers = numbersKey.getState(state)
  const cite = (target: unknown) => numbers?.cites().get(String(target)) ?? DANGLING
  const hits: Hit[] = []
  const readAt = (node: Node, line: number, label: string) => {
    let held = known.get(node)
    if (held?.label !== label) {
      held = { label, reading: readLine(node, label, cite) }
      // What a reference says changes without its line.
      if (!node.children.some(({ type }) => type.name === 'reference')) known.set(node, held)
    }
    for (const [start, end] of matchesIn(held.reading, query)) {
      const place = placeOf(held.reading, start, end)
      hits.push({ ...place, from: line + 1 + place.from, to: line + 1 + place.to, line, lineEnd: line + node.nodeSize })
    }
  }
  doc.forEach((block, at, index) => {
    if (block.isTextblock) readAt(block, at, numbers?.looks[index]?.attributes['data-label'] ?? '')
    else {
      block.descendants((node, within) => {
        if (node.isTextblock) readAt(node, at + 1 + within, '')
        return !node.isTextblock
      })
    }
  })
  return hits
}

function draw(doc: Node, found: Found): Found {
  const first = Math.max(0, Math.min(found.current - MOST_DRAWN / 2, found.hits.length - MOST_DRAWN))
  const decorations = found.hits.slice(first, first + MOST_DRAWN).flatMap((hit, index) => {
    const now = first + index === found.current ? ' now' : ''
    return [
      ...(hit.isLabel ? [Decoration.node(hit.line, hit.lineEnd, { class: `found-label${now}` })] : []),
      ...(hit.to > hit.from ? [Decoration.inline(hit.from, hit.to, { class: `found${now}` })] : []),
    ]
  })
  return { ...found, decorations: DecorationSet.create(doc, decorations) }
}

/** All that finding needs of the view; tests bring a state alone. */
export type Held = Pick<EditorView, 'state' | 'dispatch'>

/** The matches as the text stands now; never those of a moment ago. */
export function foundNow(view: Held): Found {
  if (finderKey.getState(view.state)?.isStale) view.dispatch(view.state.tr.setMeta(finderKey, 'again'))
  return finderKey.getState(view.state) ?? { query: null, ...NOTHING }
}

/** How many there are and which one is looked at, counted from 1; 0 for none. */
export function countOf(state: EditorState): { count: number; current: number } {
  const found = finderKey.getState(state)
  return { count: found?.hits.length ?? 0, current: (found?.current ?? -1) + 1 }
}

/** Begins to look for something, or with null, ends it. */
export function lookFor(view: Held, query: Query | null): void {
  view.dispatch(view.state.tr.setMeta(finderKey, { query }))
}

/** To the next match (+1) or the one before (-1), round the ends; the selection goes with it. */
export function step(view: Held, by: 1 | -1): void {
  const { hits, current, isAside } = foundNow(view)
  if (hits.length === 0) return
  const { from, to } = view.state.selection
  let next = current + by
  if (isAside) {
    next = by > 0 ? hits.findIndex((hit) => hit.from >= to) : hits.findLastIndex((hit) => hit.to <= from)
    if (next === -1) next = by > 0 ? 0 : -1
  }
  lookAt(view, (next + hits.length) % hits.length)
}

/** To the first match at or behind a position. */
export function lookFrom(view: Held, position: number): void {
  lookAt(view, hitFrom(foundNow(view).hits, position))
}

function lookAt(view: Held, index: number): void {
  const hit = foundNow(view).hits[index]
  if (!hit) return
  const { doc, tr } = view.state
  view.dispatch(tr.setSelection(TextSelection.create(doc, hit.from, hit.to)).setMeta(finderKey, { current: index }))
}

/** Scrolls to the match that is looked at, only when it is not in plain sight. */
export function showCurrent(view: EditorView): void {
  const found = finderKey.getState(view.state)
  const hit = found?.hits[found.current]
  if (!hit) return
  const { top, bottom } = view.coordsAtPos(hit.from)
  const isSeen = top > innerHeight * 0.25 && bottom < innerHeight * 0.9
  if (!isSeen) scrollBy({ top: top - innerHeight * 0.45, behavior: 'instant' })
}
