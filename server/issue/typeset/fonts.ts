/** Tinos: the four files that the page is set in, and what can be known of a text before it is set. */
import { PDF } from '@libpdf/core'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const STYLES = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'] as const

/** Paths of the font files below the project folder. */
export function fontFiles(root: string): string[] {
  const folder = path.join(root, 'node_modules/@expo-google-fonts/tinos')
  return STYLES.map((style) => path.join(folder, style, `Tinos_${style}.ttf`))
}

export interface Face {
  /** The first character of `text` that the font cannot draw. */
  missing(text: string): string | undefined
  /** Width of one line of bold text (the widest style), in points. */
  width(text: string, sizePt: number): number
}

/** All four styles hold the same characters (a test says so); bold is the widest, so it is the one that measures. */
export function readFace(root: string): Face {
  const bold = PDF.create().embedFont(readFileSync(fontFiles(root)[2] ?? ''))
  const drawn = new Set<string>()
  return {
    missing(text) {
      for (const character of text) {
        if (drawn.has(character)) continue
        if (!bold.canEncode(character)) return character
        drawn.add(character)
      }
    },
    width: (text, sizePt) => bold.getTextWidth(text, sizePt),
  }
}
