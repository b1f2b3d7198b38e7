import { expect, test } from 'vitest'
import { flourish, photoOf, type PhotoOptions, sealOverWords } from '../../../tests/fixtures/photo.ts'
import { cutOut, type CutSettings, findInk } from './cut.ts'
import type { Pixels } from './pixels.ts'

const [WIDTH, HEIGHT] = [600, 400]
const SIGNATURE: CutSettings = { purpose: 'signature', strictness: 50 }
const SEAL: CutSettings = { purpose: 'seal', strictness: 50 }
const blue = flourish(WIDTH, HEIGHT)

const opacity = ({ data }: Pixels, at: number) => data[at * 4 + 3] ?? 0

/** How much of the true ink was found, and how much of the bare paper was taken for ink. */
function judge(cut: Pixels, ink: string) {
  const truth = photoOf({ width: cut.width, height: cut.height, ink })
  let [inked, found, bare, stained] = [0, 0, 0, 0]
  for (let at = 0; at < cut.width * cut.height; at++) {
    const dark = 255 - Math.min(...truth.data.subarray(at * 4, at * 4 + 3))
    if (dark > 200) {
      inked++
      if (opacity(cut, at) > 128) found++
    } else if (dark < 12) {
      bare++
      if (opacity(cut, at) > 24) stained++
    }
  }
  return { found: found / inked, stained: stained / bare }
}

const LIGHT: [string, Partial<PhotoOptions>][] = [
  ['even light', {}],
  ['a dark corner', { light: [1, 0.45] }],
  ['a yellow lamp', { lamp: [1, 0.9, 0.68], light: [0.95, 0.6] }],
  ['the shadow of a hand', { shadow: 0.5, noise: 6 }],
  ['the lines of an exercise book', { isLined: true, noise: 5 }],
  ['all of it at once', { light: [0.9, 0.55], lamp: [1, 0.93, 0.8], shadow: 0.35, isLined: true, noise: 8 }],
]

test.each(LIGHT)('a blue signature is cut out in %s: its ink is there, the paper is not', (_, how) => {
  const { pixels, colour, box } = cutOut(photoOf({ width: WIDTH, height: HEIGHT, ink: blue, ...how }), SIGNATURE)
  expect(colour).toBe('blue')
  const { found, stained } = judge(pixels, blue)
  expect(found).toBeGreaterThan(0.97)
  expect(stained).toBeLessThan(0.002)
  expect(box?.left).toBeGreaterThan(WIDTH * 0.2)
  expect(box?.right).toBeLessThan(WIDTH * 0.82)
})

test('its edges are soft, and its colour is that of the ink, whatever the lamp', () => {
  const photo = photoOf({ width: WIDTH, height: HEIGHT, ink: blue, lamp: [1, 0.9, 0.7], noise: 3 })
  const { pixels } = cutOut(photo, SIGNATURE)
  const seen = new Set(Array.from({ length: WIDTH * HEIGHT }, (_, at) => opacity(pixels, at)))
  expect(seen.size).toBeGreaterThan(20)
  const at = Array.from({ length: WIDTH * HEIGHT }, (_, i) => i).find((i) => opacity(pixels, i) === 255) ?? 0
  const [r = 0, g = 0, b = 0] = pixels.data.subarray(at * 4, at * 4 + 3)
  expect(b - r).toBeGreaterThan(80)
  expect(Math.abs(g - 0x3f)).toBeLessThan(25)
})

test('words printed in black beside a blue signature, and a red seal on it, stay behind', () => {
  const words =
    '<g fill="#1a1a1a"><rect x="60" y="60" width="420" height="7"/><rect x="90" y="350" width="300" height="7"/></g>'
  const seal = '<circle cx="150" cy="200" r="90" fill="none" stroke="#d0252f" stroke-width="9"/>'
  const { pixels, colour } = cutOut(
    photoOf({ width: WIDTH, height: HEIGHT, ink: words + seal + blue, noise: 4 }),
    SIGNATURE,
  )
  expect(colour).toBe('blue')
  const { found, stained } = judge(pixels, words + seal + blue)
  expect(found).toBeLessThan(0.6) // of all ink: the blue
  expect(stained).toBeLessThan(0.002)
  for (const [x, y] of [
    [300, 63],
    [200, 353],
    [150, 111],
  ] as const)
    expect(opacity(pixels, y * WIDTH + x)).toBe(0)
})

