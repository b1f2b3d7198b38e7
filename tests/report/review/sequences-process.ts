/** Plays sequences in a process of its own, and tells each difference. */
import { type Outcome, sequence } from '../../fuzz/review/sequences.ts'

export interface Asked {
  first: number
  count: number
}

export type Played = Outcome

process.once('message', ({ first, count }: Asked) => {
  const played: Played = { differences: [], undone: [], suggestions: 0 }
  for (let seed = first; seed < first + count; seed++) {
    const { differences, undone, suggestions } = sequence(seed)
    played.differences.push(...differences)
    played.undone.push(...undone)
    played.suggestions += suggestions
  }
  process.send?.(played, () => process.exit(0))
})
