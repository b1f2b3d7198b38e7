import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createLog } from './log.ts'

const logged = (err: unknown): string => {
  let text = ''
  createLog('info', { write: (line: string) => void (text += line) }).error({ err }, 'failed')
  return text
}

test('a failed statement is logged with its cause, but without the values it carried', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(điều bí mật) exists' })
  const text = logged(new DrizzleQueryError('insert into users values ($1)', ['điều bí mật'], cause))
  expect(text).toContain('insert into users')
  expect(text).toContain('23505')
  expect(text).not.toContain('bí mật')
})

test('any other failure is logged whole', () => {
  const text = logged(new Error('outer', { cause: new Error('inner') }))
  expect(text).toContain('outer')
  expect(text).toContain('inner')
  expect(text).toContain('log.test.ts')
})
