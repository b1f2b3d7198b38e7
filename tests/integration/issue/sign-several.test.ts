/** Twenty papers before lunch: one confirmation, each numbered and signed in its order, and which of them were not opened. */
import { eq } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { signingKeys } from '../../../server/database/tables.ts'
import type { SignTold } from '../../../server/issue/index.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, otherLeader, clerk, admin, owner, db, versions } = office
const issue = office.issueWith({ typeset: smallPdf })

async function approved(count: number): Promise<{ id: string; step: number }[]> {
  const papers: { id: string; step: number }[] = []
  for (let at = 0; at < count; at++) papers.push(await office.approvedDraft({ subject: `Giao việc thứ ${at + 1}` }))
  return papers
}
async function sign(papers: { id: string; step: number }[], { pin = SIGNER_PIN, person = leader, room = issue } = {}) {
  const told: SignTold[] = []
  const ended = await outcome(room.signSeveral(person, { pin, papers }, (one) => told.push(one)))
  return { told, ended }
}
const stateOf = async (id: string) => (await issue.status(clerk, id).catch(() => null))?.state ?? 'approved'

test('is numbered and signed in its order, with one PIN', async () => {
  const papers = await approved(3)
  const waiting = await issue.toSign(leader)
  expect(waiting).toMatchObject({ total: 3, pages: 1, key: { state: 'usable', device: 'server', needsPin: true } })
  expect(waiting.rows.map(({ id, step }) => ({ id, step }))).toEqual(papers.map(({ id, step }) => ({ id, step })))
  const { told, ended } = await sign(papers)
  expect(ended).toBe('done')
  expect(told).toEqual(
    papers.flatMap(({ id }, at) => [
      { paper: id, step: 'numbered', number: `0${at + 1}/TB-UBND` },
      { paper: id, step: 'signed' },
    ]),
  )
  for (const { id } of papers) expect(await stateOf(id)).toBe('signed')
  expect(await issue.toSign(leader)).toMatchObject({ rows: [], total: 0 })
  expect(await checkChain(db)).toMatchObject({ intact: true })
})

test('which were not opened is told; and which have become others since', async () => {
  const [never, now] = await approved(2)
  if (!never || !now) throw new Error('not enough papers')
  await versions.opened(leader, now.id)
  const openedOf = async (id: string) => (await issue.toSign(leader)).rows.find((row) => row.id === id)?.opened
  expect([await openedOf(never.id), await openedOf(now.id)]).toEqual(['never', 'now'])
  await office.pool.query(`update readings set position = position - 1 where draft_id = $1`, [now.id])
  expect(await openedOf(now.id)).toBe('before')
  expect((await sign([never, now])).ended).toBe('done')
})

describe('a batch of signatures', () => {
  test('goes on behind what fails: it is named, keeps its text, and takes no number', async () => {
    const [stale, faulty, whole] = [
      ...(await approved(1)),
      await office.approvedDraft({ blockOf: otherLeader }),
      ...(await approved(1)),
    ]
    if (!stale || !faulty || !whole) throw new Error('not enough papers')
    const { told, ended } = await sign([{ ...stale, step: stale.step - 1 }, faulty, whole])
    expect(ended).toBe('done')
    expect(told).toMatchObject([
      { paper: stale.id, failed: 'stale' },
      { paper: faulty.id, failed: 'other_signer' },
      { paper: whole.id, step: 'numbered' },
      { paper: whole.id, step: 'signed' },
    ])
    expect((await issue.toSign(leader)).rows.map(({ id }) => id)).toEqual([stale.id, faulty.id])
    expect(await office.registry.checkNumbers(clerk)).toEqual([])
  })

  test('a wrong PIN, no key, or nobody’s to sign: nothing is begun', async () => {
    const papers = await approved(1)
    expect(await sign(papers, { pin: 'sai' })).toEqual({ told: [], ended: 'wrong_pin' })
    for (const person of [clerk, admin, owner]) {
      expect(await sign(papers, { person })).toEqual({ told: [], ended: 'not_allowed' })
      expect(await outcome(issue.toSign(person))).toBe('not_allowed')
    }
    expect((await sign(papers, { person: otherLeader })).told).toMatchObject([{ failed: 'not_found' }])
    expect(await outcome(issue.signSeveral(leader, { pin: SIGNER_PIN, papers: [] }, () => {}))).toBe('bad_input')
    const own = eq(signingKeys.userId, leader.id)
    await db.update(signingKeys).set({ retiredAt: new Date() }).where(own)
    expect(await sign(papers)).toEqual({ told: [], ended: 'no_key' })
    expect(await issue.toSign(leader)).toMatchObject({ key: { state: 'retired' } })
    await db.update(signingKeys).set({ retiredAt: null }).where(own)
  })
})
