/** The decision that the journey writes: a published one where it is at hand, else one of our own of the same make. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface Decision {
  /** What to say about where it comes from. */
  source: string
  subject: string
  /** Căn cứ, one a paragraph. */
  bases: string[]
  /** Without "Điều n.". */
  articles: string[]
}

const SAMPLE = path.resolve('../shared/domain/samples/quyet-dinh-2018.txt')
const OWN = path.resolve('tests/fixtures/quyet-dinh.txt')

export function readDecision(): Decision {
  const isSample = existsSync(SAMPLE)
  const lines = readFileSync(isSample ? SAMPLE : OWN, 'utf8')
    .normalize('NFC')
    .split(/\r?\n/)
  const bases = lines.filter((line) => /^(Căn cứ|Theo đề nghị) /.test(line))
  const articles = lines.flatMap((line) => /^Điều \d+\. (.+)$/.exec(line)?.[1] ?? [])
  const name = /“(.+)”/.exec(articles[0] ?? '')?.[1] ?? ''
  return {
    source: isSample
      ? 'the published decision of 2018'
      : `a decision of our own: the published one is not at ${path.relative('.', SAMPLE)}`,
    subject: `Về việc ban hành ${name}`,
    bases,
    articles,
  }
}
