/** What colleagues suggest to change, beside the text until it is decided (docs/decisions/0016-suggestions.md). */
import type { z } from 'zod'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { bringSuggestions } from './bring.ts'
import { decide } from './decide.ts'
import type { Ground } from './ground.ts'
import { keepSuggestions } from './keep.ts'
import { takeApart } from './part.ts'
import { type NoteOf, textOfView, type viewing } from './print.ts'
import { readSuggestions } from './read.ts'
import { readDecisions, type searching } from './record.ts'
import type { Brought, Decided, deciding, DecisionPage, keeping, parting, SuggestionView } from './shapes.ts'

export { needNoneOpen } from './read.ts'

/** Reading needs `see`, suggesting `suggest`, deciding `decide`; throws `not_found`, `not_allowed`, `wrong_state`, `bad_input`. */
export interface Suggest {
  list(person: Person, draftId: string): Promise<SuggestionView[]>
  /** One's own only. Answers which were decided meanwhile. */
  keep(person: Person, input: z.input<typeof keeping>): Promise<{ decided: string[] }>
  /** With a new draft, in the transaction that makes it. */
  bring(tx: Transaction, person: Person, draftId: string, brought: readonly Brought[]): Promise<void>
  decide(person: Person, input: z.input<typeof deciding>): Promise<Decided>
  /** A replacement becomes two suggestions: what goes, and what comes. */
  takeApart(person: Person, input: z.input<typeof parting>): Promise<void>
  /** What was decided on this draft, searched. */
  decisions(person: Person, input: z.input<typeof searching>): Promise<DecisionPage>
  /** What makes of the text the one that a view shows, for print. */
  textOf(
    person: Person,
    input: z.input<typeof viewing>,
    noteOf?: NoteOf,
  ): Promise<(state: Uint8Array) => Promise<Uint8Array>>
}

export function createSuggest(ground: Ground): Suggest {
  return {
    list: (person, draftId) => readSuggestions(ground, person, draftId),
    keep: (person, input) => keepSuggestions(ground, person, input),
    bring: bringSuggestions,
    decide: (person, input) => decide(ground, person, input),
    takeApart: (person, input) => takeApart(ground, person, input),
    textOf: (person, input, noteOf) => textOfView(ground, person, input, noteOf),
    decisions: (person, input) => readDecisions(ground, person, input),
  }
}
