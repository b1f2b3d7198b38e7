/** What of a photo is ink, by how much of each colour it takes from the light of the paper around it; and which ink it is. */
import { readPaper } from './paper.ts'
import { blurred, type Field, percentile, type Pixels, ramp } from './pixels.ts'

export type Purpose = 'signature' | 'seal'
export type InkColour = 'blue' | 'red' | 'black'

/** What is taken from red, green and blue light at each pixel: 0 as bright as paper, 255 all of it. */
interface Light {
  red: Field
  green: Field
  blue: Field
}

export interface Absorbed extends Light {
  /** The same as a mean of some pixels: cameras keep colours more coarsely than light, so that one alone tells none. */
  coarse: Light
}

export function absorbed(pixels: Pixels): Absorbed {
  const { width, height, data } = pixels
  const paper = readPaper(pixels)
  const field = (): Field => ({ width, height, at: new Uint8Array(width * height) })
  const taken = { red: field(), green: field(), blue: field() }
  const bare = new Float32Array(width * 3)
  for (let y = 0; y < height; y++) {
    paper.row(y, bare)
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      if ((data[at * 4 + 3] ?? 0) < 128) continue // outside the photo there is no ink
      taken.red.at[at] = share(data[at * 4] ?? 0, bare[x * 3] ?? 255)
      taken.green.at[at] = share(data[at * 4 + 1] ?? 0, bare[x * 3 + 1] ?? 255)
      taken.blue.at[at] = share(data[at * 4 + 2] ?? 0, bare[x * 3 + 2] ?? 255)
    }
  }
  const coarse = {
    red: blurred(taken.red, HUE_RADIUS_PX),
    green: blurred(taken.green, HUE_RADIUS_PX),
    blue: blurred(taken.blue, HUE_RADIUS_PX),
  }
  return { ...taken, coarse }
}

const share = (seen: number, bare: number) => Math.max(0, Math.round(255 * (1 - seen / bare)))

const HUE_RADIUS_PX = 2
/** A photo's own noise and the pale lines of an exercise book lie below. */
const DARK = 76
const BLUE_FROM = 0.1
const RED_FROM = 0.3
/** Of all ink; a form's printed words may outweigh a signature on it. */
const BLUE_SHARE = 0.12
const RED_SHARE = 0.1

/** Null where there is none. A signature is written in blue even if more is printed in black beside it; a seal is red. */
export function colourOf(taken: Absorbed, purpose: Purpose): InkColour | null {
  const { red, green, blue } = taken.coarse
  const weights = { blue: 0, red: 0, black: 0 }
  for (let at = 0; at < red.at.length; at++) {
    const [r, g, b] = [red.at[at] ?? 0, green.at[at] ?? 0, blue.at[at] ?? 0]
    const most = Math.max(r, g, b)
    if (most < DARK) continue
    if ((r - b) / most > BLUE_FROM) weights.blue += most
    else if ((Math.min(g, b) - r) / most > RED_FROM) weights.red += most
    else weights.black += most
  }
  const all = weights.blue + weights.red + weights.black
  if (all === 0) return null
  if (purpose === 'signature' && weights.blue > BLUE_SHARE * all) return 'blue'
  if (purpose === 'seal' && weights.red > RED_SHARE * all) return 'red'
  if (weights.black >= Math.max(weights.blue, weights.red)) return 'black'
  return weights.blue > weights.red ? 'blue' : 'red'
}

/** How much ink of this colour is at each pixel, 0 to 255; other inks count for none. */
export function densityOf(taken: Absorbed, colour: InkColour): Field {
  switch (colour) {
    case 'blue':
      return blueDensity(taken)
    case 'red':
      return redDensity(taken)
    case 'black':
      return blackDensity(taken)
  }
}

/** Blue ink takes the red light; printed black takes the blue as well, and a seal leaves the red. */
function blueDensity(taken: Absorbed): Field {
  const { red, blue } = taken.coarse
  const at = taken.red.at.map((own, i) => {
    const [r, b] = [red.at[i] ?? 0, blue.at[i] ?? 0]
    return r === 0 ? 0 : own * ramp((r - b) / r, 0.05, BLUE_FROM)
  })
  return { ...taken.red, at }
}

function blackDensity(taken: Absorbed): Field {
  const { red, green, blue } = taken.coarse
  const at = taken.red.at.map((own, i) => {
    const [r, g, b] = [red.at[i] ?? 0, green.at[i] ?? 0, blue.at[i] ?? 0]
    const most = Math.max(r, g, b, 1)
    return own * (1 - ramp((Math.min(g, b) - r) / most, 0.2, RED_FROM + 0.1))
  })
  return { ...taken.red, at }
}

/** Words printed below a seal are about so wide a share of the picture of it. */
const WORD_STROKE_SHARE = 0.012
const BLACK_FROM = 76
const BLACK_TO = 128
/** Below a black stroke a line of the seal goes on only where about half of its surroundings say so, as dark as the rest of it. */
const GOES_ON = 0.5

/**
 * Red ink takes green and blue light and leaves the red. Where a black word or a blue signature crosses a line of the seal nothing
 * can be seen of it: the line goes on below as it is at both sides.
 */
function redDensity({ red, green, blue }: Absorbed): Field {
  const { width, height } = red
  const own = red.at.map((r, i) => Math.max(0, Math.min(green.at[i] ?? 0, blue.at[i] ?? 0) - r))
  const seen = red.at.map((r) => 255 - 255 * ramp(r, BLACK_FROM, BLACK_TO))
  const radius = Math.max(2, Math.round(width * WORD_STROKE_SHARE))
  const full = fullDensity({ width, height, at: own })
  const weighed = own.map((d, i) => (d * (seen[i] ?? 0)) / 255)
  const around = blurred({ width, height, at: weighed }, radius)
  const weights = blurred({ width, height, at: seen }, radius)
  const at = own.map((d, i) => {
    const clear = (seen[i] ?? 0) / 255
    if (clear > 0.99) return d
    const weight = weights.at[i] ?? 0
    const near = weight < 16 ? 0 : Math.min(255, ((around.at[i] ?? 0) * 255) / weight)
    return d * clear + full * ramp(near / full, GOES_ON - 0.2, GOES_ON) * (1 - clear)
  })
  return { width, height, at }
}

/** What counts at all when it is asked how dark the ink is. */
const SOME_INK = 50

/** How dark the strokes are in their midst; their edges, which are many, are paler. */
export function fullDensity({ at }: Field): number {
  const counts = new Uint32Array(256)
  for (const density of at) if (density > SOME_INK) counts[density] = (counts[density] ?? 0) + 1
  return Math.max(SOME_INK, percentile(counts, 0.8))
}
