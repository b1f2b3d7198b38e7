/**
 * What the agency's signature shows on an electronic copy of a paper (Decree 30/2020, appendix I, part II.I.3 and form 3.2): no
 * seal, but at the top right of the first page in black, size 10, how it was copied, by whom and when.
 */
import { fontFiles } from '../fonts.ts'
import { drawPng, escapeXml } from './draw.ts'

/** Tenths of a millimetre; as wide as the box that scan/read.ts keeps for it. */
const WIDTH = 1_200
const LINE = 45
/** 10 pt. */
const SIZE = 35.3
/** Mean width of a letter of Tinos, as a share of the size; a little more than measured, so that nothing is cut off. */
const LETTER_EM = 0.5
const MOST_LETTERS = Math.floor(WIDTH / (SIZE * LETTER_EM))
const MOST_LINES = 3

const root = process.cwd() // where the program runs (config.ts)

/** "SAO Y; Ủy ban nhân dân tỉnh Sơn La; 30/11/2026; 14:05:06 +07:00", its lines ending at the right. */
export async function drawCopyMark({ agency, at }: { agency: string; at: Date }): Promise<Uint8Array> {
  const lines = linesOf(`SAO Y; ${agency}; ${momentInVietnam(at)}`)
  const [regular = ''] = fontFiles(root)
  return drawPng(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${LINE * lines.length}" fill="#000" font-family="Tinos" text-anchor="end" font-size="${SIZE}">
      ${lines.map((line, i) => `<text x="${WIDTH}" y="${LINE * i + SIZE}">${escapeXml(line)}</text>`).join('')}
    </svg>`,
    WIDTH / 10,
    regular,
  )
}

function linesOf(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + 1 + word.length > MOST_LETTERS && lines.length < MOST_LINES) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}

const OFFSET_MS = 7 * 60 * 60 * 1000

function momentInVietnam(at: Date): string {
  const [day = '', time = ''] = new Date(at.getTime() + OFFSET_MS).toISOString().split('T')
  return `${day.split('-').reverse().join('/')}; ${time.slice(0, 8)} +07:00`
}
