/**
 * Find in the body: where the matches stand, which one is looked at, and how they are drawn. Nothing here changes the
 * text. The matches drawn are those around the one looked at: thousands of marks would slow the page down for nothing.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, NodeSelection, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { isFromElsewhere } from '../../document/tables.ts'
import { type Hit, hitFrom, hitsOf } from './hits.ts'
import type { Query } from './matching.ts'

interface Found {
  query: Query | null
  hits: readonly Hit[]
  /** Index of the match looked at; -1 for none here. */
  current: number
  /** The caret went elsewhere since: the next step begins there. */
  isAside: boolean
  /** The text has changed since `hits` was made. */
  isStale: boolean
  decorations: DecorationSet
}

/** What was looked for in the text as it stands, and what was found. */
export interface Answer {
  query: Query | null
  hits: readonly Hit[]
  current: number
}

type Change = Answer | { current: number } | 'again'

/** The lines around the match looked at, of single letters; drawing more of them would cost a frame. */
const MOST_DRAWN = 80
/** After a letter typed into the text, the count may be this old. */
const LOOK_AGAIN_MS = 350

const NOTHING: Found = {
  query: null,
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
      init: () => NOTHING,
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
  if ('hits' in change) return draw(state.doc, { ...NOTHING, ...change })
  return draw(state.doc, { ...before, current: change.current, isAside: false })
}

function lookAgain(before: Found, state: EditorState): Found {
  if (!before.query) return before
  const hits = hitsOf(state, before.query)
  const was = before.hits[before.current]
  const isSame = !was || hits.length === before.hits.length
  const current = isSame ? before.current : Math.max(hitFrom(hits, was.from), Math.min(0, hits.length - 1))
  return draw(state.doc, { ...before, hits, current, isStale: false })
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

/** The matches in the body as the text stands now; never those of a moment ago. */
export function foundNow(view: Held): Found {
  if (finderKey.getState(view.state)?.isStale) view.dispatch(view.state.tr.setMeta(finderKey, 'again'))
  return foundIn(view.state)
}

/** The matches in the body as they are drawn. */
export function foundIn(state: EditorState): Found {
  return finderKey.getState(state) ?? NOTHING
}

/** Draws what was found in the text of this moment; a null query draws nothing. */
export function drawFound(view: Held, answer: Answer): void {
  view.dispatch(view.state.tr.setMeta(finderKey, answer))
}

/** Looks at one match of the body, or with -1 at none there; the selection stays. */
export function pointAt(view: Held, current: number): void {
  view.dispatch(view.state.tr.setMeta(finderKey, { current }))
}

/** Looks at one match of the body and selects it. */
export function lookAt(view: Held, current: number): void {
  const hit = foundNow(view).hits[current]
  if (!hit) return
  const { doc, tr } = view.state
  const selection = hit.footnote ? NodeSelection.create(doc, hit.from) : TextSelection.create(doc, hit.from, hit.to)
  view.dispatch(tr.setSelection(selection).setMeta(finderKey, { current }))
}

/** Scrolls to the match of the body that is looked at, only when it is not in plain sight. */
export function showCurrent(view: EditorView): void {
  const { hits, current } = foundIn(view.state)
  const hit = hits[current]
  if (hit) bringInSight(view.coordsAtPos(hit.from))
}

/** Scrolls the page when a place on it is not in plain sight, or below the panel. */
export function bringInSight({ top, bottom }: { top: number; bottom: number }): void {
  const panelEnd = document.querySelector('search')?.getBoundingClientRect().bottom ?? 0
  const isSeen = top > Math.max(innerHeight * 0.25, panelEnd) && bottom < innerHeight * 0.9
  if (!isSeen) scrollBy({ top: top - Math.max(innerHeight * 0.45, panelEnd + 40), behavior: 'instant' })
}
