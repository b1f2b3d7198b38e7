import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, review, pool, told } = office

let owner: Person, reviewer: Person, leader: Person, stranger: Person
let draftId: string
beforeAll(async () => {
  owner = await office.person(['specialist'])
  reviewer = await office.person(['reviewer'])
  leader = await office.person(['leader'])
  stranger = await office.person(['specialist', 'reviewer', 'leader', 'clerk', 'admin'])
})
beforeEach(async () => {
  draftId = (await drafts.create(owner, { kind: 'cong-van', subject: 'V/v xin ý kiến' })).id
  await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
})

const anchor = { start: { type: { client: 1, clock: 2 }, assoc: 0 }, end: { type: { client: 1, clock: 9 }, assoc: -1 } }
const open = (text = 'Đề nghị làm rõ') => review.open(reviewer, { draftId, anchor, quote: 'trước ngày 15', text })
const storedFor = async () =>
  (
    await pool.query(
      `select t.resolved_at, c.text, c.edited_at from threads t join comments c on c.thread_id = t.id
       where t.draft_id = $1 order by c.created_at`,
      [draftId],
    )
  ).rows

describe('a thread', () => {
  test('keeps its passage, its words and who said them, and others hear of it', async () => {
    const { threadId } = await open('  Đề nghị làm rõ\r\nthời hạn.\u200b ')
    await review.reply(owner, { draftId, threadId, text: 'Đã bổ sung' })
    const [thread] = await review.threads(owner, draftId)
    expect(thread).toMatchObject({ id: threadId, anchor, quote: 'trước ngày 15', resolved: null })
    expect(thread?.comments).toMatchObject([
      { text: 'Đề nghị làm rõ\nthời hạn.', author: { id: reviewer.id, name: reviewer.name }, isMine: false },
      { text: 'Đã bổ sung', isMine: true, editedAt: null },
    ])
    expect(told.filter((what) => what === `notice ${draftId} threads`)).toHaveLength(2)
  })

  test('may be about the whole draft', async () => {
    await review.open(leader, { draftId, anchor: null, quote: '', text: 'Cần sớm hơn' })
    expect(await review.threads(owner, draftId)).toMatchObject([{ anchor: null, quote: '' }])
  })

  test('is resolved once, opened again by a reply or on purpose', async () => {
    const { threadId } = await open()
    const resolved = async () => (await review.threads(owner, draftId))[0]?.resolved?.by.id
    await review.resolve(owner, { draftId, threadId })
    await review.resolve(leader, { draftId, threadId })
    expect(await resolved()).toBe(owner.id)
    await review.reply(reviewer, { draftId, threadId, text: 'Vẫn chưa đủ' })
    expect(await resolved()).toBeUndefined()
    await review.resolve(owner, { draftId, threadId })
    await review.reopen(reviewer, { draftId, threadId })
    expect(await resolved()).toBeUndefined()
  })

  test("lets one put one's own words right, and shows that it was done", async () => {
    await open()
    const commentId = (await review.threads(reviewer, draftId))[0]?.comments[0]?.id ?? ''
    expect(await outcome(review.edit(owner, { draftId, commentId, text: 'Khác' }))).toBe('not_allowed')
    await review.edit(reviewer, { draftId, commentId, text: 'Đề nghị nêu rõ' })
    expect(await storedFor()).toMatchObject([{ text: 'Đề nghị nêu rõ', edited_at: expect.any(Date) }])
  })
})

