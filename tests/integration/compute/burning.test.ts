/** Whoever writes a text to hold the house holds one process of it, for a while (BUDGET-1). */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { AppError } from '../../../src/lib/errors.ts'
import { freshIssuingOffice, SIGNER_PIN } from '../issue/office.ts'
import { outcome } from '../setup/office.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { owner, leader } = office

/** Longest time that a timer of 10 ms was late, while `until` had not come. */
async function longestBlock(until: Promise<unknown>): Promise<number> {
  let longest = 0
  let isOver = false
  void until.then(() => (isOver = true))
  while (!isOver) {
    const from = performance.now()
    await sleep(10)
    longest = Math.max(longest, performance.now() - from - 10)
  }
  return longest
}

test('a text that the checker finds no end of is told so, and nothing is frozen', async () => {
  const late = office.issueWith({ examine: () => Promise.reject(new AppError('too_heavy', { reason: 'late' })) })
  const draft = await office.approvedDraft()
  expect(await outcome(late.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe('too_heavy')
  expect(await office.issue.status(leader, draft.id)).toMatchObject({ state: 'approved', entry: null })
})

test('a preview that is too heavy says why, and the page is there', async () => {
  const heavy = office.issueWith({ typeset: () => Promise.reject(new AppError('too_heavy', { reason: 'memory' })) })
  const draft = await office.approvedDraft()
  expect(await heavy.preview(leader, draft.id)).toMatchObject({
    pdf: null,
    pdfFault: { code: 'too_heavy', detail: { reason: 'memory' } },
  })
})

test('forty previews of one person do not keep a leader from signing', async () => {
  const mine = await Promise.all(Array.from({ length: 40 }, (_, n) => office.approvedDraft({ subject: `Bản ${n}` })))
  const sign = async () => {
    const { id, step } = await office.approvedDraft()
    const from = performance.now()
    await office.issue.finalize(leader, id, { pin: SIGNER_PIN, step })
    return performance.now() - from
  }
  await sign() // starts what is started once
  const alone = await sign()
  const previews = Promise.all(mine.map(({ id }) => outcome(office.issue.preview(owner, id))))
  expect(await sign()).toBeLessThan(5 * alone + 3_000)
  expect((await previews).filter((code) => code === 'too_many_requests').length).toBeGreaterThan(0)
}, 120_000)

test('bytes that nobody can read are refused without holding this thread', async () => {
  const updates = Array.from({ length: 20 }, () => new Uint8Array(1_000_000))
  const asked = Promise.allSettled(
    updates.map((update) =>
      office.workers.do.judge({ updates: [update], fallback: null }, { urgency: 'answer', person: 'x' }),
    ),
  )
  expect(await longestBlock(asked)).toBeLessThan(1_000)
}, 60_000)
