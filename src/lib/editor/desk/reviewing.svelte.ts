/** From one suggestion to the next, and deciding on the one in view: by the bar, by keys, heard as well as seen. */
import { TextSelection } from '@tiptap/pm/state'
import { tick } from 'svelte'
import { m } from '$lib/paraglide/messages'
import { inWholeWords } from '../../document/suggest/whole-words.ts'
import { toldOf } from '../../document/suggest/words.ts'
import { byId, idSet, isSameList } from '../core/ids.ts'
import { fieldElement } from '../core/passages.ts'
import { citeIn, drawnIn, suggestionPos, suggestionsIn } from '../core/suggested.ts'
import { kindWords } from '../core/suggestion-words.ts'
import type { SuggestionItem } from '../types.ts'
import type { Desk } from './desk.svelte.ts'

/** Longer ones are read in their card. */
const MOST_WORDS = 160

interface Ordered {
  drawn: unknown
  inView: readonly SuggestionItem[]
  ordered: readonly SuggestionItem[]
}

export class Reviewing {
  /** For who hears the page. */
  said = $state('')
  readonly #desk: Desk
  readonly #paper: () => HTMLElement | undefined
  /** As long as the order is the same it is the same list: nothing follows from it at each letter. */
  #last: Ordered = { drawn: null, inView: [], ordered: [] }

  constructor(desk: Desk, paper: () => HTMLElement | undefined) {
    this.#desk = desk
    this.#paper = paper
  }

  /** Those of the view as the text has them; what is about the page before all. */
  readonly ordered = $derived.by((): readonly SuggestionItem[] => {
    const { editor, suggestions, version } = this.#desk
    if (!editor || version < 0 || suggestions.version < 0) return suggestions.inView
    const [drawn, { inView }] = [drawnIn(editor), suggestions]
    if (this.#last.drawn === drawn && this.#last.inView === inView) return this.#last.ordered
    const places = byId(inView, ({ id }) => suggestionPos(editor, id) ?? -1)
    const ordered = inView.toSorted((a, b) => (places.get(a.id) ?? -1) - (places.get(b.id) ?? -1))
    this.#last = { drawn, inView, ordered: isSameList(ordered, this.#last.ordered) ? this.#last.ordered : ordered }
    return this.#last.ordered
  })

  /** Those that stand in the words that are chosen. */
  get chosen(): string[] {
    const { editor, suggestions } = this.#desk
    if (!editor || editor.state.selection.empty) return []
    const { from, to } = editor.state.selection
    const open = idSet(suggestions.inView)
    return suggestionsIn(editor, from, to).filter((id) => open.has(id))
  }

  step(by: 1 | -1): void {
    const { ordered } = this
    const { suggestions, editor } = this.#desk
    if (ordered.length === 0) return void (this.said = m.suggest_said_none())
    const at = ordered.findIndex(({ id }) => id === suggestions.active)
    // Without one in view, from where the caret stands.
    const caret = editor?.state.selection.head ?? 0
    const behind = ordered.findIndex(({ id }) => ((editor && suggestionPos(editor, id)) ?? -1) >= caret)
    const first = by === 1 ? Math.max(0, behind) : (behind < 0 ? ordered.length : behind) - 1
    const next = at < 0 ? first : at + by
    const shown = ordered[(next + ordered.length) % ordered.length]
    if (shown) this.show(shown)
  }

  /** Decides on the one in view and goes to the next; where none is in view, to the first. */
  async decide(how: 'accept' | 'reject'): Promise<void> {
    const { suggestions } = this.#desk
    const at = this.ordered.findIndex(({ id }) => id === suggestions.active)
    const current = this.ordered[at]
    if (!current) return this.step(1)
    if (how === 'accept' && current.needsAnother) return void (this.said = m.suggest_needs_another())
    if (!(await suggestions.decide(how, [current]))) return
    await tick()
    const next = this.ordered[Math.min(at, this.ordered.length - 1)]
    if (next) return this.show(next)
    suggestions.active = null
    this.said = m.suggest_said_none()
  }

  show(suggestion: SuggestionItem): void {
    const { editor, suggestions, isWriting } = this.#desk
    suggestions.active = suggestion.id
    this.said = this.#sentence(suggestion)
    const field = suggestion.changes.find((change) => change.is === 'field')
    const pos = editor && suggestionPos(editor, suggestion.id)
    if (editor && pos !== null && pos !== undefined) {
      if (isWriting && !editor.view.composing) {
        const near = TextSelection.near(editor.state.doc.resolve(Math.min(pos, editor.state.doc.content.size)))
        editor.view.dispatch(editor.state.tr.setSelection(near))
      }
      const { node } = editor.view.domAtPos(pos)
      const element = node instanceof HTMLElement ? node : node.parentElement
      element?.scrollIntoView({ block: 'center' })
    } else if (field) {
      const paper = this.#paper()
      if (paper) fieldElement(paper, field.name)?.scrollIntoView({ block: 'center' })
    }
  }

  readonly #cite = (target: string): string | undefined => {
    const { editor } = this.#desk
    return editor && citeIn(editor.state, target)
  }

  #sentence({ id, author, changes }: SuggestionItem): string {
    const { shared } = this.#desk
    const { kind, was, put } = toldOf(shared ? inWholeWords(shared, changes) : changes, this.#cite)
    const way = this.#desk.suggestions.ways.get(id)
    const words = [was, put].filter(Boolean).join(' → ')
    return m.suggest_said({
      at: this.ordered.findIndex((one) => one.id === id) + 1,
      count: this.ordered.length,
      kind: way ? m.suggest_way({ from: way.from, to: way.to }) : kindWords(kind),
      name: author.name,
      words: words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)}…` : words,
    })
  }
}
