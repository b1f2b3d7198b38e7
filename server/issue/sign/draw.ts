/** Draws what stands on a page beside the text, as a transparent PNG that carries its true size. */
import { crc32 } from 'node:zlib'
import { renderAsync } from '@resvg/resvg-js'

const DOTS_PER_INCH = 400
const DOTS_PER_MM = DOTS_PER_INCH / 25.4

/** `fonts`: files of Tinos; a drawing without letters needs none. Nothing of the computer's own fonts is used. */
export async function drawPng(svg: string, widthMm: number, ...fonts: string[]): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    fitTo: { mode: 'width', value: Math.round(widthMm * DOTS_PER_MM) },
    font: { loadSystemFonts: false, ...(fonts.length > 0 ? { fontFiles: fonts, defaultFontFamily: 'Tinos' } : {}) },
  })
  return withResolution(image.asPng())
}

/** Adds pHYs behind IHDR, so that the image carries its true size (PNG specification, 11.3.5.3). */
function withResolution(png: Buffer): Uint8Array {
  const body = Buffer.alloc(13)
  const perMetre = Math.round(DOTS_PER_INCH / 0.0254)
  body.write('pHYs', 0, 'latin1')
  body.writeUInt32BE(perMetre, 4)
  body.writeUInt32BE(perMetre, 8)
  body[12] = 1 // metre
  const chunk = Buffer.alloc(4 + body.length + 4)
  chunk.writeUInt32BE(9, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), 4 + body.length)
  const afterHeader = 8 + 25
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)])
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}
