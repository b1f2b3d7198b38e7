/** The letterhead, recipients and signature block of a draft as the page sees them: plain values, live. */
import * as Y from 'yjs'
import { textField } from '../../document/fields.ts'
import { type Fields, TEXT_FIELDS, type TextField } from '../../document/model.ts'
import { cleanText } from '../../document/text.ts'
import { FIELD_ORIGIN, fieldUndo } from './field-origin.ts'
import { beginRun, type Edit, goOn, type Run } from './typing-run.ts'
import type { StepHistory } from './undo.ts'

export class DraftFields {
  values: Fields
  readonly map: Y.Map<unknown>
  /** What was typed and chosen in the fields here. */
  readonly history: StepHistory
  readonly #mayChange: (name: string) => boolean
  /** What is being typed; null after anything else. */
  #typing: { field: TextField; run: Run } | null = null

  /** `mayChange`: which of them may be chosen anew; the others stay, whoever asks. */
  constructor(doc: Y.Doc, stored: Fields, mayChange: (name: string) => boolean = () => true) {
    this.#mayChange = mayChange
    this.map = doc.getMap('fields')
    this.values = $state.raw(this.#read(stored))
    this.map.observeDeep(this.#refresh)
    this.history = fieldUndo(this.map)
  }

  /** The shared text of a field, or undefined while the draft has not arrived. */
  text(field: TextField): Y.Text | undefined {
    void this.values // a text that comes later is asked for again
    const text = this.map.get(field)
    return text instanceof Y.Text ? text : undefined
  }

  /**
   * Gives a draft from before a field was known the shared text of that field. Called when somebody begins to write: made
   * while both type, two of them would be one too many, and the letters in the other would be gone.
   */
  completeTexts() {
    const missing = TEXT_FIELDS.filter((name) => !this.map.has(name))
    this.map.doc?.transact(() => missing.forEach((name) => textField(this.map, name)))
  }

  set<Name extends Exclude<keyof Fields, TextField>>(name: Name, value: Fields[Name]) {
    const clean = typeof value === 'string' ? cleanText(value) : value
    if (this.map.get(name) === clean || !this.#mayChange(name)) return
    this.asOneStep(() => this.map.set(name, clean))
  }

  /** Several choices that belong together, as one step of undo. */
  setAll(values: Partial<Omit<Fields, TextField>>) {
    this.asOneStep(() => {
      for (const [name, value] of Object.entries(values))
        if (this.map.get(name) !== value && this.#mayChange(name)) this.map.set(name, value)
    })
  }

  /** Replaces a whole text by a choice from a list (never while somebody types: see TextField for that). */
  replaceText(field: TextField, wanted: string) {
    const value = cleanText(wanted)
    const text = this.text(field)
    if (!text || text.toString() === value) return
    this.asOneStep(() => {
      text.delete(0, text.length)
      text.insert(0, value)
    })
  }

  /** Puts words in the place of several passages, from the last to the first, as one step of undo. */
  replacePassages(passages: readonly { field: TextField; from: number; to: number }[], words: string) {
    this.asOneStep(() => {
      for (const { field, from, to } of passages) {
        const text = this.text(field)
        text?.delete(from, to - from)
        text?.insert(from, words)
      }
    })
  }

  /** Told before what was typed in a field's box is written. `isApart`: not where it was typed before. */
  typed(field: TextField, edit: Edit, isApart: boolean) {
    const run = this.#typing?.field === field && !isApart ? goOn(this.#typing.run, edit) : null
    if (!run) this.history.endStep()
    this.#typing = { field, run: run ?? beginRun(edit) }
  }

  /** What `act` chooses here is one step of undo. */
  asOneStep(act: () => void) {
    this.#typing = null
    this.history.asOneStep(() => this.map.doc?.transact(act, FIELD_ORIGIN))
  }

  undo() {
    this.#typing = null
    this.history.undo()
  }

  redo() {
    this.#typing = null
    this.history.redo()
  }

  destroy() {
    this.map.unobserveDeep(this.#refresh)
    this.history.destroy()
  }

  readonly #refresh = () => {
    this.values = this.#read(this.values)
  }

  /** What the draft does not hold (not yet arrived, or written by an older version) keeps its last known value. */
  #read(before: Fields): Fields {
    const read: Record<string, unknown> = { ...before }
    for (const [name, value] of this.map.entries()) read[name] = value instanceof Y.Text ? value.toString() : value
    for (const name of TEXT_FIELDS) if (typeof read[name] !== 'string') read[name] = before[name]
    return { ...before, ...read }
  }
}
