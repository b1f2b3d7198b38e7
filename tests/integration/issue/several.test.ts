/** Several papers with one PIN: one after the other, each with a result of its own; what fails is named and stays. */
import { eq } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { signingKeys, users } from '../../../server/database/tables.ts'
import { moveDraft } from '../../../server/drafts/move.ts'
import type { BatchTold } from '../../../server/issue/index.ts'
import { tell } from '../../../server/news/tell.ts'
import { MOST_SEALED_AT_ONCE } from '../../../src/lib/document/batch.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, otherLeader, clerk, admin, owner, db } = office
const issue = office.issueWith({ typeset: smallPdf })

async function signed(count: number): Promise<{ id: string; step: number }[]> {
  const papers: { id: string; step: number }[] = []
  for (let at = 0; at < count; at++) {
    const draft = await office.approvedDraft({ signer: at % 2 ? otherLeader : leader })
    await issue.finalize(at % 2 ? otherLeader : leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    papers.push({ id: draft.id, step: (await issue.status(clerk, draft.id)).step })
  }
  return papers
}

async function seal(papers: { id: string; step: number }[], { pin = SEAL_PIN, person = clerk, room = issue } = {}) {
  const told: BatchTold[] = []
  const ended = await outcome(room.sealSeveral(person, { pin, papers }, (one) => told.push(one)))
  return { told, ended }
}
const stateOf = async (id: string) => (await issue.status(clerk, id)).state

describe('a batch', () => {
  test('is sealed and issued in its order, with one PIN', async () => {
    const papers = await signed(3)
    const before = await issue.toSeal(clerk)
    expect(before).toMatchObject({ total: 3, page: 1, pages: 1, key: { state: 'usable' } })
    expect(before.rows.map(({ id, step }) => ({ id, step }))).toEqual(papers)
    expect(before.rows.map(({ numberLine }) => numberLine)).toEqual(['01/TB-UBND', '02/TB-UBND', '03/TB-UBND'])

    const { told, ended } = await seal(papers)
    expect(ended).toBe('done')
    expect(told).toEqual(
      papers.flatMap(({ id }) => [
        { paper: id, step: 'sealed' },
        { paper: id, step: 'issued' },
      ]),
    )
    for (const { id } of papers) expect(await stateOf(id)).toBe('issued')
    expect(await issue.toSeal(clerk)).toMatchObject({ rows: [], total: 0 })
    expect(await checkChain(db)).toMatchObject({ intact: true })
  })

  test('goes on behind what fails: it is named, stays, and can be sealed again', async () => {
    const papers = await signed(4)
    const [stale, broken, unissued, whole] = papers
    if (!stale || !broken || !unissued || !whole) throw new Error('not enough papers')
    const failing = office.issueWith({
      typeset: smallPdf,
      drafts: {
        async move(tx, person, draft, to) {
          if (to.act === 'seal' && draft.id === broken.id) throw new Error('injected')
          if (to.act === 'issue' && draft.id === unissued.id) throw new Error('injected')
          await moveDraft({ tell, keepVersion: office.versions.keep }, tx, person, draft, to)
        },
      },
    })
    const { told, ended } = await seal([{ ...stale, step: stale.step - 1 }, broken, unissued, whole], { room: failing })
    expect(ended).toBe('done')
    expect(told).toEqual([
      { paper: stale.id, failed: 'stale' },
      { paper: broken.id, failed: 'signing_failed' },
      { paper: unissued.id, step: 'sealed' },
      { paper: unissued.id, failed: 'word_failed' },
      { paper: whole.id, step: 'sealed' },
      { paper: whole.id, step: 'issued' },
    ])
    const left = await issue.toSeal(clerk)
    expect(left.rows.map(({ id, isSealed, hasFailed }) => ({ id, isSealed, hasFailed }))).toEqual([
      { id: stale.id, isSealed: false, hasFailed: false },
      { id: broken.id, isSealed: false, hasFailed: true },
      { id: unissued.id, isSealed: true, hasFailed: true },
    ])
    const again = await seal(left.rows.map(({ id, step }) => ({ id, step })))
    expect(again.told.filter((one) => 'failed' in one)).toEqual([])
    for (const { id } of papers) expect(await stateOf(id)).toBe('issued')
  })

  test('a wrong PIN, or nobody to seal: nothing is begun', async () => {
    const papers = await signed(1)
    expect(await seal(papers, { pin: 'sai' })).toEqual({ told: [], ended: 'wrong_pin' })
    for (const person of [leader, admin, owner]) {
      expect(await seal(papers, { person })).toEqual({ told: [], ended: 'not_allowed' })
      expect(await outcome(issue.toSeal(person))).toBe('not_allowed')
    }
    const elsewhere = await office.person(['clerk'], { agencyId: await office.makeAgency('tỉnh Khác'), unitId: null })
    expect(await seal(papers, { person: elsewhere })).toEqual({ told: [], ended: 'no_key' })
    expect((await issue.toSeal(elsewhere)).total).toBe(0)
    expect(await stateOf(papers[0]?.id ?? '')).toBe('signed')
    expect((await seal(papers)).ended).toBe('done')
  })

  test('has a limit, and the same paper twice is done once', async () => {
    const [paper] = await signed(1)
    if (!paper) throw new Error('no paper')
    expect((await seal([])).ended).toBe('bad_input')
    expect((await seal(Array.from({ length: MOST_SEALED_AT_ONCE + 1 }, () => paper))).ended).toBe('bad_input')
    expect((await seal([paper, paper])).told).toEqual([
      { paper: paper.id, step: 'sealed' },
      { paper: paper.id, step: 'issued' },
    ])
  })

  test('two clerks at once: each paper is sealed once, and the later one is told', async () => {
    const papers = await signed(2)
    const other = await office.person(['clerk'], { name: 'Điêu Chính Nghĩa' })
    const both = await Promise.all([seal(papers), seal(papers, { person: other })])
    for (const { id } of papers) {
      expect(await stateOf(id)).toBe('issued')
      const issuedBy = both.filter(({ told }) =>
        told.some((one) => 'step' in one && one.paper === id && one.step === 'issued'),
      )
      expect(issuedBy).toHaveLength(1)
    }
  })

  test('whoever loses the right on the way seals nothing more; nor does a key that is retired', async () => {
    const papers = await signed(3)
    const losing = office.issueWith({
      typeset: smallPdf,
      drafts: {
        async move(tx, person, draft, to) {
          await moveDraft({ tell, keepVersion: office.versions.keep }, tx, person, draft, to)
          if (to.act === 'issue')
            await tx
              .update(users)
              .set({ roles: ['specialist'] })
              .where(eq(users.id, clerk.id))
        },
      },
    })
    const { told } = await seal(papers.slice(0, 2), { room: losing })
    expect(told).toEqual([
      { paper: papers[0]?.id, step: 'sealed' },
      { paper: papers[0]?.id, step: 'issued' },
      { paper: papers[1]?.id, failed: 'not_found' },
    ])
    await db
      .update(users)
      .set({ roles: ['clerk'] })
      .where(eq(users.id, clerk.id))
    expect(await stateOf(papers[1]?.id ?? '')).toBe('signed')
    await db.update(signingKeys).set({ retiredAt: new Date() }).where(eq(signingKeys.agencyId, office.agencyId))
    expect(await seal(papers.slice(1))).toEqual({ told: [], ended: 'no_key' })
    expect(await issue.toSeal(clerk)).toMatchObject({ total: 2, key: { state: 'retired' } })
  })
})
