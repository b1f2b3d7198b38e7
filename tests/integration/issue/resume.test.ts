import { afterAll, describe, expect, test } from 'vitest'
import { moveDraft } from '../../../server/drafts/move.ts'
import { tell } from '../../../server/news/tell.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { isFinal, neverAhead, smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, otherLeader, clerk, owner } = office
const issue = office.issueWith({ typeset: smallPdf })
const announce = () => {}

/** The room, with a failure where `act` is recorded. */
const failingAt = (act: string) =>
  office.issueWith({
    typeset: smallPdf,
    drafts: {
      announce,
      async move(tx, person, draft, to) {
        if (to.act === act) throw new Error('injected')
        await moveDraft({ tell, keepVersion: office.versions.keep }, tx, person, draft, to)
      },
    },
  })

async function stepOf(draftId: string, step: string) {
  return (await issue.status(leader, draftId)).steps.find((one) => one.step === step)
}

test('pages that cannot be set with their number are not frozen, and the number is the next one’s', async () => {
  const draft = await office.approvedDraft()
  const failing = office.issueWith({
    frozenForm: neverAhead(office.workers.do.frozenForm),
    typeset: (manuscript) =>
      isFinal(manuscript) ? Promise.reject(new AppError('typeset_failed', { character: '☐' })) : smallPdf(),
  })
  const events: string[] = []
  const tell = ({ step }: { step: string }) => events.push(step)
  const how = { pin: SIGNER_PIN, step: draft.step }
  const failure = await failing.finalize(leader, draft.id, how, tell).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'cannot_be_printed', detail: { character: '☐' } })
  const nothing = { state: 'approved', step: draft.step, entry: null, revision: null, files: [] }
  expect([events, await issue.status(leader, draft.id)]).toMatchObject([[], nothing])
  await issue.finalize(leader, draft.id, how, tell)
  expect(events).toEqual(['frozen', 'numbered', 'typeset', 'signed'])
  expect((await issue.status(leader, draft.id)).entry?.number).toBe(1)
})

describe('a failure after the freeze is shown, keeps number and text, and can be resumed', () => {
  test('of a paper that was frozen before its pages were kept with the freeze: they are set once', async () => {
    const draft = await office.approvedDraft()
    let isCut = true
    const cut = office.issueWith({
      typeset: smallPdf,
      appendField: (...given) => (isCut ? Promise.reject(new Error('cut')) : office.workers.do.appendField(...given)),
    })
    expect(await outcome(cut.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe('signing_failed')
    isCut = false
    await office.house.owner.query('alter table issued_files disable trigger user')
    await office.house.owner.query('delete from issued_files where draft_id = $1', [draft.id])
    await office.house.owner.query('alter table issued_files enable trigger user')
    await office.house.owner.query(`delete from issue_steps where draft_id = $1 and step = 'typeset'`, [draft.id])

    const stopped = await issue.status(leader, draft.id)
    expect(stopped).toMatchObject({ state: 'finalizing', canResume: true, files: [] })
    expect((await issue.status(owner, draft.id)).canResume).toBe(false)
    const both = [1, 2].map(() => outcome(cut.resume(leader, draft.id, { pin: SIGNER_PIN })))
    expect(await Promise.all(both)).toContain('done')
    const ended = await issue.status(leader, draft.id)
    expect(ended).toMatchObject({ state: 'signed', entry: stopped.entry, revision: stopped.revision })
    expect(await stepOf(draft.id, 'typeset')).toMatchObject({ error: null, doneAt: expect.any(Date) })
    const { rows } = await office.pool.query(
      `select count(*)::int as n from issued_files where draft_id = $1 and kind = 'pdf'`,
      [draft.id],
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  test('in signing', async () => {
    const draft = await office.approvedDraft()
    const verb = failingAt('sign').finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    expect(await outcome(verb)).toBe('signing_failed')
    expect(await stepOf(draft.id, 'signed')).toMatchObject({ doneAt: null, error: 'signing_failed' })
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'finalizing', files: ['pdf'] })
    expect(await outcome(issue.resume(leader, draft.id, { pin: '000000' }))).toBe('wrong_pin')
    expect(await outcome(issue.resume(otherLeader, draft.id, { pin: SIGNER_PIN }))).toBe('not_found')
    await issue.resume(leader, draft.id, { pin: SIGNER_PIN })
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'signed' })
  })

  test('in sealing and in issuing', async () => {
    const draft = await office.approvedDraft()
    await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    expect(await outcome(failingAt('seal').seal(clerk, draft.id, { pin: SEAL_PIN }))).toBe('signing_failed')
    expect(await stepOf(draft.id, 'sealed')).toMatchObject({ doneAt: null, error: 'signing_failed' })
    await issue.seal(clerk, draft.id, { pin: SEAL_PIN })
    const noWord = office.issueWith({ toWord: () => Promise.reject(new Error('injected')) })
    expect(await outcome(noWord.publish(clerk, draft.id))).toBe('word_failed')
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'signed', entry: { issuedAt: null } })
    await issue.publish(clerk, draft.id)
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'issued' })
  })

  test('two who act at once end with one signature, one seal, one issue', async () => {
    const draft = await office.approvedDraft()
    const twice = async (act: () => Promise<unknown>) =>
      (await Promise.all([outcome(act()), outcome(act())])).toSorted()
    const finalize = () => issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    const [, loser] = await twice(finalize)
    expect(['stale', 'wrong_state']).toContain(loser)
    const sealed = await twice(() => issue.seal(clerk, draft.id, { pin: SEAL_PIN }))
    expect(['stale', 'wrong_state']).toContain(sealed[1])
    const issued = await twice(() => issue.publish(clerk, draft.id))
    expect(['stale', 'wrong_state']).toContain(issued[1])
    const { rows } = await office.pool.query('select act from draft_steps where draft_id = $1 order by id', [draft.id])
    expect(rows.map(({ act }) => act)).toEqual(['freeze', 'sign', 'seal', 'issue'])
  })
})

