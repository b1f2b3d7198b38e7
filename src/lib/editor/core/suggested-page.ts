/**
 * Where each suggestion stands on the page, and how it is drawn there. Of hundreds few change with what one types: each names the
 * lines that it stands on, and is looked for again when one of these is another.
 */
import { DOMSerializer, type Node } from '@tiptap/pm/model'
import { Decoration } from '@tiptap/pm/view'
import * as Y from 'yjs'
import { m } from '$lib/paraglide/messages'
import { type BlockLook, referenceLook } from '../../document/drawn/looks.ts'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { blocksIn } from '../../document/suggest/blocks.ts'
import type { Fork } from '../../document/suggest/fork.ts'
import { isLine, type Letter, lettersOf } from '../../document/suggest/letters.ts'
import { type OwnMark, ownMarks } from '../../document/suggest/own.ts'
import { cutAt, elementAt, isAmong, lettersAt, type LinePlace, Lines, placeOf } from '../../document/suggest/places.ts'
import { type Change, type Id, keyOf } from '../../document/suggest/shapes.ts'
import { asTheyStand } from '../../document/suggest/travel.ts'
import { type Cite, type Kind, wordsIn } from '../../document/suggest/words.ts'
import { becomes, type FinalReading } from './final-reading.ts'
import type { TheirStretch } from './others-words.ts'
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

export interface How {
  isDrawn: boolean
  isActive: boolean
}

/** How a suggestion was drawn, and of what that was read: as long as it is the same, so is what is drawn. */
export interface Mark extends How {
  of: ShownSuggestion
  /** The lines and blocks it stands on, as they were. */
  grounds: ReadonlyMap<Y.XmlElement, Node>
  cited: readonly (readonly [target: string, words: string | undefined])[]
  /** So many decorations. */
  count: number
  /** False where more than its grounds tells where it stands. */
  isFixed: boolean
}

/** Of what is drawn: whose it is, and what it looks like. */
interface DrawnSpec {
  of: string
  says: string
}

/** Instead of the id of a suggestion: what this person suggests in their copy; what lines would be called. */
const OWN_MARKS = 'own'
const NUMBERS = 'numbers'

/** A block of the shared text on the page. */
interface Spot {
  pos: number
  node: Node
}

export class Page {
  readonly decorations: Decoration[] = []
  readonly #doc: Y.Doc
  readonly #node: Node
  readonly #spots = new Map<Y.XmlElement, Spot>()
  readonly #lines: Lines
  readonly #reading: FinalReading | null
  readonly #known: Cite
  readonly #heard = new Map<string, Heard>()
  /** Of what is being drawn now. */
  #of = ''
  #grounds = new Map<Y.XmlElement, Node>()
  #cited: (readonly [string, string | undefined])[] = []
  #isFixed = true

  constructor(node: Node, doc: Y.Doc, { reading, cite }: { reading: FinalReading | null; cite: Cite }) {
    this.#doc = doc
    this.#reading = reading
    this.#known = cite
    this.#node = node
    this.#lines = new Lines(doc)
    this.#walk(doc.getXmlFragment('body'), node, 0)
  }

