/** From the margin to the page: what a card is about is shown there, and the next one is gone to. */
import { tick } from 'svelte'
import type { Mend } from '../../document/check/index.ts'
import { isSuggestedField } from '../../document/suggest/fields.ts'
import { toldOf } from '../../document/suggest/words.ts'
import { anchorBlock } from '../core/highlights.ts'
import { fieldElement, passageOf, showPassage } from '../core/passages.ts'
import { focusText } from '../core/reading.ts'
import { suggestionPos } from '../core/suggested.ts'
import type { SuggestionItem, ThreadItem } from '../types.ts'
import type { Found } from './checker.ts'
import { placeOf } from './items.ts'
import type { MarginDesk, Said } from './said.svelte.ts'
import type { How } from './suggestions.svelte.ts'

interface Around {
  desk: () => MarginDesk
  said: Said
  paper: () => HTMLElement | undefined
  margin: () => HTMLElement | undefined
  beside: () => boolean
  /** Called when a place on the page is being shown, so that a sheet over it can go away. */
  onleave: () => void
}

export class Showing {
  readonly #around: Around

  /** For the life of the component that makes it. */
  constructor(around: Around) {
    this.#around = around
    $effect(() => this.#markFields())
  }

  openThread(id: string): void {
    const { threads, suggestions } = this.#around.said
    threads.active = id
    const thread = threads.list.find((one) => one.id === id)
    if (!thread?.suggestionId) suggestions.active = null
    if (thread && this.#around.beside()) this.#scrollTo(thread)
  }

  /** The words, or the field, into the window. */
  #scrollTo(thread: ThreadItem): void {
    const { editor } = this.#around.desk()
    const paper = this.#around.paper()
    const passage = editor && placeOf(editor, thread)
    const pos =
      thread.suggestionId && editor ? (suggestionPos(editor, thread.suggestionId) ?? passage?.from) : passage?.from
    const field = thread.field && paper && fieldElement(paper, thread.field)
    if (field) field.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
    else if (pos !== undefined) this.#scrollToPos(pos)
  }

  #scrollToPos(pos: number): void {
    const node = this.#around.desk().editor?.view.domAtPos(pos).node
    const element = node instanceof HTMLElement ? node : node?.parentElement
    element?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }

  openSuggestion({ id }: SuggestionItem): void {
    const { said, desk, onleave } = this.#around
    said.suggestions.active = id
    said.threads.active = null
    const { editor } = desk()
    const pos = editor && suggestionPos(editor, id)
    if (pos === undefined || pos === null) return
    onleave()
    this.#scrollToPos(pos)
  }

  /** The next one is shown, and has the focus. */
  async decide(how: How, suggestion: SuggestionItem, reply: string): Promise<void> {
    const { suggestions } = this.#around.said
    const at = suggestions.open.indexOf(suggestion)
    if (!(await suggestions.decide(how, [suggestion], reply))) return
    await tick()
    const next = suggestions.open[Math.min(at, suggestions.open.length - 1)]
    if (!next) return focusText(this.#around.desk().editor)
    this.openSuggestion(next)
    const slot = this.#around.margin()?.querySelector<HTMLElement>(`[data-slot="${next.id}"] button`)
    slot?.focus({ preventScroll: true })
  }

  /** A comment on it is begun. */
  speakAbout({ id, changes }: SuggestionItem): void {
    const { desk, said } = this.#around
    const { editor } = desk()
    const pos = editor && suggestionPos(editor, id)
    const { was, put } = toldOf(changes)
    const anchor = editor && pos !== null && pos !== undefined ? anchorBlock(editor.state, pos) : null
    said.threads.drafted = { anchor, quote: [was, put].filter(Boolean).join(' → '), suggestionId: id }
    said.threads.active = null
  }

  /** Not in a copy where one suggests, for what no suggestion may change. */
  mayMend(wanted: Mend | undefined): boolean {
    const { desk, said } = this.#around
    const isOfField = wanted?.act === 'set-field'
    return (
      desk().isWriting &&
      wanted !== undefined &&
      (!isOfField || !said.suggestions.fork || isSuggestedField(wanted.field))
    )
  }

  jump({ finding }: Found): void {
    const { desk, onleave } = this.#around
    const [{ editor }, paper] = [desk(), this.#around.paper()]
    if (finding.place.at === 'field' && paper) {
      onleave()
      const element = fieldElement(paper, finding.place.field)
      element?.scrollIntoView({ block: 'center', behavior: 'smooth' })
      element?.querySelector<HTMLElement>('textarea, select')?.focus({ preventScroll: true })
      if (element?.matches('select')) element.focus({ preventScroll: true })
      return
    }
    const passage = editor && passageOf(editor, finding.place)
    if (!editor || !passage) return
    onleave()
    showPassage(editor, passage)
  }

  /** The fields of the page that somebody speaks about are marked. */
  #markFields(): (() => void) | undefined {
    const { said } = this.#around
    const area = this.#around.paper()
    if (!area) return
    const { threads, drafted } = said
    const now = threads.list.find(({ id }) => id === threads.active)?.field ?? drafted?.field
    const spoken = threads.shown.flatMap(({ field, resolved }) => (field && !resolved ? [field] : []))
    const marked = [...spoken, ...(now ? [now] : [])].flatMap((field) => {
      const element = fieldElement(area, field)
      element?.setAttribute('data-spoken', field === now ? 'active' : 'spoken')
      return element ? [element] : []
    })
    return () => marked.forEach((element) => element.removeAttribute('data-spoken'))
  }
}
