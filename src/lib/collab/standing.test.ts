import { expect, test } from 'vitest'
import { mayChangeText, maySuggest, parseStanding } from './standing.ts'

test('IN-1: only a standing is taken for one', () => {
  expect(parseStanding('{"right":"write","frozenAt":null,"schemaVersion":1}')).toEqual({
    right: 'write',
    frozenAt: null,
    schemaVersion: 1,
  })
  for (const wrong of ['', 'null', '[]', '{"right":"all","schemaVersion":1}', '{"right":"read"}', '{']) {
    expect(parseStanding(wrong), wrong).toBeNull()
  }
})

test('FRZ-1: a frozen text takes no edit, whatever the right', () => {
  expect(mayChangeText({ right: 'write', frozenAt: null, schemaVersion: 1 })).toBe(true)
  expect(mayChangeText({ right: 'suggest', frozenAt: null, schemaVersion: 1 })).toBe(false)
  expect(maySuggest({ right: 'suggest', frozenAt: null, schemaVersion: 1 })).toBe(true)
  expect(maySuggest({ right: 'comment', frozenAt: null, schemaVersion: 1 })).toBe(false)
  expect(maySuggest({ right: 'write', frozenAt: '2026-11-24T03:32:00Z', schemaVersion: 1 })).toBe(false)
  expect(mayChangeText({ right: 'comment', frozenAt: null, schemaVersion: 1 })).toBe(false)
  expect(mayChangeText({ right: 'write', frozenAt: '2026-11-24T03:32:00Z', schemaVersion: 1 })).toBe(false)
})
