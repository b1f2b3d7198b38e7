/**
 * What stands in the signature's place when its holder has given no picture of their handwriting: in blue, as that would be,
 * who signed and when. Decree 30/2020 prescribes the picture (appendix I, II.7.d) and no text in its stead; the signature is
 * as valid without either.
 */
import { fontFiles } from '../fonts.ts'
import { drawPng, escapeXml } from './draw.ts'

const INK = '#1b3fa8'
/** Tenths of a millimetre: as wide as a usual picture, and lower. */
const WIDTH = 460
const HEIGHT = 150
const SIZE = 38
const HEAD_SIZE = 46
/** Mean width of a letter of Tinos, as a share of the size; a little more than measured, so that nothing is cut off. */
const LETTER_EM = 0.46

const root = process.cwd() // where the program runs (config.ts)

/** `at` is shown as it is in Việt Nam, with its offset (ISO 8601). */
export async function drawWritten({ name, at }: { name: string; at: Date }): Promise<Uint8Array> {
  const lines = [name, momentInVietnam(at)]
  const size = Math.min(SIZE, ...lines.map((line) => WIDTH / ([...line].length * LETTER_EM)))
  const [regular = '', , bold = ''] = fontFiles(root)
  return drawPng(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" fill="${INK}" font-family="Tinos" text-anchor="middle">
      <text x="${WIDTH / 2}" y="40" font-size="${HEAD_SIZE}" font-weight="700">Đã ký số</text>
      ${lines.map((line, i) => `<text x="${WIDTH / 2}" y="${88 + i * 46}" font-size="${size.toFixed(1)}">${escapeXml(line)}</text>`).join('')}
    </svg>`,
    WIDTH / 10,
    regular,
    bold,
  )
}

const OFFSET_MS = 7 * 60 * 60 * 1000

/** "29/11/2026 10:32:05 +07:00" */
function momentInVietnam(at: Date): string {
  const [day = '', time = ''] = new Date(at.getTime() + OFFSET_MS).toISOString().split('T')
  return `${day.split('-').reverse().join('/')} ${time.slice(0, 8)} +07:00`
}
