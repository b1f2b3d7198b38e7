import { expect, test } from 'vitest'
import { placeSignature, readPng } from './placement.ts'
import { drawWritten } from './written.ts'

const MM = 72 / 25.4
const at = new Date('2026-11-29T18:30:05Z')

test('a transparent picture of a known size, that fits where the signature belongs', async () => {
  const png = await drawWritten({ name: 'Nguyễn Thị Phương Thảo', at })
  const facts = readPng(png)
  expect(facts.hasAlpha).toBe(true)
  expect((facts.points?.width ?? 0) / MM).toBeCloseTo(46, 0)
  const place = placeSignature({ x: 0, y: 0, width: 60 * MM, height: 22 * MM }, png)
  expect(place.width / MM).toBeCloseTo(46, 0)
})

test('a name is drawn as it is, with its accents, and no longer than there is room', async () => {
  const [short, long, marked] = await Promise.all(
    ['An', 'A'.repeat(200), 'Ẩn <b>&'].map((name) => drawWritten({ name, at })),
  )
  const sizes = [short, long, marked].map((png) => readPng(png ?? new Uint8Array()))
  expect(new Set(sizes.map(({ width, height }) => `${width} × ${height}`)).size).toBe(1)
  expect(Buffer.from(short ?? []).equals(Buffer.from(marked ?? []))).toBe(false)
})
