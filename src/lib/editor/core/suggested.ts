/**
 * Draws over the text what is suggested: letters that would go are struck through, those that would come stand underlined
 * beside them. Nothing of it is in the text. Where one suggests oneself, the text on the page is one's own copy: there one's
 * own letters are really in it, and those that went are drawn.
 */
import { type Editor, Extension } from '@tiptap/core'
import { DOMSerializer, type Node, type Slice } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state'
import { Transform } from '@tiptap/pm/transform'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { m } from '$lib/paraglide/messages'
import { type BlockLook, referenceLook } from '../../document/drawn/looks.ts'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { blocksIn } from '../../document/suggest/blocks.ts'
import type { Fork } from '../../document/suggest/fork.ts'
import { isLine, type Letter, lettersOf } from '../../document/suggest/letters.ts'
import { type OwnMark, ownMarks } from '../../document/suggest/own.ts'
import { cutAt, elementAt, isAmong, lettersAt, Lines, placeOf } from '../../document/suggest/places.ts'
import { type Change, type Id, keyOf } from '../../document/suggest/shapes.ts'
import { asTheyStand } from '../../document/suggest/travel.ts'
import { type Cite, type Kind, wordsIn } from '../../document/suggest/words.ts'
import { isFromElsewhere } from '../../document/tables.ts'
import { becomes, type FinalReading } from './final-reading.ts'
import { type Numbers, numbersKey } from './numbering.ts'
import { type TheirStretch, touchesTheirs } from './others-words.ts'
import { kindWords } from './suggestion-words.ts'

export interface ShownSuggestion {
  id: string
  changes: readonly Change[]
  /** The Yjs client under which it would come into the text. */
  client: number
  isDrawn: boolean
  /** Who suggests it, for whoever hears the page. */
  name: string
  isMine: boolean
}

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
  decorations: DecorationSet
  /** Blocks without any of them. */
  bare: WeakSet<Node>
  /** Where each stands in the document. */
  places: ReadonlyMap<string, number>
}

export const suggestedKey = new PluginKey<Drawn>('suggested')
const none: Drawn = {
  ...{ shown: [], fork: null, active: null, isCopy: false, isNumbered: false, reading: null, guards: null },
  onrefused: () => {},
  theirs: [],
  decorations: DecorationSet.empty,
  bare: new WeakSet(),
  places: new Map(),
}

/** What is drawn follows the letters at once; it is worked out anew when the hands rest for so long. */
const REST_MS = 200

export const SuggestedMarks = Extension.create({ name: 'suggested', addProseMirrorPlugins: () => [suggested()] })

function suggested(): Plugin<Drawn> {
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
  const places = new Map([...before.places].map(([id, pos]) => [id, tr.mapping.map(pos)]))
  const theirs = before.theirs.map(({ from, to }) => ({ from: tr.mapping.map(from, 1), to: tr.mapping.map(to, -1) }))
  const decorations = quick(before.decorations.map(tr.mapping, tr.doc), before.bare)
  return { ...before, decorations, places, theirs }
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
  const drawn = decorations.toSorted((a, b) => a.from - b.from)
  const bare = new WeakSet<Node>()
  let next = 0
  let end = 0
  doc.forEach((block, pos) => {
    for (let one = drawn[next]; one && one.from < pos + block.nodeSize; one = drawn[++next])
      end = Math.max(end, one.to, pos + 1)
    if (end <= pos) bare.add(block)
  })
  return bare
}

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
  const places = suggestedKey.getState(editor.state)?.places ?? new Map<string, number>()
  return [...places].filter(([, pos]) => pos >= from && pos < to).map(([id]) => id)
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
  suggestedKey.getState(editor.state)?.places.get(id) ?? null

/** What a reference to this clause says: now, or where only a suggestion brings it, once all is accepted. */
export const citeIn = (state: EditorState, target: string): string | undefined =>
  citing(numbersKey.getState(state), suggestedKey.getState(state)?.reading)(target)

function citing(numbers: Numbers | undefined, reading: FinalReading | null | undefined): Cite {
  return (target) => numbers?.cites().get(target) ?? reading?.cites().get(target)
}

