/** Seeded randomness for tests: the same seed replays the same run. */
export type Random = ReturnType<typeof seeded>

export function seeded(seed: number) {
  let state = seed >>> 0 || 1
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    /** A whole number from 0 to below `limit`. */
    below: (limit: number) => Math.floor(next() * limit),
    chance: (of: number) => next() < of,
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
  }
}

/** A seed for this run, or the one that SEED asks for. It is printed at once: a run that fails may tell nothing later. */
export function drawSeed(name: string): number {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  process.stdout.write(`${name}: SEED=${seed} plays it again\n`)
  return seed
}
