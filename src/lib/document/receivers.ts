/** Who receives a paper, as its office's register tells it (Decree 30, Phụ lục IV, «Nơi nhận văn bản»). */
import { fold } from './fold.ts'
import type { BodyNode, OfficialDocument } from './model.ts'
import { bareItem } from './print/lines.ts'
import { linesOf } from './text.ts'

/**
 * One after the other, with "; " between them. For «Như trên» the addressees of Kính gửi stand, for «Như Điều 3» those
 * whom that article names where it does so beyond doubt; else the words as they are printed. Addressees receive the paper
 * where «Như trên» is left out too. What was registered before migration 0029 reads the same way there.
 */
export function receivers({ fields, body }: Pick<OfficialDocument, 'fields' | 'body'>): string {
  const items = (text: string) => linesOf(text.normalize('NFC')).map(bareItem).filter(Boolean)
  const addressees = items(fields.addressees)
  const named = items(fields.recipients).flatMap((item) => {
    if (addressees.length > 0 && AS_ABOVE.test(item)) return []
    const [, article] = AS_ARTICLE.exec(item) ?? []
    return [(article && namedIn(body.content ?? [], Number(article))) ?? item]
  })
  return [...new Map([...addressees, ...named].map((item) => [fold(item), item])).values()].join('; ')
}

/** With what it is for: "Như trên (để báo cáo)". */
const AS_ABOVE = /^như\s+(?:trên|(?:mục\s+)?kính\s+gửi)\s*(?:\(|$)/iu
/** And no further one: "Như Điều 1, 3" stays as it is printed. */
const AS_ARTICLE = /^như\s+điều\s+(\d{1,4})\s*(?:\(|$)/iu
const EXECUTION = / ?(?:có |chịu )trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện) /iu
const OF_THIS = /^(?:nghị quyết|quyết định|quy chế|quy định|chỉ thị) này ?[./]*$/iu
/** A sentence that ends before another one begins. */
const NEXT_SENTENCE = /\. (?=\p{Lu})/u
const ABOUT_ITSELF = /(?:nghị quyết|quyết định|quy chế|quy định|chỉ thị) này|hiệu lực/iu
/** Of a list of names in one article, UTF-16 units. */
const LONGEST = 2_000

/**
 * The words in front of «chịu trách nhiệm thi hành Quyết định này», of an article that says nothing else but when it
 * takes effect. Null for every other article.
 */
function namedIn(blocks: readonly BodyNode[], number: number): string | null {
  const end = blocks.findIndex(({ type }) => type === 'appendix')
  const proper = end === -1 ? blocks : blocks.slice(0, end)
  const articles = proper.flatMap((node, at) => (isArticle(node) ? [{ node, next: proper[at + 1] }] : []))
  const article = articles[number - 1]
  if (!article || articles.some(({ node }) => node.attrs?.restarts === true)) return null
  if (article.next && !isArticle(article.next)) return null
  const inline = article.node.content ?? []
  if (inline.some(({ type }) => type !== 'text')) return null
  const text = inline.map((part) => part.text ?? '').join('')
  const words = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  const said = EXECUTION.exec(words)
  if (!said || !OF_THIS.test(words.slice(said.index + said[0].length))) return null
  const sentences = words.slice(0, said.index).split(NEXT_SENTENCE)
  const names = bareItem(sentences.pop() ?? '')
  const isSure = names.length >= 3 && names.length <= LONGEST && !ABOUT_ITSELF.test(names)
  return isSure && sentences.every((sentence) => ABOUT_ITSELF.test(sentence)) ? names : null
}

const isArticle = ({ type, attrs }: BodyNode) => type === 'clause' && attrs?.level === 'dieu'
