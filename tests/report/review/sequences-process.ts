/** Plays sequences in a process of its own, and tells each difference. */
import { sequence } from '../../fuzz/review/sequences.ts'

export interface Asked {
  first: number
  count: number
}

export interface Played {
  differences: string[]
  suggestions: number
}

process.once('message', ({ first, count }: Asked) => {
  const played: Played = { differences: [], suggestions: 0 }
  for (let seed = first; seed < first + count; seed++) {
    const { differences, suggestions } = sequence(seed)
    played.differences.push(...differences)
    played.suggestions += suggestions
  }
  process.send?.(played, () => process.exit(0))
})
