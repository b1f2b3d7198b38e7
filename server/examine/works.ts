/** What this room has done in processes of their own. */
import { type Doing, work } from '../compute/contract.ts'

/** 8 MB of the worst text take a few seconds. */
const EXAMINE = { ms: 30_000, mb: 600 }
/** Holds the text as it is and as it was. Asked for by hand, and seldom. */
const WAY_BACK = { ...EXAMINE, mb: 900 }
/**
 * A hundred pages take a tenth of a second, a table of 1,500 rows one, on a slow machine two. Somebody waits for a page,
 * which has five, and then needs its words.
 */
const DRAW = { ms: 3_000, mb: 500 }
/** Read and written once more: a hundred pages take a third of a second. */
const BEGIN = { ms: 10_000, mb: 600 }

const jobs = () => import('./jobs.ts')

export const examineWorks = {
  judge: work(EXAMINE, async () => (await jobs()).judge),
  wayBack: work(WAY_BACK, async () => (await jobs()).wayBack),
  draw: work(DRAW, async () => (await jobs()).draw),
  drawHeavy: work(EXAMINE, async () => (await jobs()).drawHeavy),
  begin: work(EXAMINE, async () => (await jobs()).begin),
  subjectOf: work(DRAW, async () => (await jobs()).subjectOf),
  keepModel: work(BEGIN, async () => (await jobs()).keepModel),
  beginAgain: work(BEGIN, async () => (await jobs()).beginAgain),
}

type Works = typeof examineWorks
/** Has a process do it. */
export type Examine = { readonly [Name in keyof Works]: Doing<Works[Name]> }
