import { expect, test } from 'vitest'
import { jpegOf, photoOf } from '../../../tests/fixtures/photo.ts'
import { chunk, makePng } from '../../../tests/fixtures/png.ts'
import { photoFault, pngDpi, scannedDpi, withTrueSize } from './true-size.ts'

const file = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))))
const jfif = (unit: number, density: number) =>
  file([0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF\0', [1, 2, unit, density >> 8, density & 255, 0, 0, 0, 0])

test('a scan says how large it is; a camera and a screen do not', () => {
  expect(scannedDpi(jfif(1, 300))).toBe(300)
  expect(scannedDpi(jfif(2, 118))).toBe(300)
  expect(scannedDpi(jfif(1, 72))).toBeNull()
  expect(scannedDpi(jfif(0, 300))).toBeNull()
  expect(scannedDpi(new Uint8Array(makePng({ width: 600, height: 300, widthMm: 50.8 })))).toBe(300)
  expect(scannedDpi(new Uint8Array(makePng({ width: 600, height: 300 })))).toBeNull()
  expect(scannedDpi(file('GIF89a'))).toBeNull()
})

test('what cannot be cut is told by what it is', async () => {
  expect(photoFault(file([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0]))).toBe('heic')
  expect(photoFault(file([0, 0, 0, 24], 'ftypmif1', [0, 0, 0, 0]))).toBe('heic')
  expect(photoFault(file('%PDF-1.7'))).toBe('type')
  expect(photoFault(file([]))).toBe('type')
  expect(photoFault(file([0xff, 0xd8, 0xff, 0xe0, 0, 16, 1, 2]))).toBe('broken')
  const photo = await jpegOf(photoOf({ width: 40, height: 30, ink: '' }))
  expect(photoFault(new Uint8Array(photo))).toBeNull()
  const huge = makePng({ width: 1, height: 1 })
  huge.writeUInt32BE(20_000, 16)
  huge.writeUInt32BE(20_000, 20)
  expect(photoFault(new Uint8Array(huge))).toBe('pixels')
})

test('a PNG is given its true size, in a part that readers find right', () => {
  const bare = makePng({ width: 850, height: 400 })
  const png = withTrueSize(new Uint8Array(bare), { pixels: 850, widthMm: 42.5 })
  expect((850 / (pngDpi(png) ?? 0)) * 25.4).toBeCloseTo(42.5, 1)
  const part = Buffer.from(png.subarray(33, 33 + 21))
  expect(part).toEqual(chunk('pHYs', part.subarray(8, 17)))
  expect(Buffer.concat([png.subarray(0, 33), png.subarray(33 + 21)])).toEqual(bare)
})
