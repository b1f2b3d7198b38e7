/** The fields of the page as the search needs them: what they read, where the caret is, and the way to a match. */
import type { EditorState } from '@tiptap/pm/state'
import { type Fields, TEXT_FIELDS } from '../../document/model.ts'
import { cleanText } from '../../document/text.ts'
import type { DraftFields } from '../core/fields.svelte.ts'
import type { FieldHit, FieldName } from '../core/found-in-fields.ts'
import { asJointStep } from '../core/undo.ts'
import type { FieldText } from './field-hits.ts'
import type { PageFields } from './search.svelte.ts'

const NAMES: readonly FieldName[] = [...TEXT_FIELDS, 'signerName']

interface Options {
  /** The paper with the body in it. */
  paper: HTMLElement
  body: HTMLElement
  /** Of the body. */
  state: () => EditorState
  values: () => Fields
  fields: () => DraftFields | undefined
  /** The caret was put into a field by hand. */
  onwent: () => void
}

export class FieldsOnPaper implements PageFields {
  readonly #options: Options
  /** Where on the page one was last: a control of a field, or the body. */
  #last: HTMLElement | null

  constructor(options: Options) {
    this.#options = options
    const { paper, body } = options
    const { activeElement } = document
    const isInField = activeElement instanceof HTMLTextAreaElement && paper.contains(activeElement)
    const isInBody = body.contains(activeElement) || body.contains(getSelection()?.anchorNode ?? null)
    this.#last = isInField ? activeElement : isInBody ? body : null
    for (const type of GOING) paper.addEventListener(type, this.#follow)
  }

  get last(): HTMLElement | null {
    return this.#last
  }

  destroy(): void {
    for (const type of GOING) this.#options.paper.removeEventListener(type, this.#follow)
  }

  texts(): FieldText[] {
    const { paper, body, values } = this.#options
    const now = values()
    return [...paper.querySelectorAll<HTMLElement>('[data-field]')].flatMap((element): FieldText[] => {
      const field = nameOf(element)
      if (!field) return []
      const isAbove = (element.compareDocumentPosition(body) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
      return [{ field, text: element.dataset.printed ?? now[field], isAbove }]
    })
  }

  caret(): { field: FieldName; from: number; to: number } | null {
    const last = this.#last
    if (last instanceof HTMLTextAreaElement) {
      const field = nameOf(last.closest<HTMLElement>('[data-field]'))
      return field && { field, from: last.selectionStart, to: last.selectionEnd }
    }
    // A person who has not touched the page yet begins at its top.
    const field = last ? null : this.texts()[0]?.field
    return field ? { field, from: 0, to: 0 } : null
  }

  select({ field, from, to }: FieldHit): void {
    const control = this.control(field)
    this.#last = control ?? this.#last
    if (control instanceof HTMLTextAreaElement) control.setSelectionRange(from, to)
  }

  leave(): void {
    this.#last = this.#options.body
  }

  replace(hits: readonly FieldHit[], words: string): void {
    const text = cleanText(words)
    const passages = hits
      .toReversed()
      .flatMap(({ field, from, to }) => (field === 'signerName' ? [] : [{ field, from, to }]))
    this.#options.fields()?.replacePassages(passages, text)
  }

  asOneStep(act: () => void): void {
    const fields = this.#options.fields()
    if (fields) asJointStep(this.#options.state(), fields.history, act)
    else act()
  }

  /** Where the field is written or chosen; null for whoever only reads. */
  control(field: FieldName): HTMLElement | null {
    const { paper } = this.#options
    return paper.querySelector<HTMLElement>(`[data-field="${field}"] > textarea, select[data-field="${field}"]`)
  }

  readonly #follow = ({ target }: Event) => {
    const { body, onwent } = this.#options
    const isField = target instanceof HTMLTextAreaElement
    if (!isField && (this.#last === body || !isInText(target, body))) return
    this.#last = isField ? target : body
    onwent()
  }
}

const GOING = ['focusin', 'pointerup', 'keyup'] as const

/** The closing part stands between the blocks of the text, but is not text. */
const isInText = (target: EventTarget | null, body: HTMLElement) =>
  target instanceof Element && body.contains(target) && !target.closest('[data-field]')

function nameOf(element: HTMLElement | null): FieldName | null {
  return NAMES.find((name) => name === element?.dataset.field) ?? null
}
