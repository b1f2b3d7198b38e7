/**
 * `npm run report:siege`: everything that an audit did to stop the house, and more of the same kinds, while four people
 * type. `npm run report:siege -- words` runs the attacks whose name holds the words; SMALL=1 those of CI.
 */
import { build } from '../../../server/prepare.js'
import { AUTHOR } from './attacks/author.ts'
import { READER } from './attacks/reader.ts'
import { STRANGER } from './attacks/stranger.ts'
import { besiege } from './siege.ts'

const [words = ''] = process.argv.slice(2)
const isSmall = process.env.SMALL === '1'
const attacks = [...STRANGER, ...READER, ...AUTHOR].filter(
  ({ name, isQuick }) => name.includes(words) && (isQuick || !isSmall),
)

const say = (line: string) => void process.stdout.write(`${line}\n`)
build()
const siege = await besiege(attacks, say)
say(`\ntyping slowest during: ${siege.worst.typing}`)
say(`main thread held longest during: ${siege.worst.block}`)
say(`memory highest during: ${siege.worst.memory}`)
for (const line of siege.broken) say(`broken: ${line}`)
for (const line of siege.late) say(`late: ${line}`)
if (siege.lostLetters > 0) say(`letters never confirmed: ${siege.lostLetters}`)
const whole = (number: number) => Math.round(number)
say(
  `siege: ${siege.attacks} attacks, typing p99 ${whole(siege.typingP99Ms)} ms, longest block ${whole(siege.longestBlockMs)} ms, memory peak ${whole(siege.memoryPeakMb)} MB, ${siege.late.length} answers late`,
)
process.exit(siege.broken.length > 0 || siege.lostLetters > 0 ? 1 : 0)
