import { Transformer } from '@napi-rs/image'
import { expect, test } from 'vitest'
import { orientationOf, readImage } from '../../src/lib/document/image.ts'
import { makePhoto } from '../../tests/fixtures/jpeg.ts'
import { makePng } from '../../tests/fixtures/png.ts'
import { upright } from './upright.ts'

/** Where red is in a picture of two halves. */
async function redAt(bytes: Uint8Array): Promise<string> {
  const { width, height } = await new Transformer(bytes).metadata()
  const pixels = await new Transformer(bytes).rawPixels()
  const isRed = (x: number, y: number) => (pixels[((y * width + x) * pixels.length) / (width * height)] ?? 0) > 128
  const [start, right, bottom] = [isRed(2, 2), isRed(width - 3, 2), isRed(2, height - 3)]
  if (right === bottom) return 'nowhere'
  return right ? (start ? 'top' : 'right') : start ? 'left' : 'bottom'
}

test.each([
  [2, 'right'],
  [3, 'right'],
  [4, 'left'],
  [5, 'top'],
  [6, 'top'],
  [7, 'bottom'],
  [8, 'bottom'],
])('a photo with orientation %i is turned, and says so no more', async (orientation, red) => {
  const photo = makePhoto(orientation)
  const turned = (await upright(photo)) ?? new Uint8Array()
  expect(await redAt(turned)).toBe(red)
  expect(orientationOf(turned)).toBe(1)
  expect(readImage(turned)).toEqual(readImage(photo)) // the size it is seen in
})

test('what stands upright keeps its bytes, what cannot be read is told', async () => {
  const photo = makePhoto(1)
  const chart = makePng({ width: 4, height: 4 })
  expect(await upright(photo)).toBe(photo)
  expect(await upright(chart)).toBe(chart)
  expect(await upright(makePhoto(6).subarray(0, 230))).toBeNull()
})
