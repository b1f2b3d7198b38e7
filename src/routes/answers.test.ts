import { expect, test } from 'vitest'
import { ownPath } from './answers.ts'

test('after signing in one comes back to where one was', () => {
  expect(ownPath('/drafts/1?tab=2#muc')).toBe('/drafts/1?tab=2#muc')
  expect(ownPath('/')).toBe('/')
})

test.each([
  null,
  '',
  'drafts',
  'https://elsewhere.example/',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  '/.//elsewhere.example',
  '/x/..//elsewhere.example',
  'javascript:alert(1)',
  '//',
])('and never elsewhere: %j', (to) => {
  expect(ownPath(to)).toBe('/')
})
