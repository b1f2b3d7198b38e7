import { expect, test } from 'vitest'
import { canonicalJson } from './canonical.ts'

test('equal values have one spelling, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [1, { d: 'ệ', c: null }], a: true })).toBe('{"a":true,"b":[1,{"c":null,"d":"ệ"}]}')
  expect(canonicalJson({ a: true, b: [1, { c: null, d: 'ệ' }] })).toBe(
    canonicalJson({ b: [1, { d: 'ệ', c: null }], a: true }),
  )
})

test('a key without a value is as good as no key', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
})

test('what JSON cannot say is refused instead of lost', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError)
  expect(() => canonicalJson(undefined)).toThrow(TypeError)
})
