import { describe, expect, test } from 'vitest'
import { makePng } from '../../../tests/fixtures/png.ts'
import { firstWidthMm, imageAttributes, imagesIn, printedSize, readImage } from './image.ts'
import { cell, documentOf, image, p, row, table } from './testing.ts'

/** The first bytes of a JPEG of 300 by 200 pixels, with the orientation that a camera wrote into it. */
function jpeg(orientation?: number): Uint8Array {
  const exif =
    orientation === undefined
      ? [0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]
      : // APP1, "Exif", a big-endian TIFF header, one entry: 0x0112 (orientation), SHORT.
        [0xff, 0xe1, 0, 34, ...Buffer.from('Exif\0\0MM'), 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0].concat(
          [orientation, 0, 0, 0, 0, 0, 0],
        )
  return Uint8Array.from([0xff, 0xd8, ...exif, 0xff, 0xc0, 0, 17, 8, 0, 200, 1, 44, 3, ...Array(9).fill(0), 0xff, 0xd9])
}

describe('what is taken', () => {
  test('PNG and JPEG by their bytes, a turned photo as it is seen', () => {
    expect(readImage(makePng({ width: 40, height: 30 }))).toEqual({ type: 'png', width: 40, height: 30 })
    expect(readImage(jpeg())).toEqual({ type: 'jpg', width: 300, height: 200 })
    expect(readImage(jpeg(6))).toEqual({ type: 'jpg', width: 200, height: 300 })
  })

  test.each([
    ['type', Buffer.from('GIF89a\x01\0\x01\0')],
    ['type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['type', new Uint8Array()],
    ['broken', makePng({ width: 40, height: 30 }).subarray(0, 12)],
    ['broken', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0xff])],
    ['size', Buffer.concat([makePng({ width: 40, height: 30 }), Buffer.alloc(5 * 1024 * 1024)])],
    ['pixels', wide(5001, 5000)],
  ])('a file is refused: %s', (fault, bytes) => {
    expect(readImage(bytes)).toEqual({ fault })
  })
})

/** A header that promises this many pixels. */
function wide(width: number, height: number): Uint8Array {
  const bytes = Buffer.from(makePng({ width: 1, height: 1 }))
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

test('attributes from anywhere are numbers in bounds and a hash, or what stands for them', () => {
  expect(imageAttributes({ hash: 'X', widthMm: '9999', pixelWidth: NaN, pixelHeight: -3, alt: 7 })).toEqual({
    hash: '',
    widthMm: 252,
    pixelWidth: 4,
    pixelHeight: 1,
    alt: '',
  })
  const { body } = documentOf('ke-hoach', [image({ alt: 'Bản\u0000 đồ', widthMm: 80.4 }), p('Hình'), image()])
  expect(body.content?.[0]?.attrs).toMatchObject({ alt: 'Bản\uFFFD đồ', widthMm: 80 })
  expect(imagesIn(body)).toEqual(['a'.repeat(64)])
})

test('an image in a cell is one of the document, and no wider than the cell', () => {
  const body = {
    type: 'doc',
    content: [table(row({ ...cell('x'), content: [image({ hash: 'b'.repeat(64) })] })), image()],
  }
  expect(imagesIn(body)).toEqual(['b'.repeat(64), 'a'.repeat(64)])
  expect(printedSize({ widthMm: 120, ratio: 0.5 }, false, 40)).toEqual({ widthMm: 40, heightMm: 20 })
})

test('an image begins as large as on a screen, but fits the text and the page', () => {
  expect(firstWidthMm({ width: 378, height: 100 })).toBe(100)
  expect(firstWidthMm({ width: 4000, height: 3000 })).toBe(165)
  expect(firstWidthMm({ width: 1000, height: 3000 })).toBe(81)
  expect(firstWidthMm({ width: 8, height: 8 })).toBe(10)
  expect(printedSize({ widthMm: 250, ratio: 0.1 }, true)).toEqual({ widthMm: 250, heightMm: 25 })
})
