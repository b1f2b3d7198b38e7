/** Pages that are set before the number is taken: signed only where they are those of the revision that was frozen. */
import { afterAll, expect, test } from 'vitest'
import { newestFile } from '../../../server/issue/generations.ts'
import { readRevision } from '../../../server/issue/revision.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import { freshIssuingOffice, SIGNER_PIN } from './office.ts'
import { isFinal, neverAhead } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, db, workers } = office

/** The room, and how many pages it set within the freeze. */
function counting(over: Parameters<typeof office.issueWith>[0] = {}) {
  const count = { within: 0 }
  const issue = office.issueWith({
    typeset: (manuscript, ...rest) => {
      if (isFinal(manuscript)) count.within += 1
      return workers.do.typeset(manuscript, ...rest)
    },
    ...over,
  })
  return { issue, count }
}

/** The file that was signed, and the pages of what is stored as frozen: one and the same, byte by byte. */
async function needSame(draftId: string) {
  const { document, marks } = await readRevision(db, draftId)
  const asked = { urgency: 'sign' } as const
  const set = await workers.do.typeset({ model: printModel(document, marks) }, asked, async () => new Map())
  const base = await newestFile(db, draftId, 'pdf')
  expect(Buffer.from(base?.bytes ?? []).equals(Buffer.from(set.bytes))).toBe(true)
  expect(base?.signatureBox).toEqual(set.signatureBox)
  return marks
}

test('nobody came first: nothing is set behind the lock, and what is signed is what was frozen', async () => {
  for (const isSheet of [false, true]) {
    const { issue, count } = counting()
    const draft = await office.approvedDraft({ isSheet })
    await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    expect(count.within).toBe(0)
    await needSame(draft.id)
  }
})

test('another paper takes the number meanwhile: each bears its own', async () => {
  const { issue, count } = counting()
  const made = await Promise.all(Array.from({ length: 4 }, () => office.approvedDraft()))
  await Promise.all(made.map(({ id, step }) => issue.finalize(leader, id, { pin: SIGNER_PIN, step })))
  const numbers = await Promise.all(made.map(async ({ id }) => (await needSame(id)).number))
  expect(new Set(numbers).size).toBe(4)
  expect(count.within).toBeGreaterThan(0)
})

test('pages of another revision are never signed', async () => {
  const { issue, count } = counting({ frozenForm: neverAhead(workers.do.frozenForm) })
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  expect(count.within).toBe(1)
  await needSame(draft.id)
})

test('a number that was kept for it is the one that is set ahead', async () => {
  const { issue, count } = counting()
  const { rows } = await office.pool.query<{ id: string }>(
    `insert into reserved_numbers (register_id, year, number, suffix, for_date, reason, decision, created_by)
     select register_id, year, last_number, 'a', (now() at time zone 'Asia/Ho_Chi_Minh')::date, 'thử', 'QĐ 1', $1 from register_years
     returning id`,
    [leader.id],
  )
  const draft = await office.approvedDraft()
  const reservedId = rows[0]?.id
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step, ...(reservedId && { reservedId }) })
  expect(count.within).toBe(0)
  expect((await needSame(draft.id)).suffix).toBe('a')
})
