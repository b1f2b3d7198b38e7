import { expect, test } from 'vitest'
import type { Unit } from '../../document/compare/summary.ts'
import { overwriteGetLocale } from '../../paraglide/runtime.js'
import { unitSentence } from './sentences.ts'

const unit = (label: string | null): Unit => ({
  ...{ key: 'a', clause: null, before: label, after: label, isMoved: false, parts: [] },
  ...{ is: label ? 'clause' : 'opening', edited: 2, formed: 0, words: { in: 0, out: 0 } },
})

test('each line of the list of changes begins with a capital, and has one colon', () => {
  overwriteGetLocale(() => 'vi')
  expect(unitSentence(unit('khoản 1'))).toBe('Khoản 1: sửa 2 chỗ')
  expect(unitSentence(unit(null))).toMatch(/^Phần mở đầu: /)
  overwriteGetLocale(() => 'en')
  expect(unitSentence(unit('khoản 1'))).toBe('Khoản 1 – places edited: 2')
})
