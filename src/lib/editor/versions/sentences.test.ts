import { afterEach, expect, test } from 'vitest'
import type { Unit } from '../../document/compare/summary.ts'
import { getLocale, overwriteGetLocale } from '../../paraglide/runtime.js'
import { unitSentence } from './sentences.ts'

const unit = (label: string | null): Unit => ({
  ...{ key: 'a', clause: null, before: label, after: label, isMoved: false, parts: [] },
  ...{ is: label ? 'clause' : 'opening', edited: 2, formed: 0, words: { in: 0, out: 0 } },
})

// Modules are read once a process: what is left here is the language of the files that come after.
const before = getLocale
afterEach(() => overwriteGetLocale(before))

test('each line of the list of changes begins with a capital, and has one colon', () => {
  overwriteGetLocale(() => 'vi')
  expect(unitSentence(unit('khoản 1'))).toBe('Khoản 1: sửa 2 chỗ')
  expect(unitSentence(unit(null))).toMatch(/^Phần mở đầu: /)
  overwriteGetLocale(() => 'en')
  expect(unitSentence(unit('khoản 1'))).toBe('Khoản 1 – places edited: 2')
})
