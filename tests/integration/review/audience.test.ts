/** GUARD-1: what is for one unit, or for oneself, is not there for anybody else: lists, acts, news, versions, live updates. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { units } from '../../../server/database/tables.ts'
import type { Audience } from '../../../src/lib/vocabulary.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, review, news, versions, pool, told, db, agencyId } = office

let owner: Person, author: Person, reviewer: Person, leader: Person, unitless: Person
let draftId: string
beforeAll(async () => {
  const [other] = await db.insert(units).values({ agencyId, name: 'Phòng Văn xã', abbreviation: 'VX' }).returning()
  owner = await office.person(['specialist'])
  author = await office.person(['specialist'], { unitId: other?.id ?? null })
  reviewer = await office.person(['reviewer'])
  leader = await office.person(['leader'], { unitId: other?.id ?? null })
  unitless = await office.person(['specialist'], { unitId: null })
})
beforeEach(async () => {
  draftId = (await drafts.create(owner, { kind: 'cong-van', subject: 'V/v xin ý kiến' })).id
  for (const { id } of [author, unitless]) await drafts.invite(owner, { draftId, userId: id })
  await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
  await pool.query('delete from news')
  told.length = 0
})

const begin = (audience: Audience, mentions: string[] = [], person = reviewer) =>
  review.open(person, { draftId, anchor: null, quote: '', text: 'Riêng trong nhà', audience, mentions })
const everybody = () => ({ owner, author, reviewer, leader, unitless })
/** Of whom this is true. */
const those = async (holds: (person: Person) => Promise<boolean>) => {
  const names: string[] = []
  for (const [name, person] of Object.entries(everybody())) if (await holds(person)) names.push(name)
  return names
}

const CASES: [Audience, string[]][] = [
  ['all', ['owner', 'author', 'reviewer', 'leader', 'unitless']],
  ['unit', ['owner', 'reviewer']],
  ['private', ['reviewer']],
]

describe.each(CASES)('for %s', (audience, readers) => {
  test('only those read it, answer it, settle it and mark it', async () => {
    const { threadId } = await begin(audience)
    expect(await those(async (person) => (await review.threads(person, draftId)).length > 0)).toEqual(readers)
    const commentId = (await review.threads(reviewer, draftId))[0]?.comments[0]?.id ?? ''
    for (const [name, person] of Object.entries(everybody())) {
      const expected = readers.includes(name) ? 'done' : 'not_found'
      expect(await outcome(review.resolve(person, { draftId, threadId })), name).toBe(expected)
      expect(await outcome(review.reopen(person, { draftId, threadId })), name).toBe(expected)
      expect(await outcome(review.reply(person, { draftId, threadId, text: 'x' })), name).toBe(expected)
      const own = name === 'reviewer' ? 'done' : expected === 'done' ? 'not_allowed' : 'not_found'
      expect(await outcome(review.edit(person, { draftId, commentId, text: `x ${name}` })), name).toBe(own)
      await review.mark(person, { draftId, read: [{ threadId, upTo: 1 }] })
      expect(Object.keys(await review.marks(person, draftId)).length > 0, name).toBe(expected === 'done')
    }
  })

  test('nobody else is told: not in the news, not by its number, not on an open page', async () => {
    const { threadId } = await begin(audience)
    await review.reply(reviewer, { draftId, threadId, text: 'Thêm' })
    const hear = await those(async (person) => (await news.list(person, {})).lines.length > 0)
    expect(hear.every((name) => readers.includes(name))).toBe(true)
    expect(await those(async (person) => (await news.unread(person)) > 0)).toEqual(hear)
    expect(hear.includes('owner')).toBe(readers.includes('owner'))
    const notices = told.filter((what) => what.startsWith(`notice ${draftId} threads`))
    expect(notices).toHaveLength(2)
    for (const notice of notices) {
      const [, to] = notice.split(' to ')
      const ids = Object.entries(everybody()).flatMap(([name, { id }]) => (readers.includes(name) ? [id] : []))
      expect(to === undefined ? [] : to.split(' ').sort()).toEqual(audience === 'all' ? [] : ids.sort())
    }
  })

  test('a version keeps it for them alone, whoever made the version', async () => {
    await begin(audience)
    const { number } = await versions.keepNamed(leader, { draftId, name: 'Bản thử' })
    const around = { address: '/', undescribed: '' }
    const read = (person: Person) => versions.read(person, { draftId, which: { is: 'version', number }, around })
    expect(await those(async (person) => ((await read(person)).talk ?? []).length > 0)).toEqual(readers)
    const [row] = (await versions.list(leader, draftId)).versions
    expect(row?.openThreads).toBe(audience === 'all' ? 1 : 0)
  })

  test('nobody is spoken to who could not read it, and then nothing is said', async () => {
    for (const [name, person] of Object.entries(everybody())) {
      const before = (await review.threads(reviewer, draftId)).length
      const can = readers.includes(name)
      expect(await outcome(begin(audience, [person.id])), name).toBe(can ? 'done' : 'mention_unreadable')
      expect((await review.threads(reviewer, draftId)).length - before, name).toBe(can ? 1 : 0)
    }
  })
})

