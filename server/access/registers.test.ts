import { expect, test } from 'vitest'
import type { Role } from '../../src/lib/vocabulary.ts'
import { maySeal } from './may.ts'
import type { Person } from './person.ts'
import { registerActions } from './registers.ts'

const person = (...roles: Role[]): Person => ({
  ...{ id: 'a', agencyId: 'b', unitId: null, username: 'x', name: 'X', position: 'Chuyên viên' },
  roles,
})

test.each<[Role, string[]]>([
  ['clerk', ['read-all', 'amend', 'start', 'manage']],
  ['admin', ['read-all', 'start', 'manage']],
  ['leader', ['read-all']],
  ['reviewer', []],
  ['specialist', []],
])('with registers a %s may %j', (role, actions) => {
  expect(registerActions(person(role))).toEqual(actions)
})

test('rights are the union of all roles', () => {
  expect(registerActions(person('admin', 'clerk'))).toEqual(['read-all', 'amend', 'start', 'manage'])
})

test('the seal is the clerks’ alone', () => {
  for (const role of ['admin', 'leader', 'reviewer', 'specialist'] as const) expect(maySeal(person(role))).toBe(false)
  expect(maySeal(person('leader', 'clerk'))).toBe(true)
})
