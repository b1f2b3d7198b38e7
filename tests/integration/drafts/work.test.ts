import { afterAll, expect, test } from 'vitest'
import { WORK_LISTS, type WorkQuery } from '../../../server/drafts/shapes.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, pool } = office

const owner = await office.person(['specialist'])
const author = await office.person(['specialist'])
const reviewer = await office.person(['reviewer'])
const leader = await office.person(['leader'])
const clerk = await office.person(['clerk'])

const create = async (subject: string) => (await drafts.create(owner, { kind: 'cong-van', subject })).id
const submit = (draftId: string, step: number, dueAt: Date | null) =>
  drafts.submit(owner, { draftId, step, reviewerId: reviewer.id, leaderId: leader.id, dueAt })
const subjects = (rows: { subject: string }[]) => rows.map(({ subject }) => subject)

test('my work: what waits for me by deadline, what I write, what I follow, what was issued', async () => {
  const late = await create('hạn sau')
  const soon = await create('hạn gần')
  const never = await create('không hạn')
  await submit(never, 0, null)
  await submit(late, 0, new Date('2026-12-20T10:00:00Z'))
  await submit(soon, 0, new Date('2026-12-02T10:00:00Z'))
  const writing = await create('đang soạn')
  await drafts.invite(owner, { draftId: writing, userId: author.id })
  const returned = await create('bị trả lại')
  await submit(returned, 0, null)
  await drafts.return(reviewer, { draftId: returned, step: 1, reason: 'Xem lại' })

  expect(subjects((await drafts.work(reviewer)).waiting)).toEqual(['hạn gần', 'hạn sau', 'không hạn'])
  const mine = await drafts.work(owner)
  expect(subjects(mine.waiting)).toEqual(['bị trả lại'])
  expect(subjects(mine.written)).toEqual(['bị trả lại', 'đang soạn', 'hạn gần', 'hạn sau', 'không hạn'])
  expect(mine.written.find(({ id }) => id === soon)).toMatchObject({
    holder: { id: reviewer.id, name: reviewer.name },
    owner: { id: owner.id },
    unit: 'NC',
    symbol: null,
  })
  expect(subjects((await drafts.work(author)).written)).toEqual(['đang soạn'])
  expect(subjects((await drafts.work(leader)).following).toSorted()).toEqual([
    'bị trả lại',
    'hạn gần',
    'hạn sau',
    'không hạn',
  ])
  expect((await drafts.work(clerk)).waiting).toEqual([])
})

test("a signed draft waits for every clerk; an issued one is in everybody's list, with its number", async () => {
  const signed = await create('đã ký')
  await pool.query(`update drafts set state = 'signed', holder_id = null where id = $1`, [signed])
  const issued = await create('đã ban hành')
  await pool.query(`update drafts set state = 'issued', holder_id = null where id = $1`, [issued])
  await pool.query(
    `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id, issued_at)
     select id, 2026, 7, 'UBND-NC', '2026-11-24', 'cong-van', 'đã ban hành', 'A', 'Chủ tịch', $1, now() from registers`,
    [issued],
  )
  expect(subjects((await drafts.work(clerk)).waiting)).toEqual(['đã ký'])
  for (const person of [clerk, author, leader]) {
    expect((await drafts.work(person)).issued).toMatchObject([{ subject: 'đã ban hành', symbol: '07/UBND-NC' }])
  }
})

test('nobody reads the work of another agency', async () => {
  const elsewhere = await office.person(['clerk', 'leader'], {
    agencyId: await office.makeAgency('tỉnh Khác'),
    unitId: null,
  })
  const none = { waiting: 0, written: 0, following: 0, voided: 0, issued: 0 }
  expect(await drafts.work(elsewhere)).toEqual({
    ...{ waiting: [], written: [], following: [], voided: [], issued: [] },
    totals: none,
  })
  for (const list of WORK_LISTS) expect((await drafts.workPage(elsewhere, { list })).total).toBe(0)
})

test('open threads are counted', async () => {
  const draftId = await create('có ý kiến')
  const say = (text: string) => office.review.open(owner, { draftId, anchor: null, quote: '', text })
  await say('một')
  const { threadId } = await say('hai')
  await office.review.resolve(owner, { draftId, threadId })
  const row = (await drafts.work(owner)).written.find(({ id }) => id === draftId)
  expect(row?.openThreads).toBe(1)
})

test('a list is read to its end, page by page, and narrowed down by words, kind and state', async () => {
  const writer = await office.person(['specialist'], { name: 'Đỗ Thị Ánh' })
  for (let at = 1; at <= 230; at++) {
    const kind = at % 10 === 0 ? 'bao-cao' : 'cong-van'
    await drafts.create(writer, { kind, subject: `Phòng, chống rét đợt ${at}` })
  }
  const read = (query: Omit<WorkQuery, 'list'>) => drafts.workPage(writer, { list: 'written', ...query })
  const glance = await drafts.work(writer)
  expect(glance.written).toHaveLength(20)
  expect(glance.totals.written).toBe(230)
  const pages = await Promise.all([1, 2, 3, 4, 5, 6].map((page) => read({ page })))
  expect(pages.map(({ rows }) => rows.length)).toEqual([50, 50, 50, 50, 30, 0])
  expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(230)
  expect(pages[0]).toMatchObject({ total: 230, page: 1, pages: 5 })

  expect((await read({ kind: 'bao-cao' })).total).toBe(23)
  expect(subjects((await read({ search: 'phong chong ret 117' })).rows)).toEqual(['Phòng, chống rét đợt 117'])
  expect((await read({ search: 'BÁO CÁO đợt 2' })).total).toBe(6) // 20, 120, 200 to 230
  expect((await read({ search: 'do thi anh' })).total).toBe(230)
  expect((await read({ search: '%' })).total).toBe(0)
  expect((await read({ state: 'review' })).total).toBe(0)
  const first = pages[0]?.rows[0]
  await submitAs(writer, first?.id ?? '')
  expect((await read({ state: 'review' })).rows).toMatchObject([{ id: first?.id, holder: { id: reviewer.id } }])
  expect(await outcome(read({ kind: 'la-lung' }))).toBe('bad_input')
})

const submitAs = (writer: typeof owner, draftId: string) =>
  drafts.submit(writer, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id, dueAt: null })

test('the palette finds an old draft among hundreds, by any of its words, and never those of others', async () => {
  const old = await create('Kế hoạch phòng, chống rét cho gia súc')
  await pool.query(`update drafts set updated_at = now() - interval '3 years' where id = $1`, [old])
  await pool.query(
    `insert into drafts (agency_id, unit_id, kind, subject, state, holder_id, created_by)
     select agency_id, unit_id, kind, 'Báo cáo tháng ' || n, state, holder_id, created_by
     from drafts, generate_series(1, 300) n where id = $1`,
    [old],
  )
  await pool.query(
    `insert into draft_people (draft_id, user_id, part)
     select id, $1, 'owner' from drafts where created_by = $1 on conflict do nothing`,
    [owner.id],
  )
  expect(subjects(await drafts.find(owner, { search: 'chong ret' }))).toEqual(['Kế hoạch phòng, chống rét cho gia súc'])
  expect(await drafts.find(owner, { search: '' })).toHaveLength(9)
  expect(await drafts.find(clerk, { search: 'chong ret' })).toEqual([])
  expect(await drafts.find(owner, { search: '%' })).toEqual([])
})