function drawn(state: EditorState, asked: Drawn, numbers: Numbers | undefined): Drawn {
  const { shown, fork, active, isCopy, isNumbered, reading } = asked
  const sync: unknown = ySyncPluginKey.getState(state)
  const held = typeof sync === 'object' && sync !== null && 'doc' in sync ? sync.doc : null
  if (!(held instanceof Y.Doc)) return { ...asked, decorations: none.decorations, places: none.places, theirs: [] }
  const page = new Page(state.doc, held, { reading, cite: citing(numbers, reading) })
  const places = new Map<string, number>()
  for (const one of shown) {
    const pos = page.add(one, { isDrawn: one.isDrawn && !(isCopy && one.isMine), isActive: one.id === active })
    if (pos !== null) places.set(one.id, pos)
  }
  if (fork) page.addOwn(fork)
  if (isNumbered && reading) page.number(numbers?.looks ?? [])
  const theirs = asked.guards?.doc === held ? page.theirs(asked.guards) : []
  const bare = bareBlocks(state.doc, page.decorations)
  return { ...asked, places, theirs, bare, decorations: quick(DecorationSet.create(state.doc, page.decorations), bare) }
}

class Page {
  readonly decorations: Decoration[] = []
  readonly #doc: Y.Doc
  readonly #node: Node
  readonly #starts = new Map<Y.XmlElement, number>()
  readonly #lines: Lines
  readonly #reading: FinalReading | null
  readonly #cite: Cite

  constructor(node: Node, doc: Y.Doc, { reading, cite }: { reading: FinalReading | null; cite: Cite }) {
    this.#doc = doc
    this.#reading = reading
    this.#cite = cite
    this.#node = node
    this.#lines = new Lines(doc)
    this.#walk(doc.getXmlFragment('body'), node, 0)
  }

