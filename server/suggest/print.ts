/** What is suggested, for the print of a view. */
import { z } from 'zod'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import { parse } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import type { Ground } from './ground.ts'
import { readSuggestions } from './read.ts'

/** "by:" and the id of a person: of theirs alone. */
export const viewing = z.object({
  draftId: z.string(),
  view: z.union([z.enum(['marked', 'final', 'original', 'mine']), z.string().regex(/^by:[0-9a-f-]{36}$/)]),
})

/** How what would only look or stand otherwise is told, in the reader's language. */
export type NoteOf = (change: Change) => string

/** What makes of the text the one that this view shows. Whoever may not read the review gets the text as it is. */
export async function textOfView(
  ground: Ground,
  person: Person,
  input: z.input<typeof viewing>,
  noteOf: NoteOf = () => '',
): Promise<(state: Uint8Array) => Promise<Uint8Array>> {
  const { draftId, view } = parse(viewing, input)
  const all = view === 'original' ? [] : await readSuggestions(ground, person, draftId)
  const open = all.filter(({ state, isMine, author }) => {
    if (state !== 'open' || (view === 'mine' && !isMine)) return false
    return !view.startsWith('by:') || author.id === view.slice(3)
  })
  if (open.length === 0) return (state) => Promise.resolve(state)
  const asked = open.map(({ client, changes }) => ({ client, changes, notes: changes.map(noteOf) }))
  return (state) => ground.view(person, draftId, { state, open: asked, isMarked: view !== 'final' })
}
