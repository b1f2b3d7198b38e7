/**
 * Vietnamese from before Unicode. TCVN3 (ABC, fonts ".VnTime") puts a letter of its own on each Latin-1 code, VNI
 * ("VNI-Times") writes a vowel and its mark as two. Only the font tells that the letters are not what they seem.
 */

export type OldEncoding = 'tcvn3' | 'vni'

export function oldEncoding(font: string): OldEncoding | null {
  if (/^\.Vn/i.test(font)) return 'tcvn3'
  return /^VNI-/i.test(font) ? 'vni' : null
}

/** Letters that neither encoding has: the text is Unicode already, whatever its font says. */
const UNICODE_ONLY = /[ĂăĐđĨĩŨũƠơƯư\u1EA0-\u1EF9]/u

/** The text in Unicode, NFC. Text that is Unicode already comes back as it is. */
export function fromOldFont(text: string, font: string): string {
  const encoding = oldEncoding(font)
  if (encoding === null || UNICODE_ONLY.test(text)) return text
  if (encoding === 'vni') return fromVni(text)
  // ".VnTimeH": small letters are drawn as capitals, the only ones that have their marks.
  const read = fromTcvn3(text)
  return /H$/.test(font) ? read.toUpperCase() : read
}

/** Windows keeps codes of a symbol font in the private area. */
const unhidden = (text: string) =>
  text.replaceAll(/[\uF020-\uF0FF]/g, (hidden) => String.fromCharCode(hidden.charCodeAt(0) - 0xf000))

const TCVN3 = new Map(
  Object.entries({
    '¡': 'Ă',
    '¢': 'Â',
    '£': 'Ê',
    '¤': 'Ô',
    '¥': 'Ơ',
    '¦': 'Ư',
    '§': 'Đ',
    '¨': 'ă',
    '©': 'â',
    ª: 'ê',
    '«': 'ô',
    '¬': 'ơ',
    '\u00AD': 'ư',
    '®': 'đ',
    µ: 'à',
    '¶': 'ả',
    '·': 'ã',
    '¸': 'á',
    '¹': 'ạ',
    '»': 'ằ',
    '¼': 'ẳ',
    '½': 'ẵ',
    '¾': 'ắ',
    Æ: 'ặ',
    Ç: 'ầ',
    È: 'ẩ',
    É: 'ẫ',
    Ê: 'ấ',
    Ë: 'ậ',
    Ì: 'è',
    Î: 'ẻ',
    Ï: 'ẽ',
    Ð: 'é',
    Ñ: 'ẹ',
    Ò: 'ề',
    Ó: 'ể',
    Ô: 'ễ',
    Õ: 'ế',
    Ö: 'ệ',
    '×': 'ì',
    Ø: 'ỉ',
    Ü: 'ĩ',
    Ý: 'í',
    Þ: 'ị',
    ß: 'ò',
    á: 'ỏ',
    â: 'õ',
    ã: 'ó',
    ä: 'ọ',
    å: 'ồ',
    æ: 'ổ',
    ç: 'ỗ',
    è: 'ố',
    é: 'ộ',
    ê: 'ờ',
    ë: 'ở',
    ì: 'ỡ',
    í: 'ớ',
    î: 'ợ',
    ï: 'ù',
    ñ: 'ủ',
    ò: 'ũ',
    ó: 'ú',
    ô: 'ụ',
    õ: 'ừ',
    ö: 'ử',
    '÷': 'ữ',
    ø: 'ứ',
    ù: 'ự',
    ú: 'ỳ',
    û: 'ỷ',
    ü: 'ỹ',
    ý: 'ý',
    þ: 'ỵ',
  }),
)

function fromTcvn3(text: string): string {
  return [...unhidden(text)].map((letter) => TCVN3.get(letter) ?? letter).join('')
}

/** VNI's marks, in the order of the vowels below. */
const VNI_MARKS = 'ùøûõïâáàåãäêéèúüë'
const VNI_VOWELS: Record<string, string> = {
  a: 'áàảãạâấầẩẫậăắằẳẵặ',
  e: 'éèẻẽẹêếềểễệ',
  o: 'óòỏõọôốồổỗộ',
  u: 'úùủũụ',
  y: 'ýỳỷỹ',
  ô: 'ớờởỡợ',
  ö: 'ứừửữự',
}
/** Letters of one code. */
const VNI_SINGLE: Record<string, string> = {
  ô: 'ơ',
  ö: 'ư',
  ñ: 'đ',
  í: 'í',
  ì: 'ì',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  î: 'ỵ',
}

/** Whether text begins with a mark that belongs to the vowel before it; two runs of one word may part them. */
export function beginsWithVniMark(text: string): boolean {
  const first = unhidden(text).charAt(0).toLowerCase()
  return first !== '' && VNI_MARKS.includes(first) && !(first in VNI_SINGLE)
}

function fromVni(text: string): string {
  const source = unhidden(text)
  let read = ''
  for (let at = 0; at < source.length; at++) {
    const letter = source.charAt(at)
    const small = letter.toLowerCase()
    const mark = VNI_MARKS.indexOf(source.charAt(at + 1).toLowerCase())
    const whole = mark === -1 || at + 1 >= source.length ? undefined : VNI_VOWELS[small]?.charAt(mark)
    if (whole) at++
    const written = whole || VNI_SINGLE[small] || small
    read += letter === small ? written : written.toUpperCase()
  }
  return read
}