describe('refused, and nothing changed', () => {
  test('GUARD-1: whoever may not see the draft finds no threads in it either', async () => {
    const { threadId } = await open()
    const commentId = (await review.threads(reviewer, draftId))[0]?.comments[0]?.id ?? ''
    const before = await storedFor()
    const acts = [
      () => review.threads(stranger, draftId),
      () => review.open(stranger, { draftId, anchor: null, quote: '', text: 'x' }),
      () => review.reply(stranger, { draftId, threadId, text: 'x' }),
      () => review.edit(stranger, { draftId, commentId, text: 'x' }),
      () => review.delete(stranger, { draftId, commentId }),
      () => review.marks(stranger, draftId),
      () => review.mark(stranger, { draftId, read: [{ threadId, upTo: 1 }] }),
      () => review.resolve(stranger, { draftId, threadId }),
      () => review.reopen(stranger, { draftId, threadId }),
    ]
    for (const act of acts) expect(await outcome(act())).toBe('not_found')
    expect(await storedFor()).toEqual(before)
  })

  test('a thread is not reached through another draft', async () => {
    const { threadId } = await open()
    const other = (await drafts.create(reviewer, { kind: 'bao-cao' })).id
    const commentId = (await review.threads(reviewer, draftId))[0]?.comments[0]?.id ?? ''
    expect(await outcome(review.reply(reviewer, { draftId: other, threadId, text: 'x' }))).toBe('not_found')
    expect(await outcome(review.resolve(reviewer, { draftId: other, threadId }))).toBe('not_found')
    expect(await outcome(review.reopen(reviewer, { draftId: other, threadId }))).toBe('not_found')
    expect(await outcome(review.edit(reviewer, { draftId: other, commentId, text: 'x' }))).toBe('not_found')
    expect(await outcome(review.delete(reviewer, { draftId: other, commentId }))).toBe('not_found')
    await review.mark(reviewer, { draftId: other, read: [{ threadId, upTo: 1_000_000 }] })
    expect((await review.threads(reviewer, draftId))[0]?.readUpTo).toBeLessThan(1_000_000)
  })

  test('nothing is said any more once it is approved, but what was said can be read and ticked off', async () => {
    const { threadId } = await open()
    const commentId = (await review.threads(reviewer, draftId))[0]?.comments[0]?.id ?? ''
    await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
    await drafts.approve(leader, { draftId, step: 2 })
    expect(await outcome(review.reply(owner, { draftId, threadId, text: 'x' }))).toBe('wrong_state')
    expect(await outcome(review.edit(reviewer, { draftId, commentId, text: 'x' }))).toBe('wrong_state')
    expect(await outcome(review.delete(reviewer, { draftId, commentId }))).toBe('wrong_state')
    const isResolved = async () => (await review.threads(owner, draftId))[0]?.resolved !== null
    await review.resolve(owner, { draftId, threadId })
    expect(await isResolved()).toBe(true)
    await review.reopen(owner, { draftId, threadId })
    expect(await isResolved()).toBe(false)
  })

  test('GUARD-1: who had no part in an issued document reads it, but not what was said in review', async () => {
    await open()
    await pool.query(`update drafts set state = 'issued', holder_id = null where id = $1`, [draftId])
    await office.house.owner.query(`update draft_steps set reason = 'Chưa rõ trách nhiệm.' where draft_id = $1`, [
      draftId,
    ])
    const reasons = async (person: Person) => (await drafts.get(person, draftId)).path.map(({ reason }) => reason)
    expect(new Set(await reasons(stranger))).toEqual(new Set(['']))
    expect(await reasons(owner)).toContain('Chưa rõ trách nhiệm.')
    expect(await drafts.get(stranger, draftId)).toMatchObject({ state: 'issued' })
    expect(await review.threads(stranger, draftId)).toEqual([])
    expect(await review.threads(owner, draftId)).toHaveLength(1)
  })

  test('IN-1: words that are none, too many, or no text at all', async () => {
    const wrong: Partial<Parameters<typeof review.open>[1]>[] = [
      { text: ' \n ' },
      { text: 'a'.repeat(10_001) },
      { text: 'a\ud800b' },
      { quote: 'a'.repeat(100_001) },
      { anchor: { start: 'a'.repeat(3000), end: null } },
      // Forged places, and what no page speaks about.
      { anchor: { start: { item: { client: -1, clock: 0 } }, end: anchor.end } },
      { anchor: { start: {}, end: {} } },
      { anchor: { ...anchor, before: 'a'.repeat(1000) } },
      { anchor, field: 'subject' },
      JSON.parse('{"anchor":null,"field":"constructor"}'),
      JSON.parse('{"audience":"leaders"}'),
      { mentions: ['nobody'] },
      { suggestionId: 'none' },
    ]
    for (const part of wrong) {
      expect(await outcome(review.open(owner, { draftId, anchor, quote: '', text: 'x', ...part }))).toBe('bad_input')
    }
    expect(await storedFor()).toEqual([])
  })

  test('a passage may be the whole draft; what is kept of it says which it is', async () => {
    await review.open(owner, { draftId, anchor, quote: 'a'.repeat(50_000), text: 'x' })
    expect((await review.threads(owner, draftId)).at(-1)?.quote).toBe('a'.repeat(1_000))
  })
})

