/** The decision that the journey writes: one that the province of Sơn La published. */
import { publishedText } from '../../fixtures/published.ts'

export interface Decision {
  subject: string
  /** Căn cứ, one a paragraph. */
  bases: string[]
  /** Without "Điều n.". */
  articles: string[]
}

export function readDecision(): Decision {
  const lines = publishedText('quyet-dinh-2018.txt').split(/\r?\n/)
  const articles = lines.flatMap((line) => /^Điều \d+\. (.+)$/.exec(line)?.[1] ?? [])
  return {
    subject: `Về việc ban hành ${/“(.+)”/.exec(articles[0] ?? '')?.[1] ?? ''}`,
    bases: lines.filter((line) => /^(Căn cứ|Theo đề nghị) /.test(line)),
    articles,
  }
}
