/** What is stuck is counted and read to its end, however much it is. */
import { afterAll, expect, test } from 'vitest'
import { freshIssuingOffice } from './office.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { admin, agencyId, clerk, issue, leader, owner, pool } = office

test('the list of what is stuck is read page by page to its end', async () => {
  const gone = await office.person(['leader'], { name: 'Đã nghỉ hưu' })
  await pool.query('update users set locked_at = now() where id = $1', [gone.id])
  const add = (count: number, state: string, holder: string | null) =>
    pool.query(
      `insert into drafts (agency_id, kind, subject, state, holder_id, created_by, held_since)
       select $1, 'thong-bao', state || n, state, $3, $4, now() - interval '1 day' - n * interval '1 minute'
       from generate_series(1, $5) n, (select $2::text as state) s`,
      [agencyId, state, holder, owner.id, count],
    )
  await add(230, 'approved', gone.id)
  await add(5, 'approved', leader.id) // can be signed: not stuck
  await add(4, 'signed', null) // can be sealed: not stuck
  const pages = await Promise.all(Array.from({ length: 13 }, (_, at) => issue.stuck(admin, at + 1)))
  expect(pages[0]).toMatchObject({ total: 230, page: 1, pages: 12 })
  expect(pages.map(({ rows }) => rows.length)).toEqual([...Array.from({ length: 11 }, () => 20), 10, 0])
  const rows = pages.flatMap((page) => page.rows)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(230)
  expect(new Set(rows.map(({ reason }) => reason))).toEqual(new Set(['signer_left']))
  const since = rows.map((row) => row.since.getTime())
  expect(since).toEqual(since.toSorted((a, b) => a - b))
  expect(await issue.stuck(clerk)).toMatchObject({ rows: [], total: 0 })

  await pool.query('update signing_keys set retired_at = now() where user_id is null')
  expect(await issue.stuck(clerk)).toMatchObject({ total: 4 })
  expect((await issue.stuck(clerk)).rows.map(({ reason }) => reason)).toEqual(Array(4).fill('no_key'))
  expect((await issue.stuck(admin)).total).toBe(234)
})
