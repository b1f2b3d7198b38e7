/** Comments stay with their words through a restored version, a return and a new submission; forged places harm nobody. */
import { initProseMirrorDoc } from '@tiptap/y-tiptap'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Person } from '../../../server/access/person.ts'
import { plain } from '../../../server/database/plain.ts'
import { carryThreads } from '../../../server/review/carry.ts'
import { type Anchor, anchorShape } from '../../../src/lib/document/anchors/anchor.ts'
import { locate } from '../../../src/lib/document/anchors/locate.ts'
import { schema } from '../../../src/lib/document/schema.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, review, versions, db, collab, pool } = office

const WORDS = 'trước ngày mười lăm hằng tháng'
let owner: Person, reviewer: Person, leader: Person
let draftId: string
beforeAll(async () => {
  owner = await office.person(['specialist'])
  reviewer = await office.person(['reviewer'])
  leader = await office.person(['leader'])
  draftId = (await drafts.create(owner, { kind: 'cong-van', subject: 'V/v xin ý kiến' })).id
  await edit((text) => text.insert(0, `Các đơn vị báo cáo ${WORDS} về Ủy ban.`))
})

async function textNow(): Promise<Y.Doc> {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, await collab.readNow(draftId))
  return ydoc
}

function lineOf(ydoc: Y.Doc): Y.XmlText {
  for (const text of ydoc.getXmlFragment('body').createTreeWalker((node) => node instanceof Y.XmlText))
    if (text instanceof Y.XmlText) return text
  throw new Error('no text')
}

async function edit(change: (line: Y.XmlText) => void): Promise<void> {
  const ydoc = await textNow()
  const before = Y.encodeStateVector(ydoc)
  ydoc.transact(() => change(lineOf(ydoc)))
  const update = Y.encodeStateAsUpdate(ydoc, before)
  const { rows } = await pool.query('select head::int as head from text_heads where draft_id = $1', [draftId])
  const behind = { position: rows[0].head, update, userId: owner.id }
  expect(await db.transaction((tx) => collab.append(plain(tx), draftId, behind))).toBe(true)
}

/** The words that each thread is about, as any page that opens now finds them. */
async function found(): Promise<(string | null)[]> {
  const ydoc = await textNow()
  const body = ydoc.getXmlFragment('body')
  const { doc, mapping } = initProseMirrorDoc(body, schema)
  const sizeOf = (type: Y.XmlElement) => {
    const node = mapping.get(type)
    return node && !Array.isArray(node) ? node.nodeSize : 0
  }
  const threads = await review.threads(owner, draftId)
  const spoken = threads.flatMap(({ id, anchor, quote }) => (anchor ? [{ id, anchor, quote }] : []))
  const roots = [...ydoc.share.keys(), 'anchors'] // where pages tell newer places
  const places = locate({ doc: ydoc, body, sizeOf }, doc, spoken)
  expect([...ydoc.share.keys()].filter((name) => !roots.includes(name))).toEqual([])
  return spoken.map(({ id }) => {
    const place = places.get(id)
    return place ? doc.textBetween(place.from, place.to) : null
  })
}

async function anchorOf(words: string): Promise<Anchor> {
  const line = lineOf(await textNow())
  const from = line.toJSON().indexOf(words)
  const at = (index: number, assoc: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(line, index, assoc))
  return { start: at(from, 0), end: at(from + words.length, -1) }
}

test('words that were deleted and come back with a version have their comment again; so has a draft that comes back', async () => {
  await review.open(owner, { draftId, anchor: await anchorOf(WORDS), quote: WORDS, text: 'Nên sớm hơn' })
  const { number } = await versions.keepNamed(owner, { draftId, name: 'Đủ chữ' })
  await edit((line) => line.delete(line.toJSON().indexOf(WORDS), WORDS.length))
  expect(await found()).toEqual([null])
  await versions.restore(owner, { draftId, to: String(number) })
  expect(await found()).toEqual([WORDS])

  await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
  await drafts.return(reviewer, { draftId, step: 1, reason: 'Bổ sung' })
  expect(await found()).toEqual([WORDS])
  expect((await review.threads(reviewer, draftId)).map(({ quote }) => quote)).toEqual([WORDS])
})

test('a comment on words that were deleted meanwhile is taken, and keeps what they were', async () => {
  const words = 'Các đơn vị'
  const anchor = await anchorOf(words)
  await edit((line) => line.delete(0, words.length))
  await review.open(owner, { draftId, anchor, quote: words, text: 'Ai báo cáo?' })
  expect((await found()).at(-1)).toBeNull()
  expect((await review.threads(owner, draftId)).at(-1)?.quote).toBe(words)
})

test('a forged place is refused, or is nowhere: nothing breaks on any page, and no words are lost', async () => {
  const far = { client: 2 ** 52, clock: 2 ** 52 }
  const forged: unknown[] = [
    { start: { tname: 'fields' }, end: { tname: 'evil' } },
    { start: { item: far, assoc: 0 }, end: { item: far, assoc: -1 } },
    { start: { type: far }, end: { type: { client: 0, clock: 0 } } },
    { start: { item: { client: 0, clock: 0 }, assoc: 2 ** 40 }, end: { tname: 'body', assoc: -1 } },
    { start: { item: { client: 0, clock: -1 } }, end: null },
    { start: '__proto__', end: ['constructor'] },
    { start: { item: { client: '1', clock: '2' } }, end: {} },
  ]
  for (const anchor of forged) {
    const before = (await review.threads(owner, draftId)).length
    const parsed = anchorShape.safeParse(anchor)
    const given: Parameters<typeof review.open>[1] = JSON.parse(
      JSON.stringify({ draftId, anchor, quote: 'không có đoạn này', text: 'Thử' }),
    )
    expect(await outcome(review.open(owner, given))).toBe(parsed.success ? 'done' : 'bad_input')
    const places = await found()
    expect((await review.threads(owner, draftId)).length - before).toBe(parsed.success ? 1 : 0)
    if (parsed.success) expect(places.at(-1)).toBeNull()
  }
})

test('a thousand threads that two dozen people have read go over into the next draft', async () => {
  const from = (await drafts.create(owner, { kind: 'cong-van', subject: 'V/v nhiều ý kiến' })).id
  const to = (await drafts.create(owner, { kind: 'cong-van', subject: 'V/v nhiều ý kiến' })).id
  for (let count = 0; count < 24; count++) await office.person(['specialist'])
  await pool.query(
    `with opened as (
       insert into threads (draft_id, quote, created_by) select $1, 'đoạn', $2 from generate_series(1, 1000) returning id
     ), said as (
       insert into comments (thread_id, author_id, text) select id, $2, 'Ý kiến' from opened returning thread_id, seq
     )
     insert into thread_reads (thread_id, user_id, up_to) select s.thread_id, u.id, s.seq from said s cross join users u`,
    [from, owner.id],
  )
  await db.transaction((tx) => carryThreads(tx, from, to))
  const { rows } = await pool.query(
    `select count(*)::int as marks, count(distinct r.user_id)::int as people
     from thread_reads r join threads t on t.id = r.thread_id where t.draft_id = $1`,
    [to],
  )
  expect(rows[0].people).toBeGreaterThan(24)
  expect(rows[0].marks).toBe(1000 * rows[0].people)
})
