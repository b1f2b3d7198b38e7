/** Whether a certificate is in the name that stands on a paper: one rule for the import, the ceremony and /verify. Pure. */
import { bare } from '../../../src/lib/document/fold.ts'
import { own } from '../../../src/lib/own.ts'

/** Said of somebody before the name, not part of it. */
const TITLES = [
  ...['ông', 'bà', 'đồng chí', 'luật sư', 'tiến sĩ', 'tiến sỹ', 'thạc sĩ', 'thạc sỹ', 'phó giáo sư', 'giáo sư'],
  ...[
    'bác sĩ',
    'bác sỹ',
    'kỹ sư',
    'cử nhân',
    'gs',
    'pgs',
    'ts',
    'tskh',
    'ths',
    'bs',
    'ks',
    'ls',
    'mr',
    'mrs',
    'ms',
    'dr',
  ],
]
/** As an agency is written short. */
const SHORT_FOR: Record<string, string> = {
  ubnd: 'ủy ban nhân dân',
  hđnd: 'hội đồng nhân dân',
  hdnd: 'hội đồng nhân dân',
  vp: 'văn phòng',
  tp: 'thành phố',
  bql: 'ban quản lý',
}

/** What authorities put behind the name: an e-mail address, or in brackets the number of an identity card. */
const ADDRESS = /^[^\s()[\]<>@]+@[^\s()[\]<>@]+$/
const CARD_NUMBER = /^[\p{L} ]{0,12}[.:]? ?\d{6,14}$/u
/** No name is longer. */
const MOST_CHARACTERS = 500

/**
 * The same words in the same order, whatever their case, blanks, and the place of a tone in its syllable ("Uỷ", "Ủy"). Only
 * a certificate that is written without any accents fits a name by its bare letters: with some, they tell people apart.
 */
export function isSameName(inCertificate: string, onPaper: string): boolean {
  if (Math.max(inCertificate.length, onPaper.length) > MOST_CHARACTERS) return false
  const named = withoutNumber(inCertificate.normalize('NFC').trim())
  const isBare = /^[\x20-\x7e]*$/.test(named)
  const [a, b] = [wordsOf(named, isBare), wordsOf(onPaper.normalize('NFC'), isBare)]
  // Somebody may be called like a title: they are taken off only where the names differ with them.
  return isSame(a, b) || isSame(withoutTitle(a, isBare), withoutTitle(b, isBare))
}

function withoutNumber(name: string): string {
  if (/[)\]>]$/.test(name)) {
    const open = Math.max(...['(', '[', '<'].map((bracket) => name.lastIndexOf(bracket)))
    const inside = name.slice(open + 1, -1).trim()
    return open >= 0 && (ADDRESS.test(inside) || CARD_NUMBER.test(inside)) ? name.slice(0, open) : name
  }
  const blank = name.lastIndexOf(' ')
  return blank > 0 && ADDRESS.test(name.slice(blank + 1)) ? name.slice(0, blank) : name
}

function wordsOf(name: string, isBare: boolean): string[] {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .flatMap((word) => own(SHORT_FOR, word)?.split(' ') ?? word)
    .filter(Boolean)
    .map((word) => (isBare ? bare(word) : toneLast(word)))
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g

/** A syllable has one tone; where it is written is a matter of two schools. */
function toneLast(word: string): string {
  const letters = word.normalize('NFD')
  return letters.replaceAll(TONES, '') + (letters.match(TONES) ?? []).join('')
}

/** A single word that is left is no name. */
function withoutTitle(words: string[], isBare: boolean): string[] {
  for (const title of TITLES) {
    const said = wordsOf(title, isBare)
    const name = words.slice(said.length)
    if (name.length > 1 && isSame(words.slice(0, said.length), said)) return withoutTitle(name, isBare)
  }
  return words
}

const isSame = (a: string[], b: string[]) => a.length > 0 && a.join(' ') === b.join(' ')
