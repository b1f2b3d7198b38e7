import pg from 'pg'
import { expect, test } from 'vitest'
import { connect } from './connect.ts'
import { isOutage } from './outage.ts'
import { auditHead } from './tables.ts'

test('a database that nobody answers for is an outage, through drizzle as well', async () => {
  const { pool, db } = connect('postgres://nobody:x@127.0.0.1:9/none', () => {})
  const failure: unknown = await db
    .select()
    .from(auditHead)
    .then(
      () => null,
      (error: unknown) => error,
    )
  expect(isOutage(failure)).toBe(true)
  await pool.end()
})

test('what the database says about a statement is none', () => {
  expect(isOutage(Object.assign(new pg.DatabaseError('duplicate key', 1, 'error'), { code: '23505' }))).toBe(false)
  expect(isOutage(new Error('something else'))).toBe(false)
  expect(isOutage('text')).toBe(false)
  expect(isOutage(Object.assign(new Error('shutting down'), { code: '57P01' }))).toBe(true)
  expect(isOutage(new Error('Connection terminated unexpectedly'))).toBe(true)
})
