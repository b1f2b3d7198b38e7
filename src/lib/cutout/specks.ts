/** What hangs together in a picture of ink: strokes are kept, dust, folds and the edge of a table are not. */
import type { Box, Field } from './pixels.ts'

export interface Stroke {
  box: Box
  /** Pixels. */
  area: number
  /** The darkest of them. */
  peak: number
}

export interface Strokes {
  /** Which stroke each pixel is of, from 1; 0 for none. */
  of: Int32Array
  all: Stroke[]
}

/** Everything above `from` that touches, corners counted. Linear: each pixel is put on the pile once. */
export function strokesOf({ width, height, at }: Field, from: number): Strokes {
  const of = new Int32Array(at.length)
  const pile = new Int32Array(at.length)
  const all: Stroke[] = []
  for (let start = 0; start < at.length; start++) {
    if (of[start] !== 0 || (at[start] ?? 0) < from) continue
    const name = all.length + 1
    const box = { left: width, top: height, right: 0, bottom: 0 }
    let [area, peak, left] = [0, 0, 1]
    pile[0] = start
    of[start] = name
    while (left > 0) {
      const pixel = pile[--left] ?? 0
      const [x, y] = [pixel % width, Math.floor(pixel / width)]
      area++
      peak = Math.max(peak, at[pixel] ?? 0)
      box.left = Math.min(box.left, x)
      box.top = Math.min(box.top, y)
      box.right = Math.max(box.right, x + 1)
      box.bottom = Math.max(box.bottom, y + 1)
      for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++)
        for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
          const next = j * width + i
          if (of[next] !== 0 || (at[next] ?? 0) < from) continue
          of[next] = name
          pile[left++] = next
        }
    }
    all.push({ box, area, peak })
  }
  return { of, all }
}

export const join = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
})

/** As a share of the larger side of what has been found so far: a stroke that is nearer belongs to it. */
const NEAR = 0.35
/** A print of fine dots has more; the largest say where it is. */
const MOST_STROKES = 2_000

/** The largest stroke, and all that stand about it: the signature, without the word that somebody wrote in a corner. */
export function mainBox(strokes: readonly Stroke[]): Box | null {
  const bySize = [...strokes].sort((a, b) => b.area - a.area).slice(0, MOST_STROKES)
  const [largest, ...rest] = bySize
  if (!largest) return null
  let box = largest.box
  let others = rest
  for (;;) {
    const room = NEAR * Math.max(box.right - box.left, box.bottom - box.top)
    const reach = { left: box.left - room, top: box.top - room, right: box.right + room, bottom: box.bottom + room }
    const near = others.filter((one) => touch(one.box, reach))
    if (near.length === 0) return box
    for (const one of near) box = join(box, one.box)
    others = others.filter((one) => !near.includes(one))
  }
}

const touch = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
