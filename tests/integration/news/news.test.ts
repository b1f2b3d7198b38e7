/** Tin báo: who is told, what a line says, read marks, deadlines, rights asked anew. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { access, drafts, review, news, pool } = office

const owner = await office.person(['specialist'])
const author = await office.person(['specialist'])
const reviewer = await office.person(['reviewer'])
const leader = await office.person(['leader'])
const clerk = await office.person(['clerk'])
const admin = await office.person(['admin'])
const everybody = [owner, author, reviewer, leader, clerk]

beforeEach(async () => {
  await pool.query('delete from news')
  await pool.query('update drafts set due_at = null')
})

const events = async (person: typeof owner) =>
  (await news.list(person, {})).lines.map(({ event, count }) => (count > 1 ? `${event} ${count}` : event))
const create = async (subject = 'V/v phòng, chống rét') =>
  (await drafts.create(owner, { kind: 'cong-van', subject })).id
const submit = (draftId: string, dueAt: Date | null = null) =>
  drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id, dueAt })
const say = (person: typeof owner, draftId: string) =>
  review.open(person, { draftId, anchor: null, quote: '', text: 'Xem lại' })

describe('who is told', () => {
  test('each step tells whoever has it now and the writers, never who did it', async () => {
    const draftId = await create()
    await drafts.invite(owner, { draftId, userId: author.id })
    expect(await events(author)).toEqual(['invited'])
    await submit(draftId)
    expect(await events(reviewer)).toEqual(['sent'])
    expect(await events(author)).toEqual(['passed', 'invited'])
    expect(await events(owner)).toEqual([])
    await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
    expect(await events(leader)).toEqual(['sent'])
    expect(await events(owner)).toEqual(['passed'])
    await drafts.return(leader, { draftId, step: 2, reason: 'Bổ sung căn cứ' })
    // One line a draft and topic: what holds now, not every step on the way.
    expect(await events(owner)).toEqual(['returned 2'])
    expect(await events(leader)).toEqual(['sent'])
    const [line] = (await news.list(owner, {})).lines
    expect(line).toMatchObject({
      actor: leader.name,
      others: 1,
      isRead: false,
      draft: { id: draftId, state: 'drafting' },
    })
  })

  test('approval, withdrawal and the end of a draft', async () => {
    const draftId = await create()
    await submit(draftId)
    await drafts.withdraw(owner, { draftId, step: 1 })
    expect(await events(reviewer)).toEqual(['withdrawn 2'])
    await drafts.submit(owner, { draftId, step: 2, reviewerId: reviewer.id, leaderId: leader.id })
    await drafts.pass(reviewer, { draftId, step: 3, toId: leader.id, as: 'leader' })
    await drafts.approve(leader, { draftId, step: 4 })
    expect(await events(owner)).toEqual(['approved 2'])
    expect(await events(clerk)).toEqual([])

    const other = await create()
    await drafts.invite(owner, { draftId: other, userId: author.id })
    await drafts.cancel(owner, { draftId: other, step: 0, reason: 'Không cần nữa' })
    expect(await events(author)).toEqual(['cancelled', 'invited'])
  })

  test('a comment goes to the writers, an answer to whoever spoke before, a settled thread to who began it', async () => {
    const draftId = await create()
    await submit(draftId)
    await pool.query('delete from news')
    const { threadId } = await say(reviewer, draftId)
    for (let i = 0; i < 4; i++) await say(reviewer, draftId)
    expect(await events(owner)).toEqual(['comment 5'])
    expect(await events(leader)).toEqual([])
    await review.reply(owner, { draftId, threadId, text: 'Đã sửa' })
    expect(await events(reviewer)).toEqual(['answer'])
    await review.resolve(owner, { draftId, threadId })
    expect(await events(reviewer)).toEqual(['resolved 2'])
    await review.resolve(owner, { draftId, threadId }) // settled already
    expect(await events(reviewer)).toEqual(['resolved 2'])
    await review.reply(leader, { draftId, threadId, text: 'Còn một ý' })
    expect(await events(owner)).toEqual(['answer 6'])
    expect((await news.list(owner, {})).lines[0]).toMatchObject({ threadId, actor: leader.name, others: 1 })
  })

  test('who has left the office is told nothing, and a refused act tells nobody', async () => {
    const draftId = await create()
    const gone = await office.person(['specialist'])
    await drafts.invite(owner, { draftId, userId: gone.id })
    await access.admin.lock(admin, gone.id)
    await pool.query('delete from news')
    await submit(draftId)
    expect(await outcome(submit(draftId))).toBe('stale')
    const { rows } = await pool.query<{ person: string }>('select person_id as person from news')
    expect(rows).toEqual([{ person: reviewer.id }])
  })
})

describe('unread until it is read', () => {
  test('a line, a draft, all; what came in after it was seen stays unread', async () => {
    const [one, two] = [await create('Một'), await create('Hai')]
    await submit(one)
    await submit(two)
    await pool.query('delete from news')
    await say(reviewer, one)
    await say(reviewer, two)
    expect(await news.unread(owner)).toBe(2)
    const [seen] = (await news.list(owner, {})).lines
    await say(reviewer, two)
    await news.read(owner, { line: seen?.id ?? 0 })
    expect(await events(owner)).toEqual(['comment', 'comment', 'comment'])
    expect(await news.unread(owner)).toBe(2)
    await news.read(owner, { draftId: two })
    expect(await news.unread(owner)).toBe(1)
    await news.read(owner, { upTo: (await news.list(owner, {})).lines[0]?.id ?? 0 })
    expect(await news.unread(owner)).toBe(0)
    expect((await news.list(owner, {})).lines.every(({ isRead }) => isRead)).toBe(true)
  })

  test("nobody marks another's news", async () => {
    const draftId = await create()
    await submit(draftId)
    await news.read(leader, { draftId })
    expect(await news.unread(reviewer)).toBe(1)
  })

  test('bad input is refused', async () => {
    expect(await outcome(news.read(owner, { draftId: 'x' }))).toBe('bad_input')
    expect(await outcome(news.list(owner, { before: -1 }))).toBe('bad_input')
  })
})

test('who lost the right sees no title, and it counts for nothing', async () => {
  const draftId = await create('Bí mật nhân sự')
  await drafts.invite(owner, { draftId, userId: author.id })
  expect(await news.unread(author)).toBe(1)
  await drafts.remove(owner, { draftId, userId: author.id })
  expect(await news.unread(author)).toBe(0)
  expect(await events(author)).toEqual([])
  // What was said in review is for those with a part, also when everybody may read what was issued.
  await drafts.invite(owner, { draftId, userId: author.id })
  await submit(draftId)
  await review.open(reviewer, { draftId, anchor: null, quote: '', text: 'Xem lại' })
  await pool.query(`update drafts set state = 'issued', holder_id = null where id = $1`, [draftId])
  await pool.query(`delete from draft_people where user_id = $1`, [author.id])
  expect((await news.list(author, {})).lines.filter(({ topic }) => topic === 'talk')).toEqual([])
})

test('the pages of a long list have every line once, those one may not see left out', async () => {
  const { rows } = await pool.query<{ id: string }>(
    `insert into drafts (agency_id, kind, created_by, subject)
     select $1, 'cong-van', $2, 'Số ' || n from generate_series(1, 75) n returning id`,
    [office.agencyId, owner.id],
  )
  const ids = rows.map(({ id }) => id)
  await pool.query(
    `insert into draft_people (draft_id, user_id, part) select d, $2, 'author' from unnest($1::uuid[]) d`,
    [ids.filter((_, i) => i % 3 > 0), author.id],
  )
  await pool.query(
    `insert into news (person_id, draft_id, topic, event) select $2, d, 'people', 'invited' from unnest($1::uuid[]) d`,
    [ids, author.id],
  )
  const seen: string[] = []
  let before: number | undefined
  do {
    const page = await news.list(author, { before })
    seen.push(...page.lines.flatMap(({ draft }) => draft?.id ?? []))
    before = page.before ?? undefined
  } while (before !== undefined)
  expect(seen.toSorted()).toEqual(ids.filter((_, i) => i % 3 > 0).toSorted())
  expect(await news.unread(author)).toBe(50)
})

describe('deadlines', () => {
  const due = new Date('2026-11-30T17:00:00+07:00') // a Monday
  const told = async () => (await Promise.all(everybody.map(events))).map((list) => list.join())

  test('near from 07:00 of the working day before, past once it is past, told once each', async () => {
    const draftId = await create()
    await submit(draftId, due)
    await pool.query('delete from news')
    await news.remind(new Date('2026-11-27T06:59:00+07:00'))
    expect(await told()).toEqual(['', '', '', '', ''])
    await Promise.all([1, 2, 3].map(() => news.remind(new Date('2026-11-27T07:00:00+07:00'))))
    expect(await told()).toEqual(['due_soon', '', 'due_soon', '', ''])
    await news.remind(new Date('2026-11-30T17:01:00+07:00'))
    expect(await told()).toEqual(['overdue 2', '', 'overdue 2', '', ''])
  })

  test('a deadline that was moved, or whose draft is done, is no news any more', async () => {
    const draftId = await create()
    await drafts.setDeadline(owner, { draftId, dueAt: due })
    await news.remind(new Date('2026-11-29T10:00:00+07:00'))
    expect(await news.unread(owner)).toBe(1)
    await drafts.setDeadline(owner, { draftId, dueAt: new Date('2026-12-15T17:00:00+07:00') })
    expect(await news.unread(owner)).toBe(0)
    await drafts.setDeadline(owner, { draftId, dueAt: due })
    expect(await news.unread(owner)).toBe(1)
    await drafts.cancel(owner, { draftId, step: 0, reason: 'Thôi' })
    expect(await news.unread(owner)).toBe(0)
  })

  test('a signed paper is every clerk’s; long past deadlines are no news', async () => {
    const [draftId, old] = [await create(), await create()]
    await pool.query(`update drafts set state = 'signed', holder_id = null, due_at = $2 where id = $1`, [draftId, due])
    await pool.query(`update drafts set due_at = '2026-01-05' where id = $1`, [old])
    await news.remind(new Date('2026-11-30T08:00:00+07:00'))
    expect(await events(clerk)).toEqual(['due_soon'])
    expect(await events(owner)).toEqual(['due_soon'])
  })
})

test('old news goes, what is unread stays longer', async () => {
  const draftId = await create()
  await pool.query(
    `insert into news (person_id, draft_id, topic, event, at, read_at) values
       ($1, $2, 'people', 'invited', now() - interval '100 days', now() - interval '91 days'),
       ($1, $2, 'people', 'invited', now() - interval '100 days', now() - interval '89 days'),
       ($1, $2, 'people', 'invited', now() - interval '364 days', null),
       ($1, $2, 'people', 'invited', now() - interval '366 days', null)`,
    [owner.id, draftId],
  )
  await news.tidy()
  expect((await pool.query('select 1 from news')).rowCount).toBe(2)
})

test('the program can mark news as read, and change nothing else of it', async () => {
  await pool.query('update news set read_at = now()')
  await expect(pool.query(`update news set event = 'issued'`)).rejects.toThrow('permission denied')
})
