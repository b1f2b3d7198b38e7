import { createSign, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { derOfRaw } from './ecdsa.ts'

describe('r and s side by side become a sequence that verifies', () => {
  test.each(['P-256', 'P-384', 'P-521'])('%s', (namedCurve) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    for (let i = 0; i < 40; i++) {
      const data = Buffer.from(`${i}`) // numbers with leading zeros and high bits among them
      const raw = createSign('sha256').update(data).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' })
      expect(verify('sha256', data, publicKey, derOfRaw(raw))).toBe(true)
    }
  })

  test('what cannot be two numbers is refused', () => {
    expect(() => derOfRaw(Buffer.alloc(0))).toThrow()
    expect(() => derOfRaw(Buffer.alloc(63))).toThrow()
  })
})
