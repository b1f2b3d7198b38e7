/** The find panel: what is asked for, whether it is open, and where the focus goes back to. */
import type { Editor } from '@tiptap/core'
import { tick } from 'svelte'
import type { Fields } from '../../document/model.ts'
import type { DraftFields } from '../core/fields.svelte.ts'
import { bringInSight, showCurrent } from './finder.ts'
import type { Query } from './matching.ts'
import { FieldsOnPaper } from './page-fields.ts'
import { Search } from './search.svelte.ts'

export class Find {
  isOpen = $state(false)
  /** The line for the new words is shown too. */
  isReplacing = $state(false)
  query = $state<Query>({ text: '', matchCase: false, wholeWord: false, ignoreMarks: false })
  replacement = $state('')
  /** The field that is typed into, once it is there. */
  field = $state<HTMLInputElement>()
  /** What goes on while the panel is open. */
  search = $state.raw<Search>()
  #onPage: FieldsOnPaper | undefined
  #back: Element | null = null

  /** Opens, or takes the focus again. Words selected in one line are what one wants to find. */
  open(editor: Editor, replacing: boolean): void {
    if (!this.field?.closest('search')?.contains(document.activeElement)) this.#back = document.activeElement
    const selected = selectedWords(editor)
    if (selected) this.query.text = selected
    this.isOpen = true
    if (replacing) this.isReplacing = true
    void tick().then(() => this.field?.select())
  }

  /** Closes; the focus is where it was before, on the page at the match that one went to. */
  close(editor: Editor): void {
    const { body } = document
    const before = this.#back instanceof HTMLElement && this.#back !== body ? this.#back : null
    const isFromPage = !before || paperOf(editor).contains(before)
    const back = isFromPage ? (this.#onPage?.last ?? null) : before
    this.isOpen = false
    this.#back = null
    if (back?.isConnected && back !== editor.view.dom) back.focus({ preventScroll: true })
    else editor.view.focus()
  }

  /** Begins a search of the page; returns what ends it. */
  begin(editor: Editor, values: () => Fields, fields: () => DraftFields | undefined): () => void {
    const { view } = editor
    const onwent = () => this.search?.went()
    const state = () => editor.state
    const onPage = new FieldsOnPaper({ paper: paperOf(editor), body: view.dom, state, values, fields, onwent })
    const search = new Search(view, onPage)
    this.search = search
    this.#onPage = onPage
    const recount = () => search.recount()
    editor.on('transaction', recount)
    return () => {
      editor.off('transaction', recount)
      onPage.destroy()
      if (!editor.isDestroyed) search.end()
      if (this.search === search) this.search = undefined
    }
  }

  /** To the next match or the one before. */
  go(editor: Editor, by: 1 | -1): void {
    this.search?.go(by)
    this.show(editor)
  }

  /** Brings the match that is looked at in sight; the focus goes there from another part of the page. */
  show(editor: Editor): void {
    const now = this.search?.inFields.now
    const isOnPage = paperOf(editor).contains(document.activeElement)
    if (isOnPage) (now ? this.#onPage?.last : editor.view.dom)?.focus({ preventScroll: true })
    // With the layout of the next frame: before it, one would have to be made for this alone.
    requestAnimationFrame(() => {
      if (editor.isDestroyed) return
      if (!now) return showCurrent(editor.view)
      const mark = paperOf(editor).querySelector(`[data-field="${now.field}"] .now, select.now`)
      if (mark) bringInSight(mark.getBoundingClientRect())
    })
  }
}

/** The sheet that the body stands on, with the fields. */
function paperOf({ view }: Editor): HTMLElement {
  return view.dom.closest<HTMLElement>('.paper') ?? view.dom
}

/** The selection when it lies within one line, else "". */
function selectedWords({ state, isFocused }: Editor): string {
  const { activeElement: box } = document
  if (box instanceof HTMLTextAreaElement && box.closest('.paper')) {
    return box.value.slice(box.selectionStart, box.selectionEnd).split('\n')[0] ?? ''
  }
  if (!isFocused) return ''
  const { selection, doc } = state
  return selection.$from.sameParent(selection.$to) ? doc.textBetween(selection.from, selection.to) : ''
}
