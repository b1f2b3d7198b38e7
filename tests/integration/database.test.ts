import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { migrate } from '../../server/database/migrate.ts'
import { freshDatabase } from './setup/house.ts'

const house = await freshDatabase()
afterAll(house.drop)

test('migrating a database that is up to date changes nothing', async () => {
  const before = await house.pool.query('select count(*)::int as n from drizzle.__drizzle_migrations')
  await migrate(house.ownerUrl, process.cwd(), house.programRole)
  const after = await house.pool.query('select count(*)::int as n from drizzle.__drizzle_migrations')
  expect(after.rows).toEqual(before.rows)
})

const journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) })

/** A folder with the migrations before the one whose name ends so. */
function migrationsBefore(name: string): string {
  const root = mkdtempSync(path.join(tmpdir(), 'but-phe-migrations-'))
  cpSync('migrations', path.join(root, 'migrations'), { recursive: true })
  const file = path.join(root, 'migrations/meta/_journal.json')
  const all = journal.parse(JSON.parse(readFileSync(file, 'utf8')))
  const end = all.entries.findIndex(({ tag }) => tag.endsWith(name))
  writeFileSync(file, JSON.stringify({ ...all, entries: all.entries.slice(0, end) }))
  return root
}

test('an office from before validity dates keeps its names, symbols and positions, from the start', async () => {
  const root = migrationsBefore('validity-of-names')
  const old = await freshDatabase(root)
  try {
    const { rows } = await old.owner.query<{ agency: string; unit: string; person: string }>(`
      with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('BỘ A', 'CỤC B', 'Cục B', 'CB', 'Hà Nội') returning id),
        u as (insert into units (agency_id, name, abbreviation) select id, 'Phòng C', 'PC' from a returning id),
        p as (insert into users (agency_id, unit_id, username, name, position, roles, password_hash)
          select a.id, u.id, 'd', 'D', 'Cục trưởng', '{leader}', '' from a, u returning id)
      select a.id as agency, u.id as unit, p.id as person from a, u, p`)
    const [{ agency, unit, person } = { agency: '', unit: '', person: '' }] = rows
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const all = await old.pool.query(
      `select a.name, a.full_name, a.abbreviation, a.parent_name, a.place, u.abbreviation as unit, p.position,
         (select count(*)::int from dated_changes) as changes,
         change_on(a.id, '2020-01-01') as past, change_on(u.id, office_today()) as now, change_on(p.id, '2099-01-01') as later
       from agencies a, units u, users p where a.id = $1 and u.id = $2 and p.id = $3`,
      [agency, unit, person],
    )
    expect(all.rows).toEqual([
      {
        ...{ name: 'CỤC B', full_name: 'Cục B', abbreviation: 'CB', parent_name: 'BỘ A', place: 'Hà Nội' },
        ...{ unit: 'PC', position: 'Cục trưởng', changes: 0, past: null, now: null, later: null },
      },
    ])
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})
