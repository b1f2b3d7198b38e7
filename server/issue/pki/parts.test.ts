import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/lib/errors.ts'
import { iterationsOf } from '../keys/iterations.ts'
import { openKey } from './open.ts'
import { hasMoreParts } from './parts.ts'

const lengthOf = (length: number) =>
  length < 128 ? Buffer.from([length]) : Buffer.from([0x83, length >> 16, (length >> 8) & 0xff, length & 0xff])
const part = (tag: number, ...inner: Buffer[]) => {
  const content = Buffer.concat(inner)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}
const many = (count: number, one: Buffer) => Buffer.concat(Array.from({ length: count }, () => one))
const NULL = Buffer.from([5, 0])

test('parts are counted up to what is asked, those in strings only where they count', () => {
  const three = part(0x30, NULL, NULL)
  expect(hasMoreParts(three, 3)).toBe(false)
  expect(hasMoreParts(three, 2)).toBe(true)
  const wrapped = part(0x04, part(0x30, many(50, NULL)))
  expect(hasMoreParts(wrapped, 2)).toBe(false)
  expect(hasMoreParts(wrapped, 2, true)).toBe(true)
})

describe('a PKCS#12 file of tens of thousands of parts is refused before it is read', () => {
  const OF_DATA = Buffer.from('06092a864886f70d010701', 'hex')
  const file = (safe: Buffer) =>
    part(0x30, Buffer.from([2, 1, 3]), part(0x30, OF_DATA, part(0xa0, part(0x04, part(0x30, safe)))))
  const stuffed: Record<string, Buffer> = {
    'of nothing': many(31_000, NULL),
    'of empty lists': many(31_000, Buffer.from([0x30, 0])),
    'of names': many(15_000, Buffer.from([6, 2, 42, 3])),
    'of strings within strings': many(8000, part(0x04, part(0x30, NULL))),
    'of times': many(3000, part(0x18, Buffer.from('20261130000000Z'))),
    'of bits': many(10_000, part(3, Buffer.from([0, 0x30, 0]))),
  }
  test.each(Object.entries(stuffed))('%s', async (_, safe) => {
    expect(() => iterationsOf(file(safe))).toThrow('a file of too many parts')
    await expect(openKey(file(safe), '123456')).rejects.toEqual(new AppError('bad_key', { reason: 'unreadable' }))
  })
})
