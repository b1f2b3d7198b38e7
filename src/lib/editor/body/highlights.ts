/**
 * Passages that people speak about and places that the format check points to. Drawn over the text, never stored in it:
 * a thread holds Yjs relative positions, so the passage is found again whatever others write around it.
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { isFromElsewhere } from '../../document/tables.ts'
import type { Anchor } from '../types.ts'

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
  addProseMirrorPlugins: () => [
    new Plugin<Drawn>({
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
          for (const [id, { from, to }] of before.passages) {
            passages.set(id, { from: tr.mapping.map(from, 1), to: tr.mapping.map(to, -1) })
          }
          return { ...before, passages, decorations: before.decorations.map(tr.mapping, tr.doc) }
        },
      },
      props: { decorations: (state) => highlightsKey.getState(state)?.decorations },
    }),
  ],
})

function draw(state: EditorState, wanted: readonly Highlight[], active: string | null): Drawn {
  const passages = new Map<string, Passage>()
  const decorations: Decoration[] = []
  for (const { id, anchor, kind } of wanted) {
    const passage = findPassage(state, anchor)
    if (!passage) continue
    passages.set(id, passage)
    const style = `passage passage-${kind}${id === active ? ' passage-active' : ''}`
    decorations.push(Decoration.inline(passage.from, passage.to, { class: style, 'data-thread': id }))
  }
  return { wanted, active, passages, decorations: DecorationSet.create(state.doc, decorations) }
}

/** Where the passage stands now; null when its words are gone. */
export function findPassage(state: EditorState, anchor: Anchor): Passage | null {
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
  const { from, to, empty } = state.selection
  const sync = syncOf(state)
  if (empty || !sync) return null
  const quote = state.doc.textBetween(from, to, '\n', ' ').trim()
  if (quote === '') return null
  const at = (pos: number): unknown =>
    Y.relativePositionToJSON(absolutePositionToRelativePosition(pos, sync.type, sync.mapping))
  return { anchor: { start: at(from), end: at(to) }, quote }
}

function relative(json: unknown): Y.RelativePosition | null {
  if (typeof json !== 'object' || json === null) return null
  try {
    return Y.createRelativePositionFromJSON(json)
  } catch {
    return null
  }
}

type Mapping = Parameters<typeof absolutePositionToRelativePosition>[2]

function syncOf(state: EditorState): { doc: Y.Doc; type: Y.XmlFragment; mapping: Mapping } | null {
  const sync: { doc?: Y.Doc; type?: Y.XmlFragment; binding?: { mapping: Mapping } | null } | undefined =
    ySyncPluginKey.getState(state)
  if (!sync?.doc || !sync.type || !sync.binding) return null
  return { doc: sync.doc, type: sync.type, mapping: sync.binding.mapping }
}
