/** What stands in the margin: what people say, what they suggest and what the check has found, as far as it is to be seen. */
import type * as Y from 'yjs'
import { clauseHeads } from '../core/clause-heads.ts'
import { isFollowing } from '../core/highlights.ts'
import { byId, idSet, isSameList } from '../core/ids.ts'
import { DRAFTED } from '../core/passages.ts'
import { drawnIn, suggestionPos } from '../core/suggested.ts'
import type { ColleagueItem, SuggestionItem, ThreadItem } from '../types.ts'
import { byClause } from './by-clause.ts'
import { authorPasses, isFiltered } from './filter.ts'
import { type Item, itemsOf, whereOf } from './items.ts'
import type { Mended } from './mending.ts'
import type { Addressee } from './mentions.ts'
import { orphansIn } from './orphans.ts'
import type { Suggestions } from './suggestions.svelte.ts'
import type { Threads } from './threads.svelte.ts'

/** What is open for the draft, as far as the margin needs it. `version` grows when the body has changed. */
export interface MarginDesk extends Mended {
  readonly threads: Threads
  readonly suggestions: Suggestions
  /** The text that everybody shares: nothing that is only suggested is in it. */
  readonly shared: Y.Doc | undefined
  readonly version: number
  readonly isWriting: boolean
}

interface Lost {
  drawn: unknown
  open: readonly SuggestionItem[]
  lost: readonly SuggestionItem[]
}

export class Said {
  readonly #desk: () => MarginDesk
  readonly #people: () => readonly ColleagueItem[]

  constructor(desk: () => MarginDesk, people: () => readonly ColleagueItem[]) {
    this.#desk = desk
    this.#people = people
  }

  readonly threads = $derived.by(() => this.#desk().threads)
  readonly suggestions = $derived.by(() => this.#desk().suggestions)
  readonly unitOf = $derived.by(() => byId(this.#people(), ({ unit }) => unit))
  /** The passages of hundreds of threads are found together, once the text is here; until then nothing is asked of them. */
  readonly isReady = $derived.by(() => {
    const { editor, version } = this.#desk()
    if (!editor || version < 0) return false
    return isFollowing(editor.state) || !this.threads.list.some(({ anchor }) => anchor)
  })
  /** Threads of which what they are about is gone, and what is said of it. Told only once the text is here. */
  readonly orphans = $derived.by(() => {
    const { editor, version, values } = this.#desk()
    if (!editor || version < 0 || !this.isReady) return null
    return orphansIn(this.threads.shown, { editor, values, suggestions: this.suggestions.list })
  })
  /** Suggestions whose words are not in the text. Told only once it is here. */
  readonly #lost = $derived.by((): readonly SuggestionItem[] => {
    const { editor, version } = this.#desk()
    if (!editor || version < 0 || this.suggestions.version < 0 || !this.suggestions.isDrawn) return []
    const [drawn, { open }] = [drawnIn(editor), this.suggestions]
    if (this.#last.drawn === drawn && this.#last.open === open) return this.#last.lost
    const isLost = ({ id, changes }: SuggestionItem) =>
      suggestionPos(editor, id) === null && !changes.every(({ is }) => is === 'field')
    const lost = open.filter(isLost)
    this.#last = { drawn, open, lost: isSameList(lost, this.#last.lost) ? this.#last.lost : lost }
    return this.#last.lost
  })
  /** As long as they are the same it is the same list: nothing follows from it at each letter. */
  #last: Lost = { drawn: null, open: [], lost: [] }
  readonly lost = $derived.by(() => idSet(this.#lost))
  /** With those that were decided, where what is settled is to be seen. */
  readonly #suggested = $derived.by(() =>
    (this.threads.showResolved ? this.suggestions.list : this.suggestions.inView).filter(({ author: { id } }) =>
      authorPasses({ id, unit: this.unitOf.get(id) ?? null }, this.threads.filter, this.threads.me),
    ),
  )
  /** What the check finds is nobody's: it goes when one asks for somebody's words. */
  readonly #findings = $derived.by(() => (isFiltered(this.threads.filter) ? [] : this.#desk().findings.list))
  /** By suggestion, what is said under it. */
  readonly under = $derived.by(() => {
    const under = byId(this.#suggested, (): ThreadItem[] => [])
    for (const thread of this.threads.shown) if (thread.suggestionId) under.get(thread.suggestionId)?.push(thread)
    return under
  })
  /** How many suggestions stand there. */
  readonly suggested = $derived.by(() => this.#suggested.length)
  readonly drafted = $derived.by(() => this.threads.drafted)
  readonly #isDraftedApart = $derived.by(
    () => this.drafted !== null && !this.under.has(this.drafted.suggestionId ?? ''),
  )
  readonly items = $derived.by(() =>
    itemsOf({
      drafted: this.#isDraftedApart ? this.drafted : null,
      threads: this.threads.shown.filter(({ suggestionId }) => !this.under.has(suggestionId ?? '')),
      suggestions: this.#suggested,
      findings: this.#findings,
    }),
  )
  /** What stands exactly beside its line. */
  readonly active = $derived.by(() => {
    const { threads, suggestions, drafted, under } = this
    if (this.#isDraftedApart) return DRAFTED
    const thread = threads.list.find(({ id }) => id === threads.active)
    const host = thread?.suggestionId ?? drafted?.suggestionId
    return host && under.has(host) ? host : (threads.active ?? suggestions.active)
  })
  /** The same as a list, by clause. What is being begun stands above it, with its button in sight. */
  readonly groups = $derived.by(() => {
    const { editor, version } = this.#desk()
    if (!this.isReady || version < 0) return []
    const placed = this.items
      .filter(({ is }) => is !== 'drafted')
      .map((item) => ({ item, where: whereOf(editor, item) }))
    return byClause(placed, editor ? clauseHeads(editor) : [])
  })

  /** What people say among these, in their order. */
  threadIds(items: readonly Item[]): string[] {
    return items.flatMap((item) =>
      item.is === 'thread' ? [item.id] : (this.under.get(item.id) ?? []).map(({ id }) => id),
    )
  }

  /** Who can be spoken to in words that are for these. */
  readonly addressees = ({ audience, unit }: Pick<ThreadItem, 'audience' | 'unit'>): readonly Addressee[] =>
    audience === 'all' ? this.#everybody : audience === 'unit' && unit !== null ? this.#colleagues(unit) : []
  readonly #everybody = $derived.by(() => this.#colleagues(null))

  #colleagues(unit: string | null): Addressee[] {
    return this.#people()
      .filter(({ id, unit: own }) => id !== this.threads.me && (unit === null || own === unit))
      .map(({ id, name, position, unit }) => ({ id, name, note: [position, unit].filter(Boolean).join(', ') }))
  }
}
