import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linkHash } from '../../../server/audit/chain.ts'
import { checkChain, record } from '../../../server/audit/index.ts'
import { freshOffice } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { db } = office
const { owner } = office.house
const ACTS = 12

beforeAll(async () => {
  const { id } = await office.person(['admin'])
  for (let n = 1; n <= ACTS; n++) {
    const detail = {
      n,
      note: `Ghi chú "${n}" ệ`,
      at: new Date(),
      empty: undefined,
      nested: { b: [1.5, null], a: true },
    }
    await db.transaction((tx) => record(tx, { actorId: id, act: 'test.act', detail }))
  }
  await owner.query('create table kept as select * from audit_log')
  await owner.query('create table kept_head as select * from audit_head')
})

/** What only somebody with the whole database in hand can do. */
async function tamper(statement: string): Promise<void> {
  await owner.query('alter table audit_log disable trigger all')
  await owner.query(statement)
  await owner.query('alter table audit_log enable trigger all')
}

beforeEach(async () => {
  await tamper(
    'delete from audit_log; insert into audit_log select * from kept; delete from audit_head; insert into audit_head select * from kept_head',
  )
})

describe('AUD-1: the record of acts', () => {
  test('is whole when nobody touched it, and names where it ends', async () => {
    const { rows } = await owner.query<{ hash: string }>('select hash from audit_log order by seq desc limit 1')
    expect(await checkChain(db)).toEqual({ intact: true, rows: ACTS, headHash: rows[0]?.hash })
  })

  test.each([
    ['an act', `update audit_log set act = 'other' where seq = 5`, 5],
    ['who did it', 'update audit_log set actor_id = gen_random_uuid() where seq = 5', 5],
    ['on which draft', 'update audit_log set draft_id = gen_random_uuid() where seq = 5', 5],
    ['when, by a microsecond', `update audit_log set at = at + interval '1 microsecond' where seq = 5`, 5],
    ['a detail', `update audit_log set detail = detail || '{"n": 7}' where seq = 5`, 5],
    ['its hash', `update audit_log set hash = repeat('a', 64) where seq = 5`, 5],
    ['the last row', `update audit_log set act = 'other' where seq = ${ACTS}`, ACTS],
  ])('shows that %s was changed', async (_, statement, seq) => {
    await tamper(statement)
    expect(await checkChain(db)).toMatchObject({ intact: false, seq, fault: 'changed' })
  })

  test.each([
    ['in the middle', 'delete from audit_log where seq = 5', 5],
    ['at the beginning', 'delete from audit_log where seq = 1', 1],
    ['at the end', `delete from audit_log where seq > ${ACTS - 3}`, ACTS - 2],
    ['everywhere', 'delete from audit_log', 1],
  ])('shows that rows %s were removed', async (_, statement, seq) => {
    await tamper(statement)
    expect(await checkChain(db)).toMatchObject({ intact: false, seq, fault: 'missing' })
  })

  test('shows that rows were exchanged, or closed up after one was removed', async () => {
    await tamper(
      'update audit_log set seq = -5 where seq = 5; update audit_log set seq = 5 where seq = 6; update audit_log set seq = 6 where seq = -5',
    )
    expect(await checkChain(db)).toMatchObject({ intact: false, seq: 5, fault: 'changed' })
    await tamper('delete from audit_log; insert into audit_log select * from kept; delete from audit_log where seq = 5')
    for (let seq = 6; seq <= ACTS; seq++) await tamper(`update audit_log set seq = ${seq - 1} where seq = ${seq}`)
    expect(await checkChain(db)).toMatchObject({ intact: false, seq: 5, fault: 'changed' })
  })

  test('shows that a row was put in at the end, with or without a right link', async () => {
    const seq = ACTS + 1
    const { rows } = await owner.query<{ hash: string }>(`select hash from audit_log where seq = ${ACTS}`)
    const previousHash = rows[0]?.hash ?? ''
    const at = '2026-01-05T02:15:00.123000Z'
    const put = (hash: string) =>
      tamper(`insert into audit_log values (${seq}, '${at}', null, 'forged', null, '{}', '${previousHash}', '${hash}')`)
    await put('a'.repeat(64))
    expect(await checkChain(db)).toMatchObject({ intact: false, seq, fault: 'changed' })
    await tamper(`delete from audit_log where seq = ${seq}`)
    await put(linkHash({ seq, at, actorId: null, act: 'forged', draftId: null, detail: {}, previousHash }))
    expect(await checkChain(db)).toMatchObject({ intact: false, seq, fault: 'added' })
  })

  test('shows a forged last row with a right hash by the end that was noted', async () => {
    const { rows } = await owner.query<{ previous_hash: string }>(
      `select previous_hash from audit_log where seq = ${ACTS}`,
    )
    const previousHash = rows[0]?.previous_hash ?? ''
    const at = '2026-01-05T02:15:00.123000Z'
    const forged = { seq: ACTS, at, actorId: null, act: 'forged', draftId: null, detail: {}, previousHash }
    await tamper(
      `update audit_log set at = '${at}', actor_id = null, act = 'forged', detail = '{}', hash = '${linkHash(forged)}' where seq = ${ACTS}`,
    )
    expect(await checkChain(db)).toMatchObject({ intact: false, fault: 'changed' })
  })

  test('cannot be changed, shortened or emptied, not even by the owner of the tables', async () => {
    await expect(owner.query(`update audit_log set act = 'x' where seq = 1`)).rejects.toThrow('refused')
    await expect(owner.query('delete from audit_log where seq = 1')).rejects.toThrow('refused')
    await expect(owner.query('truncate audit_log')).rejects.toThrow('refused')
    expect(await checkChain(db)).toMatchObject({ intact: true })
  })

  test('stays one chain when many act at once, and holds nothing of what was rolled back', async () => {
    const acts = Array.from({ length: 40 }, (_, n) =>
      db
        .transaction(async (tx) => {
          await record(tx, { actorId: null, act: 'test.at-once', detail: { n } })
          if (n % 4 === 0) throw new Error('rolled back')
        })
        .catch(() => {}),
    )
    await Promise.all(acts)
    expect(await checkChain(db)).toMatchObject({ intact: true, rows: ACTS + 30 })
  })
})
