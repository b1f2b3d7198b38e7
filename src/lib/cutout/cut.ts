/** Ink cut out of a photo: its colour on nothing, with soft edges, and where it is. Pure: runs in the browser's worker. */
import { type Absorbed, absorbed, colourOf, densityOf, fullDensity, type InkColour, type Purpose } from './ink.ts'
import { around, blurred, type Box, type Field, type Pixels, ramp } from './pixels.ts'
import { mainBox, type Strokes, strokesOf } from './specks.ts'

export interface CutSettings {
  purpose: Purpose
  /** 0 to 100: how dark something must be to count as ink; 50 as found. */
  strictness: number
  /** Draw it in this colour instead of its own: hex, "#1b3fa8". */
  colour?: string | undefined
}

export interface Cut {
  /** As large as the photo; nothing where there is no ink. */
  pixels: Pixels
  /** What holds all ink; null where there is none. */
  box: Box | null
  colour: InkColour | null
}

/** What the decree prescribes for each (Decree 30/2020, appendix I, II.7.d and II.8.a). */
export const PRESCRIBED: Readonly<Record<Purpose, InkColour>> = { signature: 'blue', seal: 'red' }

/** A paler pixel makes nothing larger. */
const SEEN = 0.25

export function cutOut(photo: Pixels, { purpose, strictness, colour: wanted }: CutSettings): Cut {
  const taken = absorbed(photo)
  const colour = colourOf(taken, purpose)
  const nothing = new Uint8ClampedArray(photo.data.length)
  if (!colour) return { pixels: { width: photo.width, height: photo.height, data: nothing }, box: null, colour }
  const density = densityOf(taken, colour)
  const full = fullDensity(density)
  const from = full * (0.1 + (0.5 * strictness) / 100)
  const { strokes, has } = keptOf(strokesOf(density, from), density, full)
  const nearCore = around(
    blurred(density, 1),
    full * CORE,
    Math.max(3, Math.round(NEAR_CORE * Math.min(photo.width, photo.height))),
  )
  const [r, g, b] = wanted ? readHex(wanted) : meanColour(taken, density, full)
  const box = { left: density.width, top: density.height, right: 0, bottom: 0 }
  for (let at = 0; at < density.at.length; at++) {
    if (nearCore[at] === 0 || !has(strokes.of[at] ?? 0)) continue
    const opacity = ramp(density.at[at] ?? 0, from, full * 0.9)
    const byte = at * 4
    nothing[byte] = r
    nothing[byte + 1] = g
    nothing[byte + 2] = b
    nothing[byte + 3] = Math.round(255 * opacity)
    if (opacity < SEEN) continue
    const [x, y] = [at % density.width, Math.floor(at / density.width)]
    box.left = Math.min(box.left, x)
    box.top = Math.min(box.top, y)
    box.right = Math.max(box.right, x + 1)
    box.bottom = Math.max(box.bottom, y + 1)
  }
  return {
    pixels: { width: photo.width, height: photo.height, data: nothing },
    box: box.right > box.left ? box : null,
    colour,
  }
}

/**
 * Where the signature or seal is in a photo, with some paper around it; null where nothing is written. The ink of the prescribed
 * colour is looked for first: a table, printed words and a hand are none of it.
 */
export function findInk(photo: Pixels, purpose: Purpose): Box | null {
  const taken = absorbed(photo)
  const other = colourOf(taken, purpose)
  const found =
    boxOf(densityOf(taken, PRESCRIBED[purpose]), photo) ??
    (other && other !== PRESCRIBED[purpose] ? boxOf(densityOf(taken, other), photo) : null)
  if (!found) return null
  const margin = 0.08 * Math.max(found.right - found.left, found.bottom - found.top) + 4
  return {
    left: Math.max(0, Math.floor(found.left - margin)),
    top: Math.max(0, Math.floor(found.top - margin)),
    right: Math.min(photo.width, Math.ceil(found.right + margin)),
    bottom: Math.min(photo.height, Math.ceil(found.bottom + margin)),
  }
}

/** Less is a fleck of colour. */
const LEAST_SHARE = 2e-4

function boxOf(density: Field, photo: Pixels): Box | null {
  const full = fullDensity(density)
  const { strokes, has } = keptOf(strokesOf(density, full * 0.35), density, full)
  const inside = strokes.all.filter(({ box }, i) => has(i + 1) && !isEdge(box, photo))
  const area = inside.reduce((sum, stroke) => sum + stroke.area, 0)
  return area < LEAST_SHARE * density.at.length ? null : mainBox(inside)
}

/** The table beside the sheet: it runs along a side of the photo. */
function isEdge({ left, top, right, bottom }: Box, { width, height }: Pixels): boolean {
  const touches = left === 0 || top === 0 || right === width || bottom === height
  return touches && (right - left > 0.9 * width || bottom - top > 0.9 * height)
}

/** Smaller is dust; the dot of an «i» at 200 dots per inch has some twelve pixels. */
const LEAST_PIXELS = 8
/** Lines of an exercise book, folds and the rim of a shadow are nowhere as dark as the ink. */
const CORE = 0.62
/** Of the smaller side: so far from the ink's core its paler parts go on, and a line that runs into it does not. */
const NEAR_CORE = 0.02

function keptOf(strokes: Strokes, { at }: Field, full: number): { strokes: Strokes; has: (name: number) => boolean } {
  const least = Math.max(LEAST_PIXELS, at.length * 5e-6)
  const kept = strokes.all.map(({ area, peak }) => area >= least && peak >= full * CORE)
  return { strokes, has: (name) => kept[name - 1] ?? false }
}

/** The colour of the densest ink, as it would be on white paper. */
function meanColour({ red, green, blue }: Absorbed, density: Field, full: number): [number, number, number] {
  const sums = [0, 0, 0]
  let count = 0
  for (let i = 0; i < density.at.length; i++) {
    if ((density.at[i] ?? 0) < full * 0.9) continue
    count++
    for (const [channel, { at }] of [red, green, blue].entries()) sums[channel] = (sums[channel] ?? 0) + (at[i] ?? 0)
  }
  const [r = 0, g = 0, b = 0] = sums.map((sum) => Math.round(255 - sum / Math.max(count, 1)))
  return [r, g, b]
}

function readHex(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}
