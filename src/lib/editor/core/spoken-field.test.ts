import { expect, test } from 'vitest'
import { withoutLead } from './spoken-field.ts'

test.each([
  ['V/v tăng cường phòng, chống rét', 'tăng cường phòng, chống rét'],
  ['Vấn đề trình: mua sắm thiết bị', 'mua sắm thiết bị'],
  ['tăng cường V/v', 'tăng cường V/v'],
])('of «%s» the words are «%s»', (printed, words) => {
  expect(withoutLead(printed)).toBe(words)
})
