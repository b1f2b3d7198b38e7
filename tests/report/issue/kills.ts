/** kill -9 of one node at every step while papers are signed over both: the other goes on, and nothing is lost. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ceremony } from './ceremony.ts'
import { signIn } from './house.ts'
import type { Part } from './part.ts'
import { numbersOf, stateOf } from './register.ts'

const KILLS = Number(process.env.KILLS ?? 20)
const PAPERS = 8
/** When the node dies: with the first word of a step, or so many milliseconds after the press. */
const MOMENTS = [10, 40, 80, 120, 'frozen', 'numbered', 'typeset', 'signed', 160, 240] as const

export const kills: Part = {
  name: 'kills',
  async lines(house, say) {
    const [doomed, other] = house.nodes
    const cookie = await signIn(other, 'vanqt')
    let stuck = 0
    let lost = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const moment = MOMENTS[kill % MOMENTS.length] ?? 10
      const papers = await house.papers('vanqt', PAPERS, 8)
      let dying: Promise<void> | null = null
      const die = () => (dying ??= doomed.end('SIGKILL'))
      const signing = papers.map((paper, at) =>
        ceremony(at % 2 ? doomed : other, cookie, paper, {
          act: 'finalize',
          onStep: (step) => void (at % 2 && step === moment && die()),
        }),
      )
      if (typeof moment === 'number') await sleep(moment)
      else await Promise.race([Promise.all(signing), untilTold(() => dying !== null)])
      await die()
      await Promise.all(signing)
      const numbered = await stateOf(house, papers)
      // Each goes on from where it is, on the node that lives.
      for (const paper of papers) {
        const state = numbered.get(paper.id)?.state
        if (state !== 'signed')
          await ceremony(other, cookie, paper, { act: state === 'approved' ? 'finalize' : 'resume' })
      }
      const ended = await stateOf(house, papers)
      const unsigned = papers.filter(({ id }) => ended.get(id)?.state !== 'signed')
      const changed = papers.filter(({ id }) => {
        const number = numbered.get(id)?.number ?? null
        return number !== null && ended.get(id)?.number !== number
      })
      say(`killed at ${moment}: ${unsigned.length} not signed, ${changed.length} with another number`)
      stuck += unsigned.length
      lost += changed.length
      await doomed.start()
    }
    const { gaps, doubles } = await numbersOf(house)
    lost += gaps + doubles
    if (stuck > 0 || lost > 0) process.exitCode = 1
    return [`kills: ${KILLS}, stuck ${stuck}, lost ${lost}`]
  },
}

async function untilTold(isTold: () => boolean): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until && !isTold();) await sleep(5)
}
