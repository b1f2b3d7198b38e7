/** Documents that an office founds its own on (căn cứ), with the time they are in force: which of them a line names. */

export interface KnownBasis {
  /** As it stands behind "Căn cứ ", without the ending: "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của …". */
  wording: string
  /** Calendar days, yyyy-MM-dd. `validTo` is the last day in force; null while nobody has ended it. */
  validFrom: string
  validTo: string | null
  /** What took its place, in words; "" when nothing is known. */
  replacedBy: string
}

interface Key {
  /** "30/2020/NĐ-CP"; laws are named without one. */
  number: string | null
  /** What comes before number and day: "luật tổ chức chính quyền địa phương". */
  name: string
  day: Day | null
}

/** `date` is null when only the year is said. */
interface Day {
  date: string | null
  year: number
}

const NUMBER = /(?<![\p{L}\d/])\d+(?:\/\d{4})?\/[\p{Lu}][\p{Lu}\d-]*/u
const DAY = /ngày\s+(\d{1,2})(?:\s+tháng\s+|[/.-])(\d{1,2})(?:\s+năm\s+|[/.-])(\d{4})|năm\s+(\d{4})/u
/** Behind the name of a law its day follows at once. */
const DAY_WITHIN = 40

/**
 * The entry that a line names and that is no longer in force on a day; null when it names none, or one that is. Of two
 * laws of one name and year the line may mean either, and it is held to mean the one in force.
 */
export function outdatedBasis(line: string, library: readonly KnownBasis[], day: string): KnownBasis | null {
  const named = library.filter(({ wording }) => names(line, keyOf(wording)))
  const isOver = ({ validTo }: KnownBasis) => validTo !== null && validTo < day
  return named.length > 0 && named.every(isOver) ? (named.at(-1) ?? null) : null
}

export function isInForce({ validFrom, validTo }: KnownBasis, day: string): boolean {
  return validFrom <= day && (validTo === null || day <= validTo)
}

function keyOf(wording: string): Key {
  const text = wording.normalize('NFC')
  const number = NUMBER.exec(text)?.[0] ?? null
  const end = text.search(/(?:,\s+|\s(?<!\s\s)\s*)(?:số|ngày|năm)\s+\d/u)
  return { number, name: (end === -1 ? text : text.slice(0, end)).trim().toLowerCase(), day: dayIn(text) }
}

function names(line: string, { number, name, day }: Key): boolean {
  const text = line.normalize('NFC')
  if (number !== null) return numbersIn(text).includes(number)
  const at = name === '' ? -1 : text.toLowerCase().indexOf(name)
  if (at === -1) return false
  const said = dayIn(text.slice(at + name.length, at + name.length + DAY_WITHIN))
  if (!said || !day) return said === day
  return said.date !== null && day.date !== null ? said.date === day.date : said.year === day.year
}

const numbersIn = (text: string) => [...text.matchAll(new RegExp(NUMBER, 'gu'))].map(([number]) => number)

function dayIn(text: string): Day | null {
  const found = DAY.exec(text)
  if (!found) return null
  const [, day, month, year, bare] = found
  if (!day || !month || !year) return { date: null, year: Number(bare) }
  return { date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, year: Number(year) }
}
