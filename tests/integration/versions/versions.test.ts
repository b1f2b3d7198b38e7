import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Person } from '../../../server/access/person.ts'
import { plain } from '../../../server/database/plain.ts'
import { pastTexts } from '../../../server/examine/care.ts'
import { createVersions } from '../../../server/versions/index.ts'
import { fieldsMap, textField } from '../../../src/lib/document/fields.ts'
import { readUpdate } from '../../../src/lib/document/read.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { freshOffice, outcome } from '../setup/office.ts'
import { versionsHere, versionsToWord } from '../setup/versions.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, review, versions, pool, db, collab } = office

let owner: Person, author: Person, reviewer: Person, leader: Person, stranger: Person
let draftId: string
beforeAll(async () => {
  owner = await office.person(['specialist'])
  author = await office.person(['specialist'])
  reviewer = await office.person(['reviewer'])
  leader = await office.person(['leader'])
  stranger = await office.person(['specialist', 'reviewer', 'leader', 'clerk', 'admin'])
})
beforeEach(async () => {
  draftId = (await drafts.create(owner, { kind: 'quyet-dinh', subject: 'Ban hành Quy chế' })).id
  await drafts.invite(owner, { draftId, userId: author.id })
})

const AROUND = { address: '/drafts/x', undescribed: 'Hình ảnh' }
const step = async () => (await drafts.get(owner, draftId)).step
const head = async () => (await versions.list(owner, draftId)).head
const textNow = async () => readUpdate(await collab.readNow(draftId))
const wordsNow = async () => JSON.stringify((await textNow()).body)

/** As a page of this person would: an update behind the log. */
async function edit(person: Person, change: (ydoc: Y.Doc) => void): Promise<void> {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, await collab.readNow(draftId))
  const before = Y.encodeStateVector(ydoc)
  ydoc.transact(() => change(ydoc))
  const update = Y.encodeStateAsUpdate(ydoc, before)
  const isIn = await db.transaction(async (tx) =>
    collab.append(plain(tx), draftId, { position: await headOf(), update, userId: person.id }),
  )
  expect(isIn).toBe(true)
}
const headOf = async () =>
  (await pool.query('select head::int as head from text_heads where draft_id = $1', [draftId])).rows[0].head

/** The text of the block at this place of the body. */
function textAt(ydoc: Y.Doc, index: number): Y.XmlText {
  const block = ydoc.getXmlFragment('body').get(index)
  const text = block instanceof Y.XmlElement ? block.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('no text there')
  return text
}
const write = (person: Person, words: string, index = 4) =>
  edit(person, (ydoc) => textAt(ydoc, index).insert(textAt(ydoc, index).length, words))

const submit = async () =>
  drafts.submit(owner, { draftId, step: await step(), reviewerId: reviewer.id, leaderId: leader.id })
const kinds = async () => (await versions.list(owner, draftId)).versions.map(({ kind }) => kind)

