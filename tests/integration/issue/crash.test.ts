import { spawn } from 'node:child_process'
import { afterAll, describe, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { bundled } from '../../tools/programs.ts'
import { freshIssuingOffice, pdfsig, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, db } = office
const dies = await bundled('tests/integration/issue/dies.ts')
const issue = office.issueWith({ typeset: smallPdf })

type Death = 'typeset' | 'freeze' | 'prepare' | 'answer' | 'sign' | 'void'

async function finalizeAndDie(diesAt: Exclude<Death, 'void'>) {
  const draft = await office.approvedDraft()
  await die(diesAt, draft)
  return draft
}

async function die(diesAt: Death, draft: { id: string; step: number }): Promise<void> {
  const orders = { url: office.house.url, diesAt, person: leader, draft, pin: SIGNER_PIN }
  const child = spawn(process.execPath, [dies], {
    env: { ...process.env, ORDERS: JSON.stringify(orders) },
    stdio: 'ignore',
  })
  const signal = await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)))
  expect(signal).toBe('SIGKILL')
}

describe('NUM-1, FRZ-1: kill -9', () => {
  test.each([
    ['typeset', 1],
    ['freeze', 2],
  ] as const)(
    'within the freeze, at %s, leaves the draft approved and open, and the number to the next one',
    async (at, number) => {
      const draft = await finalizeAndDie(at)
      const status = await issue.status(leader, draft.id)
      expect(status).toMatchObject({ state: 'approved', step: draft.step, entry: null, revision: null, files: [] })
      await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
      expect((await issue.status(leader, draft.id)).entry?.number).toBe(number)
    },
    90_000,
  )

  test.each(['prepare', 'answer', 'sign'] as const)(
    'after it, at %s, keeps number, text and the file to be signed, and resuming ends well',
    async (at) => {
      const draft = await finalizeAndDie(at)
      const before = await issue.status(leader, draft.id)
      expect(before).toMatchObject({ state: 'finalizing', canResume: true, files: ['pdf'] })
      await issue.resume(leader, draft.id, { pin: SIGNER_PIN })
      const after = await issue.status(leader, draft.id)
      expect(after).toMatchObject({ state: 'signed', entry: before.entry, revision: before.revision })
      const { bytes } = await issue.file(leader, draft.id, 'pdf-signed')
      expect(pdfsig(bytes, office.authority.authorities[0]?.certificatePem ?? '')).toEqual(['valid trusted'])
    },
    90_000,
  )

  test('within a cancellation leaves number, draft and text as they were, and it can be cancelled then', async () => {
    const draft = await finalizeAndDie('sign')
    const before = await issue.status(leader, draft.id)
    const count = async () => (await office.pool.query('select count(*)::int as n from drafts')).rows
    const drafts = await count()
    await die('void', { id: draft.id, step: before.step })
    expect(await issue.status(leader, draft.id)).toEqual(before)
    expect(await count()).toEqual(drafts)
    expect(await issue.void(leader, draft.id, { reason: 'Máy hỏng.', step: before.step })).toMatchObject({
      isReturned: true,
    })
  }, 90_000)

  test('leaves no gap, no duplicate and an audit chain that holds', async () => {
    const { rows } = await office.pool.query(
      'select number from register_entries where not number_returned order by number',
    )
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    expect(await checkChain(db)).toMatchObject({ intact: true })
  })
})
