/**
 * Draws over the text what is suggested: letters that would go are struck through, those that would come stand underlined
 * beside them. Nothing of it is in the text. Where one suggests oneself, the text on the page is one's own copy: there one's
 * own letters are really in it, and those that went are drawn.
 */
import { type Editor, Extension } from '@tiptap/core'
import type { Node, Slice } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state'
import { type Mappable, Mapping, StepMap, Transform } from '@tiptap/pm/transform'
import { type Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { Fork } from '../../document/suggest/fork.ts'
import type { Cite } from '../../document/suggest/words.ts'
import { isFromElsewhere } from '../../document/tables.ts'
import type { FinalReading } from './final-reading.ts'
import { type Numbers, numbersKey } from './numbering.ts'
import { type TheirStretch, touchesTheirs } from './others-words.ts'
import { type How, type Mark, Page, type ShownSuggestion } from './suggested-page.ts'

interface Asked {
  shown: readonly ShownSuggestion[]
  /** Whose own changes are drawn. */
  fork: Fork | null
  active: string | null
  /** What stands on the page is one's own copy: what is one's own is in it. */
  isCopy: boolean
  /** In the final reading: what of it is others' stays as they suggest it. */
  guards: Fork | null
  /** Somebody tried to change it. */
  onrefused: () => void
  /** Where lines are called otherwise once all is accepted, this is said. */
  isNumbered: boolean
}

interface Drawn extends Asked {
  theirs: readonly TheirStretch[]
  reading: FinalReading | null
  /** The text that it was drawn for. */
  doc: Y.Doc | null
  /** How each suggestion was drawn last. */
  marks: ReadonlyMap<string, Mark>
  decorations: DecorationSet
  /** Blocks without any of them. */
  bare: WeakSet<Node>
  places: Places
}

/** Of so many at most each place is carried along later. */
const MOST_STEPS = 50

/** Where each suggestion stands in the document. Carried along with the letters only when somebody asks. */
class Places {
  #known: ReadonlyMap<string, number>
  #since: readonly Mappable[]

  constructor(known: ReadonlyMap<string, number>, since: readonly Mappable[] = []) {
    this.#known = known
    this.#since = since
  }

  get all(): ReadonlyMap<string, number> {
    if (this.#since.length > 0) {
      const now = (pos: number) => this.#since.reduce((at, mapping) => mapping.map(at), pos)
      this.#known = new Map([...this.#known].map(([id, pos]) => [id, now(pos)]))
      this.#since = []
    }
    return this.#known
  }

  carried(mapping: Mappable): Places {
    return this.#since.length < MOST_STEPS
      ? new Places(this.#known, [...this.#since, mapping])
      : new Places(this.all, [mapping])
  }
}

export const suggestedKey = new PluginKey<Drawn>('suggested')
const none: Drawn = {
  ...{ shown: [], fork: null, active: null, isCopy: false, isNumbered: false, reading: null, guards: null },
  onrefused: () => {},
  theirs: [],
  doc: null,
  marks: new Map(),
  decorations: DecorationSet.empty,
  bare: new WeakSet(),
  places: new Places(new Map()),
}

/** What is drawn follows the letters at once; it is worked out anew when the hands rest for so long. */
const REST_MS = 200

export const SuggestedMarks = Extension.create({ name: 'suggested', addProseMirrorPlugins: () => [suggested()] })

export function suggested(): Plugin<Drawn> {
  return new Plugin<Drawn>({
    key: suggestedKey,
    state: {
      init: () => none,
      apply(tr, before, old, state) {
        const asked: Partial<Drawn> | undefined = tr.getMeta(suggestedKey)
        // What is asked for changes no line: the numbers of before are those of now, and may not be in the new state yet.
        if (asked) return drawn(state, { ...before, ...asked }, numbersKey.getState(old))
        return tr.docChanged ? carried(tr, before) : before
      },
    },
    filterTransaction(tr, state) {
      const held = suggestedKey.getState(state)
      if (!tr.docChanged || !held || held.theirs.length === 0 || isFromElsewhere(tr)) return true
      if (!touchesTheirs(tr, held.theirs)) return true
      held.onrefused()
      return false
    },
    props: { decorations: (state) => suggestedKey.getState(state)?.decorations },
    view: (view) => redrawAtRest(view),
  })
}

function carried(tr: Transaction, before: Drawn): Drawn {
  const mapping = isFromElsewhere(tr) ? whatChanged(tr.before, tr.doc) : tr.mapping
  const theirs = before.theirs.map(({ from, to }) => ({ from: mapping.map(from, 1), to: mapping.map(to, -1) }))
  const decorations = quick(before.decorations.map(mapping, tr.doc), before.bare)
  return { ...before, decorations, places: before.places.carried(mapping), theirs }
}

/** A change from elsewhere puts the whole document in place of itself; its own mapping would drop all that is drawn. */
function whatChanged(before: Node, after: Node): Mapping {
  const pairs =
    before.childCount === after.childCount ? before.children.map((block, at) => [block, after.child(at)]) : []
  const ranges: number[] = []
  let pos = 0
  for (const [was, is] of pairs) {
    if (was && is && was !== is)
      ranges.push(...(was.sameMarkup(is) ? changedIn(was, is, pos + 1) : whole(was, is, pos)))
    pos += was?.nodeSize ?? 0
  }
  return new Mapping([new StepMap(pairs.length > 0 ? ranges : changedIn(before, after, 0))])
}

const whole = (was: Node, is: Node, pos: number): number[] => [pos, was.nodeSize, is.nodeSize]

/** Where it begins, how long it was and is; `start` is where the content begins. Blocks that are the same are not looked into. */
function changedIn(was: Node, is: Node, start: number): number[] {
  const from = was.content.findDiffStart(is.content, start)
  const end =
    from === null ? null : was.content.findDiffEnd(is.content, start + was.content.size, start + is.content.size)
  if (from === null || !end) return []
  const overlap = Math.max(0, from - Math.min(end.a, end.b))
  return [from, end.a + overlap - from, end.b + overlap - from]
}

/**
 * ProseMirror asks a set for each block at every key what lies within the block, and the set looks through all its own for it: with
 * hundreds of suggestions, their square. `bare`: blocks that have none; one that is written in is another block then.
 */
function quick(set: DecorationSet, bare: WeakSet<Node>): DecorationSet {
  const search = DecorationSet.prototype.forChild
  set.forChild = (offset, block) => (bare.has(block) ? DecorationSet.empty : search.call(set, offset, block))
  return set
}

function bareBlocks(doc: Node, decorations: readonly Decoration[]): WeakSet<Node> {
  const drawn = decorations.toSorted(byPlace)
  const [bare, others] = [new WeakSet<Node>(), new Set<Node>()]
  let next = 0
  let end = 0
  doc.forEach((block, pos) => {
    for (let one = drawn[next]; one && one.from < pos + block.nodeSize; one = drawn[++next])
      end = Math.max(end, one.to, pos + 1)
    if (end > pos) others.add(block)
    else bare.add(block)
  })
  // The same node may stand in two places.
  for (const block of others) bare.delete(block)
  return bare
}

const byPlace = (a: Decoration, b: Decoration) => a.from - b.from || a.to - b.to

function redrawAtRest(view: EditorView) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const redraw = () => {
    if (view.isDestroyed) return
    if (view.composing) return void (timer = setTimeout(redraw, REST_MS))
    view.dispatch(view.state.tr.setMeta(suggestedKey, {}).setMeta('addToHistory', false))
  }
  return {
    update(now: EditorView, old: EditorState) {
      const held = suggestedKey.getState(now.state)
      if (now.state.doc === old.doc || !held || (held.shown.length === 0 && !held.fork)) return
      clearTimeout(timer)
      timer = setTimeout(redraw, REST_MS)
    },
    destroy: () => clearTimeout(timer),
  }
}

/** Shows these; waits while a syllable is being composed. */
export function showSuggested(editor: Editor, asked: Asked): void {
  if (editor.isDestroyed) return
  if (editor.view.composing) return void setTimeout(() => showSuggested(editor, asked), REST_MS)
  editor.view.dispatch(editor.state.tr.setMeta(suggestedKey, asked).setMeta('addToHistory', false))
}

/** What the lines would be called; waits while a syllable is being composed. */
export function showReading(editor: Editor, reading: FinalReading | null): void {
  if (editor.isDestroyed || suggestedKey.getState(editor.state)?.reading === reading) return
  if (editor.view.composing) return void setTimeout(() => showReading(editor, reading), REST_MS)
  editor.view.dispatch(editor.state.tr.setMeta(suggestedKey, { reading }).setMeta('addToHistory', false))
}

/** Those that stand within a stretch of the document. */
export function suggestionsIn(editor: Editor, from: number, to: number): string[] {
  const places = suggestedKey.getState(editor.state)?.places ?? none.places
  return [...places.all].filter(([, pos]) => pos >= from && pos < to).map(([id]) => id)
}

/** What is chosen without the letters and blocks that are shown as taken away; null where there are none among it. */
export function chosenWithoutGone(state: EditorState): Slice | null {
  const { selection, doc } = state
  const { from, to } = selection
  if (!(selection instanceof TextSelection)) return null
  const gone = suggestedKey.getState(state)?.decorations.find(from, to, (spec) => spec.isGone === true) ?? []
  if (gone.length === 0) return null
  const change = new Transform(doc)
  for (const one of gone.toSorted((a, b) => b.from - a.from))
    change.delete(change.mapping.map(Math.max(one.from, from)), change.mapping.map(Math.min(one.to, to)))
  return change.doc.slice(change.mapping.map(from), change.mapping.map(to), true)
}

/** Where a suggestion stands in the document; null where it is lost, or is about a field. */
export const suggestionPos = (editor: Editor, id: string): number | null =>
  suggestedKey.getState(editor.state)?.places.all.get(id) ?? null

/** Another one whenever they were drawn anew: until then each stands where it stood among the others, or is lost as before. */
export const drawnIn = (editor: Editor): unknown => suggestedKey.getState(editor.state)?.marks

/** What a reference to this clause says: now, or where only a suggestion brings it, once all is accepted. */
export const citeIn = (state: EditorState, target: string): string | undefined =>
  citing(numbersKey.getState(state), suggestedKey.getState(state)?.reading)(target)

function citing(numbers: Numbers | undefined, reading: FinalReading | null | undefined): Cite {
  return (target) => numbers?.cites().get(target) ?? reading?.cites().get(target)
}

/** What stands as it was drawn stays, as the very same decorations: the view has nothing to compare there, and nothing to draw. */
function drawn(state: EditorState, asked: Drawn, numbers: Numbers | undefined): Drawn {
  const { shown, fork, active, isCopy, isNumbered, reading } = asked
  const sync: unknown = ySyncPluginKey.getState(state)
  const held = typeof sync === 'object' && sync !== null && 'doc' in sync ? sync.doc : null
  if (!(held instanceof Y.Doc)) return { ...asked, decorations: none.decorations, places: none.places, theirs: [] }
  const page = new Page(state.doc, held, { reading, cite: citing(numbers, reading) })
  const wanted = shown.map((one) => {
    return { one, how: { isDrawn: one.isDrawn && !(isCopy && one.isMine), isActive: one.id === active } }
  })
  const same = asked.doc === held ? sameOf(page, asked, wanted) : new Map<string, Mark>()
  const before = asked.places.all
  const places = new Map<string, number>()
  const marks = new Map<string, Mark>()
  for (const { one, how } of wanted) {
    const was = same.get(one.id)
    const { mark, pos } = was ? { mark: was, pos: before.get(one.id) ?? null } : page.add(one, how)
    marks.set(one.id, mark)
    if (pos !== null) places.set(one.id, pos)
  }
  if (fork) page.addOwn(fork)
  if (isNumbered && reading) page.number(numbers?.looks ?? [])
  const theirs = asked.guards?.doc === held ? page.theirs(asked.guards) : []
  const now = { ...asked, doc: held, marks, places: new Places(places), theirs }
  if (same.size === 0) {
    const bare = bareBlocks(state.doc, page.decorations)
    return { ...now, bare, decorations: quick(DecorationSet.create(state.doc, page.decorations), bare) }
  }
  const decorations = withAnew(asked, state.doc, page.decorations, (of) => same.has(of))
  return { ...now, decorations }
}

/** Those that would be drawn as they were, and are still drawn. */
function sameOf(
  page: Page,
  { marks, decorations }: Drawn,
  wanted: readonly { one: ShownSuggestion; how: How }[],
): Map<string, Mark> {
  const counts = new Map<unknown, number>()
  decorations.find(undefined, undefined, ({ of }) => {
    counts.set(of, (counts.get(of) ?? 0) + 1)
    return false
  })
  const isOther = new Set<unknown>()
  const same = new Map<string, Mark>()
  for (const { one, how } of wanted) {
    const mark = marks.get(one.id)
    if (!mark) continue
    if (mark.count === (counts.get(one.id) ?? 0) && page.isAsDrawn(mark, one, how)) same.set(one.id, mark)
    else for (const element of mark.grounds.keys()) isOther.add(element)
  }
  // What stands in one line is drawn together: it keeps its order.
  for (const [id, { grounds }] of same) if ([...grounds.keys()].some((one) => isOther.has(one))) same.delete(id)
  return same
}

/** Those that are drawn anew, block by block, where they look otherwise than before. */
function withAnew(
  { decorations, bare }: Drawn,
  doc: Node,
  fresh: readonly Decoration[],
  isSame: (of: string) => boolean,
): DecorationSet {
  const stale = decorations.find(undefined, undefined, ({ of }) => typeof of === 'string' && !isSame(of))
  const [was, is] = [byBlock(doc, stale), byBlock(doc, fresh)]
  const [out, into]: [Decoration[], Decoration[]] = [[], []]
  for (const at of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(at) ?? [], is.get(at) ?? []]
    if (looksOf(old) === looksOf(now)) continue
    out.push(...old)
    into.push(...now)
    const block = doc.maybeChild(at)
    if (block && now.length > 0) bare.delete(block)
  }
  if (out.length + into.length === 0) return decorations
  return quick(decorations.remove(out).add(doc, into), bare)
}

/** By the index of the block that they stand in, or in front of. */
function byBlock(doc: Node, decorations: readonly Decoration[]): Map<number, Decoration[]> {
  const blocks = new Map<number, Decoration[]>()
  for (const one of decorations.toSorted(byPlace)) {
    const at = doc.resolve(one.from).index(0)
    const known = blocks.get(at)
    if (known) known.push(one)
    else blocks.set(at, [one])
  }
  return blocks
}

const looksOf = (decorations: readonly Decoration[]): string =>
  JSON.stringify(decorations.map(({ from, to, spec }) => [from, to, spec.of, spec.says]))
