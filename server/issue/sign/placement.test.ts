import { expect, test } from 'vitest'
import { makePng } from '../../../tests/fixtures/png.ts'
import { placeSeal, placeSignature, readPng } from './placement.ts'

const MM = 72 / 25.4
const signaturePng = makePng({ width: 230, height: 100, widthMm: 46 })
const sealPng = makePng({ width: 180, height: 180, widthMm: 36 })
const box = { x: 300, y: 400, width: 45 * MM, height: 22 * MM }

test('the signature stands centred in its room and keeps its shape', () => {
  const place = placeSignature(box, signaturePng)
  expect(place.x + place.width / 2).toBeCloseTo(box.x + box.width / 2)
  expect(place.y + place.height / 2).toBeCloseTo(box.y + box.height / 2)
  expect(place.width).toBeLessThanOrEqual(box.width + 0.01)
  expect(place.width / place.height).toBeCloseTo(46 / 20, 1)
})

test('an image that says how large it is does not grow to fill a larger room', () => {
  const place = placeSignature({ ...box, width: 500, height: 300 }, signaturePng)
  expect(place.width / MM).toBeCloseTo(46, 0)
})

test('Phụ lục I, II.8.a: the seal has its true size and covers the left third of the signature', () => {
  const signature = placeSignature(box, signaturePng)
  const seal = placeSeal(signature, sealPng)
  expect(seal.width / MM).toBeCloseTo(36, 1)
  expect(seal.height / MM).toBeCloseTo(36, 1)
  expect(seal.x + seal.width - signature.x).toBeCloseTo(signature.width / 3)
  expect(seal.y + seal.height / 2).toBeCloseTo(signature.y + signature.height / 2)
})

test('what is no PNG is refused', () => {
  for (const bytes of [
    Buffer.of(),
    Buffer.from('GIF89a and so on, long enough to hold a header'),
    sealPng.subarray(0, 9),
  ])
    expect(() => readPng(bytes)).toThrow()
})

test('a PNG that ends in the middle of a chunk is read as far as it goes', () => {
  expect(readPng(sealPng.subarray(0, 40))).toMatchObject({ hasAlpha: true, points: null })
})