test('black handwriting is told to be black, and may be drawn in blue', () => {
  const photo = photoOf({ width: WIDTH, height: HEIGHT, ink: flourish(WIDTH, HEIGHT, '#222226'), light: [1, 0.6] })
  expect(cutOut(photo, SIGNATURE).colour).toBe('black')
  const { pixels, box } = cutOut(photo, { ...SIGNATURE, colour: '#1b3fa8' })
  expect(box).not.toBeNull()
  const at = Array.from({ length: WIDTH * HEIGHT }, (_, i) => i).find((i) => opacity(pixels, i) > 250) ?? 0
  expect([...pixels.data.subarray(at * 4, at * 4 + 3)]).toEqual([0x1b, 0x3f, 0xa8])
})

test('a red seal over printed words is cut out whole: the words stay behind, its lines go on below them', () => {
  const size = 600
  const photo = photoOf({ width: size, height: size, ink: sealOverWords(size), light: [1, 0.7], noise: 4 })
  const { pixels, colour, box } = cutOut(photo, SEAL)
  expect(colour).toBe('red')
  const ring = Array.from({ length: 720 }, (_, i) => {
    const angle = (i * Math.PI) / 360
    const [x, y] = [size / 2 + size * 0.36 * Math.cos(angle), size / 2 + size * 0.36 * Math.sin(angle)]
    return opacity(pixels, Math.round(y) * size + Math.round(x))
  })
  expect(ring.filter((one) => one > 128).length / ring.length).toBeGreaterThan(0.98)
  // The middle of the star, and a printed line outside of the seal.
  expect(opacity(pixels, (size / 2) * size + size / 2)).toBeGreaterThan(200)
  expect(opacity(pixels, Math.round(size * 0.364) * size + Math.round(size * 0.06))).toBe(0)
  // As large as it is.
  expect((box?.right ?? 0) - (box?.left ?? 0)).toBeGreaterThan(size * 0.73)
  expect((box?.right ?? 0) - (box?.left ?? 0)).toBeLessThan(size * 0.76)
})

test('where it is on a whole sheet is found, on a dark table too', () => {
  const [width, height] = [900, 1200]
  const place = `<g transform="translate(480 700) scale(0.6)">${blue}</g>`
  const table = `<path d="M0 0 H900 V1200 H0 Z M60 60 V1140 H840 V60 Z" fill="#4a3626" fill-rule="evenodd"/>`
  const words =
    '<g fill="#222"><rect x="120" y="200" width="600" height="8"/><rect x="120" y="240" width="500" height="8"/></g>'
  const photo = photoOf({ width, height, ink: table + words + place, light: [1, 0.6], noise: 5 })
  const box = findInk(photo, 'signature')
  if (!box) throw new Error('nothing found')
  expect(box.left).toBeGreaterThan(500)
  expect(box.left).toBeLessThan(570)
  expect(box.top).toBeGreaterThan(700)
  expect(box.right).toBeLessThan(800)
  expect(box.bottom).toBeLessThan(920)
})

test('a bare sheet, and a picture of one point, have no ink', () => {
  expect(cutOut(photoOf({ width: 300, height: 200, ink: '', noise: 6, light: [1, 0.5] }), SIGNATURE).box).toBeNull()
  expect(findInk(photoOf({ width: 300, height: 200, ink: '', noise: 6 }), 'seal')).toBeNull()
  expect(cutOut(photoOf({ width: 1, height: 1, ink: '' }), SIGNATURE).box).toBeNull()
})

test('stricter takes less', () => {
  const photo = photoOf({ width: WIDTH, height: HEIGHT, ink: blue })
  const inkOf = (strictness: number) =>
    cutOut(photo, { ...SIGNATURE, strictness }).pixels.data.reduce(
      (sum, value, i) => (i % 4 === 3 ? sum + value : sum),
      0,
    )
  expect(inkOf(0)).toBeGreaterThan(inkOf(50))
  expect(inkOf(50)).toBeGreaterThan(inkOf(100))
  expect(inkOf(100)).toBeGreaterThan(0)
})
