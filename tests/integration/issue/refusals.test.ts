import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { plain } from '../../../server/database/plain.ts'
import { registers, signingKeys, versions } from '../../../server/database/tables.ts'
import type { SigningProvider } from '../../../server/issue/providers/provider.ts'
import { fieldsMap, setField } from '../../../src/lib/document/fields.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { db, leader, otherLeader, clerk, owner } = office
const issue = office.issueWith({ typeset: smallPdf })

/** Everything a finalization would leave behind. */
async function traces(draftId: string) {
  const { rows } = await office.pool.query(
    `select (select state from drafts where id = $1) as state, (select step from drafts where id = $1) as step,
      (select frozen_at from text_heads where draft_id = $1) as frozen,
      (select count(*)::int from register_entries) as entries, (select count(*)::int from frozen_revisions) as revisions,
      (select coalesce(sum(last_number), 0)::int from register_years) as numbers,
      (select count(*)::int from issue_steps where draft_id = $1) as steps`,
    [draftId],
  )
  return rows[0]
}

/** As whoever may still write would leave it. */
async function withoutSubject(draftId: string): Promise<void> {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, await office.collab.readNow(draftId))
  const before = Y.encodeStateVector(ydoc)
  setField(fieldsMap(ydoc), 'subject', '')
  const update = Y.encodeStateAsUpdate(ydoc, before)
  await db.transaction((tx) => office.collab.append(plain(tx), draftId, { position: null, update, userId: owner.id }))
}

async function detailOf(verb: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await verb
  } catch (failure) {
    if (failure instanceof AppError) return { code: failure.code, ...failure.detail }
    throw failure
  }
  return { code: 'done' }
}

beforeEach(async () => {
  await office.pool.query('delete from rate_limits')
})