describe('a version', () => {
  test('is kept at each named moment, with who wrote since and words in and out', async () => {
    await write(author, 'Ban hành kèm theo Quyết định này Quy chế làm việc.')
    await submit()
    await drafts.pass(reviewer, { draftId, step: await step(), toId: leader.id, as: 'leader' })
    await drafts.return(leader, { draftId, step: await step(), reason: 'Bổ sung căn cứ' })
    await write(owner, ' Thêm ba từ.')
    await submit()
    expect(await kinds()).toEqual(['submit', 'return', 'pass', 'submit'])
    const { versions: list } = await versions.list(owner, draftId)
    expect(list[0]).toMatchObject({
      number: 4,
      actor: { id: owner.id },
      authors: [{ id: owner.id }],
      wordsIn: 3,
      wordsOut: 0,
    })
    expect(list[1]).toMatchObject({ kind: 'return', actor: { id: leader.id }, authors: [], wordsIn: 0, wordsOut: 0 })
    expect(list[3]).toMatchObject({ number: 1, authors: [{ id: owner.id }, { id: author.id }] })
    expect(list[1]?.hash).toBe(list[3]?.hash)
    expect(list[0]?.hash).not.toBe(list[3]?.hash)
  })

  test('is kept on demand under a name, by whoever has a part in the draft', async () => {
    expect(await versions.keepNamed(author, { draftId, name: '  Bản gửi Sở Tài chính ' })).toEqual({ number: 1 })
    const { versions: list } = await versions.list(author, draftId)
    expect(list).toMatchObject([{ kind: 'named', name: 'Bản gửi Sở Tài chính', actor: { id: author.id } }])
    expect(await outcome(versions.keepNamed(author, { draftId, name: ' ' }))).toBe('bad_input')
    expect(await outcome(versions.keepNamed(author, { draftId, name: 'x'.repeat(121) }))).toBe('bad_input')
    expect(await outcome(versions.keepNamed(stranger, { draftId, name: 'x' }))).toBe('not_found')
    expect(await kinds()).toEqual(['named'])
  })

  test('is kept while people write, but not where nothing came', async () => {
    await write(author, 'Một câu.')
    await versions.keepAuto(draftId)
    await versions.keepAuto(draftId)
    expect(await kinds()).toEqual(['auto'])
  })

  test('BUDGET-1: so many are kept on demand and no more; a list shows a part and goes on', async () => {
    const many = (kind: string, count: number, hoursAgo = 1) =>
      pool.query(
        `insert into versions (draft_id, number, kind, name, position, authors, at)
         select $1, (select coalesce(max(number), 0) from versions where draft_id = $1) + g, $2, '', 1, '{}', now() - make_interval(hours => $4)
         from generate_series(1, $3::int) g`,
        [draftId, kind, count, hoursAgo],
      )
    await many('named', 199)
    expect(await versions.keepNamed(owner, { draftId, name: 'cuối' })).toEqual({ number: 200 })
    expect(await outcome(versions.keepNamed(owner, { draftId, name: 'nữa' }))).toBe('versions_full')
    const first = await versions.list(owner, draftId)
    expect(first.versions).toHaveLength(50)
    expect(first.versions[0]).toMatchObject({ number: 200, name: 'cuối' })
    expect(first.older?.number).toBe(150)
    expect(first.names).toHaveLength(200)
    const last = await versions.list(owner, draftId, 51)
    expect(last.versions.at(-1)).toMatchObject({ number: 1 })
    expect(last).toMatchObject({ older: null, versions: { length: 50 } })
    // Kept while people wrote: after so many one a day.
    await many('auto', 500)
    await write(author, 'Một câu.')
    await versions.keepAuto(draftId)
    expect((await kinds())[0]).toBe('auto')
    expect((await versions.list(owner, draftId)).versions[0]?.number).toBe(700)
    await many('auto', 1, 48)
    await versions.keepAuto(draftId)
    expect((await versions.list(owner, draftId)).versions[0]?.number).toBe(702)
  })

  test('counts the comments that were open; where far too many were kept with it they are not shown', async () => {
    const { threadId } = await review.open(author, { draftId, anchor: null, quote: '', text: 'Một' })
    await review.open(author, { draftId, anchor: null, quote: '', text: 'Hai' })
    await review.resolve(owner, { draftId, threadId })
    await versions.keepNamed(owner, { draftId, name: 'một' })
    expect((await versions.list(owner, draftId)).versions[0]?.openThreads).toBe(1)
    const long = `insert into versions (draft_id, number, kind, position, talk, open_threads)
      values ($1, 2, 'auto', 1, jsonb_build_array(repeat('ă', 5000000)), 1)`
    await pool.query(long, [draftId])
    const read = await versions.read(owner, { draftId, which: { is: 'version', number: 2 }, around: AROUND })
    expect(read).toMatchObject({ talk: null, version: { openThreads: 1 } })
  })

  test('of a text that is too heavy to be read is kept without a hash, but nobody approves it', async () => {
    const heavy = async () => {
      throw new AppError('too_heavy')
    }
    const there = createVersions({
      db,
      text: pastTexts(() => collab),
      work: { ...versionsHere, nameText: heavy },
      toWord: versionsToWord,
    })
    const keep = (kind: 'return' | 'approve') => db.transaction((tx) => there.keep(tx, owner, draftId, kind))
    expect(await keep('return')).toMatchObject({ number: 1, hash: null })
    expect(await outcome(keep('approve'))).toBe('too_heavy')
  })

  test('reads as it was, with the comments as they were then', async () => {
    const { threadId } = await review.open(author, { draftId, anchor: null, quote: '', text: 'Thiếu căn cứ' })
    await write(author, 'Câu đầu.')
    await versions.keepNamed(owner, { draftId, name: 'một' })
    await write(author, ' Câu sau.')
    await review.reply(owner, { draftId, threadId, text: 'Đã bổ sung' })
    await review.resolve(owner, { draftId, threadId })
    await versions.keepNamed(owner, { draftId, name: 'hai' })
    const [one, two] = await Promise.all(
      [1, 2].map((number) => versions.read(owner, { draftId, which: { is: 'version', number }, around: AROUND })),
    )
    expect(one?.html.main).toContain('Câu đầu.')
    expect(one?.html.main).not.toContain('Câu sau.')
    expect(one?.talk).toMatchObject([{ resolved: null, comments: [{ text: 'Thiếu căn cứ', author: author.name }] }])
    expect(two?.html.main).toContain('Câu sau.')
    expect(two?.talk).toMatchObject([{ resolved: { by: owner.name }, comments: [{}, { text: 'Đã bổ sung' }] }])
  })

  test('is for those with a part in the draft; of what there is not, nobody is told more', async () => {
    await versions.keepNamed(owner, { draftId, name: 'một' })
    const asked = (person: Person, which: Parameters<typeof versions.read>[1]['which']) =>
      outcome(versions.read(person, { draftId, which, around: AROUND }))
    expect(await outcome(versions.list(stranger, draftId))).toBe('not_found')
    expect(await asked(stranger, { is: 'version', number: 1 })).toBe('not_found')
    expect(await asked(owner, { is: 'version', number: 9 })).toBe('not_found')
    expect(await asked(owner, { is: 'moment', position: 999 })).toBe('not_found')
    const compared = versions.compare(stranger, { draftId, from: { is: 'version', number: 1 }, to: { is: 'now' } })
    expect(await outcome(compared)).toBe('not_found')
    expect(await outcome(versions.restore(stranger, { draftId, to: '1' }))).toBe('not_found')
    expect(await outcome(versions.restore(owner, { draftId, to: '1; drop table' }))).toBe('bad_input')
  })

  test('cannot be changed or removed by the program', async () => {
    await versions.keepNamed(owner, { draftId, name: 'một' })
    for (const statement of [
      'delete from versions',
      `update versions set hash = 'x'`,
      'update versions set position = 1',
    ])
      await expect(pool.query(statement), statement).rejects.toThrow('permission denied')
  })
})

