import type { House } from './house.ts'

/** What is wrong with the numbers of the register, all of which were given to somebody. */
export async function numbersOf({ pool }: House): Promise<{ gaps: number; doubles: number; last: number }> {
  const { rows } = await pool.query<{ number: number }>(
    'select number from register_entries where not number_returned order by number',
  )
  const numbers = rows.map(({ number }) => number)
  const given = new Set(numbers)
  const last = numbers.at(-1) ?? 0
  return { gaps: last - given.size, doubles: numbers.length - given.size, last }
}

/** How many of these papers are signed, and how many of them have a number. */
export async function stateOf(
  { pool }: House,
  papers: readonly { id: string }[],
): Promise<Map<string, { state: string; number: number | null }>> {
  const { rows } = await pool.query<{ id: string; state: string; number: number | null }>(
    'select d.id, d.state, e.number from drafts d left join register_entries e on e.draft_id = d.id where d.id = any($1)',
    [papers.map(({ id }) => id)],
  )
  return new Map(rows.map(({ id, state, number }) => [id, { state, number }]))
}
