/** Images that unpack to more than they show, move, or say more than anybody sees. */
import { deflateSync } from 'node:zlib'
import { Transformer } from '@napi-rs/image'
import { describe, expect, test } from 'vitest'
import { isBounded } from '../../server/images/bounded.ts'
import { upright } from '../../server/images/upright.ts'
import { orientationOf, readImage } from '../../src/lib/document/image.ts'
import { bareImage, hasUsualColours } from '../../src/lib/document/image-parts.ts'
import { inkJpeg } from '../fixtures/ink-jpeg.ts'
import { makePhoto } from '../fixtures/jpeg.ts'
import { chunk, makePng } from '../fixtures/png.ts'
import { seeded } from '../fuzz/random.ts'

const HEADER = 8 + 25
const bomb = deflateSync(Buffer.alloc(50_000_000))
const chart = makePng({ width: 40, height: 30, widthMm: 20 })
const among = (png: Buffer, ...chunks: Buffer[]) =>
  Buffer.concat([png.subarray(0, HEADER), ...chunks, png.subarray(HEADER)])
const segment = (marker: number, data: Buffer) =>
  Buffer.concat([Buffer.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255), data])
const into = (photo: Buffer, ...segments: Buffer[]) =>
  Buffer.concat([photo.subarray(0, 2), ...segments, photo.subarray(2)])
const pixels = (bytes: Uint8Array) => new Transformer(bytes).rawPixels()

describe('a PNG', () => {
  test('keeps the chunks that it is drawn from, and loses bombs, notes, frames and what is appended', async () => {
    const hostile = Buffer.concat([
      among(
        chart,
        chunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), bomb])),
        chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), bomb])),
        chunk('eXIf', Buffer.from('MM\0*GPS')),
        chunk('acTL', Buffer.alloc(8, 1)),
        chunk('fdAT', bomb),
        ...Array.from({ length: 1000 }, () => chunk('tEXt', Buffer.from('Author\0Ai đó'))),
      ),
      Buffer.alloc(10_000, 7),
    ])
    const bare = bareImage(hostile)
    expect(bare && Buffer.from(bare).equals(chart)).toBe(true)
    expect(bare && (await pixels(bare)).equals(await pixels(chart))).toBe(true)
    expect(bare && (await isBounded(bare))).toBe(true)
  })

  test('that is bare keeps its bytes', () => {
    expect(bareImage(chart)).toBe(chart)
  })

  test('loses what makes grey black and red green in a browser, and neither in Word nor in the PDF', () => {
    const numbers = (...all: number[]) => {
      const bytes = Buffer.alloc(4 * all.length)
      all.forEach((one, at) => bytes.writeUInt32BE(one, 4 * at))
      return bytes
    }
    const swapped = numbers(31270, 32900, 30000, 60000, 64000, 33000, 15000, 6000)
    const twoFaced = among(chart, chunk('gAMA', numbers(1_000)), chunk('cHRM', swapped))
    expect(bareImage(twoFaced)).toEqual(new Uint8Array(chart))
  })

  test('whose pixels unpack to more than its size, or that has too many bytes for each, is not taken', async () => {
    const small = makePng({ width: 4, height: 4 })
    const end = small.subarray(-12)
    expect(await isBounded(Buffer.concat([small.subarray(0, HEADER), chunk('IDAT', bomb), end]))).toBe(false)
    const deep = Buffer.alloc(13)
    deep.writeUInt32BE(5000, 0)
    deep.writeUInt32BE(5000, 4)
    deep.set([16, 6], 8)
    expect(await isBounded(Buffer.concat([small.subarray(0, 8), chunk('IHDR', deep), small.subarray(HEADER)]))).toBe(
      false,
    )
  })

  test.each([
    ['without an end', chart.subarray(0, -12)],
    ['cut off', chart.subarray(0, 60)],
    [
      'with its header later',
      Buffer.concat([chart.subarray(0, 8), chunk('tEXt', Buffer.from('a')), chart.subarray(8)]),
    ],
    ['with two headers', among(chart, chart.subarray(8, HEADER))],
    ['with a palette beyond 256 colours', among(chart, chunk('PLTE', Buffer.alloc(3000)))],
    [
      'with a length beyond the file',
      among(chart, Buffer.from([0xff, 0xff, 0xff, 0xff, 0x49, 0x44, 0x41, 0x54, 0, 0, 0, 0])),
    ],
  ])('%s is damaged', (_, png) => {
    expect(bareImage(png)).toBeNull()
  })
})

