/** Which characters the bundled fonts draw, and which of them may stand in a document: what letters.ts knows of fonts. */
import { readFileSync } from 'node:fs'
import { PDF } from '@libpdf/core'
import { fontFiles, SIGN_FONTS, signFontFile } from '../fonts.ts'

/** Inclusive. */
type Range = readonly [first: number, last: number]

export interface Coverage {
  /** Of Tinos, which sets the words. */
  text: Range[]
  /** By the font that draws it: the first one in the order of SIGN_FONTS. */
  signs: Record<string, Range[]>
}

/** Accents that the languages of the country put on letters which Unicode has no composed form for: "ơ̆" of Êđê and Gia Rai. */
const ACCENTS: readonly Range[] = [
  [0x300, 0x304],
  [0x306, 0x306],
  [0x309, 0x309],
  [0x30c, 0x30c],
  [0x31b, 0x31b],
  [0x323, 0x323],
  [0x331, 0x331],
]
/** Letters of the text: no blanks of other widths, nothing unseen, private or lost, none that run from right to left. */
const TEXT =
  /^(?:[ \u00A0]|(?=[^\p{Script_Extensions=Hebrew}\p{Default_Ignorable_Code_Point}\uFFFC\uFFFD])[\p{L}\p{N}\p{P}\p{S}])$/u
/** Signs in their plain look (the blank of Braille is none), and as they are kept (composed): what a browser draws as a coloured picture is no sign of a document. */
const SIGN = /^(?=\P{Emoji_Presentation})(?=[^\p{Default_Ignorable_Code_Point}\u2800])(?:[\p{S}\p{P}]|\p{No})$/u
/** Blocks of signs that Unicode has long filled, so that every Node knows the same of them. */
const SIGN_BLOCKS: readonly Range[] = [
  [0x2010, 0x2bff],
  [0x1f300, 0x1f7d8],
  [0x1f800, 0x1f8ad],
]

export function coverageOf(root: string): Coverage {
  const [, , bold = ''] = fontFiles(root)
  const drawn = reader(bold)
  const text = [
    ...rangesOf([[0x20, 0xffff]], (character) => TEXT.test(character) && drawn(character)),
    ...rangesOf(ACCENTS, drawn),
  ].toSorted(([a], [b]) => a - b)
  const taken: ((character: string) => boolean)[] = [drawn]
  const signs: Coverage['signs'] = {}
  for (const { family } of SIGN_FONTS) {
    const draws = reader(signFontFile(root, family))
    signs[family] = rangesOf(
      SIGN_BLOCKS,
      (character) =>
        SIGN.test(character) &&
        character.normalize('NFC') === character &&
        !taken.some((earlier) => earlier(character)) &&
        draws(character),
    )
    taken.push(draws)
  }
  return { text, signs }
}

function reader(file: string): (character: string) => boolean {
  const font = PDF.create().embedFont(readFileSync(file))
  return (character) => font.canEncode(character)
}

function rangesOf(blocks: readonly Range[], isIn: (character: string) => boolean): Range[] {
  const ranges: [number, number][] = []
  for (const [first, last] of blocks) {
    for (let code = first; code <= last; code++) {
      if ((code >= 0xd800 && code <= 0xdfff) || !isIn(String.fromCodePoint(code))) continue
      const open = ranges.at(-1)
      if (open?.[1] === code - 1) open[1] = code
      else ranges.push([code, code])
    }
  }
  return ranges
}

const hex = (code: number) => code.toString(16).toUpperCase()

/** For a class of a regular expression: "\u{2610}-\u{2612}". */
export function classOf(ranges: readonly Range[]): string {
  return ranges
    .map(([first, last]) => (first === last ? `\\u{${hex(first)}}` : `\\u{${hex(first)}}-\\u{${hex(last)}}`))
    .join('')
}

/** For a style sheet: "U+2610-2612". */
export function unicodeRange(ranges: readonly Range[]): string {
  return ranges.map(([first, last]) => `U+${hex(first)}${first === last ? '' : `-${hex(last)}`}`).join(', ')
}

/** src/lib/document/coverage.ts, made by `npm run fonts`. */
export function coverageModule({ text, signs }: Coverage): string {
  const all = Object.values(signs)
    .flat()
    .toSorted(([a], [b]) => a - b)
    .reduce<Range[]>((joined, [first, last]) => {
      const before = joined.at(-1)
      if (before?.[1] !== first - 1) return [...joined, [first, last]]
      return [...joined.slice(0, -1), [before[0], last]]
    }, [])
  return `/** Made by \`npm run fonts\` from the bundled fonts (server/issue/typeset/coverage.ts); a test holds it to them. */

/** What the font of the text draws, as the inside of a class of a regular expression with the flag u. */
export const TEXT_RANGES =
  String.raw\`${classOf(text)}\`

/** What only the fonts of signs draw. */
export const SIGN_RANGES =
  String.raw\`${classOf(all)}\`
`
}

/** src/lib/ui/signs.css: the fonts of signs on the page, fetched only where one of their signs stands. */
export function signStyles({ signs }: Coverage): string {
  const faces = SIGN_FONTS.flatMap(({ family, file }) =>
    ['normal', 'italic'].map(
      (style) => `@font-face {
  font-family: 'Signs';
  font-style: ${style};
  font-weight: 100 900; /* one weight for all: a browser that thickened it would need more room than the paper */
  font-display: swap;
  src: url('${file}') format('truetype');
  unicode-range: ${unicodeRange(signs[family] ?? [])};
}
`,
    ),
  )
  return `/* Made by \`npm run fonts\` from the bundled fonts: boxes, ticks and arrows, from the very files of the PDF. */\n${faces.join('')}`
}