  #walk(parent: Y.XmlFragment, node: Node, start: number): void {
    let pos = start
    for (const [at, { type }] of blocksIn(parent).entries()) {
      const child = node.maybeChild(at)
      if (!child) return
      this.#starts.set(type, pos)
      if (!child.isTextblock) this.#walk(type, child, pos + 1)
      pos += child.nodeSize
    }
  }

  /** Where it stands, and draws it there. */
  add({ id, changes, client, name }: ShownSuggestion, how: { isDrawn: boolean; isActive: boolean }): number | null {
    const attributes = { 'data-suggestion': id, title: name }
    const look = how.isActive ? ' suggest-active' : ''
    const lines = changes.reduce(
      (sum, change) => sum + (change.is === 'blocks' && !change.parent ? change.put.length : 0),
      0,
    )
    const brought = this.#reading?.brought.get(client) ?? []
    // Where it brings other lines as well, which is which is not known.
    const looks = brought.length === lines ? [...brought] : []
    let first: number | null = null
    for (const change of asTheyStand(this.#doc, changes)) {
      const pos = this.#draw(change, how.isDrawn ? { ...attributes, look, name } : null, looks)
      if (pos !== null) first = first === null ? pos : Math.min(first, pos)
    }
    return first
  }

  #draw(change: Change, attributes: Attributes | null, looks: (BlockLook | null)[]): number | null {
    switch (change.is) {
      case 'words': {
        const place = placeOf(this.#doc, change, this.#lines)
        const start = this.#startOf(place?.line)
        if (!place || start === null) return null
        const gone = this.#ranges(start, place.letters, place.removed)
        for (const { from, to } of gone) this.#mark(from, to, 'suggest-gone', attributes)
        const at = Math.max(start + 1 + place.at, gone.at(-1)?.to ?? 0)
        if (change.put.length > 0) this.#widget(at, wordsIn(change.put, this.#cite), 'suggest-put', attributes, 1)
        return gone[0]?.from ?? at
      }
      case 'look': {
        const standing = lettersAt(this.#doc, change.letters)
        // A line may have been cut in two meanwhile.
        const ranges = [...new Set(standing.map(({ line }) => line))].flatMap((line) => {
          const start = this.#startOf(line)
          const own = standing.flatMap((one) => (one.line === line ? [one.letter] : []))
          return start === null ? [] : this.#ranges(start, lettersOf(line), own)
        })
        for (const { from, to } of ranges) this.#mark(from, to, 'suggest-look', attributes)
        return ranges[0]?.from ?? null
      }
      case 'form':
        return this.#block(change.block, 'suggest-form', attributes)
      case 'blocks': {
        const gone = change.removed.map((id) => this.#block(id, 'suggest-gone-block', attributes))
        const at = this.#between(change)
        if (at === null) return gone.find((pos) => pos !== null) ?? null
        for (const block of change.put)
          this.#line(at, block, change.parent ? null : (looks.shift() ?? null), attributes)
        return gone.find((pos) => pos !== null) ?? at
      }
      case 'split': {
        const { line, after, before, around } = change
        const place = placeOf(this.#doc, { line, after, before, around }, this.#lines)
        const start = this.#startOf(place?.line)
        if (!place || start === null) return null
        this.#widget(start + 1 + cutAt(place), LINE_END, 'suggest-put', attributes, 1)
        return start + 1 + cutAt(place)
      }
      case 'join': {
        const line = elementAt(this.#doc, change.next)
        const start = this.#startOf(line)
        if (start === null) return null
        this.#widget(start + 1, LINE_END, 'suggest-gone', attributes, -1)
        return start + 1
      }
      case 'field':
        return null
    }
  }

  #startOf(line: Y.XmlElement | null | undefined): number | null {
    return (line && this.#starts.get(line)) ?? null
  }

  #block(id: Id, look: string, attributes: Attributes | null): number | null {
    const element = elementAt(this.#doc, id)
    const pos = this.#startOf(element)
    const node = pos === null ? null : this.#node.nodeAt(pos)
    if (pos === null || !node) return null
    if (attributes) {
      this.decorations.push(
        Decoration.node(pos, pos + node.nodeSize, drawnWith(look, attributes), {
          isGone: look === 'suggest-gone-block',
        }),
      )
      this.#heardIn(node, pos, KINDS[look] ?? 'form', attributes)
    }
    return pos
  }

  /** Of a row, or a whole table, line by line. */
  #heardIn(node: Node, pos: number, kind: Kind, attributes: Attributes): void {
    if (node.isTextblock) this.#heard(pos + 1, pos + 1 + node.content.size, kind, attributes)
    else node.forEach((child, offset) => this.#heardIn(child, pos + 1 + offset, kind, attributes))
  }

  /** A line that would come: with the form and the number that it would have. */
  #line(pos: number, block: BodyNode, look: BlockLook | null, attributes: Attributes | null): void {
    if (!attributes) return
    const { class: classes, ...shown } = drawnWith('suggest-put-block suggest-put-line', attributes)
    const heard = heardOf('put', attributes)
    const cited = targetsIn([block]).map((target) => [target, this.#cite(target)] as const)
    const draw = () => {
      const made = DOMSerializer.fromSchema(this.#node.type.schema).serializeNode(nodeOf(block, this.#node.type.schema))
      const element = made instanceof HTMLElement ? made : document.createElement('p')
      for (const [name, value] of Object.entries({ ...shown, ...look })) element.setAttribute(name, value)
      element.classList.add(...(classes ?? '').split(' '))
      nameReferences(element, cited)
      element.contentEditable = 'false'
      const words = document.createElement('ins')
      words.className = 'suggest-put'
      for (const [name, value] of Object.entries(heard)) words.setAttribute(name, value)
      if (element.tagName === 'P') {
        words.append(...element.childNodes)
        element.append(words)
      }
      return element
    }
    const key = `${classes} ${attributes['data-suggestion'] ?? ''} ${JSON.stringify([look, block, cited])}`
    this.decorations.push(Decoration.widget(pos, draw, { side: -1, key, marks: [], ignoreSelection: true }))
  }

  /** «Điều 5 → 6»: what lines are called now, and once all is accepted. */
  number(looks: readonly (BlockLook | null)[]): void {
    for (const [at, block] of blocksIn(this.#doc.getXmlFragment('body')).entries()) {
      const then = this.#reading?.looks.get(keyOf(block))
      const words = becomes(looks[at]?.['data-label'], then?.['data-label'])
      const pos = this.#starts.get(block.type)
      const node = pos === undefined ? null : this.#node.nodeAt(pos)
      if (words !== null && pos !== undefined && node)
        this.decorations.push(Decoration.node(pos, pos + node.nodeSize, { 'data-becomes': words }))
    }
  }

  #between({ after, before, parent }: Extract<Change, { is: 'blocks' }>): number | null {
    const [first, second] = [after && elementAt(this.#doc, after), before && elementAt(this.#doc, before)]
    const pos = first ? this.#starts.get(first) : undefined
    if (pos !== undefined) return pos + (this.#node.nodeAt(pos)?.nodeSize ?? 0)
    const next = second ? this.#starts.get(second) : undefined
    if (next !== undefined) return next
    const isLast = first === null && after !== null
    if (!parent) return isLast ? this.#node.content.size : 0
    const start = this.#startOf(elementAt(this.#doc, parent))
    return start === null ? null : start + 1 + (isLast ? (this.#node.nodeAt(start)?.content.size ?? 0) : 0)
  }

  /** Positions of some of a line's letters, neighbours as one. */
  #ranges(start: number, letters: readonly Letter[], some: readonly Letter[]): { from: number; to: number }[] {
    const ranges: { from: number; to: number }[] = []
    if (some.length === 0) return ranges
    const isWanted = isAmong(some)
    for (const [at, letter] of letters.entries()) {
      if (!isWanted(letter)) continue
      const from = start + 1 + at
      const last = ranges.at(-1)
      if (last?.to === from) last.to++
      else ranges.push({ from, to: from + 1 })
    }
    return ranges
  }

  /** What others suggest, where it stands among the letters. */
  theirs({ theirs: { clients } }: Fork): TheirStretch[] {
    const found: TheirStretch[] = []
    for (const [element, start] of this.#starts) {
      const isTheirs = element._item !== null && clients.has(element._item.id.client)
      const node = isTheirs ? this.#node.nodeAt(start) : null
      if (node) found.push({ from: start, to: start + node.nodeSize })
      if (isTheirs || !isLine(element)) continue
      const letters = lettersOf(element)
      found.push(
        ...this.#ranges(
          start,
          letters,
          letters.filter(({ client }) => clients.has(client)),
        ),
      )
    }
    return found
  }

  /** What this person suggests, in their copy. */
  addOwn(fork: Fork): void {
    for (const mark of ownMarks(fork)) this.#own(mark)
  }

  #own(mark: OwnMark): void {
    if (mark.is === 'gone-block') return this.#ownGone(mark)
    const start = this.#startOf('block' in mark ? mark.block : mark.line)
    if (start === null) return
    switch (mark.is) {
      case 'put':
      case 'look':
        return this.#mark(start + 1 + mark.from, start + 1 + mark.to, `suggest-${mark.is}`, OWN)
      case 'gone':
        return this.#widget(start + 1 + mark.at, mark.words, 'suggest-gone', OWN, -1)
      case 'cut':
        return this.#widget(start + 1 + mark.at, LINE_END, 'suggest-put', OWN, 1)
      case 'joined':
        return this.#widget(start + 1 + mark.at, LINE_END, 'suggest-gone', OWN, -1)
      case 'form':
      case 'put-block': {
        const node = this.#node.nodeAt(start)
        const look = mark.is === 'form' ? 'suggest-form' : 'suggest-put-block'
        if (node) this.decorations.push(Decoration.node(start, start + node.nodeSize, drawnWith(look, OWN)))
      }
    }
  }

  /** A block that went in the copy, behind the one before it. */
  #ownGone({ parent, after, block }: Extract<OwnMark, { is: 'gone-block' }>): void {
    const start = this.#startOf(after ?? (parent instanceof Y.XmlElement ? parent : null))
    const node = after && start !== null ? this.#node.nodeAt(start) : null
    const pos = node ? (start ?? 0) + node.nodeSize : start === null ? 0 : start + 1
    if (!block.type.startsWith('table'))
      return this.#widget(
        pos,
        wordsIn([block], this.#cite).trimEnd() || LINE_END,
        'suggest-gone suggest-put-line',
        OWN,
        -1,
      )
    const { schema } = this.#node.type
    const shown = drawnWith('suggest-gone-block', OWN)
    const draw = () => {
      const made = DOMSerializer.fromSchema(schema).serializeNode(nodeOf(block, schema))
      const element = made instanceof HTMLElement ? made : document.createElement('p')
      for (const [name, value] of Object.entries(shown)) element.setAttribute(name, value)
      element.contentEditable = 'false'
      return element
    }
    const key = `${shown.class} ${JSON.stringify(block)}`
    this.decorations.push(Decoration.widget(pos, draw, { side: -1, key, marks: [], ignoreSelection: true }))
  }

  #mark(from: number, to: number, look: string, attributes: Attributes | null): void {
    if (!attributes || from >= to) return
    this.decorations.push(
      Decoration.inline(from, to, drawnWith(look, attributes), { ...GROWS, isGone: look === 'suggest-gone' }),
    )
    // Not of one's own: its last letter moves with each key, and nothing is drawn anew beside a syllable that is composed.
    if (attributes !== OWN) this.#heard(from, to, KINDS[look] ?? 'look', attributes)
  }

  /** Who hears the page hears where it begins, what it is and whose, and where it ends: at its first and last letter. */
  #heard(from: number, to: number, kind: Kind, attributes: Attributes): void {
    if (from >= to) return
    const words = this.#node.textBetween(from, to, NODE, NODE)
    const first = /^\P{M}\p{M}*/u.exec(words)?.[0].length ?? 1
    const last = words.slice(-LONGEST_LETTER).match(/\P{M}\p{M}*$/u)?.[0].length ?? 1
    const { 'data-begin': begin, 'data-end': end } = heardOf(kind, attributes)
    this.decorations.push(Decoration.inline(from, from + first, { 'data-begin': begin }))
    this.decorations.push(Decoration.inline(to - last, to, { 'data-end': end }))
  }

  #widget(pos: number, words: string, look: string, attributes: Attributes | null, side: -1 | 1): void {
    if (!attributes || words === '') return
    const isGone = look.includes('gone')
    const shown = { ...drawnWith(look, attributes), ...heardOf(isGone ? 'gone' : 'put', attributes) }
    const draw = () => {
      const element = document.createElement(isGone ? 'del' : 'ins')
      for (const [name, value] of Object.entries(shown)) element.setAttribute(name, value)
      element.contentEditable = 'false'
      element.textContent = words
      return element
    }
    const key = `${look}${attributes.look} ${attributes['data-suggestion'] ?? ''} ${words}`
    this.decorations.push(Decoration.widget(pos, draw, { side, key, marks: [] }))
  }
}

/** The names of what references in this content point to. */
const targetsIn = (content: readonly BodyNode[]): string[] =>
  content.flatMap(({ type, attrs, content: inner }) =>
    type === 'reference' ? [String(attrs?.target ?? '')] : targetsIn(inner ?? []),
  )

/** What is drawn by hand has no decoration that says the words of its references. */
function nameReferences(element: HTMLElement, cited: readonly (readonly [string, string | undefined])[]): void {
  const all = element.querySelectorAll(`[data-inline='reference']`)
  for (const [at, [, words]] of cited.entries())
    for (const [name, value] of Object.entries(referenceLook(words))) all[at]?.setAttribute(name, value)
}

interface Attributes {
  'data-suggestion'?: string
  title?: string
  look: string
  /** Whose it is. */
  name: string
}

const OWN: Attributes = {
  look: ' suggest-own',
  get name() {
    return m.suggest_heard_me()
  },
}
/** What is typed at its end belongs to it. */
const GROWS = { inclusiveStart: false, inclusiveEnd: true }
const KINDS: Record<string, Kind> = {
  ...{ 'suggest-put': 'put', 'suggest-put-block': 'put', 'suggest-gone': 'gone', 'suggest-gone-block': 'gone' },
  ...{ 'suggest-look': 'look', 'suggest-form': 'form' },
}
/** Where a line is cut, or joined to the one before it. */
const LINE_END = '⏎'
/** Stands for what is no text. */
const NODE = '\uFFFC'
/** A letter with all its signs, in UTF-16 units. */
const LONGEST_LETTER = 12

function drawnWith(name: string, { look, name: _, ...attributes }: Attributes): Record<string, string> {
  return { class: `${name}${look}`, ...attributes }
}

/** Drawn by CSS, where nobody sees it: see marks.css. A line that is set to both edges widens no thin space (U+2009). */
const heardOf = (kind: Kind, { name }: Attributes) => ({
  'data-begin': m.suggest_heard_begin({ kind: kindWords(kind), name }).replaceAll(' ', '\u2009'),
  'data-end': m.suggest_heard_end().replaceAll(' ', '\u2009'),
})
