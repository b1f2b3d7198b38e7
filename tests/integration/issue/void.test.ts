/** OPEN-1, NUM-1: a number that hangs on somebody who cannot sign, or that the clerk will not seal, is not stuck. */
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createVisits } from '../../../server/access/visits.ts'
import { checkChain } from '../../../server/audit/index.ts'
import { plain } from '../../../server/database/plain.ts'
import { drafts as draftRows, signingKeys, threads, users } from '../../../server/database/tables.ts'
import { moveDraft } from '../../../server/drafts/move.ts'
import { tell } from '../../../server/news/tell.ts'
import { drawSeed, seeded } from '../../fuzz/random.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, otherLeader, clerk, admin, owner, db, drafts, registry, collab } = office
const issue = office.issueWith({ typeset: smallPdf })
const random = seeded(drawSeed('void'))
const DAY_MS = 24 * 60 * 60 * 1000
const rootPem = office.authority.authorities[0]?.certificatePem ?? ''
const reason = 'Người ký đã chuyển công tác.'

const failing = office.issueWith({
  typeset: smallPdf,
  drafts: {
    async move(tx, person, draft, to) {
      if (to.act === 'sign') throw new Error('injected')
      await moveDraft({ tell, keepVersion: office.versions.keep }, tx, person, draft, to)
    },
  },
})

