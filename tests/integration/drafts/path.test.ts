import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Person } from '../../../server/access/person.ts'
import { plain } from '../../../server/database/plain.ts'
import { fieldsMap, readFields } from '../../../src/lib/document/fields.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, pool, told } = office

let owner: Person,
  author: Person,
  reviewer: Person,
  second: Person,
  leader: Person,
  deputy: Person,
  clerk: Person,
  stranger: Person
beforeAll(async () => {
  owner = await office.person(['specialist'])
  author = await office.person(['specialist'])
  reviewer = await office.person(['reviewer'])
  second = await office.person(['reviewer'])
  leader = await office.person(['leader'])
  deputy = await office.person(['leader'])
  clerk = await office.person(['clerk'])
  stranger = await office.person(['specialist', 'reviewer', 'leader', 'admin'])
})

const create = async (subject = 'Về việc kiểm tra') => (await drafts.create(owner, { kind: 'quyet-dinh', subject })).id
const at = (draftId: string, step: number) => ({ draftId, step })
const submitted = async () => {
  const draftId = await create()
  await drafts.invite(owner, { draftId, userId: author.id })
  await drafts.submit(author, { ...at(draftId, 0), reviewerId: reviewer.id, leaderId: leader.id })
  return draftId
}
const inApproval = async () => {
  const draftId = await submitted()
  await drafts.pass(reviewer, { ...at(draftId, 1), toId: leader.id, as: 'leader' })
  return draftId
}
const row = async (draftId: string) => (await pool.query('select * from drafts where id = $1', [draftId])).rows[0]
const counts = async (draftId: string) => {
  const { rows } = await pool.query(
    `select (select count(*)::int from draft_steps where draft_id = $1) as steps,
      (select count(*)::int from audit_log where draft_id = $1) as acts,
      (select count(*)::int from access_changes where draft_id = $1) as changes,
      (select count(*)::int from draft_people where draft_id = $1) as people`,
    [draftId],
  )
  return rows[0]
}

describe('a new draft', () => {
  test('begins with its layout, its fields and its subject, in the same transaction', async () => {
    const draftId = await create('Ban hành Quy chế tiếp công dân')
    const ydoc = new Y.Doc()
    Y.applyUpdate(ydoc, await office.db.transaction((tx) => office.collab.readState(plain(tx), draftId)))
    expect(readFields(fieldsMap(ydoc))).toMatchObject({
      kind: 'quyet-dinh',
      symbol: 'QĐ-UBND',
      agencyFullName: 'Ủy ban nhân dân tỉnh Sơn La',
      place: 'Sơn La',
      subject: 'Ban hành Quy chế tiếp công dân',
      recipients: 'Như Điều 3\nLưu: VT, NC',
    })
    expect(ydoc.getXmlFragment('body').length).toBeGreaterThan(3)
    const page = await drafts.get(owner, draftId)
    expect(page).toMatchObject({ state: 'drafting', step: 0, right: 'write', holder: { id: owner.id }, frozenAt: null })
    expect(page.path).toMatchObject([{ act: 'create', from: null, to: 'drafting', actor: { id: owner.id } }])
  })

  test('is refused whole: an unknown kind or an over-long subject leaves no row behind', async () => {
    const before = (await pool.query('select count(*) from drafts')).rows
    expect(await outcome(drafts.create(owner, { kind: 'thu-tinh' as 'cong-van' }))).toBe('bad_input')
    expect(await outcome(drafts.create(owner, { kind: 'cong-van', subject: 'a'.repeat(2001) }))).toBe('bad_input')
    expect(await outcome(drafts.create(await office.person(['admin']), { kind: 'cong-van' }))).toBe('not_allowed')
    expect((await pool.query('select count(*) from drafts')).rows).toEqual(before)
  })

  test('follows the text: the subject in the lists is the one on the page', async () => {
    const draftId = await create('cũ')
    const { rows } = await pool.query<{ update: Buffer }>('select update from text_updates where draft_id = $1', [
      draftId,
    ])
    const ydoc = new Y.Doc()
    Y.applyUpdate(ydoc, rows[0]?.update ?? new Uint8Array())
    const before = Y.encodeStateVector(ydoc)
    const subject = fieldsMap(ydoc).get('subject')
    if (!(subject instanceof Y.Text)) throw new Error('no subject')
    subject.delete(0, subject.length)
    subject.insert(0, 'Tên mới  của\nvăn bản')
    const update = Buffer.from(Y.encodeStateAsUpdate(ydoc, before))
    await pool.query('update text_heads set head = 2 where draft_id = $1', [draftId])
    await pool.query('insert into text_updates (draft_id, position, update) values ($1, 2, $2)', [draftId, update])
    await drafts.refreshSubject(draftId)
    expect((await drafts.get(owner, draftId)).subject).toBe('Tên mới của văn bản')
  })
})

