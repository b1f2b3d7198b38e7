/** Articles that others speak of by number: in the text, and in «Như Điều …» of the recipients. */
import type { Block, Line } from './inspect.ts'
import { matches } from './inspect.ts'
import type { Rule } from './rule.ts'

const EXECUTION = /chịu\s+trách\s+nhiệm\s+(?:tổ\s+chức\s+)?(?:thi\s+hành|thực\s+hiện)/iu

export const articleCount = (proper: readonly Block[]) => proper.filter(({ level }) => level === 'dieu').length

/** Number of the article that names those who carry the document out: by its words, else the last; 0 without articles. */
export function executingArticle(proper: readonly Block[]): number {
  let number = 0
  let found = 0
  for (const { level, node, text } of proper) {
    if (level === 'dieu') number++
    if (node.type !== 'quote' && EXECUTION.test(text)) found = number
  }
  return found === 0 ? number : found
}

export const articleRules: Rule[] = [
  {
    id: 'cite_own_unknown',
    severity: 'advice',
    article: 'Phụ lục II, Mục V.7',
    *find({ kind, proper, lines }) {
      const last = articleCount(proper)
      for (const breach of matches(ownWords(lines), ownArticle(kind.name), () => null)) {
        const number = Number(/\d+/.exec(String(breach.params?.found))?.[0])
        if (number > last) yield { ...breach, params: { ...breach.params, last } }
      }
    },
  },
  {
    id: 'cite_own_clause_unknown',
    severity: 'advice',
    article: 'Phụ lục II, Mục V.7',
    *find({ kind, proper, lines }) {
      const counts = clauseCounts(proper)
      const pattern = new RegExp(String.raw`(?<!\p{L})khoản\s+\d+\s+${ownArticle(kind.name).source}`, 'giu')
      for (const breach of matches(ownWords(lines), pattern, () => null)) {
        const [clause, article] = String(breach.params?.found).match(/\d+/g)?.map(Number) ?? []
        const last = counts[(article ?? 0) - 1]
        if (clause !== undefined && article !== undefined && last !== undefined && clause > last)
          yield { ...breach, params: { ...breach.params, article, last } }
      }
    },
  },
]

const ownWords = (lines: readonly Line[]) => lines.filter(({ node }) => node.type !== 'quote')

/** "Điều 5 Quyết định này" of a quyết định: an article of this very document. */
const ownArticle = (kind: string) =>
  new RegExp(String.raw`Điều\s+(\d+)(?:\s+của)?\s+${kind.replaceAll(' ', String.raw`\s+`)}\s+này(?!\p{L})`, 'giu')

/** How many khoản each article has. */
function clauseCounts(proper: readonly Block[]): number[] {
  const counts: number[] = []
  for (const { level } of proper) {
    if (level === 'dieu') counts.push(0)
    else if (level === 'khoan' && counts.length > 0) counts.push((counts.pop() ?? 0) + 1)
  }
  return counts
}