/** Frozen and numbered; its signature failed. */
async function numbered(signer = leader) {
  const draft = await office.approvedDraft({ signer })
  expect(await outcome(failing.finalize(signer, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe(
    'signing_failed',
  )
  return draft.id
}

async function signed(signer = leader) {
  const draft = await office.approvedDraft({ signer })
  await issue.finalize(signer, draft.id, { pin: SIGNER_PIN, step: draft.step })
  return draft.id
}

const stepOf = async (draftId: string) => (await issue.status(clerk, draftId)).step
const voidNow = async (draftId: string, person = clerk, room = issue) =>
  room.void(person, draftId, { reason, step: await stepOf(draftId) })

async function register() {
  const [one] = await registry.registers(clerk)
  const year = one?.years[0]
  if (!one || !year) throw new Error('no number was given')
  const { rows } = await registry.entries(clerk, { registerId: one.id, year: year.year })
  return { id: one.id, year: year.year, lastNumber: year.lastNumber, rows }
}

const textOf = async (draftId: string) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, await db.transaction((tx) => collab.readState(plain(tx), draftId)))
  return doc
}

describe('a number whose signer cannot sign', () => {
  test('is seen by clerk and administrator with its cause, and by nobody else', async () => {
    const draftId = await numbered()
    const mine = async (person = clerk) => (await issue.stuck(person)).rows.find(({ id }) => id === draftId)
    expect(await mine()).toMatchObject({ reason: 'failed', step: 'signed', signerName: leader.name })
    await db.update(signingKeys).set({ retiredAt: new Date() }).where(eq(signingKeys.userId, leader.id))
    expect(await mine()).toMatchObject({ reason: 'no_key', key: 'retired' })
    await db.update(signingKeys).set({ retiredAt: null }).where(eq(signingKeys.userId, leader.id))
    await db
      .update(users)
      .set({ roles: ['specialist'] })
      .where(eq(users.id, leader.id))
    expect(await mine(admin)).toMatchObject({ reason: 'no_right' })
    await db
      .update(users)
      .set({ roles: ['leader'], lockedAt: new Date() })
      .where(eq(users.id, leader.id))
    expect(await mine(admin)).toMatchObject({ reason: 'signer_left', state: 'finalizing' })
    await db.update(users).set({ lockedAt: null }).where(eq(users.id, leader.id))
    for (const person of [owner, leader, otherLeader])
      expect(await issue.stuck(person)).toMatchObject({ rows: [], total: 0 })
    await voidNow(draftId)
    expect(await mine()).toBeUndefined()
  })

  test('is given back while it is the newest and its day lasts; a new draft goes on with its text, people and threads', async () => {
    const draft = await office.approvedDraft({ text: 'Giao Văn phòng theo dõi' })
    const before = await textOf(draft.id)
    const [paragraph] = before.getXmlFragment('body').querySelectorAll('textblock')
    const words = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
    if (!(words instanceof Y.XmlText)) throw new Error('no text')
    const at = (index: number) => Y.createRelativePositionFromTypeIndex(words, index)
    const anchor = JSON.parse(JSON.stringify({ start: at(5), end: at(14) }))
    await db.insert(threads).values([
      {
        draftId: draft.id,
        anchor,
        quote: 'Văn phòng',
        createdBy: otherLeader.id,
        createdAt: new Date(0),
        resolvedAt: new Date(),
        resolvedBy: owner.id,
      },
      { draftId: draft.id, anchor: null, quote: '', createdBy: owner.id },
    ])
    await office.pool.query(
      `insert into comments (thread_id, author_id, text) select id, created_by, 'Rõ hơn' from threads where draft_id = $1`,
      [draft.id],
    )
    await outcome(failing.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))
    const { number } = (await issue.status(leader, draft.id)).entry ?? { number: 0 }

    office.told.length = 0
    const done = await voidNow(draft.id)
    expect(done).toMatchObject({ isReturned: true })
    expect(office.told).toContain(`notice ${draft.id} state`)

    const old = await drafts.get(owner, draft.id)
    expect(old).toMatchObject({
      state: 'voided',
      holder: null,
      right: 'read',
      restarted: { into: { id: done.newDraftId } },
    })
    expect(old.entry).toMatchObject({ number, voided: { reason, by: clerk.name, isReturned: true } })
    expect(old.path.at(-1)).toMatchObject({ act: 'void', reason, actor: { id: clerk.id } })
    const next = await drafts.get(owner, done.newDraftId)
    expect(next).toMatchObject({
      ...{ state: 'drafting', holder: { id: owner.id }, entry: null, right: 'write', subject: old.subject },
      restarted: { from: { id: draft.id } },
    })
    expect(next.people.map(({ id, parts }) => [id, parts])).toEqual(old.people.map(({ id, parts }) => [id, parts]))
    // The clerk has no part in the new draft.
    expect((await drafts.get(clerk, draft.id)).restarted.into).toBeNull()
    expect(await outcome(drafts.get(clerk, done.newDraftId))).toBe('not_found')

    const after = await textOf(done.newDraftId)
    expect(after.getXmlFragment('body').toString()).toBe(before.getXmlFragment('body').toString())
    const carried = await office.review.threads(owner, done.newDraftId)
    expect(carried).toMatchObject([
      {
        anchor,
        quote: 'Văn phòng',
        resolved: { by: { id: owner.id } },
        comments: [{ author: { id: otherLeader.id }, text: 'Rõ hơn' }],
      },
      { anchor: null, comments: [{ author: { id: owner.id }, text: 'Rõ hơn' }] },
    ])
    const place = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(anchor.start), after)
    expect(place).toMatchObject({ index: 5 })
    expect(place?.type.toString().slice(5)).toContain('Văn phòng')

    const { waiting, written } = await drafts.work(owner)
    for (const rows of [waiting, written]) expect(rows.map(({ id }) => id)).toContain(done.newDraftId)
    expect((await drafts.work(leader)).voided.map(({ id }) => id)).toContain(draft.id)
    // The number is the next one's.
    expect((await issue.status(leader, await signed())).entry?.number).toBe(number)
    expect((await register()).rows.filter((row) => row.number === number)).toHaveLength(1)
  })

  test('is void with its reason once a later number was given, or its day is over', async () => {
    const first = await numbered()
    const last = await numbered()
    const isVoid = async (draftId: string) => (await drafts.get(owner, draftId)).entry?.voided?.isReturned === false
    await voidNow(first)
    expect(await isVoid(first)).toBe(true)
    const tomorrow = office.issueWith({ typeset: smallPdf, now: () => new Date(Date.now() + DAY_MS) })
    await voidNow(last, leader, tomorrow)
    expect(await isVoid(last)).toBe(true)

    const { rows, lastNumber, id, year } = await register()
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: lastNumber }, (_, i) => lastNumber - i))
    expect(rows.filter(({ voided }) => voided)).toMatchObject([
      { state: 'voided', voided: { by: leader.name, reason } },
      { state: 'voided', voided: { by: clerk.name, reason } },
    ])
    const csv = await registry.csv(clerk, { registerId: id, year })
    expect(csv).toMatch(/Hủy số ngày \d\d\/\d\d\/\d{4}, Cầm Thị Vân: Người ký đã chuyển công tác\./)
  })

  test('goes on with the next of its people where the account of its owner is locked', async () => {
    const draftId = await numbered()
    await db.update(users).set({ lockedAt: new Date() }).where(eq(users.id, owner.id))
    const { newDraftId } = await voidNow(draftId)
    await db.update(users).set({ lockedAt: null }).where(eq(users.id, owner.id))
    const next = await drafts.get(leader, newDraftId)
    expect(next).toMatchObject({ holder: { id: leader.id }, owner: { id: leader.id } })
    expect(next.people.find(({ id }) => id === owner.id)?.parts).toEqual(['author'])
  })

  test('can be cancelled by clerk, administrator and its signer only, with a reason, at the moment they saw', async () => {
    const draftId = await numbered()
    const stranger = await office.person(['specialist', 'reviewer', 'leader'])
    const step = await stepOf(draftId)
    const wish = { reason, step }
    expect(await outcome(issue.void(owner, draftId, wish))).toBe('not_allowed')
    expect(await outcome(issue.void(stranger, draftId, wish))).toBe('not_found')
    expect(await outcome(issue.void(clerk, draftId, { reason: ' ', step }))).toBe('bad_input')
    expect(await outcome(issue.void(clerk, draftId, { reason, step: step - 1 }))).toBe('stale')
    expect(await outcome(issue.void(leader, draftId, wish))).toBe('done')
    expect(await outcome(issue.void(clerk, draftId, wish))).toBe('stale')
    expect(await outcome(voidNow(draftId))).toBe('wrong_state')
    expect(await outcome(issue.resume(leader, draftId, { pin: SIGNER_PIN }))).toBe('wrong_state')
    expect(await outcome(voidNow(await numbered(), admin))).toBe('done')
  })

  test('is signed by nobody else', async () => {
    const draftId = await numbered()
    for (const person of [otherLeader, clerk, admin])
      expect(await outcome(issue.resume(person, draftId, { pin: SIGNER_PIN }))).not.toBe('done')
    // Not even where the row itself has been given to another leader.
    await db.update(draftRows).set({ holderId: otherLeader.id }).where(eq(draftRows.id, draftId))
    await office.pool.query(`insert into draft_people (draft_id, user_id, part) values ($1, $2, 'leader')`, [
      draftId,
      otherLeader.id,
    ])
    expect(await outcome(issue.resume(otherLeader, draftId, { pin: SIGNER_PIN }))).toBe('other_signer')
    expect((await issue.status(clerk, draftId)).state).toBe('finalizing')
    await voidNow(draftId)
  })
})

