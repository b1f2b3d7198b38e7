/**
 * `npm run report:issue`: the figures of issuing, of the product as it is built. `npm run report:issue -- speed` runs the parts
 * whose name holds the word.
 */
import { build } from '../../../server/prepare.js'
import { beside } from './beside.ts'
import { openHouse } from './house.ts'
import { kills } from './kills.ts'
import { many } from './many.ts'
import type { Measure, Part } from './part.ts'
import { providers } from './providers.ts'
import { speed } from './speed.ts'

/** In the order of their last lines. */
const PARTS: readonly (Part | Measure)[] = [beside, speed, many, kills, providers]

const [words = ''] = process.argv.slice(2)
const say = (line: string) => void process.stdout.write(`${line}\n`)
const wanted = PARTS.filter(({ name }) => name.includes(words))
if (wanted.some((part) => 'lines' in part)) build()
const last: string[] = []
for (const part of wanted) {
  if ('figures' in part) {
    last.push(...(await part.figures(say)))
    continue
  }
  const house = await openHouse(await part.settings?.())
  try {
    last.push(...(await part.lines(house, say)))
  } finally {
    await house.close()
  }
}
for (const line of last) say(line)