describe('any moment', () => {
  test('of a long log reads the same through keyframes as from the beginning', async () => {
    for (let at = 0; at < 450; at++) await write(author, `${at} `)
    await versions.keepNamed(owner, { draftId, name: 'sau 450' })
    for (let at = 0; at < 5; at++) await write(author, 'x')
    const read = async (position: number) =>
      (await versions.read(owner, { draftId, which: { is: 'moment', position }, around: AROUND })).html.main
    const from = (await head()) - 455
    expect(await read(from + 10)).toContain('>0 1 2 3 4 5 6 7 8 9 <')
    const [near] = (await pool.query('select position::int from text_keyframes where draft_id = $1', [draftId])).rows
    expect(near).toEqual({ position: from + 450 })
    const before = await Promise.all([200, 449, 450, 453].map((at) => read(from + at)))
    const { rows } = await pool.query('select count(*)::int as n from text_keyframes where draft_id = $1', [draftId])
    expect(rows[0].n).toBeGreaterThanOrEqual(1)
    expect(before[3]).toContain('449 xxx<')
  })

  test('says who brought it and when', async () => {
    await write(author, 'Một câu.')
    const text = await versions.read(owner, {
      draftId,
      which: { is: 'moment', position: await head() },
      around: AROUND,
    })
    expect(text).toMatchObject({ by: { id: author.id }, version: null, talk: null })
    expect(text.at).toBeInstanceOf(Date)
  })
})

