/** What was decided on the suggestions of a draft, page by page. */
import { z } from 'zod'
import { SUGGESTION_DECISIONS } from '../../vocabulary.ts'

const named = z.object({ id: z.string(), name: z.string() })
const KINDS = ['put', 'gone', 'replaced', 'look', 'form', 'split', 'join', 'move', 'field', 'several'] as const
const shape = z.object({
  list: z.array(
    z.object({
      id: z.number(),
      how: z.enum(SUGGESTION_DECISIONS),
      kind: z.enum(KINDS),
      was: z.string(),
      put: z.string(),
      reply: z.string(),
      reason: z.string(),
      author: named,
      by: named,
      at: z.coerce.date(),
    }),
  ),
  before: z.number().nullable(),
})
export type Decision = z.infer<typeof shape>['list'][number]

/** Null where the server cannot be reached. */
export async function decisionPage(
  address: string,
  words: string,
  before: number | null,
): Promise<z.infer<typeof shape> | null> {
  const query = new URLSearchParams({ words, ...(before !== null && { before: String(before) }) })
  const answer = await fetch(`${address}/suggestions/decisions?${query}`, {
    headers: { accept: 'application/json' },
  }).catch(() => null)
  return answer?.ok ? shape.parse(await answer.json()) : null
}