test('who belongs to no unit keeps nothing within one', async () => {
  expect(await outcome(begin('unit', [], unitless))).toBe('no_unit')
})

test('news of a thread goes when its reader leaves the unit', async () => {
  await begin('unit')
  expect((await news.list(owner, {})).lines).toHaveLength(1)
  const elsewhere: Person = { ...owner, unitId: author.unitId }
  expect((await news.list(elsewhere, {})).lines).toHaveLength(0)
  expect(await news.unread(elsewhere)).toBe(0)
  expect(await review.threads(elsewhere, draftId)).toEqual([])
})

test('the lists of work count what this person may know of, and no notes', async () => {
  await begin('all')
  await begin('unit')
  await begin('private')
  const counted = async (person: Person) => {
    const { written, following } = await drafts.work(person)
    return [...written, ...following].find(({ id }) => id === draftId)?.openThreads
  }
  expect(await counted(owner)).toBe(2)
  expect(await counted(author)).toBe(1)
})

describe('whom one speaks to', () => {
  test('is told by name, once, and before all else', async () => {
    const { threadId } = await begin('all', [leader.id, owner.id])
    const events = async (person: Person) => (await news.list(person, {})).lines.map(({ event }) => event)
    expect(await events(leader)).toEqual(['mentioned'])
    expect(await events(owner)).toEqual(['mentioned'])
    expect(await events(author)).toEqual(['comment'])
    const [line] = (await news.list(leader, {})).lines
    expect(line).toMatchObject({ topic: 'mention', actor: reviewer.name, threadId })
    const said = (await review.threads(leader, draftId))[0]?.comments[0]
    expect(said?.mentions.map(({ name }) => name).sort()).toEqual([leader.name, owner.name].sort())
  })

  test('words that are put right tell only who was not spoken to before', async () => {
    await begin('all', [leader.id])
    const commentId = (await review.threads(reviewer, draftId))[0]?.comments[0]?.id ?? ''
    await pool.query('delete from news')
    await review.edit(reviewer, { draftId, commentId, text: 'Khác', mentions: [leader.id, owner.id] })
    expect((await news.list(leader, {})).lines).toEqual([])
    expect((await news.list(owner, {})).lines.map(({ event }) => event)).toEqual(['mentioned'])
  })
})

describe('about a suggestion', () => {
  const suggestionId = crypto.randomUUID()
  const change = { is: 'field' as const, name: 'subject' as const, was: 'V/v xin ý kiến', put: 'V/v lấy ý kiến' }
  const about = { anchor: null, quote: 'V/v xin ý kiến', text: 'Vì sao?' }

  test('its author is told; what was taken back, or is of another draft, is not spoken about', async () => {
    await office.suggest.keep(reviewer, { draftId, put: [{ id: suggestionId, changes: [change] }] })
    await review.open(leader, { draftId, ...about, suggestionId })
    expect((await news.list(reviewer, {})).lines.map(({ event }) => event)).toEqual(['comment'])
    expect((await review.threads(owner, draftId)).map((thread) => thread.suggestionId)).toEqual([suggestionId])

    const other = (await drafts.create(leader, { kind: 'bao-cao' })).id
    expect(await outcome(review.open(leader, { draftId: other, ...about, suggestionId }))).toBe('not_found')
    await office.suggest.keep(reviewer, { draftId, take: [suggestionId] })
    expect(await outcome(review.open(leader, { draftId, ...about, suggestionId }))).toBe('suggestion_withdrawn')
    expect(await review.threads(owner, draftId)).toHaveLength(1)
  })

  test('a version tells what was suggested then, also when it is decided since', async () => {
    const id = crypto.randomUUID()
    await office.suggest.keep(reviewer, { draftId, put: [{ id, changes: [change] }] })
    const { number } = await versions.keepNamed(owner, { draftId, name: 'Bản thử' })
    const [row] = await office.suggest.list(owner, draftId)
    await office.suggest.decide(owner, { draftId, how: 'reject', which: [{ id, revision: row?.revision ?? 1 }] })
    const around = { address: '/', undescribed: '' }
    const past = await versions.read(owner, { draftId, which: { is: 'version', number }, around })
    expect(past.suggested).toMatchObject([
      { id, author: reviewer.name, kind: 'field', was: change.was, put: change.put },
    ])
  })
})

test('a field is spoken about, and stays with its thread through a return and a new submission', async () => {
  await review.open(leader, { draftId, anchor: null, field: 'subject', quote: 'xin ý kiến', text: 'Ngắn hơn' })
  await drafts.return(reviewer, { draftId, step: 1, reason: 'Sửa lại' })
  await drafts.submit(owner, { draftId, step: 2, reviewerId: reviewer.id, leaderId: leader.id })
  expect(await review.threads(owner, draftId)).toMatchObject([{ field: 'subject', quote: 'xin ý kiến' }])
})
