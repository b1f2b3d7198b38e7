/** Draws what stands on a page beside the text, as a transparent PNG that carries its true size. */
import { renderAsync } from '@resvg/resvg-js'
import { withTrueSize } from '../../../src/lib/cutout/true-size.ts'

const DOTS_PER_MM = 400 / 25.4

/** `fonts`: files of Tinos; a drawing without letters needs none. Nothing of the computer's own fonts is used. */
export async function drawPng(svg: string, widthMm: number, ...fonts: string[]): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    fitTo: { mode: 'width', value: Math.round(widthMm * DOTS_PER_MM) },
    font: { loadSystemFonts: false, ...(fonts.length > 0 ? { fontFiles: fonts, defaultFontFamily: 'Tinos' } : {}) },
  })
  return withTrueSize(new Uint8Array(image.asPng()), { pixels: image.width, widthMm })
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}
