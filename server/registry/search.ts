/** What is typed into the search of a register, read as people mean it: words, a number with its symbol, days, ranges. */
import { fold } from '../../src/lib/document/fold.ts'

/** Days are yyyy-MM-dd, first and last; `printed` are the forms in which a text may name the same. */
export type Wanted =
  | { is: 'word'; word: string }
  | { is: 'number'; number: number; symbol: string; printed: string[] }
  | { is: 'numbers'; from: number; to: number; printed: string[] }
  | { is: 'days'; from: string; to: string; printed: string[] }

const MAX_WORDS = 12
const MOST_DIGITS = 6
const LAST_DAY = '9999-12-31'

/**
 * Every part must hold. Folded: marks and case do not matter. `year` is the register's, for days that are named without
 * one ("29/11").
 */
export function readSearch(typed: string, year: number): Wanted[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const wanted: Wanted[] = []
  for (let at = 0; at < words.length && wanted.length < MAX_WORDS;) {
    const { part, taken } = partAt(words.slice(at), year)
    wanted.push(part)
    at += taken
  }
  return wanted
}

interface Part {
  part: Wanted
  /** How many words it is made of. */
  taken: number
}

function partAt(words: string[], year: number): Part {
  return numbersAt(words) ?? daysAt(words, year) ?? { part: { is: 'word', word: words[0] ?? '' }, taken: 1 }
}

const DASHES = /[-–—]/
const isUntil = (word: string | undefined) => word === 'den' || word === 'toi' || word === '-' || word === '–'

/** "06/QĐ-UBND", "số 06/QĐ-UBND", "số 6", "số 100-120", "từ số 100 đến số 120". */
function numbersAt(words: string[]): Part | null {
  const lead = words[0] === 'tu' && words[1] === 'so' ? 2 : words[0] === 'so' ? 1 : 0
  const first = words[lead] ?? ''
  if (lead === 0) {
    const one = numberAndSymbolIn(first)
    return one && { part: one, taken: 1 }
  }
  const one = numberAndSymbolIn(first)
  if (one) return { part: one, taken: lead + 1 }
  const [left = '', right, ...more] = first.split(DASHES)
  if (right !== undefined && more.length === 0 && isNumber(left) && isNumber(right))
    return { part: between(left, right), taken: lead + 1 }
  if (!isNumber(first)) return null
  const skip = words[lead + 2] === 'so' ? 1 : 0
  const last = words[lead + 2 + skip] ?? ''
  if (isUntil(words[lead + 1]) && isNumber(last)) return { part: between(first, last), taken: lead + 3 + skip }
  return { part: between(first, first), taken: lead + 1 }
}

const isNumber = (word: string) => word.length <= MOST_DIGITS && /^\d+$/.test(word)

function between(a: string, b: string): Wanted {
  const [from, to] = [Number(a), Number(b)].toSorted((x, y) => x - y)
  return { is: 'numbers', from: from ?? 0, to: to ?? 0, printed: from === to ? [`so ${a}`] : [] }
}

/** A number, a slash, and what is no day or month: "06/", "6/QĐ-UBND", "06/2026/QĐ-UBND". */
function numberAndSymbolIn(word: string): Wanted | null {
  const slash = word.indexOf('/')
  if (slash < 1 || !isNumber(word.slice(0, slash))) return null
  const symbol = word.slice(slash + 1)
  if (/^\d/.test(symbol) && !/^\d{4}\/\D/.test(symbol)) return null // "29/11", "11/2026", "1/11-15/11"
  return { is: 'number', number: Number(word.slice(0, slash)), symbol, printed: [word] }
}

interface Span {
  from: string
  to: string
  printed: string[]
  taken: number
}

