/**
 * GUARD-2: who may only suggest, from a raw socket and over HTTP, beside honest work of three others. `npm run report:review` sends
 * every kind in every way, to two nodes.
 */
import { expect, test } from '@playwright/test'
import { type Attack, attackAll, frames, requests } from '../hostile/suggester/attack.ts'
import { Room } from '../hostile/suggester/room.ts'
import { WHOLE } from '../whole.ts'

test.setTimeout(180_000)

async function attack(url: string, attacks: readonly Attack[]): Promise<string[]> {
  const room = await Room.open([url])
  try {
    return (await attackAll(room, attacks)).effects
  } finally {
    room.close()
  }
}

test('GUARD-2: forged requests are refused, and change nothing', async ({ baseURL }) => {
  const some = requests().filter((_, at) => WHOLE || at % 2 === 0)
  expect(await attack(baseURL ?? '', some)).toEqual([])
})

test('GUARD-2: nor does a frame of the socket', async ({ baseURL }) => {
  const some = frames({ isSmall: true }).filter((_, at) => WHOLE || at % 4 === 0)
  expect(await attack(baseURL ?? '', some)).toEqual([])
})
