/** A year of papers over two nodes, up to two hundred at once: no gap, no double, and no memory that stays. */
import { ceremony } from './ceremony.ts'
import { signIn } from './house.ts'
import type { Part } from './part.ts'
import { numbersOf, stateOf } from './register.ts'

const FINALIZATIONS = Number(process.env.FINALIZATIONS ?? 500)
const AT_ONCE = 200
const SIGNERS = ['thangld', 'vanqt', 'binhnh', 'truongdv', 'hanhct'] as const
/** More than one page, so that the pages take their time too. */
const BLOCKS = 8

export const many: Part = {
  name: 'finalizations',
  async lines(house, say) {
    const cookies = await Promise.all(SIGNERS.map((username) => signIn(house.nodes[0], username)))
    const made = await Promise.all(
      SIGNERS.map(async (signer, at) => {
        const papers = await house.papers(signer, Math.ceil(FINALIZATIONS / SIGNERS.length), BLOCKS)
        return papers.map((paper) => ({ paper, cookie: cookies[at] ?? '' }))
      }),
    )
    // In turn, as they come from five desks.
    const all = made.flatMap((papers) => papers.map((one, at) => ({ ...one, at }))).toSorted((a, b) => a.at - b.at)
    const memory = async () => Math.max(...(await Promise.all(house.nodes.map((node) => node.memory()))))
    let before = 0
    for (let begin = 0; begin < all.length; begin += AT_ONCE) {
      const told = await Promise.all(
        all
          .slice(begin, begin + AT_ONCE)
          .map(({ paper, cookie }, at) => ceremony(house.nodes[at % 2 ? 0 : 1], cookie, paper, { act: 'finalize' })),
      )
      for (const { failed } of told) if (failed !== null) say(`refused: ${failed}`)
      before ||= await memory() // what two hundred at once take is there from then on
    }
    const grown = Math.max(0, Math.round((await memory()) - before))
    const states = [
      ...(
        await stateOf(
          house,
          all.map(({ paper }) => paper),
        )
      ).values(),
    ]
    const unsigned = states.filter(({ state }) => state !== 'signed').length
    if (unsigned > 0) say(`${unsigned} papers were not signed`)
    const { gaps, doubles } = await numbersOf(house)
    if (gaps > 0 || doubles > 0 || unsigned > 0 || grown > 30) process.exitCode = 1
    return [`${all.length} finalizations: ${gaps} gaps, ${doubles} doubles, memory +${grown} MB`]
  },
}