describe("one's own words", () => {
  const said = async () => (await review.threads(owner, draftId))[0]
  const firstId = async () => (await said())?.comments[0]?.id ?? ''

  test('that they were edited shows, and saying the same again is no edit', async () => {
    await open()
    const commentId = await firstId()
    await review.edit(reviewer, { draftId, commentId, text: 'Đề nghị làm rõ' })
    expect((await said())?.comments[0]?.editedAt).toBeNull()
    await review.edit(reviewer, { draftId, commentId, text: 'Đề nghị nêu rõ' })
    expect((await said())?.comments).toMatchObject([{ text: 'Đề nghị nêu rõ', editedAt: expect.any(Date) }])
  })

  test('are taken away by their author alone; that there were some stays, and so do the answers', async () => {
    const { threadId } = await open()
    await review.reply(owner, { draftId, threadId, text: 'Đã bổ sung' })
    const commentId = await firstId()
    expect(await outcome(review.delete(owner, { draftId, commentId }))).toBe('not_allowed')
    expect((await said())?.comments[0]?.text).toBe('Đề nghị làm rõ')
    await review.delete(reviewer, { draftId, commentId })
    expect(await said()).toMatchObject({
      resolved: null,
      comments: [{ text: '', deletedAt: expect.any(Date), author: { id: reviewer.id } }, { text: 'Đã bổ sung' }],
    })
    expect(await outcome(review.edit(reviewer, { draftId, commentId, text: 'Lại' }))).toBe('comment_deleted')
    expect(await outcome(review.delete(reviewer, { draftId, commentId }))).toBe('comment_deleted')
    const { rows } = await pool.query('select text from comments where id = $1', [commentId])
    expect(rows).toEqual([{ text: '' }])
  })

  test('a thread in which nothing is left is settled', async () => {
    await open()
    await review.delete(reviewer, { draftId, commentId: await firstId() })
    expect((await said())?.resolved?.by.id).toBe(reviewer.id)
  })

  test('the database itself keeps what is deleted, and whom a thread is for', async () => {
    await open()
    await review.delete(reviewer, { draftId, commentId: await firstId() })
    await expect(pool.query(`update comments set text = 'x' where deleted_at is not null`)).rejects.toThrow('stays so')
    await expect(pool.query(`update threads set created_by = $1`, [owner.id])).rejects.toThrow('keeps')
    const { threadId } = await open()
    await expect(
      pool.query(`update comments set author_id = $1 where thread_id = $2`, [owner.id, threadId]),
    ).rejects.toThrow('keeps')
  })
})

