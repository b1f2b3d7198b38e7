/**
 * One search through all that is written on the page, as one reads it: fields above the body, the body with its
 * footnotes, fields below it, appendices. It is done in slices, so that a letter typed into the search field never waits for it.
 */
import { closingPlace } from '../core/closing.ts'
import type { FieldHit, FieldName, InFields } from '../core/found-in-fields.ts'
import { fieldHits, type FieldText } from './field-hits.ts'
import { drawFound, foundIn, foundNow, lookAt, pointAt } from './finder.ts'
import { type Hit, searchBody } from './hits.ts'
import type { Query } from './matching.ts'
import {
  firstFrom,
  inReadingOrder,
  isInField,
  lastTo,
  type Layout,
  type Match,
  numberOf,
  type Place,
} from './reading-order.ts'
import { replaceInBody, replaceOne, type Writable } from './replace.ts'

/** The fields of the page, and the caret in them. */
export interface PageFields {
  /** As they stand now, in reading order. */
  texts(): FieldText[]
  /** Where the caret was last, when that was in a field. */
  caret(): { field: FieldName; from: number; to: number } | null
  select(hit: FieldHit): void
  /** The caret is put into the body. */
  leave(): void
  /** Puts words in the place of matches of this moment, as one step of undo. */
  replace(hits: readonly FieldHit[], words: string): void
  /** What is done in the fields and in the body is one step of undo. */
  asOneStep(act: () => void): void
}

/** A slice leaves most of a frame to whoever types. */
const SLICE_MS = 6

export class Search {
  /** How many there are, and which one is looked at, counted from 1; 0 for none. */
  count = $state(0)
  current = $state(0)
  /** Matches in fields, in reading order, and the one looked at. */
  inFields = $state.raw<InFields>({ hits: [], now: null })
  /** The footnote with the match that is looked at. */
  footnote = $state.raw<{ text: string; start: number; end: number } | null>(null)
  readonly #view: Writable
  readonly #fields: PageFields
  #query: Query | null = null
  #fieldsAround: Pick<Layout, 'above' | 'below'> = { above: [], below: [] }
  /** The caret was put into a field since the last step: the next begins there. */
  #isAside = false
  #pause: ReturnType<typeof setTimeout> | undefined
  #finish: (() => void) | null = null

  constructor(view: Writable, fields: PageFields) {
    this.#view = view
    this.#fields = fields
  }

