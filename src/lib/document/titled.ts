/**
 * Which clauses carry a title rather than a sentence; the page and both exporters set it bold. Phần, chương, mục and tiểu
 * mục always have one; a điều, a khoản or a "1.1." may (Phụ lục I, II.6.d–đ: a title is a phrase that names the content, on a line of
 * its own). Nobody says which it is: its words, what stands below it and its siblings tell.
 */
import type { BodyNode, ClauseLevel } from './model.ts'
import { CLAUSE_LEVELS, clauseLevel, isClauseLevel, rank } from './nodes/clause.ts'

/** What the words of such a clause are by themselves; `lead`: something follows, be it a sentence or a title. */
export type Wording = 'none' | 'lead' | 'sentence' | 'doubtful' | 'likely' | 'title'

const SENTENCE_END = /[.;?!…/]["”)]*$/
const LEAD_END = /[:,]["”)]*$/
/** One that ends within the line, or an enumeration. "TP. Sơn La" has a capital in front of its stop. */
const SENTENCE_WITHIN = /\p{Ll}{2}["”)]?[.?!]\s+\p{Lu}|;\s/u
/** Who is to do what and from when, as sentences of official documents say it and titles seldom do. */
const PREDICATE =
  /(?<!\p{L})(?:có hiệu lực|kể từ ngày|(?:có|chịu) trách nhiệm|như sau)(?!\p{L})|^(?:Giao|Đề nghị|Yêu cầu) (?:\p{Lu}|các )/u

/** A line holds some 70 letters. Titles of articles may be long: they name the document that is amended. */
const LETTERS = { inner: { short: 40, long: 120, longest: 200 }, dieu: { short: 80, long: 240, longest: 400 } } as const

const MAY_BE_TITLED = ['dieu', 'khoan', 'decimal', 'sub-decimal'] as const
type MayBeTitled = (typeof MAY_BE_TITLED)[number]

const mayBeTitled = (level: ClauseLevel | null): level is MayBeTitled => MAY_BE_TITLED.some((one) => one === level)

/** `lead` for the other levels: their words decide nothing. */
export function wordingOf(block: BodyNode): Wording {
  const level = block.type === 'clause' ? clauseLevel(block.attrs?.level) : null
  if (!mayBeTitled(level)) return 'lead'
  const text = plainText(block).trim()
  const { short, long, longest } = LETTERS[level === 'dieu' ? 'dieu' : 'inner']
  if (text === '') return 'none'
  if (LEAD_END.test(text)) return 'lead'
  if (SENTENCE_END.test(text) || text.length > longest || SENTENCE_WITHIN.test(text)) return 'sentence'
  if (text.length > long || PREDICATE.test(text)) return 'doubtful'
  return text.length > short ? 'likely' : 'title'
}

interface Series {
  titles: number
  sentences: number
}

/** For each block of a body whether it is a clause with a title. */
export function titledClauses(blocks: readonly BodyNode[]): boolean[] {
  const open = new Map<ClauseLevel, Series>()
  const decisions = blocks.map((block, index): (() => boolean) => {
    if (block.type === 'appendix') open.clear()
    const level = block.type === 'clause' ? clauseLevel(block.attrs?.level) : null
    if (!level) return () => false
    for (const deeper of CLAUSE_LEVELS.slice(rank(level) + 1)) open.delete(deeper)
    if (!mayBeTitled(level)) return () => level !== 'diem'
    const series = open.get(level) ?? { titles: 0, sentences: 0 }
    open.set(level, series)
    const wording = wordingOf(block)
    if (wording === 'sentence') series.sentences++
    if (!isContentOf(level, blocks[index + 1])) return () => false
    if (wording === 'title' || wording === 'likely') series.titles++
    // Asked when the whole series has been counted.
    return () => isTitle(wording, series)
  })
  return decisions.map((decide) => decide())
}

/** A short phrase is a title whatever its siblings are; of what is longer they decide, itself among them where it is likely one. */
function isTitle(wording: Wording, { titles, sentences }: Series): boolean {
  if (wording === 'title') return true
  if (wording === 'likely') return titles >= sentences
  return wording === 'doubtful' && titles > sentences
}

/** Whether `next`, the block below a clause, belongs to it. */
function isContentOf(level: MayBeTitled, next: BodyNode | undefined): boolean {
  if (!next || next.type === 'appendix' || next.type === 'formula' || next.type === 'pageBreak') return false
  if (next.type !== 'clause' || !isClauseLevel(next.attrs?.level)) return true
  return rank(next.attrs.level) > rank(level)
}

/** The words of a node; a forced line end counts as a space, any other atom as nothing. */
export function plainText(node: BodyNode): string {
  if (node.text !== undefined) return node.text
  if (node.type === 'hardBreak') return ' '
  return (node.content ?? []).map(plainText).join('')
}