describe('a finalization that is refused changes nothing', () => {
  const cases: [string, string, (draft: { id: string; step: number }) => Promise<unknown>][] = [
    ['a wrong PIN', 'wrong_pin', (d) => issue.finalize(leader, d.id, { pin: '000000', step: d.step })],
    ['an empty PIN', 'bad_input', (d) => issue.finalize(leader, d.id, { pin: '', step: d.step })],
    ['an older moment', 'stale', (d) => issue.finalize(leader, d.id, { pin: SIGNER_PIN, step: d.step - 1 })],
    ['its owner', 'not_allowed', (d) => issue.finalize(owner, d.id, { pin: SIGNER_PIN, step: d.step })],
    [
      'a leader without a part',
      'not_found',
      (d) => issue.finalize(otherLeader, d.id, { pin: SIGNER_PIN, step: d.step }),
    ],
    ['resuming what has not begun', 'wrong_state', (d) => issue.resume(leader, d.id, { pin: SIGNER_PIN })],
    ['sealing what is not signed', 'not_found', (d) => issue.seal(clerk, d.id, { pin: SEAL_PIN })],
    ['issuing what is not signed', 'not_found', (d) => issue.publish(clerk, d.id)],
  ]
  test('a text that is not the one that was approved: changed_since_approval', async () => {
    const draft = await office.approvedDraft()
    const kept = await db.transaction((tx) => office.versions.keep(tx, leader, draft.id, 'approve'))
    const finalize = () => issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    const other = { ...kept, kind: 'approve' as const, draftId: draft.id, number: 2, hash: '0'.repeat(64) }
    await db.insert(versions).values(other)
    const before = await traces(draft.id)
    expect(await outcome(finalize())).toBe('changed_since_approval')
    expect(await traces(draft.id)).toEqual(before)
    await db.insert(versions).values({ ...other, number: 3, hash: kept.hash })
    expect(await outcome(finalize())).toBe('done')
  })

  test.each(cases)('%s: %s', async (_who, code, act) => {
    const draft = await office.approvedDraft()
    const before = await traces(draft.id)
    expect(await outcome(act(draft))).toBe(code)
    expect(await traces(draft.id)).toEqual(before)
  })

  test('an address that names no draft: not_found', async () => {
    for (const id of ['7', '00000000-0000-4000-8000-000000000000'])
      expect(await outcome(issue.finalize(leader, id, { pin: SIGNER_PIN, step: 1 }))).toBe('not_found')
  })

  test('format faults come with the refusal', async () => {
    const draft = await office.approvedDraft({ subject: '' })
    const before = await traces(draft.id)
    const refusal = await detailOf(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
    expect(refusal).toMatchObject({
      code: 'format_faults',
      findings: [{ severity: 'fault', place: { field: 'subject' } }],
    })
    expect(await traces(draft.id)).toEqual(before)
  })

  test('what the paper lacks is told before a PIN is tried: none is counted, and none is in the record', async () => {
    const draft = await office.approvedDraft({ subject: '' })
    const wrongPins = () => office.pool.query(`select from audit_log where act = 'key.wrong-pin'`)
    const { rowCount: before } = await wrongPins()
    for (let time = 0; time < 6; time++)
      for (const how of [{ pin: '000000' }, {}])
        expect(await outcome(issue.finalize(leader, draft.id, { ...how, step: draft.step }))).toBe('format_faults')
    expect((await office.pool.query('select from rate_limits')).rowCount).toBe(0)
    expect((await wrongPins()).rowCount).toBe(before)
  })

  test('while the text is looked at the key is made ready, and is opened only then', async () => {
    const events: string[] = []
    const key: SigningProvider = {
      ...{ device: 'server', needsPin: true, goodForMs: 60_000 },
      prepare: async () => (events.push('made ready'), Buffer.from('ready')),
      async open(_, { prepared }) {
        events.push(`opened with ${prepared?.toString()}`)
        throw new AppError('wrong_pin')
      },
    }
    const isReady = () => expect.poll(() => events).toContain('made ready')
    const { examine } = office.workers.do
    const trying = office.issueWith({
      moreProviders: new Map([['pkcs12', key]]),
      examine: async (...asked) => {
        await isReady()
        const found = await examine(...asked)
        events.push('looked')
        return found
      },
    })
    const draft = await office.approvedDraft()
    const before = await traces(draft.id)
    expect(await outcome(trying.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe('wrong_pin')
    expect(events).toEqual(['made ready', 'looked', 'opened with ready'])
    expect(await traces(draft.id)).toEqual(before)
  })

  test('FRZ-1: a text that changes while the key is opened is looked at again behind the lock', async () => {
    const draft = await office.approvedDraft()
    const before = await traces(draft.id)
    const looks: string[] = []
    const { examine, typeset } = office.workers.do
    const changing = office.issueWith({
      async typeset(...asked) {
        if ('text' in asked[0]) await withoutSubject(draft.id)
        return typeset(...asked)
      },
      async examine(...asked) {
        const found = await examine(...asked)
        looks.push(found.fields.subject)
        return found
      },
    })
    const finalizing = changing.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    expect(await outcome(finalizing)).toBe('format_faults')
    expect(looks).toEqual(['Kết luận của Phó Chủ tịch tại cuộc họp giao ban', ''])
    expect(await traces(draft.id)).toEqual(before)
  })

  test('a signature block with another name: other_signer', async () => {
    const draft = await office.approvedDraft({ blockOf: otherLeader })
    const before = await traces(draft.id)
    const refusal = await detailOf(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
    expect(refusal).toEqual({ code: 'other_signer', name: otherLeader.name })
    expect(await traces(draft.id)).toEqual(before)
  })

  test('a client writes who signs and what is printed by themselves: both must be the signer', async () => {
    for (const block of [
      { ...leader, name: 'Trần Văn Bịa' },
      { ...leader, name: leader.name.replace('ượ', 'ươ') },
      { ...leader, id: '', name: otherLeader.name },
      { ...leader, id: otherLeader.id },
    ]) {
      const draft = await office.approvedDraft({ blockOf: block })
      const before = await traces(draft.id)
      const refusal = await detailOf(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
      expect(refusal, block.name).toEqual({ code: 'other_signer', name: block.name })
      expect((await issue.preview(leader, draft.id)).signer).toEqual({ name: block.name, isMe: false })
      expect(await traces(draft.id)).toEqual(before)
    }
    for (const name of [leader.name.toUpperCase(), leader.name.normalize('NFD'), ''])
      for (const id of [leader.id, '']) {
        const draft = await office.approvedDraft({ blockOf: { ...leader, id, name } })
        expect((await issue.preview(leader, draft.id)).signer.isMe).toBe(true)
      }
  })

  test('no open register for the kind: no_register', async () => {
    const draft = await office.approvedDraft()
    await db.update(registers).set({ closedAt: new Date() })
    const before = await traces(draft.id)
    expect(await outcome(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe('no_register')
    expect((await issue.preview(leader, draft.id)).register).toBeNull()
    expect(await traces(draft.id)).toEqual(before)
    await db.update(registers).set({ closedAt: null })
  })

  test('TRUE-1: characters that nobody sees never pass the freeze', async () => {
    for (const draft of [
      await office.approvedDraft({ text: 'Cấp kinh phí \u202e21\u202c tỷ' }),
      await office.approvedDraft({ subject: 'Kết luận\u200b tại cuộc họp' }),
    ]) {
      const before = await traces(draft.id)
      const refusal = await detailOf(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
      expect(refusal).toMatchObject({
        code: 'format_faults',
        findings: expect.arrayContaining([expect.objectContaining({ rule: 'unseen_character' })]),
      })
      expect(await traces(draft.id)).toEqual(before)
    }
  })

  test('a character that no font of ours draws: told by its code, and the preview says which', async () => {
    const setting = office.issueWith()
    const draft = await office.approvedDraft({ subject: 'Kết luận 語 tại cuộc họp giao ban' })
    const before = await traces(draft.id)
    const refusal = await detailOf(setting.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
    expect(refusal).toMatchObject({ code: 'format_faults', findings: [{ params: { character: '“語” (U+8A9E)' } }] })
    expect((await setting.preview(leader, draft.id)).pdfFault).toMatchObject({ detail: { character: '語' } })
    expect(await traces(draft.id)).toEqual(before)
  })

  const hour = 3_600_000
  test.each([
    ['expired', { validTo: new Date(Date.now() - hour) }],
    ['not_yet_valid', { validFrom: new Date(Date.now() + hour) }],
    ['retired', { retiredAt: new Date() }],
  ])('a key that is %s: no_key, and the preview says so', async (reason, change) => {
    const own = eq(signingKeys.userId, leader.id)
    const [key] = await db.select().from(signingKeys).where(own)
    if (!key) throw new Error('the leader has no key')
    const draft = await office.approvedDraft()
    await db.update(signingKeys).set(change).where(own)
    const before = await traces(draft.id)
    const refusal = await detailOf(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
    expect(refusal).toEqual({ code: 'no_key', reason })
    expect((await issue.preview(leader, draft.id)).key.state).toBe(reason)
    expect(await traces(draft.id)).toEqual(before)
    await db.update(signingKeys).set(key).where(own)
  })

  test('a failure within the freeze gives number and text back', async () => {
    const draft = await office.approvedDraft()
    const before = await traces(draft.id)
    const failing = office.issueWith({
      drafts: { move: () => Promise.reject(new Error('injected')), announce() {} },
    })
    await expect(failing.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })).rejects.toThrow('injected')
    expect(await traces(draft.id)).toEqual(before)
  })
})

describe('the PIN', () => {
  test('five wrong ones close the key for a while, also to the right one and on another node', async () => {
    const draft = await office.approvedDraft()
    const tryPin = (pin: string) => detailOf(issue.finalize(leader, draft.id, { pin, step: draft.step }))
    const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => tryPin(`00000${i}`)))
    const wrong = tries.filter(({ code }) => code === 'wrong_pin')
    expect(wrong.map(({ remaining }) => remaining).toSorted()).toEqual([0, 1, 2, 3, 4])
    expect(await tryPin(SIGNER_PIN)).toMatchObject({ code: 'too_many_requests', seconds: expect.any(Number) })
    const node = office.issueWith({ typeset: smallPdf })
    expect(await outcome(node.keys.try(leader, 'own', SIGNER_PIN))).toBe('too_many_requests')
    const { rows } = await office.pool.query(`select count(*)::int as n from audit_log where act = 'key.wrong-pin'`)
    expect(rows[0].n).toBeGreaterThanOrEqual(5)
  })

  test('a right one forgets the wrong ones before it', async () => {
    for (const pin of ['1', '2', '3', SIGNER_PIN, '4', '5', '6', '7', SIGNER_PIN])
      expect(await outcome(issue.keys.try(leader, 'own', pin))).toBe(pin === SIGNER_PIN ? 'done' : 'wrong_pin')
  })

  test('is neither stored nor recorded nor logged', async () => {
    const lines: string[] = []
    const draft = await office.approvedDraft()
    const pin = 'bí-mật-8472'
    const loud = office.issueWith({ typeset: smallPdf, log: office.logTo(lines) })
    await outcome(loud.finalize(leader, draft.id, { pin, step: draft.step }))
    await outcome(loud.keys.try(clerk, 'seal', pin))
    const { rows } = await office.pool.query('select detail::text from audit_log')
    expect(JSON.stringify([lines, rows])).not.toContain('8472')
  })
})
