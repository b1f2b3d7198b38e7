/** What this room has done in processes of their own: texts may be long, and somebody may have made them to be slow. */
import { work } from '../compute/contract.ts'

/** A hundred pages are read in a tenth of a second, and two hundred compared in one; whoever asks waits for it. */
const READ = { ms: 5_000, mb: 600 }
const COMPARE = { ms: 10_000, mb: 700 }

const jobs = () => import('./jobs.ts')

export const versionWorks = {
  nameText: work(READ, async () => (await jobs()).nameText),
  countWords: work(COMPARE, async () => (await jobs()).countWords),
  drawMoment: work(READ, async () => (await jobs()).drawMoment),
  compareTexts: work(COMPARE, async () => (await jobs()).compareTexts),
  compareMore: work(COMPARE, async () => (await jobs()).compareMore),
  /** Some twenty texts are read for it. */
  originsOfWords: work({ ...COMPARE, ms: 20_000 }, async () => (await jobs()).originsOfWords),
  changeBack: work(COMPARE, async () => (await jobs()).changeBack),
}