/** A day, a month, or from one to the other: "29/11/2026", "ngày 29 tháng 11 năm 2026", "1/11 - 30/11/2026". */
function daysAt(words: string[], year: number): Part | null {
  const isFrom = words[0] === 'tu'
  const isTo = !isFrom && isUntil(words[0])
  const lead = isFrom || isTo ? 1 : 0
  const first = spanAt(words.slice(lead), year) ?? (lead === 0 ? rangeIn(words[0] ?? '', year) : null)
  if (!first) return null
  const end = lead + first.taken
  const last = !isTo && isUntil(words[end]) ? spanAt(words.slice(end + 1), year) : null
  if (last) return { part: joined(first, last), taken: end + 1 + last.taken }
  const { from, to, printed } = first
  if (isFrom) return { part: { is: 'days', from, to: LAST_DAY, printed: [] }, taken: end }
  if (isTo) return { part: { is: 'days', from: '0001-01-01', to, printed: [] }, taken: end }
  return { part: { is: 'days', from, to, printed }, taken: end }
}

function joined(a: Omit<Span, 'taken'>, b: Omit<Span, 'taken'>): Extract<Wanted, { is: 'days' }> {
  const [first, last] = a.from <= b.from ? [a, b] : [b, a]
  return { is: 'days', from: first.from, to: last.to, printed: [] }
}

/** "01/11/2026-30/11/2026" in one word. */
function rangeIn(word: string, year: number): Span | null {
  const parts = word.split(DASHES)
  if (parts.length !== 2) return null
  const [a, b] = parts.map((part) => spanIn(part, year))
  return a && b ? { ...joined(a, b), printed: [], taken: 1 } : null
}

function spanAt(words: string[], year: number): Span | null {
  const [first, second, third, fourth, fifth, sixth] = words
  if (first === 'ngay' && third === 'thang' && isNumber(second ?? '') && isNumber(fourth ?? '')) {
    const named = fifth === 'nam' && isNumber(sixth ?? '')
    const day = dayIn(`${second}/${fourth}/${named ? sixth : year}`, year)
    return day && { ...day, taken: named ? 6 : 4 }
  }
  if (first === 'thang' && isNumber(second ?? '')) {
    const named = third === 'nam' && isNumber(fourth ?? '')
    const month = monthIn(`${second}/${named ? fourth : year}`)
    return month && { ...month, taken: named ? 4 : 2 }
  }
  const lead = first === 'ngay' || first === 'thang' ? 1 : 0
  const span = spanIn(words[lead] ?? '', year)
  return span && { ...span, taken: lead + span.taken }
}

const spanIn = (word: string, year: number): Span | null => dayIn(word, year) ?? monthIn(word)

/** "29/11/2026", "29-11-2026", "29.11.26", "2026-11-29", "29/11". */
function dayIn(word: string, year: number): Span | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word)
  if (iso) return dayOf(Number(iso[3]), Number(iso[2]), Number(iso[1]))
  const usual = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(word)
  if (usual) {
    const named = Number(usual[3])
    return dayOf(Number(usual[1]), Number(usual[2]), named < 100 ? 2000 + named : named)
  }
  const short = /^(\d{1,2})\/(\d{1,2})$/.exec(word)
  return short && dayOf(Number(short[1]), Number(short[2]), year)
}

function dayOf(day: number, month: number, year: number): Span | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  at.setUTCFullYear(year)
  if (year < 1 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null // 31/02
  const iso = at.toISOString().slice(0, 10)
  const [dd, mm] = [day, month].map((part) => String(part).padStart(2, '0'))
  return { from: iso, to: iso, printed: [`${dd}/${mm}/${year}`, `${day}/${month}/${year}`], taken: 1 }
}

/** "11/2026", and "/11/2026" as the end of a day. */
function monthIn(word: string): Span | null {
  const found = /^\/?(\d{1,2})\/(\d{4})$/.exec(word)
  const [month, year] = [Number(found?.[1]), Number(found?.[2])]
  if (!found || month < 1 || month > 12 || year < 1) return null
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const start = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
  const printed = [`${String(month).padStart(2, '0')}/${year}`, `${month}/${year}`]
  return { from: `${start}-01`, to: `${start}-${last}`, printed, taken: 1 }
}
