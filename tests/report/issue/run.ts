/**
 * `npm run report:issue`: the figures of issuing, of the product as it is built. `npm run report:issue -- speed` runs the parts
 * whose name holds the word.
 */
import { build } from '../../../server/prepare.js'
import { openHouse } from './house.ts'
import { kills } from './kills.ts'
import { many } from './many.ts'
import type { Part } from './part.ts'
import { providers } from './providers.ts'
import { speed } from './speed.ts'

/** In the order of their last lines. */
const PARTS: readonly Part[] = [speed, many, kills, providers]

const [words = ''] = process.argv.slice(2)
const say = (line: string) => void process.stdout.write(`${line}\n`)
build()
const last: string[] = []
for (const part of PARTS) {
  if (!part.name.includes(words)) continue
  const house = await openHouse(await part.settings?.())
  try {
    last.push(...(await part.lines(house, say)))
  } finally {
    await house.close()
  }
}
for (const line of last) say(line)
