/** Who may use the agency's seal, and who signs for whom: on record, with dates, looked at when it counts. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { calendarDay } from '../../../server/issue/register.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { issue, drafts, access, leader, clerk, admin, pool } = office
const DAY_MS = 24 * 60 * 60 * 1000
const day = (offset: number) => calendarDay(new Date(Date.now() + offset * DAY_MS)).date
const decision = 'Quyết định 12/QĐ-VP ngày 05/01'
const detailOf = (verb: Promise<unknown>) =>
  verb.then(
    () => 'done',
    (failure: unknown) => (failure instanceof AppError ? { code: failure.code, ...failure.detail } : failure),
  )

async function signed(): Promise<{ id: string; step: number }> {
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  return { id: draft.id, step: (await issue.status(clerk, draft.id)).step }
}
const seal = (person: Person, { id, step }: { id: string; step: number }) =>
  issue.seal(person, id, { pin: SEAL_PIN, step })

describe('the agency’s seal key', () => {
  const give = (person: Person, from: number, to: number | null, capacity: 'clerk' | 'substitute' = 'clerk') =>
    access.admin.giveSealRight(admin, {
      ...{ userId: person.id, capacity, validFrom: day(from), validTo: to === null ? null : day(to), decision },
    })

  test('is any clerk’s until somebody is on record; then theirs alone, from and to their days', async () => {
    const substitute = await office.person(['clerk'], { name: 'Lường Thị Hoa' })
    expect(await seal(clerk, await signed())).toBe('embedded')

    await give(substitute, -30, -1, 'substitute')
    const paper = await signed()
    const offered = async (person: Person) => {
      const [{ hasSealRight, sealers }, { waiting }] = [await issue.toSeal(person), await drafts.work(person)]
      return { mayUse: hasSealRight, by: sealers, waits: waiting.some(({ id }) => id === paper.id) }
    }
    expect(await detailOf(seal(clerk, paper))).toMatchObject({ code: 'no_seal_right', reason: 'none' })
    expect(await detailOf(seal(substitute, paper))).toMatchObject({ reason: 'over', date: day(-1) })
    expect(await outcome(issue.sealSeveral(substitute, { pin: SEAL_PIN, papers: [paper] }, () => {}))).toBe(
      'no_seal_right',
    )
    await give(substitute, 1, 5, 'substitute')
    expect(await detailOf(seal(substitute, paper))).toMatchObject({ reason: 'not_yet', date: day(1) })
    expect(await offered(substitute)).toEqual({ mayUse: false, by: [], waits: false })
    await give(clerk, 0, null)
    expect(await offered(substitute)).toEqual({ mayUse: false, by: ['Cầm Thị Vân'], waits: false })
    expect(await offered(clerk)).toEqual({ mayUse: true, by: [], waits: true })
    expect(await seal(clerk, paper)).toBe('embedded')

    const rights = await access.sealRights(admin)
    expect(rights.map(({ name, state }) => [name, state])).toEqual(
      expect.arrayContaining([
        ['Cầm Thị Vân', 'holds'],
        ['Lường Thị Hoa', 'not_yet'],
        ['Lường Thị Hoa', 'over'],
      ]),
    )
    const uses = await issue.sealUses(admin)
    expect(uses.map(({ by }) => by)).toEqual(['Cầm Thị Vân', 'Cầm Thị Vân'])
    const mine = rights.find(({ state }) => state === 'holds')
    await access.admin.endSealRight(admin, { id: mine?.id ?? '' })
    expect(await detailOf(seal(clerk, await signed()))).toMatchObject({ reason: 'ended' })
    expect(await outcome(access.admin.endSealRight(admin, { id: mine?.id ?? '' }))).toBe('not_found')
  }, 120_000)

  test('is entered by administrators only, for clerks only, and stands on record', async () => {
    const given = { userId: clerk.id, capacity: 'clerk' as const, validFrom: day(0), validTo: null, decision }
    expect(await outcome(access.admin.giveSealRight(clerk, given))).toBe('not_allowed')
    expect(await outcome(access.admin.giveSealRight(admin, { ...given, userId: leader.id }))).toBe('bad_input')
    expect(await outcome(access.admin.giveSealRight(admin, { ...given, validTo: day(-1) }))).toBe('bad_input')
    expect(await outcome(access.admin.giveSealRight(admin, { ...given, decision: '' }))).toBe('bad_input')
    await expect(office.house.owner.query(`update seal_rights set decision = 'x'`)).rejects.toThrow('on record')
    await expect(office.house.owner.query('delete from seal_rights')).rejects.toThrow('refused')
  })
})

describe('signing for others', () => {
  let line: { form: string; title: string } | undefined
  beforeEach(async () => {
    await pool.query('update signing_delegations set ended_at = now(), ended_by = $1 where ended_at is null', [
      admin.id,
    ])
    line ??= { form: 'KT', title: 'CHỦ TỊCH' }
  })
  const give = (over: object = {}) =>
    access.admin.giveDelegation(admin, {
      ...{
        userId: leader.id,
        form: 'KT',
        forTitle: 'Chủ tịch',
        kinds: [],
        validFrom: day(-10),
        validTo: null,
        decision,
      },
      ...over,
    })
  const sign = async () => {
    const draft = await office.approvedDraft()
    const told = (await issue.preview(leader, draft.id)).delegation
    const done = await detailOf(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
    // Said before a PIN is typed, in the same words.
    if (done !== 'done') expect(done).toMatchObject({ code: 'no_delegation', ...told })
    return done
  }

  test('is not looked at before the office has put that form on record', async () => {
    expect(await sign()).toBe('done')
  }, 60_000)

  test('holds between its days, for its kinds, in the words of the paper', async () => {
    await give({ validTo: day(0) })
    expect(await sign()).toBe('done')
    await pool.query('update signing_delegations set ended_at = now(), ended_by = $1 where ended_at is null', [
      admin.id,
    ])
    expect(await sign()).toMatchObject({ form: 'KT', title: 'CHỦ TỊCH', reason: 'ended' })
    await give({ validTo: day(-1) })
    expect(await sign()).toMatchObject({ reason: 'over', date: day(-1) })
    await give({ validFrom: day(1), forTitle: 'CHỦ TỊCH' })
    expect(await sign()).toMatchObject({ reason: 'over' })
    await give({ kinds: ['quyet-dinh'], forTitle: 'Giám đốc' })
    expect(await sign()).toMatchObject({ reason: 'over' })
    await give({ kinds: ['thong-bao'] })
    expect(await sign()).toBe('done')
  }, 120_000)

  test('of another kind, or another title, is told as such', async () => {
    await give({ kinds: ['quyet-dinh'], forTitle: 'Chủ tịch Hội đồng' })
    expect(await sign()).toMatchObject({ reason: 'ended' })
  }, 60_000)

  test('thừa ủy quyền has a last day; leaders only; by administrators only', async () => {
    expect(await outcome(give({ form: 'TUQ', validTo: null }))).toBe('bad_input')
    expect(await outcome(give({ form: 'XX' }))).toBe('bad_input')
    expect(await outcome(give({ userId: clerk.id }))).toBe('bad_input')
    const given = {
      userId: leader.id,
      form: 'KT',
      forTitle: 'x',
      kinds: [],
      validFrom: day(0),
      validTo: null,
      decision,
    }
    expect(await outcome(access.admin.giveDelegation(leader, given))).toBe('not_allowed')
    expect(await access.delegations(await office.person(['admin']))).not.toEqual([])
  })
})