describe('the path', () => {
  test('from drafting over review and approval to approved, with everything on record', async () => {
    const dueAt = new Date('2026-12-01T10:00:00Z')
    const draftId = await create()
    await drafts.submit(owner, {
      ...at(draftId, 0),
      reviewerId: reviewer.id,
      leaderId: leader.id,
      dueAt,
      reason: 'Kính trình',
    })
    expect(await row(draftId)).toMatchObject({ state: 'review', holder_id: reviewer.id, step: 1, due_at: dueAt })
    await drafts.pass(reviewer, { ...at(draftId, 1), toId: second.id, as: 'reviewer' })
    expect(await row(draftId)).toMatchObject({ state: 'review', holder_id: second.id, step: 2, due_at: dueAt })
    await drafts.pass(second, { ...at(draftId, 2), toId: deputy.id, as: 'leader' })
    expect(await row(draftId)).toMatchObject({ state: 'approval', holder_id: deputy.id, step: 3 })
    await drafts.approve(deputy, at(draftId, 3))
    expect(await row(draftId)).toMatchObject({ state: 'approved', holder_id: deputy.id, step: 4 })

    const page = await drafts.get(deputy, draftId)
    expect(page.path.map(({ act, to }) => `${act} → ${to}`)).toEqual([
      ...['create → drafting', 'submit → review', 'pass → review', 'pass → approval', 'approve → approved'],
    ])
    expect(page.path[1]).toMatchObject({ reason: 'Kính trình', holder: { id: reviewer.id }, actor: { id: owner.id } })
    expect(page.actions).toEqual(['see', 'resolve', 'deadline', 'return', 'finalize'])
    // The leader named first was replaced, and no longer sees it.
    expect(page.people.filter(({ parts }) => parts.includes('leader')).map(({ id }) => id)).toEqual([deputy.id])
    expect(await outcome(drafts.get(leader, draftId))).toBe('not_found')
    expect(await counts(draftId)).toMatchObject({ steps: 5, acts: 5, changes: 4 })
    expect(told).toEqual(expect.arrayContaining([`rights ${draftId} *`, `notice ${draftId} state`]))
  })

  test('back to its authors with a reason, from review, approval and approved; an approval is then void', async () => {
    for (const [prepare, holder, step] of [
      [submitted, reviewer, 1],
      [inApproval, leader, 2],
    ] as const) {
      const draftId = await prepare()
      expect(await outcome(drafts.return(holder, { ...at(draftId, step), reason: '  ' }))).toBe('bad_input')
      await drafts.return(holder, { ...at(draftId, step), reason: 'Bổ sung căn cứ' })
      expect(await row(draftId)).toMatchObject({ state: 'drafting', holder_id: owner.id })
      expect((await drafts.get(author, draftId)).right).toBe('write')
    }
    const draftId = await inApproval()
    await drafts.approve(leader, at(draftId, 2))
    await drafts.return(leader, { ...at(draftId, 3), reason: 'Xem lại Điều 2' })
    expect(await outcome(drafts.approve(leader, at(draftId, 4)))).toBe('not_allowed')
    expect((await drafts.get(leader, draftId)).actions).toEqual(['see', 'comment', 'resolve'])
  })

  test('taken back by its owner, until it is frozen: an approval given before is void', async () => {
    const draftId = await inApproval()
    expect(await outcome(drafts.withdraw(author, at(draftId, 2)))).toBe('not_allowed')
    await drafts.withdraw(owner, at(draftId, 2))
    expect(await row(draftId)).toMatchObject({ state: 'drafting', holder_id: owner.id })
    const approved = await inApproval()
    await drafts.approve(leader, at(approved, 2))
    await drafts.withdraw(owner, at(approved, 3))
    expect(await row(approved)).toMatchObject({ state: 'drafting', holder_id: owner.id })
    expect((await drafts.get(leader, approved)).actions).toEqual(['see', 'comment', 'resolve'])
  })

  test('given up by its owner, with a reason; it can then only be read', async () => {
    const draftId = await create()
    await drafts.invite(owner, { draftId, userId: author.id })
    expect(await outcome(drafts.cancel(author, { ...at(draftId, 0), reason: 'Không cần nữa' }))).toBe('not_allowed')
    await drafts.cancel(owner, { ...at(draftId, 0), reason: 'Không cần nữa' })
    expect((await drafts.get(owner, draftId)).actions).toEqual(['see'])
    expect((await drafts.get(author, draftId)).right).toBe('read')
  })
})

