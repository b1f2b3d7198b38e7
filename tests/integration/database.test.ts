import { afterAll, expect, test } from 'vitest'
import { migrate } from '../../server/database/migrate.ts'
import { freshDatabase } from './setup/house.ts'

const house = await freshDatabase()
afterAll(house.drop)

test('migrating a database that is up to date changes nothing', async () => {
  const before = await house.pool.query('select count(*)::int as n from drizzle.__drizzle_migrations')
  await migrate(house.url, process.cwd())
  const after = await house.pool.query('select count(*)::int as n from drizzle.__drizzle_migrations')
  expect(after.rows).toEqual(before.rows)
})
