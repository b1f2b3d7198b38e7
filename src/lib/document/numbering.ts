/**
 * Numbers of clauses, from their order and levels alone (Phụ lục I, II.6.đ). The editor, the PDF, the Word file and the
 * references all call `clauseLabels`; no number is stored anywhere.
 */
import { type Kind, type KindId, kindOf } from './kinds.ts'
import type { BodyNode, ClauseLevel } from './model.ts'
import { CLAUSE_LEVELS, clauseLevel, DECIMAL_LEVELS, rank } from './nodes/clause.ts'

/** What numbering needs of a clause. */
interface NumberedClause {
  level: ClauseLevel
  /** Counts from the first number again, although its series goes on. */
  restarts: boolean
}

/** What numbering needs of a block: its clause, or that a part of its own begins here, or null for everything else. */
export type Numbered = NumberedClause | 'appendix' | 'attached' | null

export interface ClauseLabel {
  /** In front of the clause: "Chương I", "Điều 1.", "I.", "1.", "1.1.", "a)"; "Phụ lục II"; "" for an attached document. */
  label: string
  /** In a reference (Phụ lục II, V.7): "Chương I", "Điều 1", "khoản 1", "điểm a"; "tiết a" below "điểm 1.1". */
  cite: string
  isCentred: boolean
}

/** Điểm are numbered with the letters that stand in Vietnamese words, in dictionary order. */
const LETTERS = [
  'a',
  'b',
  'c',
  'd',
  'đ',
  'e',
  'g',
  'h',
  'i',
  'k',
  'l',
  'm',
  'n',
  'o',
  'p',
  'q',
  'r',
  's',
  't',
  'u',
  'v',
  'x',
  'y',
]

/** Chapters and articles are not counted anew in the next part: an article is found by its number alone. */
const RUNS_ON: ReadonlySet<ClauseLevel> = new Set(['phan', 'chuong', 'dieu'])

/** One of these makes the series one of articles. */
export const makesArticles = (level: ClauseLevel): boolean => OF_ARTICLES.has(level)
const OF_ARTICLES: ReadonlySet<ClauseLevel> = new Set(['dieu', 'chuong', 'tieu-muc'])

const NAMES: Record<Exclude<ClauseLevel, Inner>, string> = {
  phan: 'Phần',
  chuong: 'Chương',
  muc: 'Mục',
  'tieu-muc': 'Tiểu mục',
  dieu: 'Điều',
}

/** What is named by how deep it stands in its điều or mục: "tiết a điểm 1.1 khoản 1 Điều 27". */
type Inner = (typeof INNER)[number]
const INNER = ['khoan', 'decimal', 'sub-decimal', 'diem'] as const
const INNER_NAMES = ['khoản', 'điểm', 'tiết', 'ý'] as const

/** Whose number a "1.1." begins with, the first of these that it stands in: contracts write "5.1." right below Điều 5. */
const NUMBERS_DECIMALS: readonly ClauseLevel[] = ['khoan', 'dieu', 'muc']

/** "IV" for 4. */
export function roman(number: number): string {
  const steps: [number, string][] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let rest = number
  let written = ''
  for (const [value, sign] of steps) {
    for (; rest >= value; rest -= value) written += sign
  }
  return written
}

/** "đ" for 5; after "y" the letters double: "aa", "ab". */
export function vietnameseLetter(number: number): string {
  const index = number - 1
  const letter = LETTERS[index % LETTERS.length] ?? ''
  return index < LETTERS.length ? letter : vietnameseLetter(Math.floor(index / LETTERS.length)) + letter
}

/**
 * One label per block, null for blocks that carry none. `series` is the kind's own; one điều or chương makes it articles.
 * In the `sections` series a mục is "I." on the line of its title, in the other one "Mục 1" above it.
 */