describe('a JPEG', () => {
  test('loses what the camera notes, its previews, comments and what is appended', async () => {
    const photo = makePhoto(1)
    const hostile = Buffer.concat([
      into(
        photo,
        segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS 21.3, 103.9</x:xmpmeta>')),
        segment(0xed, Buffer.alloc(60_000, 65)),
        segment(0xfe, Buffer.from('Ai đó đã chụp')),
      ),
      Buffer.from('ftypmp42 motion photo'),
    ])
    const bare = bareImage(hostile) ?? new Uint8Array()
    expect(Buffer.from(bare).includes('GPS')).toBe(false)
    expect(bare.length).toBeLessThan(photo.length)
    expect((await pixels(bare)).equals(await pixels(photo))).toBe(true)
    expect(bareImage(bare)).toBe(bare)
  })

  test.each([1, 2, 3, 6, 8])('with orientation %i is still turned', (orientation) => {
    const bare = bareImage(makePhoto(orientation)) ?? new Uint8Array()
    expect(orientationOf(bare)).toBe(orientation)
    expect(readImage(bare)).toEqual(readImage(makePhoto(orientation)))
  })

  test('loses its profile, which some follow and some do not', () => {
    const photo = makePhoto(1)
    const profile = segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01'), Buffer.alloc(400, 1)]))
    expect(bareImage(into(photo, profile))).toEqual(bareImage(photo))
  })

  test('of two pictures in one is not taken: nobody knows which is meant', () => {
    const photo = makePhoto(1)
    const frame = photo.indexOf(Buffer.from([0xff, 0xc0]))
    const again = photo.subarray(frame, frame + 2 + photo.readUInt16BE(frame + 2))
    expect(bareImage(Buffer.concat([photo.subarray(0, frame), again, photo.subarray(frame)]))).toBeNull()
  })

  test('has colours that all readers see alike, or is written anew', async () => {
    const photo = bareImage(makePhoto(1)) ?? new Uint8Array()
    expect(hasUsualColours(photo)).toBe(true)
    const rgb = into(Buffer.from(photo), segment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\0', 'latin1')))
    for (const odd of [
      rgb,
      inkJpeg([10, 200, 200, 245], { isAdobe: true }),
      inkJpeg([10, 200, 200, 245], { isAdobe: false }),
    ]) {
      const bare = bareImage(odd) ?? new Uint8Array()
      expect(hasUsualColours(bare)).toBe(false)
      const taken = (await upright(bare)) ?? new Uint8Array()
      expect(hasUsualColours(bareImage(taken) ?? new Uint8Array())).toBe(true)
      expect(readImage(taken)).toEqual(readImage(odd))
    }
  })

  test('of a thousand scans, or with lengths that do not add up, is not taken', () => {
    const photo = makePhoto(1)
    const scan = segment(0xda, Buffer.from([1, 1, 0, 0, 0, 0]))
    expect(bareImage(Buffer.concat([photo.subarray(0, -2), ...Array.from({ length: 1000 }, () => scan)]))).toBeNull()
    expect(bareImage(into(photo, Buffer.from([0xff, 0xe1, 0, 0])))).toBeNull()
    expect(bareImage(into(photo, Buffer.from([0xff, 0xe1, 0xff, 0xff])))).toBeNull()
  })
})

describe('BUDGET-1: a file of five megabytes is read in one pass, whatever it is made of', () => {
  const photo = makePhoto(1)
  const all = (...unit: number[]) => Buffer.alloc(5_000_000, Buffer.from(unit))
  const afterStart = (bytes: Buffer) => Buffer.concat([photo.subarray(0, 2), bytes, photo.subarray(2)])
  const pieces = (name: string, data: Buffer) => Buffer.concat(Array.from({ length: 380_000 }, () => chunk(name, data)))
  const files: Record<string, Buffer> = {
    'empty segments': afterStart(all(0xff, 0xc4, 0, 2)),
    'empty notes': afterStart(all(0xff, 0xe1, 0, 2)),
    'no segments': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), all(0)]),
    'fill bytes': afterStart(all(0xff)),
    'a scan of stuffed zeros': Buffer.concat([photo.subarray(0, -2), all(0xff, 0), photo.subarray(-2)]),
    'pixels byte by byte': among(chart, pieces('IDAT', Buffer.of(0))),
    'empty chunks': among(chart, pieces('teXt', Buffer.alloc(0))),
  }

  test.each(Object.entries(files))('%s', (_, bytes) => {
    const began = process.cpuUsage()
    readImage(bytes)
    bareImage(bytes)
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1000).toBeLessThan(700) // a second and more each, piece by piece
  })
})

test('whatever is altered, it is answered, and never longer than it was', () => {
  const random = seeded(7)
  for (const original of [chart, makePhoto(6), makePhoto(1)]) {
    for (let round = 0; round < 2000; round++) {
      const altered = Buffer.from(original)
      for (let count = random.below(8); count >= 0; count--) altered[random.below(altered.length)] = random.below(256)
      const bare = bareImage(altered.subarray(0, altered.length - random.below(20)))
      expect((bare?.length ?? 0) <= altered.length + 40).toBe(true)
    }
  }
})
