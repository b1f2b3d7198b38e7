/**
 * Everything that somebody who may only suggest could forge (GUARD-2), against the built house: every update in every way, frames
 * that are none, and requests; on two nodes where Redis is installed.
 */
import pg from 'pg'
import { build } from '../../../server/prepare.js'
import { attackAll, frames, requests } from '../../hostile/suggester/attack.ts'
import { Room } from '../../hostile/suggester/room.ts'
import { openTwoNodes } from '../../tools/two-nodes.ts'
import type { Part } from './part.ts'

export const forging: Part = {
  name: 'forged',
  async lines(say) {
    build()
    const house = await openTwoNodes()
    const pool = new pg.Pool({ connectionString: house.databaseUrl, max: 2 })
    try {
      const room = await Room.open(house.urls, pool)
      const { kinds, effects } = await attackAll(room, [...requests(), ...frames()], say)
      room.close()
      say(`${house.urls.length} nodes`)
      if (effects.length > 0) process.exitCode = 1
      return [`forged: ${kinds} kinds, ${effects.length} effects`]
    } finally {
      await pool.end()
      await house.close()
    }
  },
}
