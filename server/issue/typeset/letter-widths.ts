/** How wide the letters of the text are: what the page knows of the fonts to end its lines where the paper does. */
import { readFileSync } from 'node:fs'
import { PDF } from '@libpdf/core'
import { fontFiles } from '../fonts.ts'

/** Latin with all that Vietnamese puts on it, and the marks that stand among words. */
const BLOCKS = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x1a0, 0x1b0],
  [0x1ea0, 0x1ef9],
  [0x2010, 0x2026],
  [0x20ab, 0x20ac],
] as const

/** Of an em, in thousandths: exact to a hundredth of a point at the sizes of a document. */
const PARTS = 1000

/** src/lib/document/letter-widths.ts, made by `npm run fonts`. */
export function widthsModule(root: string): string {
  const [regular = '', , bold = ''] = fontFiles(root)
  return `/** Made by \`npm run fonts\` from the bundled fonts (server/issue/typeset/letter-widths.ts); a test holds it to them. */

/** Letters by their width in thousandths of the size. */
export const REGULAR: Readonly<Record<number, string>> = ${table(regular)}

/** The same of the bold face. */
export const BOLD: Readonly<Record<number, string>> = ${table(bold)}
`
}

function table(file: string): string {
  const font = PDF.create().embedFont(readFileSync(file))
  const letters = new Map<number, string>()
  for (const [first, last] of BLOCKS)
    for (let code = first; code <= last; code++) {
      const letter = String.fromCodePoint(code)
      if (!font.canEncode(letter)) continue
      const width = Math.round(font.getTextWidth(letter, PARTS))
      letters.set(width, (letters.get(width) ?? '') + letter)
    }
  const rows = [...letters].toSorted(([a], [b]) => a - b).map(([width, all]) => `${width}: ${JSON.stringify(all)}`)
  return `{${rows.join(',')}}`
}