describe('read marks', () => {
  const unread = async (person: Person) =>
    (await review.threads(person, draftId)).flatMap(({ readUpTo, comments }) =>
      comments.filter(({ isMine, seq }) => !isMine && seq > readUpTo).map(({ text }) => text),
    )
  const readAll = async (person: Person) => {
    const all = await review.threads(person, draftId)
    const read = all.map(({ id, comments }) => ({ threadId: id, upTo: comments.at(-1)?.seq ?? 1 }))
    await review.mark(person, { draftId, read })
  }

  test('hold for the person, go no further than what was seen, and never back', async () => {
    const { threadId } = await open('Một')
    expect(await unread(owner)).toEqual(['Một'])
    expect(await unread(reviewer)).toEqual([])
    await readAll(owner)
    expect(told.at(-1)).toBe(`notice ${draftId} thread-reads to ${owner.id}`)
    await review.reply(reviewer, { draftId, threadId, text: 'Hai' })
    expect(await unread(owner)).toEqual(['Hai'])
    expect(await unread(leader)).toEqual(['Một', 'Hai'])
    await readAll(owner)
    await review.mark(owner, { draftId, read: [{ threadId, upTo: 1 }] })
    expect(await unread(owner)).toEqual([])
    expect(await review.marks(owner, draftId)).toEqual({ [threadId]: expect.any(Number) })
  })

  test('who answers has read what stands before', async () => {
    const { threadId } = await open('Một')
    await review.reply(owner, { draftId, threadId, text: 'Hai' })
    expect(await unread(owner)).toEqual([])
  })
})

test('BUDGET-1: a thread and the talk of a draft have an end, and whoever meets it is told', async () => {
  const { threadId } = await open()
  const many = `insert into comments (thread_id, author_id, text) select $1, $2, $3 from generate_series(1, $4::int)`
  await pool.query(many, [threadId, owner.id, 'Thêm', 198])
  const { commentId } = await review.reply(owner, { draftId, threadId, text: 'Ý kiến thứ 200' })
  expect(await outcome(review.reply(owner, { draftId, threadId, text: 'thêm nữa' }))).toBe('thread_full')
  await review.edit(owner, { draftId, commentId, text: 'Sửa lại' })
  const other = await open()
  await pool.query(many, [other.threadId, owner.id, 'ă'.repeat(9_990), 100])
  expect(await outcome(review.reply(owner, { draftId, threadId: other.threadId, text: 'ă'.repeat(900) }))).toBe(
    'talk_full',
  )
  expect(await outcome(open('ă'.repeat(900)))).toBe('talk_full')
  expect(await outcome(review.edit(owner, { draftId, commentId, text: 'ă'.repeat(900) }))).toBe('talk_full')
  await review.edit(owner, { draftId, commentId, text: 'Ngắn' })
})

test('BUDGET-1: a thread that is brought and too long for one goes on in the next', async () => {
  const texts = Array.from({ length: 450 }, (_, at) => `Ý kiến ${at}`)
  const bring = (texts: string[]) => {
    const said = texts.map((text) => ({ author: 'Mai', date: '', text }))
    const thread = { anchor, quote: 'ngày 15', said, isSettled: false }
    return office.db.transaction((tx) => review.bring(tx, owner, draftId, [thread]))
  }
  await bring(texts)
  const { rows } = await pool.query(
    `select t.quote, count(*)::int from threads t join comments c on c.thread_id = t.id where t.draft_id = $1
     group by t.id order by count desc`,
    [draftId],
  )
  expect(rows).toEqual([200, 200, 50].map((count) => ({ quote: 'ngày 15', count })))
  expect(await outcome(bring(Array.from({ length: 101 }, () => 'ă'.repeat(9_999))))).toBe('talk_full')
})

test('AUD-1: each act is in the record, without the words themselves', async () => {
  const { threadId } = await open('Nội dung riêng')
  await review.reply(owner, { draftId, threadId, text: 'Nội dung riêng' })
  await review.resolve(owner, { draftId, threadId })
  await review.reopen(owner, { draftId, threadId })
  const { rows } = await pool.query<{ act: string; detail: unknown }>(
    `select act, detail from audit_log where draft_id = $1 and act like 'thread.%' order by seq`,
    [draftId],
  )
  expect(rows.map(({ act }) => act)).toEqual(['thread.open', 'thread.reply', 'thread.resolve', 'thread.reopen'])
  expect(JSON.stringify(rows)).not.toContain('riêng')
})