describe('GUARD-1: refused, and nothing changed', () => {
  test('a draft one may not see is not found, whatever one tries; so is one that does not exist', async () => {
    const mine = await submitted()
    const before = { row: await row(mine), counts: await counts(mine) }
    for (const draftId of [mine, crypto.randomUUID(), 'not-an-id', "' or 1=1 --"]) {
      const acts = [
        () => drafts.get(stranger, draftId),
        () => drafts.invite(stranger, { draftId, userId: stranger.id }),
        () => drafts.remove(stranger, { draftId, userId: author.id }),
        () => drafts.setDeadline(stranger, { draftId, dueAt: null }),
        () => drafts.submit(stranger, { ...at(draftId, 1), reviewerId: reviewer.id, leaderId: leader.id }),
        () => drafts.withdraw(stranger, at(draftId, 1)),
        () => drafts.return(stranger, { ...at(draftId, 1), reason: 'x' }),
        () => drafts.pass(stranger, { ...at(draftId, 1), toId: leader.id, as: 'leader' }),
        () => drafts.approve(stranger, at(draftId, 1)),
        () => drafts.cancel(stranger, { ...at(draftId, 1), reason: 'x' }),
      ]
      for (const act of acts) expect(await outcome(act()), `${draftId} ${act}`).toBe('not_found')
    }
    expect({ row: await row(mine), counts: await counts(mine) }).toEqual(before)
  })

  test('an act without the right to it', async () => {
    const draftId = await submitted()
    const before = { row: await row(draftId), counts: await counts(draftId) }
    expect(await outcome(drafts.return(owner, { ...at(draftId, 1), reason: 'x' }))).toBe('not_allowed')
    expect(await outcome(drafts.pass(leader, { ...at(draftId, 1), toId: leader.id, as: 'leader' }))).toBe('not_allowed')
    expect(await outcome(drafts.approve(reviewer, at(draftId, 1)))).toBe('not_allowed')
    expect(await outcome(drafts.approve(leader, at(draftId, 1)))).toBe('not_allowed')
    expect(await outcome(drafts.invite(author, { draftId, userId: stranger.id }))).toBe('wrong_state')
    expect({ row: await row(draftId), counts: await counts(draftId) }).toEqual(before)
  })

  test('a moment that has passed is stale, before anything else is said about it', async () => {
    const draftId = await submitted()
    expect(
      await outcome(drafts.submit(owner, { ...at(draftId, 0), reviewerId: reviewer.id, leaderId: leader.id })),
    ).toBe('stale')
    expect(await outcome(drafts.return(reviewer, { ...at(draftId, 0), reason: 'x' }))).toBe('stale')
    expect(await row(draftId)).toMatchObject({ state: 'review', step: 1 })
  })

  test('two who act on the same moment: one is done, the other is told', async () => {
    const draftId = await create()
    await drafts.invite(owner, { draftId, userId: author.id })
    const submit = (who: Person, to: Person) =>
      outcome(drafts.submit(who, { ...at(draftId, 0), reviewerId: to.id, leaderId: leader.id }))
    const both = await Promise.all([submit(owner, reviewer), submit(author, second), submit(owner, second)])
    expect(both.toSorted()).toEqual(['done', 'stale', 'stale'])
    expect(await counts(draftId)).toMatchObject({ steps: 2 })
    const passed = await submitted()
    const race = await Promise.all([
      outcome(drafts.pass(reviewer, { ...at(passed, 1), toId: leader.id, as: 'leader' })),
      outcome(drafts.withdraw(owner, at(passed, 1))),
    ])
    expect(race.toSorted()).toEqual(['done', 'stale'])
  })

  test('somebody who cannot review or sign is not sent a draft', async () => {
    const draftId = await create()
    const elsewhere = await office.person(['reviewer', 'leader'], {
      agencyId: await office.makeAgency('tỉnh Khác'),
      unitId: null,
    })
    const locked = await office.person(['reviewer', 'leader'])
    await pool.query('update users set locked_at = now() where id = $1', [locked.id])
    const submit = (reviewerId: string, leaderId: string) =>
      outcome(drafts.submit(owner, { ...at(draftId, 0), reviewerId, leaderId }))
    for (const wrong of [author, owner, clerk, elsewhere, locked]) {
      expect(await submit(wrong.id, leader.id), 'as reviewer').toBe('bad_input')
      expect(await submit(reviewer.id, wrong.id), 'as leader').toBe('bad_input')
    }
    expect(await counts(draftId)).toMatchObject({ steps: 1, people: 1 })
  })

  test('a leader whose role was taken away no longer approves', async () => {
    const draftId = await inApproval()
    const without = { ...leader, roles: ['reviewer' as const] }
    expect(await outcome(drafts.approve(without, at(draftId, 2)))).toBe('not_allowed')
  })
})

