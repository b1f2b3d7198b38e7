import { expect, test } from 'vitest'
import { ownAuthority } from './taken-fields.ts'

const COMMITTEE = 'ỦY BAN NHÂN DÂN TỈNH SƠN LA'

test.each([
  ['CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH', COMMITTEE, `CHỦ TỊCH ${COMMITTEE}`],
  ['CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …………', COMMITTEE, `CHỦ TỊCH ${COMMITTEE}`],
  ['ỦY BAN NHÂN DÂN TỈNH SƠN LA', `CHỦ TỊCH ${COMMITTEE}`, COMMITTEE],
  ['CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LAI CHÂU', COMMITTEE, undefined],
  ['BỘ TRƯỞNG BỘ NỘI VỤ', COMMITTEE, undefined],
  ['CHỦ TỊCH', COMMITTEE, undefined],
  ['', COMMITTEE, undefined],
  ['CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH', '', undefined],
])('a pasted «%s» where «%s» stands gives «%s»', (pasted, held, authority) => {
  expect(ownAuthority(held, pasted)).toBe(authority)
})
