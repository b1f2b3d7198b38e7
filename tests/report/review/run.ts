/** `npm run report:review`: the figures of the review. `npm run report:review -- words` runs the parts whose name holds the words. */
import { accepting } from './accepting.ts'
import { comparing } from './compare.ts'
import { forging } from './forged.ts'
import { guarding } from './guard.ts'
import type { Part } from './part.ts'
import { suggesting } from './suggestions.ts'
import { typing } from './typing.ts'
import { wording } from './word.ts'

/** In the order of their last lines. */
const PARTS: readonly Part[] = [suggesting, forging, accepting, guarding, typing, comparing, wording]

const [words = ''] = process.argv.slice(2)
const say = (line: string) => void process.stdout.write(`${line}\n`)
const last: string[] = []
for (const part of PARTS) if (part.name.includes(words)) last.push(...(await part.lines(say)))
for (const line of last) say(line)