describe('people and deadlines', () => {
  test('an invited author writes; the owner takes them out; they hear of it', async () => {
    const draftId = await create()
    expect(await outcome(drafts.get(author, draftId))).toBe('not_found')
    await drafts.invite(owner, { draftId, userId: author.id })
    expect((await drafts.get(author, draftId)).right).toBe('write')
    expect(await outcome(drafts.remove(author, { draftId, userId: owner.id }))).toBe('not_allowed')
    await drafts.remove(owner, { draftId, userId: author.id })
    expect(await outcome(drafts.get(author, draftId))).toBe('not_found')
    expect(told).toContain(`rights ${draftId} ${author.id}`)
    expect(await outcome(drafts.remove(owner, { draftId, userId: owner.id }))).toBe('not_found')
  })

  test('an author may leave', async () => {
    const draftId = await create()
    await drafts.invite(owner, { draftId, userId: author.id })
    await drafts.remove(author, { draftId, userId: author.id })
    expect(await outcome(drafts.get(author, draftId))).toBe('not_found')
  })

  test('who is asked to suggest suggests and no more, in every step until the approval', async () => {
    const draftId = await create()
    await drafts.invite(owner, { draftId, userId: author.id, as: 'suggester' })
    const may = async () => (await drafts.get(author, draftId)).actions
    expect(await may()).toEqual(['see', 'comment', 'resolve', 'suggest'])
    expect((await drafts.get(author, draftId)).right).toBe('suggest')
    expect(await outcome(drafts.invite(author, { draftId, userId: stranger.id, as: 'suggester' }))).toBe('not_allowed')
    expect(
      await outcome(drafts.submit(author, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })),
    ).toBe('not_allowed')
    await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
    expect(await may()).toEqual(['see', 'comment', 'resolve', 'suggest'])
    await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
    expect(await may()).toEqual(['see', 'comment', 'resolve', 'suggest'])
    await drafts.approve(leader, { draftId, step: 2 })
    expect(await may()).toEqual(['see', 'resolve'])
  })

  test('who suggests may be made an author; an author stays one', async () => {
    const draftId = await create()
    await drafts.invite(owner, { draftId, userId: author.id, as: 'suggester' })
    await drafts.invite(owner, { draftId, userId: author.id })
    const parts = async () => (await drafts.get(owner, draftId)).people.find(({ id }) => id === author.id)?.parts
    expect(await parts()).toEqual(['author'])
    await drafts.invite(owner, { draftId, userId: author.id, as: 'suggester' })
    await drafts.invite(author, { draftId, userId: owner.id, as: 'suggester' })
    expect(await parts()).toEqual(['author'])
    expect((await drafts.get(owner, draftId)).people.find(({ id }) => id === owner.id)?.parts).toEqual(['owner'])
  })

  test('under review others are asked to suggest, and nobody is let write; who asked takes them out', async () => {
    const draftId = await submitted()
    expect(await outcome(drafts.invite(reviewer, { draftId, userId: second.id }))).toBe('not_allowed')
    expect(await outcome(drafts.invite(owner, { draftId, userId: second.id }))).toBe('wrong_state')
    await drafts.invite(reviewer, { draftId, userId: second.id, as: 'suggester' })
    expect((await drafts.get(second, draftId)).right).toBe('suggest')
    expect(await outcome(drafts.remove(reviewer, { draftId, userId: owner.id }))).toBe('not_allowed')
    expect(await outcome(drafts.remove(second, { draftId, userId: second.id }))).toBe('not_allowed')
    await drafts.remove(reviewer, { draftId, userId: second.id })
    expect(await outcome(drafts.get(second, draftId))).toBe('not_found')
  })

  test('the deadline is set and lifted by whoever may', async () => {
    const draftId = await submitted()
    const dueAt = new Date('2026-12-24T10:00:00Z')
    await drafts.setDeadline(reviewer, { draftId, dueAt })
    expect((await drafts.get(owner, draftId)).dueAt).toEqual(dueAt)
    await drafts.setDeadline(owner, { draftId, dueAt: null })
    expect((await drafts.get(owner, draftId)).dueAt).toBeNull()
    expect(await outcome(drafts.setDeadline(author, { draftId, dueAt }))).toBe('wrong_state')
  })
})