  /** Begins to look for something; `onfound` is called when everything has been looked through. */
  ask(query: Query, onfound: () => void = () => {}): void {
    const view = this.#view
    const { doc } = view.state
    const search = searchBody(view.state, query)
    let hits: Hit[] | null = null
    const look = (untilMs: number): void => {
      do hits ??= search.next().value ?? null
      while (!hits && performance.now() < untilMs)
    }
    const goOn = () => {
      if (view.state.doc !== doc) return this.ask(query, onfound)
      if (hits) {
        // Drawing is a slice of its own.
        this.#take(query, hits)
        return onfound()
      }
      look(performance.now() + SLICE_MS)
      this.#pause = setTimeout(goOn)
    }
    clearTimeout(this.#pause)
    this.#pause = setTimeout(goOn)
    this.#finish = () => {
      clearTimeout(this.#pause)
      look(Infinity)
      goOn()
    }
  }

  /** Nothing is looked for any more, and nothing drawn. */
  end(): void {
    clearTimeout(this.#pause)
    this.#finish = null
    this.#query = null
    this.inFields = { hits: [], now: null }
    drawFound(this.#view, { query: null, hits: [], current: -1 })
  }

  /** A field has changed, or the page shows other ones. */
  changed(): void {
    if (this.#query) {
      const { now: was } = this.inFields
      const hits = this.#readFields(this.#query)
      const now = was && (hits.find(({ field, from }) => field === was.field && from >= was.from) ?? null)
      if (hits.length > 0 || this.inFields.hits.length > 0) this.inFields = { hits, now }
    }
    this.recount()
  }

  /** The caret was put into a field by hand. */
  went(): void {
    this.#isAside = true
  }

  /** To the next match (+1) or the one before (-1), round the ends; the selection goes with it. */
  go(by: 1 | -1): void {
    const matches = this.#matchesNow()
    const isAside = this.#isAside || (foundIn(this.#view.state).isAside && !this.inFields.now)
    if (!isAside && this.current > 0) return this.#lookAt(matches, this.current - 1 + by)
    const caret = this.#caret()
    this.#lookAt(
      matches,
      by > 0 ? firstFrom(this.#layout, matches, { ...caret, from: caret.to }) : lastTo(this.#layout, matches, caret),
    )
  }

  /** Replaces the match looked at and goes on to the next; one that is no text is passed over, which false tells. */
  replaceCurrent(words: string): boolean {
    const match = this.#matchesNow()[this.current - 1]
    if (!this.#view.editable || !match) return true
    if (!match.isText) {
      this.go(1)
      return false
    }
    const behind = isInField(match) ? this.#replaceInField(match, words) : replaceOne(this.#view, match, words)
    const left = this.#matchesNow()
    this.#lookAt(left, firstFrom(this.#layout, left, behind))
    return true
  }

  /** Replaces all that is text; returns how many. */
  replaceAll(words: string): number {
    if (!this.#view.editable) return 0
    const matches = this.#matchesNow().filter(({ isText }) => isText)
    const inFields = matches.filter(isInField)
    const inBody = matches.filter((match) => 'line' in match)
    this.#fields.asOneStep(() => {
      if (inFields.length > 0) this.#fields.replace(inFields, words)
      replaceInBody(this.#view, inBody, words)
    })
    this.#matchesNow()
    return matches.length
  }

  #replaceInField(hit: FieldHit, words: string): Place {
    const length = () => this.#fields.texts().find(({ field }) => field === hit.field)?.text.length ?? 0
    const before = length()
    this.#fields.replace([hit], words)
    const behind = hit.to + length() - before
    return { field: hit.field, from: behind, to: behind }
  }

  /** What was found in the body; the match looked at is the first one behind the caret. */
  #take(query: Query, hits: readonly Hit[]): void {
    this.#finish = null
    this.#query = query
    this.#isAside = false
    this.inFields = { hits: this.#readFields(query), now: null }
    const matches = this.#inOrder(hits)
    const match = matches[firstFrom(this.#layout, matches, this.#caret()) % matches.length]
    const isElsewhere = match !== undefined && isInField(match)
    if (isElsewhere) this.inFields = { ...this.inFields, now: match }
    drawFound(this.#view, { query, hits, current: match && !isElsewhere ? hits.indexOf(match) : -1 })
    this.recount()
  }

  #readFields(query: Query): FieldHit[] {
    const texts = this.#fields.texts()
    const named = (above: boolean) => texts.filter(({ isAbove }) => isAbove === above).map(({ field }) => field)
    this.#fieldsAround = { above: named(true), below: named(false) }
    return fieldHits(texts, query)
  }

  /** Never those of a moment ago. */
  #matchesNow(): Match[] {
    this.#finish?.()
    const { hits } = foundNow(this.#view)
    this.changed()
    return this.#inOrder(hits)
  }

  get #layout(): Layout {
    return { ...this.#fieldsAround, appendix: closingPlace(this.#view.state) }
  }

  #inOrder(inBody: readonly Hit[]): Match[] {
    return inReadingOrder(this.#layout, this.inFields.hits, inBody)
  }

  /** Says anew how many there are, after the body has changed. */
  recount(): void {
    const { hits, current } = foundIn(this.#view.state)
    this.count = hits.length + this.inFields.hits.length
    this.footnote = this.#footnoteOf(hits[current])
    this.current = numberOf(this.#layout, this.inFields, hits, current)
  }

  #footnoteOf(hit: Hit | undefined): Search['footnote'] {
    const { footnote: was } = this
    if (!hit?.footnote) return null
    const { start, end } = hit.footnote
    const text = String(this.#view.state.doc.nodeAt(hit.from)?.attrs.text ?? '')
    return was?.text === text && was.start === start ? was : { text, start, end }
  }

  #lookAt(matches: readonly Match[], wanted: number): void {
    const match = matches[(wanted + matches.length) % matches.length]
    if (!match) return
    const isField = isInField(match)
    this.inFields = { ...this.inFields, now: isField ? match : null }
    if (isField) {
      pointAt(this.#view, -1)
      this.#fields.select(match)
    } else {
      this.#fields.leave()
      lookAt(this.#view, foundIn(this.#view.state).hits.indexOf(match))
    }
    this.#isAside = false
    this.recount()
  }

  #caret(): Place {
    const { from, to } = this.#view.state.selection
    return this.#fields.caret() ?? { from, to }
  }
}
