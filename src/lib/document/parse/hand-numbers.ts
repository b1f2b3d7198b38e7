/**
 * Khoản that somebody numbered «1)», «1/» or «1-», and điểm numbered «a/» or «a.», by hand or by a list of Word. One such
 * line alone may be anything; a whole series that counts from its first number, in a place where no khoản (or điểm)
 * stands, is one of these.
 */
import type { ClauseLevel } from '../model.ts'
import { vietnameseLetter } from '../numbering.ts'
import type { Recognised } from './line.ts'

interface Hand {
  level: 'khoan' | 'diem'
  /** The number and the mark behind it; a date ("16/11"), a symbol ("1/QĐ-UBND") and a span ("1-2 ngày", "1 – 2 ngày") have none. */
  label: RegExp
  /** How such a series counts: offices write điểm with the letters of either alphabet. */
  counts: readonly ((number: number) => string)[]
  /** The levels that a series lies below, and ends at. */
  above: ReadonlySet<ClauseLevel>
}

const latinLetter = (number: number) => String.fromCharCode(96 + number)

const ARTICLE_AND_ABOVE = ['phan', 'chuong', 'muc', 'tieu-muc', 'dieu'] as const

const HANDS: readonly Hand[] = [
  {
    level: 'khoan',
    label: /^\s*(\d{1,2})\s*([)/–-])(?!(?<=[–-])\s+[1-9])(?:\s+(?=\S)|(?=\p{Lu}\p{Ll}))/u,
    counts: [String],
    above: new Set(ARTICLE_AND_ABOVE),
  },
  {
    level: 'diem',
    label: /^\s*([a-zđ])\s*([/.])(?:\s+(?=\S)|(?=\p{Lu}\p{Ll}))/u,
    counts: [vietnameseLetter, latinLetter],
    above: new Set([...ARTICLE_AND_ABOVE, 'khoan', 'decimal', 'sub-decimal']),
  },
]

/** One line may be the end of a sentence; two that count are a series. */
const FEWEST = 2

interface Numbered {
  index: number
  name: string
  mark: string
  labelLength: number
}

/** `found`: what each line is by itself, null for a finished block. */
export function withHandNumbers(found: readonly (Recognised | null)[], texts: readonly string[]) {
  let all = [...found]
  for (const hand of HANDS) all = withSeries(all, texts, hand)
  return all
}

function withSeries(found: readonly (Recognised | null)[], texts: readonly string[], hand: Hand) {
  const all = [...found]
  let series: Numbered[] = []
  /** A khoản or điểm with the number of the decree stands here, or a điểm above the first of the series. */
  let isOther = false
  const end = () => {
    if (!isOther && isCertain(series, hand)) {
      for (const { index, labelLength } of series) all[index] = { is: 'clause', level: hand.level, labelLength }
    }
    series = []
    isOther = false
  }
  for (const [index, one] of found.entries()) {
    if (one?.is === 'appendix' || one?.is === 'formula' || (one?.is === 'clause' && hand.above.has(one.level))) end()
    else if (one?.is === 'clause') isOther ||= one.level === hand.level || series.length === 0
    else if (one?.is === 'text') {
      const [label, name, mark] = hand.label.exec(texts[index] ?? '') ?? []
      if (label && name && mark) series.push({ index, name, mark, labelLength: label.length })
    }
  }
  end()
  return all
}

function isCertain(series: readonly Numbered[], { counts }: Hand): boolean {
  if (series.length < FEWEST) return false
  const isOneMark = series.every(({ mark }) => mark === series[0]?.mark)
  return isOneMark && counts.some((count) => series.every(({ name }, at) => name === count(at + 1)))
}