describe('the socket', () => {
  test('GUARD-1: asks what a person may now, and hears at once that a session has ended', async () => {
    const draftId = await submitted()
    const visitor = { address: '10.9.0.1', userAgent: '' }
    const { cookie } = await office.access.signIn({ username: author.username, password: 'mật khẩu của tôi' }, visitor)
    const admitted = await office.access.socket.admit(`language=vi; session=${cookie?.value}`, draftId)
    if ('refused' in admitted) throw new Error('refused')
    const { identity } = admitted
    expect(identity.person).toMatchObject({ id: author.id, name: author.name })
    expect(admitted.right).toBe('suggest')
    expect(await office.access.socket.rightOf(identity, draftId)).toBe('suggest')
    await drafts.return(reviewer, { ...at(draftId, 1), reason: 'x' })
    expect(await office.access.socket.rightOf(identity, draftId)).toBe('write')
    expect(await office.access.socket.rightOf(identity, await create())).toBe('none')
    expect(await office.access.socket.rightOf(identity, 'not-an-id')).toBe('none')
    await office.access.sessions.endAll(author)
    expect(await office.access.socket.rightOf(identity, draftId)).toEqual({ refused: 'notSignedIn' })
    expect(await office.access.socket.admit(undefined, draftId)).toEqual({ refused: 'notSignedIn' })
  })
})
