/** How long a leader waits from the PIN to the signature: rights, text, format, key, freeze, pages, signature, all over HTTP. */
import { and, eq } from 'drizzle-orm'
import { PDFDocument } from 'pdf-lib'
import { issuedFiles } from '../../../server/database/tables.ts'
import { ceremony } from './ceremony.ts'
import { type House, signIn } from './house.ts'
import { at, type Part } from './part.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 60)
/** Until V8 has compiled what is used often, and the key lies locked. */
const WARM_UP = 15
const TWO_PAGES = 12
const HUNDRED_PAGES = 800

export const speed: Part = {
  name: 'speed',
  async lines(house, say) {
    const two = await measure(house, TWO_PAGES, WARM_UP + ROUNDS)
    const short = two.times.slice(WARM_UP)
    const long = await measure(house, HUNDRED_PAGES, 6)
    say(`measured on papers of ${two.pages} and ${long.pages} pages`)
    const p50 = Math.round(at(0.5, short))
    const p95 = Math.round(at(0.95, short))
    const hundred = Math.round(at(0.5, long.times.slice(1)))
    if (p50 > 150 || p95 > 400 || hundred > 2_000) process.exitCode = 1
    return [`PIN to signed, 2 pages: p50 ${p50} ms, p95 ${p95} ms`, `100 pages: ${hundred} ms`]
  },
}

/** One after the other, as one leader signs. */
async function measure(house: House, blocks: number, count: number): Promise<{ times: number[]; pages: number }> {
  const [node] = house.nodes
  const cookie = await signIn(node, 'thangld')
  const papers = await house.papers('thangld', count, blocks)
  const times: number[] = []
  for (const paper of papers) {
    const { signedMs, failed } = await ceremony(node, cookie, paper, { act: 'finalize' })
    if (signedMs === null) throw new Error(`a paper was not signed: ${failed}`)
    times.push(signedMs)
  }
  const [file] = await house.db
    .select({ bytes: issuedFiles.bytes })
    .from(issuedFiles)
    .where(and(eq(issuedFiles.draftId, papers[0]?.id ?? ''), eq(issuedFiles.kind, 'pdf-signed')))
  if (!file) throw new Error('there is no signed file')
  return { times, pages: (await PDFDocument.load(file.bytes)).getPageCount() }
}