  readonly #cite: Cite = (target) => {
    const words = this.#known(target)
    this.#cited.push([target, words])
    return words
  }

  #walk(parent: Y.XmlFragment, node: Node, start: number): void {
    let pos = start
    for (const [at, { type }] of blocksIn(parent).entries()) {
      const child = node.maybeChild(at)
      if (!child) return
      this.#spots.set(type, { pos, node: child })
      pos += child.nodeSize
    }
  }

  /** Of a row, a cell or a line in it only once it is asked for. */
  #spotOf(element: Y.XmlElement | null | undefined): Spot | null {
    if (!element) return null
    const known = this.#spots.get(element)
    const { parent } = element
    if (known || !(parent instanceof Y.XmlElement)) return known ?? null
    const around = this.#spotOf(parent)
    if (!around || around.node.isTextblock) return null
    this.#walk(parent, around.node, around.pos + 1)
    return this.#spots.get(element) ?? null
  }

  /** Whether it would be drawn as it was, where it was. */
  isAsDrawn({ of, grounds, cited, isFixed, ...was }: Mark, one: ShownSuggestion, how: How): boolean {
    const isSame = of.changes === one.changes && of.client === one.client && of.name === one.name
    if (!isFixed || !isSame || was.isDrawn !== how.isDrawn || was.isActive !== how.isActive) return false
    for (const [element, node] of grounds) if (this.#spotOf(element)?.node !== node) return false
    return cited.every(([target, words]) => this.#known(target) === words)
  }

  /** Where it stands, and draws it there. */
  add(one: ShownSuggestion, how: How): { mark: Mark; pos: number | null } {
    this.#of = one.id
    this.#grounds = new Map()
    this.#cited = []
    this.#isFixed = true
    const drawnBefore = this.decorations.length
    const pos = this.#place(one, how)
    const count = this.decorations.length - drawnBefore
    // What has lost its words is looked for in all of the text.
    const isFixed = this.#isFixed && (pos !== null || one.changes.every(({ is }) => is === 'field'))
    return { mark: { ...how, of: one, grounds: this.#grounds, cited: this.#cited, count, isFixed }, pos }
  }

  #place({ id, changes, client, name }: ShownSuggestion, how: How): number | null {
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
        const place = this.#stand(placeOf(this.#doc, change, this.#lines))
        const start = this.#startOf(place?.line)
        if (!place || start === null) return null
        const gone = this.#ranges(start, place.letters, place.removed)
        for (const { from, to } of gone) this.#mark(from, to, 'suggest-gone', attributes)
        const at = Math.max(start + 1 + place.at, gone.at(-1)?.to ?? 0)
        if (change.put.length > 0) this.#widget(at, wordsIn(change.put, this.#cite), 'suggest-put', attributes, 1)
        return gone[0]?.from ?? at
      }
      case 'look': {
        const standing = lettersAt(this.#doc, change.letters, this.#lines)
        // A line may have been cut in two meanwhile.
        const ranges = [...new Set(standing.map(({ line }) => line))].flatMap((line) => {
          const start = this.#startOf(line)
          const own = standing.flatMap((one) => (one.line === line ? [one.letter] : []))
          return start === null ? [] : this.#ranges(start, this.#lines.lettersOf(line), own)
        })
        for (const { from, to } of ranges) this.#mark(from, to, 'suggest-look', attributes)
        return ranges[0]?.from ?? null
      }
      case 'form':
        return this.#block(change.block, 'suggest-form', attributes)
      case 'blocks': {
        // Which blocks stand beside it may change while these stay as they are.
        this.#isFixed = false
        const gone = change.removed.map((id) => this.#block(id, 'suggest-gone-block', attributes))
        const at = this.#between(change)
        if (at === null) return gone.find((pos) => pos !== null) ?? null
        for (const block of change.put)
          this.#line(at, block, change.parent ? null : (looks.shift() ?? null), attributes)
        return gone.find((pos) => pos !== null) ?? at
      }
      case 'split': {
        const { line, after, before, around } = change
        const place = this.#stand(placeOf(this.#doc, { line, after, before, around }, this.#lines))
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

  /** Notes on what it stands. */
  #startOf(line: Y.XmlElement | null | undefined): number | null {
    const spot = this.#spotOf(line)
    if (!line || !spot) return null
    this.#grounds.set(line, spot.node)
    return spot.pos
  }

  #stand(place: LinePlace | null): LinePlace | null {
    if (place?.isSought) this.#isFixed = false
    return place
  }

  #block(id: Id, look: string, attributes: Attributes | null): number | null {
    const element = elementAt(this.#doc, id)
    const pos = this.#startOf(element)
    const node = this.#spotOf(element)?.node
    if (pos === null || !node) return null
    if (attributes) {
      this.#around({ pos, node }, drawnWith(look, attributes), { isGone: look === 'suggest-gone-block' })
      this.#heardIn(node, pos, KINDS[look] ?? 'form', attributes)
    }
    return pos
  }

  #around({ pos, node }: Spot, attributes: Record<string, string>, spec: { isGone?: boolean } = {}): void {
    const says = JSON.stringify(attributes)
    this.decorations.push(Decoration.node(pos, pos + node.nodeSize, attributes, { ...spec, ...this.#spec(says) }))
  }

  #spec = (says: string): DrawnSpec => ({ of: this.#of, says })

  /** Of a row, or a whole table, line by line. */
  #heardIn(node: Node, pos: number, kind: Kind, attributes: Attributes): void {
    if (node.isTextblock) this.#hear(pos + 1, pos + 1 + node.content.size, kind, attributes)
    else node.forEach((child, offset) => this.#heardIn(child, pos + 1 + offset, kind, attributes))
  }

  /** A line that would come: with the form and the number that it would have. */
  #line(pos: number, block: BodyNode, look: BlockLook | null, attributes: Attributes | null): void {
    if (!attributes) return
    const { class: classes, ...shown } = drawnWith('suggest-put-block suggest-put-line', attributes)
    const heard = this.#heardOf('put', attributes)
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
    this.#pinned(pos, draw, { side: -1, key, ignoreSelection: true })
  }

  #pinned(
    pos: number,
    draw: () => HTMLElement,
    { key, ...spec }: { side: -1 | 1; key: string; ignoreSelection?: true },
  ): void {
    this.decorations.push(Decoration.widget(pos, draw, { ...spec, key, marks: [], ...this.#spec(key) }))
  }

  /** «Điều 5 → 6»: what lines are called now, and once all is accepted. */
  number(looks: readonly (BlockLook | null)[]): void {
    this.#of = NUMBERS
    for (const [at, block] of blocksIn(this.#doc.getXmlFragment('body')).entries()) {
      const then = this.#reading?.looks.get(keyOf(block))
      const words = becomes(looks[at]?.['data-label'], then?.['data-label'])
      const spot = words === null ? null : this.#spotOf(block.type)
      if (words !== null && spot) this.#around(spot, { 'data-becomes': words })
    }
  }

  #between({ after, before, parent }: Extract<Change, { is: 'blocks' }>): number | null {
    const [first, second] = [after && elementAt(this.#doc, after), before && elementAt(this.#doc, before)]
    const behind = this.#spotOf(first)
    if (behind) return behind.pos + behind.node.nodeSize
    const next = this.#spotOf(second)
    if (next) return next.pos
    const isLast = first === null && after !== null
    if (!parent) return isLast ? this.#node.content.size : 0
    const within = this.#spotOf(elementAt(this.#doc, parent))
    return within && within.pos + 1 + (isLast ? within.node.content.size : 0)
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
    const look = (element: Y.XmlElement) => {
      const spot = this.#spotOf(element)
      if (!spot) return
      const { pos, node } = spot
      const isTheirs = element._item !== null && clients.has(element._item.id.client)
      if (isTheirs) found.push({ from: pos, to: pos + node.nodeSize })
      if (!isLine(element)) return blocksIn(element).forEach(({ type }) => look(type))
      const letters = isTheirs ? [] : lettersOf(element)
      found.push(
        ...this.#ranges(
          pos,
          letters,
          letters.filter(({ client }) => clients.has(client)),
        ),
      )
    }
    for (const { type } of blocksIn(this.#doc.getXmlFragment('body'))) look(type)
    return found
  }

  /** What this person suggests, in their copy. */
  addOwn(fork: Fork): void {
    this.#of = OWN_MARKS
    for (const mark of ownMarks(fork)) this.#own(mark)
  }

  #own(mark: OwnMark): void {
    if (mark.is === 'gone-block') return this.#ownGone(mark)
    const spot = this.#spotOf('block' in mark ? mark.block : mark.line)
    if (!spot) return
    const { pos: start } = spot
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
        const look = mark.is === 'form' ? 'suggest-form' : 'suggest-put-block'
        this.#around(spot, drawnWith(look, OWN))
      }
    }
  }

  /** A block that went in the copy, behind the one before it. */
  #ownGone({ parent, after, block }: Extract<OwnMark, { is: 'gone-block' }>): void {
    const spot = this.#spotOf(after ?? (parent instanceof Y.XmlElement ? parent : null))
    const pos = !spot ? 0 : after ? spot.pos + spot.node.nodeSize : spot.pos + 1
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
    this.#pinned(pos, draw, { side: -1, key, ignoreSelection: true })
  }

  #mark(from: number, to: number, look: string, attributes: Attributes | null): void {
    if (!attributes || from >= to) return
    const shown = drawnWith(look, attributes)
    const spec = { ...GROWS, isGone: look === 'suggest-gone', ...this.#spec(JSON.stringify(shown)) }
    this.decorations.push(Decoration.inline(from, to, shown, spec))
    // Not of one's own: its last letter moves with each key, and nothing is drawn anew beside a syllable that is composed.
    if (attributes !== OWN) this.#hear(from, to, KINDS[look] ?? 'look', attributes)
  }

  /** Who hears the page hears where it begins, what it is and whose, and where it ends: at its first and last letter. */
  #hear(from: number, to: number, kind: Kind, attributes: Attributes): void {
    if (from >= to) return
    const words = this.#node.textBetween(from, to, NODE, NODE)
    const first = /^\P{M}\p{M}*/u.exec(words)?.[0].length ?? 1
    const last = words.slice(-LONGEST_LETTER).match(/\P{M}\p{M}*$/u)?.[0].length ?? 1
    const { 'data-begin': begin, 'data-end': end } = this.#heardOf(kind, attributes)
    this.decorations.push(
      Decoration.inline(from, from + first, { 'data-begin': begin }, this.#spec(begin)),
      Decoration.inline(to - last, to, { 'data-end': end }, this.#spec(end)),
    )
  }

  /** Drawn by CSS, where nobody sees it: see marks.css. A line that is set to both edges widens no thin space (U+2009). */
  #heardOf(kind: Kind, { name }: Attributes): Heard {
    const key = `${kind} ${name}`
    const known = this.#heard.get(key)
    if (known) return known
    const heard = {
      'data-begin': m.suggest_heard_begin({ kind: kindWords(kind), name }).replaceAll(' ', '\u2009'),
      'data-end': m.suggest_heard_end().replaceAll(' ', '\u2009'),
    }
    this.#heard.set(key, heard)
    return heard
  }

  #widget(pos: number, words: string, look: string, attributes: Attributes | null, side: -1 | 1): void {
    if (!attributes || words === '') return
    const isGone = look.includes('gone')
    const shown = { ...drawnWith(look, attributes), ...this.#heardOf(isGone ? 'gone' : 'put', attributes) }
    const draw = () => {
      const element = document.createElement(isGone ? 'del' : 'ins')
      for (const [name, value] of Object.entries(shown)) element.setAttribute(name, value)
      element.contentEditable = 'false'
      element.textContent = words
      return element
    }
    const key = `${look}${attributes.look} ${attributes['data-suggestion'] ?? ''} ${words}`
    this.#pinned(pos, draw, { side, key })
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

interface Heard {
  'data-begin': string
  'data-end': string
}
