/**
 * How wide words are in Tinos, and so in Times New Roman: the advance widths of its letters, by which a browser, Typst and
 * Word all set them. (`letter-widths.test.ts` holds them against the font's own file.)
 */

/** By width in thousandths of the size, the letters that have it. A letter with a mark is as wide as the one without. */
const REGULAR: Readonly<Record<number, string>> = {
  180: "'",
  200: '|',
  250: ' ,.',
  278: '/:;\\ijlt',
  300: '²³',
  333: '!()-I[]`fr‘’',
  389: 'Js',
  400: '°',
  408: '"',
  444: '?acez“”',
  469: '^',
  480: '{}',
  500: '#$*0123456789_bdghknopquvxyđ–«»',
  529: 'ơ',
  541: '~',
  542: 'ư',
  549: '±≥≤',
  556: 'FPS',
  564: '+<=>×',
  611: 'ELTZ',
  667: 'BCR',
  722: 'ADGHKNOQUVXYwĐƠ',
  750: '½',
  776: 'Ư',
  778: '&m',
  833: '%',
  889: 'M',
  921: '@',
  944: 'W',
  1000: '—…',
}
const BOLD: Readonly<Record<number, string>> = {
  220: '|',
  250: ' ,.',
  278: "'/\\il",
  300: '²³',
  333: '!()-:;[]`fjt‘’',
  389: 'Is',
  394: '{}',
  400: '°',
  444: 'cerz',
  500: '#$*0123456789?J_agovxy–“”«»',
  520: '~',
  549: '±≥≤',
  554: 'ơ',
  555: '"',
  556: 'Sbdhknpquđ',
  570: '+<=>×',
  581: '^',
  600: 'ư',
  611: 'FP',
  667: 'BELTZ',
  722: 'ACDNRUVXYwĐ',
  750: '½',
  778: 'GHKOQƠ',
  796: 'Ư',
  833: '&m',
  930: '@',
  944: 'M',
  1000: '%W—…',
}
/** Signs of other fonts, and letters of other scripts: hardly one is wider. */
const OTHER = 1_000
const MARK = /\p{M}/u
const HORN = '\u031b'

const byLetter = (groups: Readonly<Record<number, string>>) =>
  new Map(Object.entries(groups).flatMap(([width, letters]) => [...letters].map((letter) => [letter, Number(width)])))
const [regular, bold] = [byLetter(REGULAR), byLetter(BOLD)]

const MM_PER_PT = 25.4 / 72

/** Of a line that nothing breaks, in millimetres, without kerning: at most a hair too much. */
export function widthOfText(text: string, sizePt: number, isBold: boolean): number {
  const widths = isBold ? bold : regular
  let units = 0
  for (const letter of text.normalize('NFC')) units += widths.get(letter) ?? ofMarked(letter, widths)
  return (units / 1_000) * sizePt * MM_PER_PT
}

function ofMarked(letter: string, widths: ReadonlyMap<string, number>): number {
  const parts = [...letter.normalize('NFD')]
  const [first = ''] = parts
  if (MARK.test(first)) return 0
  const base = parts.includes(HORN) ? (first + HORN).normalize('NFC') : first
  return widths.get(base) ?? OTHER
}
