/** A picture as the browser's canvas has it: four bytes a pixel (red, green, blue, opacity), row by row. */
export interface Pixels {
  width: number
  height: number
  data: Uint8ClampedArray<ArrayBuffer>
}

/** A number for each pixel, 0 to 255. */
export interface Field {
  width: number
  height: number
  at: Uint8Array
}

/** In pixels; `right` and `bottom` are the first that lie outside. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Mean of each pixel's surroundings, a square of 2·radius + 1. Linear in the pixels, whatever the radius. */
export function blurred({ width, height, at }: Field, radius: number): Field {
  const rows = new Uint8Array(at.length)
  const out = new Uint8Array(at.length)
  for (let y = 0; y < height; y++) meanAlong(at, rows, { start: y * width, step: 1, count: width, radius })
  for (let x = 0; x < width; x++) meanAlong(rows, out, { start: x, step: width, count: height, radius })
  return { width, height, at: out }
}

interface Line {
  start: number
  step: number
  count: number
  radius: number
}

function meanAlong(from: Uint8Array, to: Uint8Array, { start, step, count, radius }: Line): void {
  const value = (i: number) => from[start + i * step] ?? 0
  let sum = 0
  for (let i = 0; i < Math.min(radius, count); i++) sum += value(i)
  for (let i = 0; i < count; i++) {
    if (i + radius < count) sum += value(i + radius)
    if (i - radius > 0) sum -= value(i - radius - 1)
    const within = Math.min(count - 1, i + radius) - Math.max(0, i - radius) + 1
    to[start + i * step] = Math.round(sum / within)
  }
}

/** 1 wherever a pixel of at least `from` lies within `radius` in each direction, else 0. */
export function around({ width, height, at }: Field, from: number, radius: number): Uint8Array {
  const rows = new Uint8Array(at.length)
  const out = new Uint8Array(at.length)
  for (let y = 0; y < height; y++) reach(at, rows, { start: y * width, step: 1, count: width, radius }, from)
  for (let x = 0; x < width; x++) reach(rows, out, { start: x, step: width, count: height, radius }, 1)
  return out
}

function reach(found: Uint8Array, to: Uint8Array, { start, step, count, radius }: Line, from: number): void {
  for (const forwards of [true, false]) {
    let since = Number.POSITIVE_INFINITY
    for (let n = 0; n < count; n++) {
      const i = start + (forwards ? n : count - 1 - n) * step
      since = (found[i] ?? 0) >= from ? 0 : since + 1
      if (since <= radius) to[i] = 1
    }
  }
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function ramp(value: number, from: number, to: number): number {
  const share = Math.min(1, Math.max(0, (value - from) / Math.max(to - from, 1e-6)))
  return share * share * (3 - 2 * share)
}

/** The value below which `share` of what was counted lies. */
export function percentile(counts: Uint32Array, share: number): number {
  const all = counts.reduce((sum, n) => sum + n, 0)
  let seen = 0
  for (let value = 0; value < counts.length; value++) {
    seen += counts[value] ?? 0
    if (seen > 0 && seen >= all * share) return value
  }
  return 0
}
