/**
 * Numbers of clauses, from their order and levels alone (Phụ lục I, II.6.đ). The editor, the PDF, the Word file and the
 * references all call `clauseLabels`; no number is stored anywhere.
 */
import { kindOf, type Kind, type KindId } from './kinds.ts'
import type { BodyNode, ClauseLevel } from './model.ts'
import { clauseLevel } from './nodes/clause.ts'

/** What numbering needs of a clause. */
interface NumberedClause {
  level: ClauseLevel
  /** Counts from the first number again, although its series goes on. */
  restarts: boolean
}

/** What numbering needs of a block: its clause, or that a part of its own begins here, or null for everything else. */
export type Numbered = NumberedClause | 'appendix' | 'attached' | null

export interface ClauseLabel {
  /** In front of the clause: "Chương I", "Điều 1.", "I.", "1.", "a)"; "Phụ lục II"; "" for an attached document. */
  label: string
  /** In a reference (Phụ lục II, V.7): "Chương I", "Điều 1", "khoản 1", "điểm a". */
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

/** How deep a level stands; a clause ends the count of everything deeper. Điều alone counts on through its parents. */
const DEPTH: Record<ClauseLevel, number> = { phan: 0, chuong: 1, muc: 2, 'tieu-muc': 3, dieu: 4, khoan: 5, diem: 6 }

/** Chapters and articles are not counted anew in the next part: an article is found by its number alone. */
const RUNS_ON: ReadonlySet<ClauseLevel> = new Set(['phan', 'chuong', 'dieu'])

/** One of these makes the series one of articles. */
const OF_ARTICLES: ReadonlySet<ClauseLevel> = new Set(['dieu', 'chuong', 'tieu-muc'])

const NAMES: Record<ClauseLevel, string> = {
  phan: 'Phần',
  chuong: 'Chương',
  muc: 'Mục',
  'tieu-muc': 'Tiểu mục',
  dieu: 'Điều',
  khoan: 'khoản',
  diem: 'điểm',
}

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
  const counts: Record<ClauseLevel, number> = { phan: 0, chuong: 0, muc: 0, 'tieu-muc': 0, dieu: 0, khoan: 0, diem: 0 }
  const appendices = blocks.filter((block) => block === 'appendix').length
  let appendix = 0
  const ofArticles = partsOfArticles(blocks)
  let part = 0
  let usesArticles = series === 'articles' || ofArticles[part] === true
  return blocks.map((block) => {
    if (block === null) return null
    if (isPart(block)) {
      for (const level of levels) counts[level] = 0
      usesArticles = ofArticles[++part] === true
      if (block === 'attached') return { label: '', cite: ATTACHED, isCentred: true }
      appendix++
      const label = appendices > 1 ? `Phụ lục ${roman(appendix)}` : 'Phụ lục'
      return { label, cite: label, isCentred: true }
    }
    counts[block.level] = block.restarts && mayRestart(block.level) ? 1 : counts[block.level] + 1
    for (const level of levels) {
      if (DEPTH[level] > DEPTH[block.level] && !RUNS_ON.has(level)) counts[level] = 0
    }
    return labelOf(block.level, counts[block.level], usesArticles)
  })
}

/** How a document that this one puts into force is cited when its title names no kind. */
const ATTACHED = 'văn bản kèm theo'

const isPart = (block: Numbered): block is 'appendix' | 'attached' => block === 'appendix' || block === 'attached'

/** A clause that is found by its number alone must have that number once. */
export function mayRestart(level: ClauseLevel): boolean {
  return !RUNS_ON.has(level)
}

const levels: readonly ClauseLevel[] = ['phan', 'chuong', 'muc', 'tieu-muc', 'dieu', 'khoan', 'diem']

/** For the main part and each appendix or attached document, which has a series of its own: whether it holds articles. */
function partsOfArticles(blocks: readonly Numbered[]): boolean[] {
  const parts = [false]
  for (const block of blocks) {
    if (block === null) continue
    if (isPart(block)) parts.push(false)
    else if (OF_ARTICLES.has(block.level)) parts[parts.length - 1] = true
  }
  return parts
}

function labelOf(level: ClauseLevel, number: number, usesArticles: boolean): ClauseLabel {
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
    case 'khoan':
      return { label: `${number}.`, cite: `khoản ${number}`, isCentred: false }
    case 'diem':
      return { label: `${vietnameseLetter(number)})`, cite: `điểm ${vietnameseLetter(number)}`, isCentred: false }
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
