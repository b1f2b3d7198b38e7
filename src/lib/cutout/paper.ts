/**
 * How bright the bare paper is at each place of a photo: lamps, folds and the shadow of a hand make it differ, so that no one
 * threshold parts ink from paper. Seen tile by tile, as the brighter part of each; what is dark and small is taken for ink.
 */
import { percentile, type Pixels } from './pixels.ts'

export interface Paper {
  /** The paper along row `y`: red, green and blue for each pixel, into `out`. */
  row: (y: number, out: Float32Array) => void
}

const TILES_ALONG = 40
const LEAST_TILE_PX = 6
/** Of a tile's pixels, so many are darker than what counts as its paper. */
const PAPER_SHARE = 0.75
/** Tiles on each side: ink up to twice as wide, such as the star of a seal, is filled from around it. */
const INK_TILES = 4

export function readPaper(pixels: Pixels): Paper {
  const { width, height } = pixels
  const size = Math.max(LEAST_TILE_PX, Math.round(Math.max(width, height) / TILES_ALONG))
  const grid = { across: Math.ceil(width / size), down: Math.ceil(height / size) }
  const channels = [0, 1, 2].map((channel) => smoothed(closed(brightOf(pixels, channel, size, grid), grid), grid))
  return {
    row(y, out) {
      // Between the centres of four tiles.
      const v = (y + 0.5) / size - 0.5
      const [upper, lower] = [within(Math.floor(v), grid.down), within(Math.floor(v) + 1, grid.down)]
      const fromUpper = v - Math.floor(v)
      for (const [channel, tiles] of channels.entries()) {
        const line = Array.from({ length: grid.across }, (_, i) => {
          const [a, b] = [tiles[upper * grid.across + i] ?? 255, tiles[lower * grid.across + i] ?? 255]
          return a + (b - a) * fromUpper
        })
        for (let x = 0; x < width; x++) {
          const u = (x + 0.5) / size - 0.5
          const left = Math.floor(u)
          const [a, b] = [line[within(left, grid.across)] ?? 255, line[within(left + 1, grid.across)] ?? 255]
          out[x * 3 + channel] = a + (b - a) * (u - left)
        }
      }
    },
  }
}

interface Grid {
  across: number
  down: number
}

const within = (i: number, count: number) => Math.min(Math.max(i, 0), count - 1)

function brightOf({ width, height, data }: Pixels, channel: number, size: number, { across, down }: Grid) {
  const tiles = new Float32Array(across * down)
  const counts = new Uint32Array(256)
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++) {
      counts.fill(0)
      let seen = 0
      const [endY, endX] = [Math.min(height, (row + 1) * size), Math.min(width, (column + 1) * size)]
      for (let y = row * size; y < endY; y++)
        for (let x = column * size; x < endX; x++) {
          const i = (y * width + x) * 4
          if ((data[i + 3] ?? 0) < 128) continue // turned in from outside the photo
          const value = data[i + channel] ?? 0
          counts[value] = (counts[value] ?? 0) + 1
          seen++
        }
      tiles[row * across + column] = seen === 0 ? 0 : percentile(counts, PAPER_SHARE)
    }
  return tiles
}

/** Fills what is darker than all around it, and leaves what is large: a shadow stays a shadow. */
function closed(tiles: Float32Array, grid: Grid): Float32Array {
  return extreme(extreme(tiles, grid, Math.max), grid, Math.min)
}

function extreme(tiles: Float32Array, grid: Grid, pick: (a: number, b: number) => number): Float32Array {
  const { across, down } = grid
  const along = (from: Float32Array, step: 'x' | 'y') =>
    from.map((own, at) => {
      const [x, y] = [at % across, Math.floor(at / across)]
      let found = own
      for (let off = -INK_TILES; off <= INK_TILES; off++) {
        const [i, j] = step === 'x' ? [x + off, y] : [x, y + off]
        if (i >= 0 && i < across && j >= 0 && j < down) found = pick(found, from[j * across + i] ?? found)
      }
      return found
    })
  return along(along(tiles, 'x'), 'y')
}

function smoothed(tiles: Float32Array, { across, down }: Grid): Float32Array {
  return tiles.map((_, at) => {
    const [x, y] = [at % across, Math.floor(at / across)]
    let [sum, count] = [0, 0]
    for (let j = Math.max(0, y - 1); j <= Math.min(down - 1, y + 1); j++)
      for (let i = Math.max(0, x - 1); i <= Math.min(across - 1, x + 1); i++) {
        sum += tiles[j * across + i] ?? 0
        count++
      }
    return Math.max(1, sum / count)
  })
}