describe('an approved paper, which has no number yet', () => {
  const ownKey = eq(signingKeys.userId, leader.id)
  const me = eq(users.id, leader.id)

  test('is seen with its cause by who can take it back, and without its subject by who can bring in a key', async () => {
    const draft = await office.approvedDraft()
    const mine = async (person = owner) => (await issue.stuck(person)).rows.find(({ id }) => id === draft.id)
    expect(await mine()).toBeUndefined()
    await db.update(signingKeys).set({ retiredAt: new Date() }).where(ownKey)
    const cause = { state: 'approved', reason: 'no_key', key: 'retired', signerName: leader.name, numberLine: null }
    const { subject } = await drafts.get(owner, draft.id)
    for (const person of [owner, leader]) expect(await mine(person)).toMatchObject({ ...cause, subject })
    expect(await mine(admin)).toMatchObject({ ...cause, subject: null })
    for (const person of [clerk, otherLeader]) expect(await mine(person)).toBeUndefined()
    await db.update(signingKeys).set({ retiredAt: null }).where(ownKey)

    await db
      .update(users)
      .set({ roles: ['specialist'] })
      .where(me)
    expect(await mine()).toMatchObject({ reason: 'no_right' })
    await db
      .update(users)
      .set({ roles: ['leader'], lockedAt: new Date() })
      .where(me)
    expect(await mine()).toMatchObject({ reason: 'signer_left' })
    await db.update(users).set({ lockedAt: null }).where(me)
    expect(await mine()).toBeUndefined()
    await drafts.withdraw(owner, { draftId: draft.id, step: draft.step, reason: '' })
  })
})

