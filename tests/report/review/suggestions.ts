/** SUG-1: ten thousand sequences of what three authors suggest and others decide. SEQUENCES=100000 and SEED for more. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { drawSeed } from '../../fuzz/random.ts'
import type { Part } from './part.ts'
import type { Asked, Played } from './sequences-process.ts'

const SEQUENCES = Number(process.env.SEQUENCES ?? 10_000)

export const suggesting: Part = {
  name: 'suggestions',
  async lines(say) {
    const seed = drawSeed('suggestions')
    const processes = Math.max(1, availableParallelism())
    const share = Math.ceil(SEQUENCES / processes)
    const all = await Promise.all(
      Array.from({ length: processes }, (_, at) =>
        play({ first: seed + at * share, count: Math.min(share, SEQUENCES - at * share) }),
      ),
    )
    const [differences, undone] = [all.flatMap((one) => one.differences), all.flatMap((one) => one.undone)]
    for (const difference of [...differences.slice(0, 20), ...undone.slice(0, 20)]) say(difference)
    say(`${all.reduce((sum, one) => sum + one.suggestions, 0)} suggestions`)
    if (differences.length + undone.length > 0) process.exitCode = 1
    return [
      `suggestions: ${SEQUENCES} sequences, ${differences.length} differences`,
      `decisions taken back: ${SEQUENCES} sequences, ${undone.length} differences`,
    ]
  },
}

async function play(asked: Asked): Promise<Played> {
  const child = fork(fileURLToPath(new URL('sequences-process.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  child.send(asked)
  const ended = once(child, 'exit').then(() => null)
  const said = await Promise.race([once(child, 'message'), ended])
  if (!said) throw new Error('a process of sequences ended early')
  return said[0] as Played
}