export function clauseLabels(blocks: readonly Numbered[], series: Kind['series']): (ClauseLabel | null)[] {
  const counts = new Map<ClauseLevel, number>()
  /** Numbers of the clauses that the present one stands in. */
  const open = new Map<ClauseLevel, number>()
  const appendices = blocks.filter((block) => block === 'appendix').length
  let appendix = 0
  const ofArticles = partsOfArticles(blocks)
  let part = 0
  let usesArticles = series === 'articles' || ofArticles[part] === true
  return blocks.map((block) => {
    if (block === null) return null
    if (isPart(block)) {
      counts.clear()
      open.clear()
      usesArticles = ofArticles[++part] === true
      if (block === 'attached') return { label: '', cite: ATTACHED, isCentred: true }
      appendix++
      const label = appendices > 1 ? `Phụ lục ${roman(appendix)}` : 'Phụ lục'
      return { label, cite: label, isCentred: true }
    }
    const { level } = block
    const number = block.restarts && mayRestart(level) ? 1 : (counts.get(level) ?? 0) + 1
    counts.set(level, number)
    for (const deeper of CLAUSE_LEVELS.slice(rank(level) + 1)) {
      open.delete(deeper)
      if (!RUNS_ON.has(deeper)) counts.delete(deeper)
    }
    open.set(level, number)
    return isInner(level) ? innerLabel(level, open) : labelOf(level, number, usesArticles)
  })
}

/** How a document that this one puts into force is cited when its title names no kind. */
const ATTACHED = 'văn bản kèm theo'

const isPart = (block: Numbered): block is 'appendix' | 'attached' => block === 'appendix' || block === 'attached'

/** A clause that is found by its number alone must have that number once. */
export function mayRestart(level: ClauseLevel): boolean {
  return !RUNS_ON.has(level) && !DECIMAL_LEVELS.has(level)
}

const isInner = (level: ClauseLevel): level is Inner => INNER.some((inner) => inner === level)

/** For the main part and each appendix or attached document, which has a series of its own: whether it holds articles. */
function partsOfArticles(blocks: readonly Numbered[]): boolean[] {
  const parts = [false]
  for (const block of blocks) {
    if (block === null) continue
    if (isPart(block)) parts.push(false)
    else if (makesArticles(block.level)) parts[parts.length - 1] = true
  }
  return parts
}

/** `open`: the numbers of the clauses that it stands in, its own among them. */
function innerLabel(level: Inner, open: ReadonlyMap<ClauseLevel, number>): ClauseLabel {
  const around = INNER.slice(0, INNER.indexOf(level)).filter((outer) => open.has(outer)).length
  // Below a điều or a mục that has no khoản, a) is its điểm all the same.
  const name = INNER_NAMES[level === 'diem' ? Math.max(1, around) : around] ?? ''
  const number = level === 'diem' ? vietnameseLetter(open.get(level) ?? 1) : numbersTo(level, open).join('.')
  return { label: `${number}${level === 'diem' ? ')' : '.'}`, cite: `${name} ${number}`, isCentred: false }
}

/** [2, 1, 3] for "2.1.3."; where nothing stands above that counts, 1. */
function numbersTo(level: Exclude<Inner, 'diem'>, open: ReadonlyMap<ClauseLevel, number>): number[] {
  const own = open.get(level) ?? 1
  if (level === 'khoan') return [own]
  if (level === 'sub-decimal') return [...numbersTo('decimal', open), own]
  const base = NUMBERS_DECIMALS.find((outer) => open.has(outer))
  return [(base && open.get(base)) ?? 1, own]
}

function labelOf(level: Exclude<ClauseLevel, Inner>, number: number, usesArticles: boolean): ClauseLabel {
  const name = NAMES[level]
  switch (level) {
    case 'phan':
    case 'chuong':
      return centred(`${name} ${roman(number)}`)
    case 'muc':
      if (usesArticles) return centred(`${name} ${number}`)
      return { label: `${roman(number)}.`, cite: `${name} ${roman(number)}`, isCentred: false }
    case 'tieu-muc':
      return centred(`${name} ${number}`)
    case 'dieu':
      return { label: `Điều ${number}.`, cite: `Điều ${number}`, isCentred: false }
  }
}

function centred(label: string): ClauseLabel {
  return { label, cite: label, isCentred: true }
}

/** The labels of a body's top-level blocks, by index. */
export function bodyLabels(body: BodyNode, kind: KindId): (ClauseLabel | null)[] {
  return clauseLabels((body.content ?? []).map(numberedOf), kindOf(kind).series)
}

/** What numbering needs of one block of a body. */
export function numberedOf(block: BodyNode): Numbered {
  if (block.type === 'appendix') return block.attrs?.isAttached === true ? 'attached' : 'appendix'
  if (block.type !== 'clause') return null
  return { level: clauseLevel(block.attrs?.level), restarts: block.attrs?.restarts === true }
}