describe('a signed paper', () => {
  test('that the clerk refuses to seal is cancelled in the same way; /verify says so by code and by file', async () => {
    const draftId = await signed()
    const { bytes } = await issue.file(leader, draftId, 'pdf-signed')
    const code = (await issue.status(leader, draftId)).revision?.verifyCode ?? ''
    expect(await outcome(voidNow(draftId, leader))).toBe('not_allowed')
    const { numberLine, isReturned } = await voidNow(draftId)
    expect(isReturned).toBe(true)
    expect(await outcome(issue.seal(clerk, draftId, { pin: SEAL_PIN }))).toBe('wrong_state')
    expect(pdfsig((await issue.file(clerk, draftId, 'pdf-signed')).bytes, rootPem)).toEqual(['valid trusted'])

    const byCode = await issue.verifyCode(code)
    expect(byCode).toMatchObject({ entry: { numberLine, subject: '', signerName: '', issuedAt: null }, signatures: [] })
    expect(byCode?.entry.cancelledAt).toBeInstanceOf(Date)
    expect(byCode?.entry.isReturned).toBe(isReturned)
    const byFile = await issue.verifyUpload(bytes)
    expect(byFile).toMatchObject({ match: 'cancelled', file: { kind: 'pdf-signed', n: 1 }, entry: { numberLine } })
    expect(byFile.signatures).toMatchObject([{ integrity: { state: 'intact' } }])
    const longer = await issue.verifyUpload(Buffer.concat([bytes, Buffer.from('\n')]))
    expect(longer).toMatchObject({ match: 'cancelled', file: null, ours: { after: { state: 'data' } } })
  })

  test('is found by its printed code once it is cancelled, and such a code is no guess', async () => {
    const draftId = await signed()
    const code = (await issue.status(leader, draftId)).revision?.verifyCode ?? ''
    const visits = createVisits(office.pool)
    const isFound = (address: string) => visits.isKnown(address, () => issue.isKnownCode(code))
    expect(await isFound('203.0.113.7')).toBe(false)
    await voidNow(draftId)
    // More often than a stranger may guess.
    for (let time = 0; time < 40; time++) expect(await isFound('203.0.113.8')).toBe(true)
  })

  test('can still be cancelled when it has been sealed, not when it has been issued', async () => {
    const sealed = await signed()
    await issue.seal(clerk, sealed, { pin: SEAL_PIN })
    // To issue it needs no key any more.
    const sealKey = and(eq(signingKeys.agencyId, office.agencyId), isNull(signingKeys.userId))
    await db.update(signingKeys).set({ retiredAt: new Date() }).where(sealKey)
    expect((await issue.stuck(clerk)).rows.find(({ id }) => id === sealed)).toBeUndefined()
    await db.update(signingKeys).set({ retiredAt: null }).where(sealKey)
    await voidNow(sealed, admin)
    expect(await outcome(issue.publish(clerk, sealed))).toBe('wrong_state')
    const issued = await signed()
    await issue.seal(clerk, issued, { pin: SEAL_PIN })
    await issue.publish(clerk, issued)
    expect(await outcome(voidNow(issued))).toBe('wrong_state')
  })

  test('is on the list when nobody can seal it', async () => {
    const draftId = await signed()
    const sealKey = eq(signingKeys.agencyId, office.agencyId)
    const keys = await db.select({ id: signingKeys.id, userId: signingKeys.userId }).from(signingKeys).where(sealKey)
    const seal = keys.find(({ userId }) => userId === null)?.id ?? ''
    await db
      .update(signingKeys)
      .set({ validTo: new Date(0) })
      .where(eq(signingKeys.id, seal))
    const listed = (await issue.stuck(clerk)).rows.find(({ id }) => id === draftId)
    expect(listed).toMatchObject({ state: 'signed', reason: 'no_key', key: 'expired' })
    // Its own page says it too, to those who can mend it.
    for (const person of [clerk, admin])
      expect((await issue.status(person, draftId)).stuck).toMatchObject({
        id: draftId,
        reason: 'no_key',
        key: 'expired',
      })
    expect((await issue.status(owner, draftId)).stuck).toBeNull()
    await db
      .update(signingKeys)
      .set({ validTo: new Date(Date.now() + DAY_MS) })
      .where(eq(signingKeys.id, seal))
    await voidNow(draftId)
  })
})