describe('two versions', () => {
  test('are compared by clause, either with the text of now, with who wrote between', async () => {
    await write(owner, 'Ban hành Quy chế.')
    await versions.keepNamed(owner, { draftId, name: 'một' })
    await write(author, ' Thêm một câu.')
    await edit(author, (ydoc) => textField(fieldsMap(ydoc), 'subject').insert(0, 'Về việc '))
    const compared = await versions.compare(owner, { draftId, from: { is: 'version', number: 1 }, to: { is: 'now' } })
    expect(compared.authors).toMatchObject([{ id: author.id }])
    expect(compared.comparison.words).toEqual({ in: 5, out: 0 })
    expect(compared.comparison.fields).toMatchObject([{ name: 'subject' }])
    expect(compared.comparison.summary.units).toMatchObject([{ is: 'fields' }, { after: 'Điều 1', edited: 1 }])
  })

  test('come to a page in part, and further for whoever has a part in the draft', async () => {
    await write(owner, 'Ban hành Quy chế.')
    await versions.keepNamed(owner, { draftId, name: 'một' })
    await write(author, ' Thêm một câu.')
    const two = { draftId, from: { is: 'version', number: 1 }, to: { is: 'now' } } as const
    const { comparison } = await versions.compare(owner, two)
    expect(comparison).toMatchObject({ next: null, changes: 1, seen: 0 })
    expect(comparison.rows.length).toBeLessThan(comparison.count)
    const wanted = { is: 'rows', at: 0, upTo: comparison.count, onlyChanges: false } as const
    const all = JSON.parse(await versions.compareFurther(owner, { ...two, wanted }))
    expect(all).toMatchObject({ next: null, rows: { length: comparison.count } })
    expect(all.rows).toEqual(expect.arrayContaining(comparison.rows))
    expect(await outcome(versions.compareFurther(stranger, { ...two, wanted }))).toBe('not_found')
  })
})

test('a comparison goes out as a Word file, to those who may see it', async () => {
  await versions.keepNamed(owner, { draftId, name: 'một' })
  await write(author, 'Ban hành Quy chế.')
  const asked = {
    draftId,
    from: { is: 'version', number: 1 },
    to: { is: 'now' },
  } as const
  const file = await versions.word(owner, asked)
  expect(String.fromCharCode(...file.subarray(0, 2))).toBe('PK')
  expect(await outcome(versions.word(stranger, asked))).toBe('not_found')
})

describe('restoring', () => {
  test('is a change like any other, with a version before and after it', async () => {
    await write(owner, 'Câu đầu.')
    await versions.keepNamed(owner, { draftId, name: 'một' })
    const then = await textNow()
    await write(author, ' Câu thừa.')
    await edit(author, (ydoc) => ydoc.getXmlFragment('body').delete(5, 1))
    expect(await versions.restore(author, { draftId, to: '1' })).toEqual({ versions: { before: 2, after: 3 } })
    expect(await textNow()).toEqual(then)
    expect(await kinds()).toEqual(['restore', 'before-restore', 'named'])
    const { versions: list } = await versions.list(owner, draftId)
    expect(list[0]?.hash).toBe(list[2]?.hash)
    // And back again.
    await versions.restore(author, { draftId, to: '2' })
    expect(await wordsNow()).toContain('Câu thừa.')
    expect(await versions.restore(author, { draftId, to: 'now' })).toEqual({ versions: null })
  })

  test('takes back one clause alone', async () => {
    await write(owner, 'Điều thứ nhất.', 4)
    await write(owner, 'Điều thứ hai. ', 5)
    await versions.keepNamed(owner, { draftId, name: 'một' })
    await write(author, ' Sửa.', 4)
    await write(author, ' Sửa nữa.', 5)
    const clause = String((await textNow()).body.content?.[4]?.attrs?.id)
    await versions.restore(author, { draftId, to: '1', clause })
    expect(await wordsNow()).not.toContain('Sửa.')
    expect(await wordsNow()).toContain('Sửa nữa.')
    expect(await outcome(versions.restore(author, { draftId, to: '1', clause: 'nowhere' }))).toBe('not_found')
  })

  test('is for who may write, while it may be written', async () => {
    await versions.keepNamed(owner, { draftId, name: 'một' })
    await submit()
    expect(await outcome(versions.restore(owner, { draftId, to: '1' }))).toBe('wrong_state')
    expect(await outcome(versions.restore(reviewer, { draftId, to: '1' }))).toBe('not_allowed')
  })
})

