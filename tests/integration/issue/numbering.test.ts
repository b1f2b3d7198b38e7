import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { registers } from '../../../server/database/tables.ts'
import { moveDraft } from '../../../server/drafts/move.ts'
import { calendarDay } from '../../../server/issue/register.ts'
import { tell } from '../../../server/news/tell.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { drawSeed, seeded } from '../../fuzz/random.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SIGNER_PIN } from './office.ts'
import { isFinal, smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { db, leader, otherLeader } = office
const random = seeded(drawSeed('numbering'))

async function numbers(): Promise<number[]> {
  const { rows } = await office.pool.query('select number from register_entries order by number')
  return rows.map(({ number }) => number)
}

test('NUM-1: twenty finalizations at once, with failures and lost connections, leave no gap and no duplicate', async () => {
  const signers = Array.from({ length: 20 }, (_, i) => (i % 2 ? leader : otherLeader))
  const drafts = await Promise.all(signers.map((signer) => office.approvedDraft({ signer })))
  const index = new Map(drafts.map((draft, i) => [draft.id, i]))
  const once = new Set<string>()
  /** Goes wrong the first time only. */
  const firstTime = (what: string, draftId: string) => !once.has(what + draftId) && once.add(what + draftId)

  const issue = office.issueWith({
    drafts: {
      async move(tx, person, draft, to) {
        const i = index.get(draft.id) ?? 0
        await moveDraft({ tell, keepVersion: office.versions.keep }, tx, person, draft, to)
        if (to.act === 'freeze' && i % 5 === 1 && firstTime('freeze', draft.id)) throw new Error('injected')
        if (to.act === 'freeze' && i % 5 === 2 && firstTime('cut', draft.id))
          await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`)
        if (to.act === 'sign' && i % 5 === 3 && firstTime('sign', draft.id)) throw new Error('injected')
      },
      announce() {},
    },
    async typeset(manuscript) {
      // within the freeze: the number goes back with it
      if (isFinal(manuscript) && random.chance(0.2)) throw new AppError('typeset_failed')
      return smallPdf()
    },
  })

  let rounds = 0
  for (let left = drafts.map((draft, i) => ({ draft, signer: signers[i] ?? leader })); left.length > 0; rounds++) {
    expect(rounds).toBeLessThan(30)
    await Promise.allSettled(
      left.map(async ({ draft, signer }) => {
        const { state } = await issue.status(signer, draft.id)
        if (state === 'approved') await issue.finalize(signer, draft.id, { pin: SIGNER_PIN, step: draft.step })
        else await issue.resume(signer, draft.id, { pin: SIGNER_PIN })
      }),
    )
    const given = await numbers()
    expect(given).toEqual(given.map((_, i) => i + 1))
    const states = await Promise.all(left.map(({ draft, signer }) => issue.status(signer, draft.id)))
    for (const { state, entry, revision } of states)
      expect(entry !== null).toBe(state !== 'approved' && revision !== null)
    left = left.filter((_, i) => states[i]?.state !== 'signed')
  }
  expect(await numbers()).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  const { rows } = await office.pool.query('select last_number from register_years')
  expect(rows).toEqual([{ last_number: 20 }])
  expect(await checkChain(db)).toMatchObject({ intact: true })
}, 120_000)

test('Điều 15: numbers begin anew when the year does in Vietnam, seven hours before Greenwich', async () => {
  const draft = await office.approvedDraft()
  const issue = office.issueWith({ typeset: smallPdf, now: () => new Date('2027-12-31T17:30:00Z') })
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  expect((await issue.status(leader, draft.id)).entry).toMatchObject({ number: 1, documentDate: '2028-01-01' })
})

test('a register that names the kind has its own series, and gives no number and symbol that the year has already', async () => {
  const { agencyId, registry, clerk } = office
  const row = { agencyId, name: 'Sổ thông báo', kinds: ['thong-bao'] }
  const [register] = await db.insert(registers).values(row).returning()
  const draft = await office.approvedDraft()
  const issue = office.issueWith({ typeset: smallPdf })
  expect(await issue.preview(leader, draft.id)).toMatchObject({ register: { id: register?.id }, nextNumber: 1 })
  const finalize = () => issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  // It was opened in the middle of a year: 01/TB-UBND stands in the other one.
  expect(await outcome(finalize())).toBe('number_taken')
  expect((await issue.status(leader, draft.id)).state).toBe('approved')
  const { year } = calendarDay(new Date())
  const reason = 'Đã cấp ở sổ chung'
  await registry.setNextNumber(clerk, { registerId: register?.id ?? '', year, next: 21, reason })
  await finalize()
  expect((await issue.status(leader, draft.id)).entry).toMatchObject({ register: 'Sổ thông báo', number: 21 })
})