describe('at the same moment, on two nodes', () => {
  const other = office.issueWith({ typeset: smallPdf })

  test.each([
    ['a signature', numbered, (id: string) => other.resume(leader, id, { pin: SIGNER_PIN }), 'signed'],
    ['the seal', signed, (id: string) => other.seal(clerk, id, { pin: SEAL_PIN }), 'signed'],
  ] as const)(
    '%s and a cancellation: one of the two, and the other is told',
    async (_what, make, act, state) => {
      for (let round = 0; round < 4; round++) {
        const draftId = await make()
        const step = await stepOf(draftId)
        const pause = new Promise((resolve) => setTimeout(resolve, round * 15))
        const [cancelled, acted] = await Promise.all([
          outcome(pause.then(() => issue.void(clerk, draftId, { reason, step }))),
          outcome(act(draftId)),
        ])
        const after = await issue.status(clerk, draftId)
        if (cancelled === 'done') {
          expect(after.state).toBe('voided')
          expect(['wrong_state', 'stale']).toContain(acted)
        } else {
          expect([cancelled, acted, after.state]).toEqual(['stale', 'done', state])
          await voidNow(draftId)
        }
      }
    },
    120_000,
  )

  test('two cancellations: one', async () => {
    const draftId = await numbered()
    const wish = { reason, step: await stepOf(draftId) }
    const both = await Promise.all([
      outcome(issue.void(clerk, draftId, wish)),
      outcome(other.void(admin, draftId, wish)),
    ])
    expect(both.toSorted()).toEqual(['done', 'stale'])
    const after = await db.select().from(draftRows).where(eq(draftRows.restartedFrom, draftId))
    expect(after).toHaveLength(1)
  })
})

test('NUM-1: whatever is finalized and cancelled at once, numbers have no gap and no double, and void ones say why', async () => {
  const rooms = [issue, office.issueWith({ typeset: smallPdf })]
  const seeds = Array.from({ length: 40 }, (_, i) => i)
  await Promise.all(
    seeds.map(async (i) => {
      const room = rooms[i % 2] ?? issue
      const signer = i % 3 ? leader : otherLeader
      const draft = await office.approvedDraft({ signer })
      const finalizing = i % 5 ? room : failing
      await outcome(finalizing.finalize(signer, draft.id, { pin: SIGNER_PIN, step: draft.step }))
      if (random.chance(0.5)) await outcome(voidNow(draft.id, clerk, room))
    }),
  )
  const { rows } = await office.pool.query(
    `select number, voided_at is null as live, number_returned as returned, void_reason from register_entries order by number`,
  )
  const standing = rows.filter(({ returned }) => !returned)
  const { lastNumber } = await register()
  expect(standing.map(({ number }) => number)).toEqual(Array.from({ length: lastNumber }, (_, i) => i + 1))
  expect(rows.every(({ live, void_reason }) => live === (void_reason === ''))).toBe(true)
  expect(await checkChain(db)).toMatchObject({ intact: true })
}, 120_000)

test('NUM-1: Postgres itself lets no number be changed, moved on or given back wrongly, not even by the owner of the tables', async () => {
  await signed()
  await signed()
  const { lastNumber } = await register()
  const tries = [
    ['update register_entries set number = number + 100', /stands for good/],
    [`update register_entries set symbol = 'X'`, /stands for good/],
    [
      `update register_entries set voided_at = now(), voided_by = '${clerk.id}', void_reason = 'x', number_returned = true
       where number = ${lastNumber - 1} and not number_returned and voided_at is null`,
      /cannot be given back/,
    ],
    [`update register_entries set void_reason = 'anders' where voided_at is not null`, /stands for good/],
    ['update register_years set last_number = last_number - 1', /stands at number/],
    ['delete from register_years', /refused/],
  ] as const
  for (const [statement, why] of tries)
    await expect(office.house.owner.query(statement), statement).rejects.toThrow(why)
})