describe('what changed since one last read', () => {
  test('is told by clause until it is ticked off, and changes anew when it changes again', async () => {
    await write(owner, 'Ban hành Quy chế.')
    await submit()
    await drafts.pass(reviewer, { draftId, step: await step(), toId: leader.id, as: 'leader' })
    await versions.opened(leader, draftId)
    expect(await versions.unreadSince(leader, draftId)).toBeNull()
    await drafts.return(leader, { draftId, step: await step(), reason: 'Sửa Điều 1' })
    await write(author, ' Đã sửa theo ý kiến.')
    const since = await versions.unreadSince(leader, draftId)
    expect(since).toBeInstanceOf(Date)
    const { comparison, seen, from, to } = await versions.unread(leader, draftId)
    expect(from.at).toEqual(since)
    expect(comparison.summary.units).toMatchObject([{ after: 'Điều 1' }])
    expect(seen).toEqual([])
    const key = comparison.summary.units[0]?.key ?? ''
    await versions.tick(leader, { draftId, key, isSeen: true })
    expect(await versions.unread(leader, draftId)).toMatchObject({ seen: [key], comparison: { seen: 1 } })
    await versions.tick(leader, { draftId, key, isSeen: false })
    expect((await versions.unread(leader, draftId)).seen).toEqual([])
    await write(author, ' Lại sửa.')
    expect((await versions.unread(leader, draftId)).comparison.summary.units[0]?.key).not.toBe(key)
    // What was shown is read; what came meanwhile is not.
    await versions.finish(leader, { draftId, position: to.position })
    expect((await versions.unread(leader, draftId)).comparison.words).toEqual({ in: 2, out: 0 })
    expect(await outcome(versions.finish(leader, { draftId, position: 999_999 }))).toBe('bad_input')
    expect(await outcome(versions.unread(stranger, draftId))).toBe('not_found')
  })

  test('an approval is bound to the hash of what was approved', async () => {
    await write(owner, 'Ban hành Quy chế.')
    await submit()
    await drafts.pass(reviewer, { draftId, step: await step(), toId: leader.id, as: 'leader' })
    await drafts.approve(leader, { draftId, step: await step() })
    const { approved, versions: list } = await versions.list(owner, draftId)
    expect(approved).toEqual({ number: 3, hash: list[2]?.hash })
    const { rows } = await pool.query(`select detail from audit_log where draft_id = $1 and act = 'draft.approve'`, [
      draftId,
    ])
    expect(rows[0].detail).toMatchObject({ version: 3, textHash: list[0]?.hash })
    expect((await versions.unread(leader, draftId)).approved).toMatchObject({ number: 3 })
    await drafts.return(leader, { draftId, step: await step(), reason: 'Xem lại' })
    expect((await versions.list(owner, draftId)).approved).toBeNull()
  })
})

describe('who wrote this', () => {
  test('is told of any passage, by its words, through splits and moves', async () => {
    await write(owner, 'Các đơn vị gửi báo cáo về Văn phòng.')
    await write(author, ' Quá hạn không nhận.')
    // As Enter does it in y-tiptap: what stands behind is written anew, under whoever pressed it.
    await edit(reviewer, (ydoc) => {
      const text = textAt(ydoc, 4)
      const behind = text.toString().slice(8)
      text.delete(8, text.length - 8)
      textAt(ydoc, 5).insert(0, behind)
    })
    const told = await versions.whoWrote(author, { draftId, text: 'báo cáo về Văn phòng. Quá hạn không nhận', near: 0 })
    expect(told).toMatchObject([
      { text: 'báo cáo về Văn phòng', by: [{ id: owner.id }] },
      { text: 'Quá hạn không nhận', by: [{ id: author.id }] },
    ])
    expect(told[0]?.from).toBeInstanceOf(Date)
  })

  test('is told to those with a part in the draft, of words that stand there', async () => {
    await write(owner, 'Các đơn vị gửi báo cáo.')
    const asked = (person: Person, text: string) => outcome(versions.whoWrote(person, { draftId, text, near: 0 }))
    expect(await asked(stranger, 'báo cáo')).toBe('not_found')
    expect(await asked(owner, 'không có chữ này')).toBe('not_found')
    expect(await asked(owner, ' … ')).toBe('bad_input')
    expect(await asked(owner, 'x'.repeat(2_001))).toBe('bad_input')
  })
})
