/** What this room has done in processes of their own. */
import { work } from '../compute/contract.ts'
import type { Trust } from './verify/examine.ts'

/** A hundred pages take half a second and 180 MB, four such drafts that stay warm 350 MB; what takes this much will not end. */
const SET = { ms: 60_000, mb: 700 }
/** Who looks at a page in writing asks again with the next letter. */
const LOOK = { ...SET, ms: 20_000 }
/** A hundred pages take a tenth of a second. */
const READ = { ms: 5_000, mb: 500 }

/** A year of 5,000 entries takes five seconds and 800 MB: two at once would be more than all of them may have. */
const REGISTER = { ms: 60_000, mb: 1_200, isAlone: true }

const setting = () => import('./typeset/set.ts')
const reading = () => import('./examine.ts')
const fields = () => import('./sign/field.ts')

/** 25 MB made to cost take a second or two. */
const VERIFY = { ms: 10_000, mb: 600 }

const verifying = () => import('./verify/assess.ts')
type Pdf = { pdf: Uint8Array; trust: Trust }

export const issueWorks = {
  examinePdf: work(VERIFY, async () => {
    const { assessPdf } = await verifying()
    return ({ pdf, trust }: Pdf) => assessPdf(pdf, trust)
  }),
  examineSignatures: work(VERIFY, async () => {
    const { assessSignatures } = await verifying()
    return ({ pdf, trust }: Pdf) => assessSignatures(pdf, trust)
  }),
  /** What the archive has to do for a file, and what an answer about revocation is worth. */
  planArchive: work(VERIFY, async () => {
    const { planOf } = await verifying()
    return ({ pdf, trust }: Pdf) => planOf(pdf, trust)
  }),
  weighAnswer: work({ ...VERIFY, mb: 700 }, async () => (await import('./archive/weigh.ts')).weighAnswer),
  appendStore: work(READ, async () => (await import('./archive/append.ts')).appendStore),
  appendStamp: work(READ, async () => (await import('./archive/append.ts')).appendStamp),
  typeset: work(SET, async () => (await setting()).typeset),
  look: work(LOOK, async () => (await setting()).look),
  setRegister: work(REGISTER, async () => (await import('./typeset/register.ts')).setRegister),
  tryImage: work({ ...LOOK, ms: 10_000 }, async () => (await setting()).tryImage),
  examine: work(READ, async () => (await reading()).examine),
  drawFrozen: work(READ, async () => (await import('./drawn.ts')).drawFrozen),
  frozenForm: work(READ, async () => (await reading()).frozenForm),
  /** Both read the whole file, and the first writes it anew; the key stays with the program. */
  appendField: work(READ, async () => (await fields()).appendField),
  readFields: work(READ, async () => (await fields()).readFields),
  /** A scanner's hundred pages; what is in the pictures is not looked at. */
  readScan: work({ ms: 20_000, mb: 700 }, async () => (await import('./scan/read.ts')).readScan),
  /** 16 million pixels take three seconds. */
  tryPicture: work({ ...READ, ms: 10_000 }, async () => (await import('./sign/picture.ts')).judgePicture),
  markedWord: work(SET, async () => (await import('./word/marked.ts')).markedWord),
  comparedWord: work(SET, async () => (await import('./word/compared.ts')).comparedWord),
  toWord: work(SET, async () => (await import('./word/index.ts')).wordOf),
}
