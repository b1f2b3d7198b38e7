/** `npm run report:review`: the figures of the review. `npm run report:review -- words` runs the parts whose name holds the words. */
import { comparing } from './compare.ts'
import type { Part } from './part.ts'

const PARTS: readonly Part[] = [comparing]

const [words = ''] = process.argv.slice(2)
const say = (line: string) => void process.stdout.write(`${line}\n`)
const last: string[] = []
for (const part of PARTS) if (part.name.includes(words)) last.push(...(await part.lines(say)))
for (const line of last) say(line)
