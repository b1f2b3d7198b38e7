/** Ô 2–5: agency, number and symbol, place, name and subject (Phụ lục I, Phần I, Mục II.2–5). */
import { authorityOf } from '../office.ts'
import { capitalised, endBegins, linesOf } from '../text.ts'
import { field, hasLetters, isUpperCase, type Rule } from './rule.ts'

const SYMBOL_MAX = 30
const SUBJECT_MAX = 500

/** What stands before a name of a place and is no part of it. */
const RANK = /^(?:tỉnh|thành|phố|thị|xã|trấn|phường|huyện|quận|đặc|khu)$/iu

/** Each word of a name begins with a capital ("Sơn La"), words of its rank but the first do not ("Thành phố Huế"). */
function placeName(place: string): string {
  const isShouted = hasLetters(place) && isUpperCase(place) && /\p{L}{3}/u.test(place.replaceAll(/\s/g, ''))
  const words = place.split(/(\s+)/)
  const named = words.map((word) => {
    const own = isShouted && !word.includes('.') ? word.toLowerCase() : word
    return RANK.test(word) ? own : capitalised(own)
  })
  return capitalised(named.join(''))
}

/** The rank of a place, and its name, written out. */
const inFull = (place: string) =>
  place
    .trim()
    .replace(/^(tp|t\.p)\.?\s*(hcm|hồ chí minh)$/i, 'Thành phố Hồ Chí Minh')
    .replace(/^(?:(?:tp|t\.p)\.\s*|tp\s+)/i, 'Thành phố ')
    .replace(/^(h|huyện)\.\s*/i, 'Huyện ')
    .replace(/^(?:tx|t\.x)\.\s*/i, 'Thị xã ')
    .replace(/^(?:tt|t\.t)\.\s*/i, 'Thị trấn ')
    .replace(/^p\.\s*/i, 'Phường ')
    .replace(/^x\.\s*/i, 'Xã ')

/** A symbol without blanks, its groups held together by hyphens. */
const joined = (symbol: string) => symbol.replaceAll(/\s/g, '').replaceAll(/[–—]/g, '-')

export const letterheadRules: Rule[] = [
  {
    id: 'agency_renamed',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.2.a',
    *find({ fields, offices }) {
      if (!offices) return
      const { begun, now } = offices
      const [was, is] = [authorityOf(fields.kind, begun), authorityOf(fields.kind, now)]
      const isOld = was !== '' && was !== is && fields.authority.includes(was) && !fields.authority.includes(is)
      yield* field('authority', isOld, { was, is }, fields.authority.replace(was, is))
      const [contact = '', better = ''] = [begun.contact, now.contact]
      const isOldContact = contact !== '' && contact !== better && fields.contact.trim() === contact.trim()
      yield* field('contact', isOldContact, { was: contact, is: better }, better)
    },
  },
  {
    id: 'agency_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.2.a',
    find: ({ fields }) => field('agency', linesOf(fields.agency).length === 0),
  },
  {
    id: 'agency_capitals',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.2.b',
    find: ({ fields: { agency } }) => field('agency', !isUpperCase(agency), {}, agency.toUpperCase()),
  },
  {
    id: 'parent_capitals',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.2.b',
    find: ({ fields: { parentAgency } }) =>
      field('parentAgency', !isUpperCase(parentAgency), {}, parentAgency.toUpperCase()),
  },
  {
    id: 'place_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.4.a',
    find: ({ fields, kind }) => field('place', kind.placeDate === 'required' && fields.place.trim() === ''),
  },
  {
    id: 'place_capitalised',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.4.c',
    find: ({ fields: { place } }) => {
      const full = inFull(place) // "TP. HCM" has the capitals of an abbreviation
      return field('place', full !== placeName(full), {}, placeName(full))
    },
  },
  {
    id: 'place_in_full',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.4.a; Phụ lục II, Mục III.1.b–c',
    find: ({ fields: { place } }) => {
      const full = inFull(place)
      return field('place', full !== place.trim(), { better: full }, full)
    },
  },
  {
    id: 'symbol_missing',
    isOfIssued: true,
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.3.b',
    find: ({ fields }) => field('symbol', fields.symbol.trim() === ''),
  },
  {
    id: 'symbol_spaces',
    isOfIssued: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.3.c',
    find: ({ fields: { symbol } }) => field('symbol', symbol !== joined(symbol), {}, joined(symbol)),
  },
  {
    id: 'symbol_of_kind',
    isOfIssued: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.3.b; Phụ lục III, Mục I',
    find({ fields, kind }) {
      const symbol = joined(fields.symbol)
      const first = symbol.split('-')[0] ?? ''
      const isWrong = symbol !== '' && kind.abbreviation !== null && first !== kind.abbreviation
      return field('symbol', isWrong, { kind: kind.name, abbreviation: kind.abbreviation ?? '' })
    },
  },
  {
    id: 'symbol_has_number',
    isOfIssued: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.3.c',
    find: ({ fields: { symbol } }) =>
      field(
        'symbol',
        /^[\s\d.…_]*\/|^\s*số(?:\s*:)?[\s\d.…_]*\//i.test(symbol),
        {},
        symbol.replace(/^.*\//, '').trim(),
      ),
  },
  {
    id: 'symbol_too_long',
    isOfIssued: true,
    severity: 'advice',
    article: 'Phụ lục VI, Phần II, Mục I.5',
    find: ({ fields }) => field('symbol', fields.symbol.length > SYMBOL_MAX, { max: SYMBOL_MAX }),
  },
  {
    id: 'subject_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.5.a',
    find: ({ fields, kind }) => field('subject', kind.subject === 'required' && fields.subject.trim() === ''),
  },
  {
    id: 'subject_end_mark',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.5.b; Phụ lục III',
    find: ({ fields: { subject } }) =>
      field('subject', /(?<!v\.v)[.;:,]\s*$/.test(subject), {}, subject.slice(0, endBegins(subject, /[\s.;:,/]/))),
  },
  {
    id: 'subject_capitals',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.5.b',
    find: ({ fields: { subject } }) =>
      field('subject', hasLetters(subject) && subject.trim().includes(' ') && isUpperCase(subject)),
  },
  {
    id: 'subject_begins_small',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.5.b; Phụ lục II, Mục I',
    find: ({ fields: { subject }, kind }) => {
      const better = capitalised(subject.trim())
      return field('subject', kind.head === 'titled' && better !== subject.trim(), {}, better)
    },
  },
  {
    id: 'subject_says_v_v',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.5.b; Phụ lục III, Mẫu 1.4–1.5',
    find: ({ fields: { subject }, kind }) => {
      const bare = subject.trim().replace(/^(?:v\/v|vv|v\.v)[.:]?\s+(?:(?:về\s+)?việc\s+)?|^v\/v\s*:?/i, '')
      const better = kind.head === 'letter' ? bare : `Về việc ${bare}`
      return field('subject', bare !== subject.trim(), { better }, better)
    },
  },
  {
    id: 'subject_too_long',
    severity: 'advice',
    article: 'Phụ lục VI, Phần II, Mục I.8',
    find: ({ fields }) => field('subject', fields.subject.length > SUBJECT_MAX, { max: SUBJECT_MAX }),
  },
]