test('Điều 32.2: the agency’s seal is refused to a PDF that the competent person has not signed', async () => {
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  const { bytes: unsigned } = await smallPdf()
  const swap = 'update issued_files set bytes = $2 where draft_id = $1 and kind = $3'
  await office.house.owner.query('alter table issued_files disable trigger user')
  await office.house.owner.query(swap, [draft.id, Buffer.from(unsigned), 'pdf-signed'])
  await office.house.owner.query('alter table issued_files enable trigger user')
  expect(await outcome(issue.seal(clerk, draft.id, { pin: SEAL_PIN }))).toBe('signing_failed')
  expect((await issue.status(clerk, draft.id)).files).not.toContain('pdf-sealed')
})

test('SIG-1: a frozen revision that was tampered with is not signed', async () => {
  const draft = await office.approvedDraft()
  await outcome(failingAt('sign').finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
  await office.house.owner.query('alter table frozen_revisions disable trigger user')
  await office.house.owner.query(
    `update frozen_revisions set document = jsonb_set(document, '{fields,subject}', '"Khác"') where draft_id = $1`,
    [draft.id],
  )
  await office.house.owner.query('alter table frozen_revisions enable trigger user')
  expect(await outcome(issue.resume(leader, draft.id, { pin: SIGNER_PIN }))).toBe('typeset_failed')
  expect((await issue.status(leader, draft.id)).state).toBe('finalizing')
})

test('FRZ-1: the text takes an update before the freeze and none after it', async () => {
  const draft = await office.approvedDraft()
  expect(await addUpdate(draft.id)).toBe('taken')
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  expect(await addUpdate(draft.id)).toBe('refused')
})

/** Past the program, straight into the log, as the collaboration server writes it. */
async function addUpdate(draftId: string): Promise<'taken' | 'refused'> {
  const client = await office.pool.connect()
  try {
    await client.query('begin')
    await client.query('update text_heads set head = head + 1 where draft_id = $1', [draftId])
    const row = `insert into text_updates (draft_id, position, update)
      select draft_id, head, '\\x0000' from text_heads where draft_id = $1`
    await client.query(row, [draftId])
    await client.query('commit')
    return 'taken'
  } catch {
    await client.query('rollback')
    return 'refused'
  } finally {
    client.release()
  }
}
