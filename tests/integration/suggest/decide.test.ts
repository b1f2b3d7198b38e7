/** Deciding: undone, on record, by the policy of the house, and never over a part that the document must have. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Person } from '../../../server/access/person.ts'
import type { Decided } from '../../../server/suggest/shapes.ts'
import { canonicalJson } from '../../../src/lib/document/canonical.ts'
import { readUpdate } from '../../../src/lib/document/read.ts'
import { compare } from '../../../src/lib/document/suggest/compare.ts'
import type { Change } from '../../../src/lib/document/suggest/shapes.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { access, drafts, suggest, collab, pool, news } = office

let owner: Person, author: Person, reviewer: Person, leader: Person, admin: Person, stranger: Person
let draftId: string
beforeAll(async () => {
  owner = await office.person(['specialist'], { name: 'Lê Thị Mai' })
  author = await office.person(['specialist'])
  reviewer = await office.person(['reviewer'], { name: 'Lê Văn Thành' })
  leader = await office.person(['leader'])
  admin = await office.person(['admin'])
  stranger = await office.person(['specialist'])
})
beforeEach(async () => {
  draftId = (await drafts.create(owner, { kind: 'quyet-dinh', subject: 'về xin ý kiến' })).id
  await drafts.invite(owner, { draftId, userId: author.id })
  await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
})

const now = () => collab.readNow(draftId)
const plain = async () => canonicalJson(readUpdate(await now()))

async function edited(edit: (doc: Y.Doc) => void): Promise<Change[][]> {
  const [text, copy] = [new Y.Doc(), new Y.Doc()]
  for (const doc of [text, copy]) Y.applyUpdate(doc, await now())
  copy.transact(() => edit(copy))
  return compare(text, copy)
}
const lines = (doc: Y.Doc) => doc.getXmlFragment('body').toArray() as Y.XmlElement[]
function lastText(doc: Y.Doc): Y.XmlText {
  const text = lines(doc).at(-1)?.get(0)
  if (!(text instanceof Y.XmlText)) throw new Error('no text')
  return text
}
const typed = (letters: string) => edited((doc) => lastText(doc).insert(0, letters))
const first = (all: Change[][]): Change[] => all[0] ?? []
async function put(person: Person, changes: Change[]): Promise<string> {
  const id = crypto.randomUUID()
  await suggest.keep(person, { draftId, put: [{ id, changes }] })
  return id
}
const decide = (person: Person, how: 'accept' | 'reject' | 'reopen', ids: string[], reply = ''): Promise<Decided> =>
  suggest.decide(person, { draftId, how, reply, which: ids.map((id) => ({ id, revision: 1 })) })
const one = async (id: string) => (await suggest.list(owner, draftId)).find((all) => all.id === id)
const decided = (over: Partial<Decided>) =>
  expect.objectContaining({ done: [], gone: [], changed: [], needed: [], own: [], ...over }) as Decided
const written = (letters: string) => changed((doc) => lastText(doc).insert(0, letters))
const changed = (edit: (doc: Y.Doc) => void) =>
  office.collab // as an author's page sends it
    .readNow(draftId)
    .then(async (state) => {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, state)
      const before = Y.encodeStateVector(doc)
      edit(doc)
      const update = Y.encodeStateAsUpdate(doc, before)
      await office.db.transaction(async (tx) => {
        const { plain: asPlain } = await import('../../../server/database/plain.ts')
        await collab.append(asPlain(tx), draftId, { position: null, update, userId: owner.id })
      })
      collab.appended(draftId, 'change')
    })

describe('an acceptance that is undone', () => {
  test('leaves the text as before, and the suggestion open under its id, author and reason', async () => {
    const before = await plain()
    const id = await put(reviewer, first(await typed('ĐỀ NGHỊ ')))
    await suggest.keep(reviewer, { draftId, reasons: [{ id, reason: 'Cho rõ' }] })
    await decide(owner, 'accept', [id])
    const accepted = await plain()
    expect(await decide(author, 'reopen', [id])).toEqual(decided({ done: [id] }))
    expect(await plain()).toBe(before)
    expect(await one(id)).toMatchObject({ state: 'open', decided: null, reason: 'Cho rõ', author: { id: reviewer.id } })
    await decide(owner, 'accept', [id])
    expect(await plain()).toBe(accepted)
  })

  test('keeps what was written since then', async () => {
    const id = await put(reviewer, first(await typed('ĐỀ NGHỊ ')))
    await decide(owner, 'accept', [id])
    await written('SAU ĐÓ ')
    await decide(owner, 'reopen', [id])
    expect(await plain()).toContain('SAU ĐÓ ')
    expect(await plain()).not.toContain('ĐỀ NGHỊ')
  })

  test('brings back what went, of a whole line too, and what colleagues suggest about it', async () => {
    const [before, line] = [await plain(), JSON.stringify(readUpdate(await now()).body.content?.at(-1))]
    const inner = await put(author, first(await typed('BÊN TRONG ')))
    const outer = await put(
      reviewer,
      first(await edited((doc) => doc.getXmlFragment('body').delete(lines(doc).length - 1, 1))),
    )
    await decide(owner, 'accept', [outer])
    expect(JSON.stringify(readUpdate(await now()).body.content)).not.toContain(line)
    await decide(owner, 'reopen', [outer])
    expect(await plain()).toBe(before)
    await decide(owner, 'reject', [outer, inner])
    expect(await plain()).toBe(before)
  })

  test('brings back letters for whatever else speaks of them: what is open, and what was accepted before', async () => {
    await written('Giao Văn phòng theo dõi. ')
    const before = await plain()
    const range = (from: number, length: number) => edited((doc) => lastText(doc).format(from, length, { bold: {} }))
    const open = await put(author, first(await range(5, 9)))
    const look = await put(reviewer, first(await range(15, 8)))
    const gone = await put(reviewer, first(await edited((doc) => lastText(doc).delete(0, 25))))
    await decide(owner, 'accept', [look])
    await decide(owner, 'accept', [gone])
    expect(await plain()).not.toContain('Giao Văn phòng')
    await decide(owner, 'reopen', [gone])
    await decide(owner, 'reopen', [look])
    expect(await plain()).toBe(before)
    expect(await decide(owner, 'accept', [open])).toEqual(decided({ done: [open] }))
    expect(await plain()).toContain('"marks":[{"type":"bold"}],"text":"Văn phòng"')
    await decide(owner, 'reopen', [open])
    expect(await plain()).toBe(before)
  })

  test('takes nothing from who changes their suggestion while it is worked out', async () => {
    await written('Giao Văn phòng theo dõi. ')
    const range = (look: string) => edited((doc) => lastText(doc).format(5, 9, { [look]: {} }))
    const [bold, italic] = [first(await range('bold')), first(await range('italic'))]
    const open = await put(author, bold)
    const gone = await put(reviewer, first(await edited((doc) => lastText(doc).delete(0, 25))))
    await decide(owner, 'accept', [gone])
    office.meanwhile.applying = async () => {
      delete office.meanwhile.applying
      await suggest.keep(author, { draftId, put: [{ id: open, changes: italic }] })
    }
    expect(await decide(owner, 'reopen', [gone])).toEqual(decided({ done: [gone] }))
    expect(office.meanwhile.applying).toBeUndefined()
    await suggest.decide(owner, { draftId, how: 'accept', which: [{ id: open, revision: 2 }] })
    expect(await plain()).toContain('"marks":[{"type":"italic"}],"text":"Văn phòng"')
  })

  test('is kept from nobody by a colleague who goes on suggesting elsewhere', async () => {
    await written('Giao Văn phòng theo dõi. Gửi Sở Tài chính.')
    const range = (from: number, look: string) => edited((doc) => lastText(doc).format(from, 3, { [look]: {} }))
    const [bold, italic] = [first(await range(25, 'bold')), first(await range(25, 'italic'))]
    const elsewhere = await put(author, bold)
    const gone = await put(reviewer, first(await edited((doc) => lastText(doc).delete(0, 25))))
    await decide(owner, 'accept', [gone])
    let times = 0
    office.meanwhile.applying = () =>
      suggest
        .keep(author, { draftId, put: [{ id: elsewhere, changes: times++ % 2 === 0 ? italic : bold }] })
        .then(() => {})
    const answer = await decide(owner, 'reopen', [gone]).finally(() => delete office.meanwhile.applying)
    expect(answer).toEqual(decided({ done: [gone] }))
    expect(times).toBe(1)
  })

  test('leaves what the suggestion says to its author, whatever colleagues made of its words since', async () => {
    const id = await put(reviewer, first(await typed('ĐỀ NGHỊ ')))
    const said = (await one(id))?.changes
    await decide(owner, 'accept', [id])
    await changed((doc) => lastText(doc).delete(3, 5))
    await decide(owner, 'reopen', [id])
    expect((await one(id))?.changes).toEqual(said)
  })

  test('brings back letters that one rejected before spoke of, and one that could not be accepted', async () => {
    await written('Giao Văn phòng theo dõi. ')
    const bold = (from: number) => edited((doc) => lastText(doc).format(from, 9, { bold: {} }))
    const [rejected, late] = [await put(author, first(await bold(5))), await put(author, first(await bold(5)))]
    const gone = await put(reviewer, first(await edited((doc) => lastText(doc).delete(0, 25))))
    await decide(owner, 'reject', [rejected])
    await decide(owner, 'accept', [gone])
    expect(await decide(owner, 'accept', [late])).toEqual(decided({ gone: [late] }))
    await decide(owner, 'reopen', [gone])
    await decide(owner, 'reopen', [rejected])
    for (const id of [rejected, late]) {
      const before = await plain()
      expect(await decide(owner, 'accept', [id])).toEqual(decided({ done: [id] }))
      expect(await plain()).toContain('"marks":[{"type":"bold"}],"text":"Văn phòng"')
      await decide(owner, 'reopen', [id])
      expect(await plain()).toBe(before)
    }
  })

  test('of which only what takes it out is known, as of old ones, is undone all the same', async () => {
    const before = await plain()
    const id = await put(reviewer, first(await edited((doc) => lastText(doc).delete(0, 5))))
    await decide(owner, 'accept', [id])
    const known = await pool.query<{ undo: { undo: Change[] } }>('select undo from suggestions where id = $1', [id])
    const old = known.rows[0]?.undo.undo.map((change) => ({ ...change, back: undefined }))
    await pool.query('update suggestions set undo = $2 where id = $1', [id, JSON.stringify(old)])
    expect(await decide(owner, 'reopen', [id])).toEqual(decided({ done: [id] }))
    expect(await plain()).toBe(before)
    expect(await decide(owner, 'accept', [id])).toEqual(decided({ done: [id] }))
  })

  test('of several is undone in any order, all at once too', async () => {
    const before = await plain()
    const ids: string[] = []
    for (const letters of ['MỘT ', 'HAI ', 'BA ']) ids.push(await put(reviewer, first(await typed(letters))))
    await decide(owner, 'accept', ids)
    expect(await decide(owner, 'reopen', ids)).toEqual(decided({ done: expect.arrayContaining(ids) as string[] }))
    expect(await plain()).toBe(before)
  })

  test('is undone by nobody who may not decide, and not once it is approved', async () => {
    const id = await put(owner, first(await typed('ĐÃ ')))
    await decide(owner, 'accept', [id])
    expect(await outcome(decide(reviewer, 'reopen', [id]))).toBe('not_allowed')
    await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
    await drafts.approve(leader, { draftId, step: 2 })
    expect(await outcome(decide(owner, 'reopen', [id]))).toBe('wrong_state')
    expect(await plain()).toContain('ĐÃ ')
  })

  test('that was made before undoing was known is told, and nothing changes', async () => {
    const id = await put(reviewer, first(await typed('CŨ ')))
    await decide(owner, 'accept', [id])
    await pool.query('update suggestions set undo = null where id = $1', [id])
    const before = await plain()
    expect(await decide(owner, 'reopen', [id])).toEqual(decided({ gone: [id] }))
    expect([await plain(), (await one(id))?.state]).toEqual([before, 'accepted'])
  })
})

test('accepting all is itemised: what cannot be applied is listed and stops nothing else', async () => {
  const good = await put(reviewer, first(await typed('TỐT ')))
  const lost = await put(reviewer, [
    { is: 'form', block: { client: 9, clock: 9 }, was: {}, put: { align: 'center' }, text: '' },
  ])
  const changed = await put(reviewer, first(await typed('ĐỔI ')))
  await suggest.keep(reviewer, { draftId, put: [{ id: changed, changes: first(await typed('ĐỔI RỒI ')) }] })
  expect(await decide(owner, 'accept', [good, lost, changed])).toEqual(
    decided({ done: [good], gone: [lost], changed: [changed] }),
  )
})

describe('a part that a document of its kind must have', () => {
  const withoutFormula = () =>
    edited((doc) => {
      const at = lines(doc).findIndex((line) => line.getAttribute('role') === 'formula')
      doc.getXmlFragment('body').delete(at, 1)
    })

  test('is not taken by accepting; rejecting is free', async () => {
    const before = await plain()
    const bad = await put(reviewer, first(await withoutFormula()))
    const good = await put(reviewer, first(await typed('TỐT ')))
    expect(await decide(owner, 'accept', [bad, good])).toEqual(decided({ done: [good], needed: [bad] }))
    expect((await one(bad))?.state).toBe('open')
    expect((await plain()).replace('TỐT ', '')).toBe(before)
    expect(await decide(owner, 'reject', [bad])).toEqual(decided({ done: [bad] }))
  })

  test('is not taken by several together of which none takes all', async () => {
    const bases = (doc: Y.Doc) => lines(doc).flatMap((line, at) => (line.getAttribute('role') === 'basis' ? [at] : []))
    const [text] = [new Y.Doc()]
    Y.applyUpdate(text, await now())
    const count = bases(text).length
    expect(count).toBeGreaterThan(0)
    const ids: string[] = []
    for (let at = 0; at < count; at++) {
      const changes = await edited((doc) => doc.getXmlFragment('body').delete(bases(doc)[at] ?? 0, 1))
      ids.push(await put(reviewer, first(changes)))
    }
    const { done, needed } = await decide(owner, 'accept', ids)
    expect([done.length, needed.length]).toEqual([count - 1, 1])
  })
})

describe('the policy of the house', () => {
  const set = (acceptsOwn: 'yes' | 'no') => access.admin.setAcceptsOwn(admin, { acceptsOwn })
  test('may want another to accept what one suggests', async () => {
    const id = await put(owner, first(await typed('CỦA TÔI ')))
    await set('no')
    expect((await suggest.list(owner, draftId))[0]).toMatchObject({ needsAnother: true })
    expect((await suggest.list(author, draftId))[0]).toMatchObject({ needsAnother: false })
    expect(await decide(owner, 'accept', [id])).toEqual(decided({ own: [id] }))
    expect(await decide(author, 'accept', [id])).toEqual(decided({ done: [id] }))
    await set('yes')
    const other = await put(owner, first(await typed('NỮA ')))
    expect(await decide(owner, 'accept', [other])).toEqual(decided({ done: [other] }))
  })

  test('is set by an administrator', async () => {
    expect(await outcome(access.admin.setAcceptsOwn(leader, { acceptsOwn: 'no' }))).toBe('not_allowed')
    expect(await outcome(access.admin.setAcceptsOwn(admin, { acceptsOwn: 'perhaps' as 'no' }))).toBe('bad_input')
  })
})

describe('the record', () => {
  const past = async (words = '', who = owner) => (await suggest.decisions(who, { draftId, words })).list
  test('has every decision with who, when, the words before and after, and the reply; for good', async () => {
    const id = await put(reviewer, first(await typed('SỞ NỘI VỤ ')))
    await decide(owner, 'reject', [id], 'Không đúng thẩm quyền')
    await decide(author, 'reopen', [id])
    await decide(owner, 'accept', [id])
    const taken = await put(reviewer, first(await typed('RÚT ')))
    await suggest.keep(reviewer, { draftId, take: [taken] })
    expect((await past()).map(({ how, put, by }) => [how, put, by.id])).toEqual([
      ['withdraw', 'RÚT', reviewer.id],
      ['accept', 'SỞ NỘI VỤ', owner.id],
      ['reopen', 'SỞ NỘI VỤ', author.id],
      ['reject', 'SỞ NỘI VỤ', owner.id],
    ])
    expect((await past('tham quyen')).map(({ how, reply }) => [how, reply])).toEqual([
      ['reject', 'Không đúng thẩm quyền'],
    ])
    expect(await past('so noi vu')).toHaveLength(3)
    expect(await past('van thanh')).toHaveLength(4)
    expect(await past('%')).toEqual([])
    await expect(pool.query('update suggestion_decisions set reply = $1', ['x'])).rejects.toThrow()
    await expect(pool.query('delete from suggestion_decisions')).rejects.toThrow()
    await expect(office.house.owner.query('delete from suggestion_decisions')).rejects.toThrow('append-only')
  })

  test('is for those with a part in the draft', async () => {
    expect(await outcome(past('', stranger))).toBe('not_found')
  })

  test('is read page by page', async () => {
    const id = await put(reviewer, first(await typed('NHIỀU ')))
    for (let n = 0; n < 30; n++) {
      await decide(owner, 'reject', [id])
      await decide(owner, 'reopen', [id])
    }
    const page = await suggest.decisions(owner, { draftId })
    expect([page.list.length, page.before]).toEqual([50, page.list.at(-1)?.id])
    const rest = await suggest.decisions(owner, { draftId, before: page.before ?? undefined })
    expect([rest.list.length, rest.before]).toEqual([10, null])
  })

  test('a draft with thousands of pages of them keeps the first words of those that follow', async () => {
    const long = 'CHỮ '.repeat(500)
    const id = await put(reviewer, first(await typed(long)))
    await decide(owner, 'reject', [id])
    expect((await past())[0]?.put.length).toBeGreaterThan(1000)
    await pool.query(
      `insert into suggestion_decisions (draft_id, suggestion_id, how, kind, was, put, by_id)
       select draft_id, suggestion_id, 'reopen', kind, repeat(md5(random()::text), 600000), '', by_id
       from suggestion_decisions where suggestion_id = $1`,
      [id],
    )
    await decide(owner, 'reopen', [id])
    expect((await past())[0]?.put).toHaveLength(200)
  })
})

test('taken back by Ctrl+Z and put up again by Ctrl+Y, it is the suggestion that it was', async () => {
  const changes = first(await typed('LẠI '))
  const id = await put(reviewer, changes)
  await suggest.keep(reviewer, { draftId, reasons: [{ id, reason: 'Vì thế' }] })
  const before = await one(id)
  await suggest.keep(reviewer, { draftId, take: [id] })
  // Another tab that still has it does not bring it back.
  expect(await suggest.keep(reviewer, { draftId, put: [{ id, changes }] })).toEqual({ decided: [id] })
  expect(await suggest.keep(reviewer, { draftId, put: [{ id, changes, again: true }] })).toEqual({ decided: [] })
  expect(await one(id)).toEqual(before)
  await decide(owner, 'reject', [id])
  expect(await suggest.keep(reviewer, { draftId, put: [{ id, changes, again: true }] })).toEqual({ decided: [id] })
  expect(await one(id)).toMatchObject({ state: 'rejected' })
})

describe('what becomes of open ones', () => {
  test('when their author loses the right: they stay, under their name, and are decided', async () => {
    const id = await put(author, first(await typed('Ở LẠI ')))
    await drafts.withdraw(owner, { draftId, step: 1 })
    await drafts.remove(owner, { draftId, userId: author.id })
    expect(await outcome(suggest.keep(author, { draftId, take: [id] }))).toBe('not_found')
    expect(await one(id)).toMatchObject({ state: 'open', author: { id: author.id } })
    expect(await decide(owner, 'accept', [id])).toEqual(decided({ done: [id] }))
  })

  test('when the draft is passed on, withdrawn and sent again: the same', async () => {
    const id = await put(reviewer, first(await typed('Ở LẠI ')))
    await drafts.withdraw(owner, { draftId, step: 1 })
    expect(await outcome(suggest.keep(reviewer, { draftId, take: [id] }))).toBe('not_allowed')
    await drafts.submit(owner, { draftId, step: 2, reviewerId: reviewer.id, leaderId: leader.id })
    expect(await one(id)).toMatchObject({ state: 'open', author: { id: reviewer.id } })
    await suggest.keep(reviewer, { draftId, take: [id] })
    expect(await one(id)).toBeUndefined()
  })
})

test('news: those who decide hear of suggestions, their authors of decisions', async () => {
  const id = await put(reviewer, first(await typed('TIN ')))
  const of = async (person: Person) =>
    (await news.list(person, {})).lines.filter((line) => line.draft?.id === draftId && line.topic === 'suggest')
  expect(await of(owner)).toMatchObject([{ event: 'suggested', suggestionId: id, actor: 'Lê Văn Thành', count: 1 }])
  expect(await of(author)).toMatchObject([{ event: 'suggested', suggestionId: id }])
  expect(await of(reviewer)).toEqual([])
  await decide(owner, 'reject', [id])
  expect(await of(reviewer)).toMatchObject([{ event: 'rejected', suggestionId: id, actor: 'Lê Thị Mai' }])
  // One goes on typing in the same suggestion: nobody hears of each word.
  const other = await put(reviewer, first(await typed('HAI ')))
  await suggest.keep(reviewer, { draftId, put: [{ id: other, changes: first(await typed('HAI BA ')) }] })
  expect(await of(owner)).toMatchObject([{ count: 2 }])
})

test('a decision from a page of an older step is refused where its right has gone since, and changes nothing', async () => {
  const id = await put(reviewer, first(await typed('CŨ ')))
  await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
  const before = await plain()
  await drafts.return(leader, { draftId, step: 2, reason: 'Sửa lại' })
  // The leader's page still shows the step at which they held it.
  expect(await outcome(decide(leader, 'accept', [id]))).toBe('not_allowed')
  expect(await outcome(decide(leader, 'reject', [id]))).toBe('not_allowed')
  expect(await plain()).toBe(before)
  expect(await one(id)).toMatchObject({ state: 'open', author: { id: reviewer.id } })
})

test('what colleagues write, and suggest, in a line that is moved travels along; the record has what it said', async () => {
  const moved = await edited((doc) => {
    const body = doc.getXmlFragment('body')
    const last = body.get(body.length - 1)
    if (last instanceof Y.XmlElement) body.insert(0, [last.clone()])
    body.delete(body.length - 1, 1)
  })
  expect(moved).toHaveLength(1)
  const [mover, other] = [await put(reviewer, first(moved)), await put(author, first(await typed('CỦA HAI NGƯỜI ')))]
  await written('VIẾT THÊM ')
  expect(await decide(owner, 'accept', [mover])).toMatchObject({ done: [mover] })
  expect(await decide(owner, 'accept', [other])).toMatchObject({ done: [other] })
  const { body } = readUpdate(await now())
  expect(JSON.stringify(body.content?.[0])).toMatch(/VIẾT THÊM/)
  expect(JSON.stringify(body.content?.[0])).toMatch(/CỦA HAI NGƯỜI/)
  const { list } = await suggest.decisions(owner, { draftId })
  expect(list.at(-1)).toMatchObject({
    suggestionId: mover,
    kind: 'move',
    put: expect.stringContaining('VIẾT THÊM') as string,
  })
})

describe('a replacement that is taken apart', () => {
  const replaced = () =>
    edited((doc) => {
      const text = lastText(doc)
      text.insert(4, 'MỚI')
      text.delete(0, 4)
    })
  const words = async () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await now())
    return lastText(doc).toJSON()
  }
  const part = (person: Person, id: string, revision = 1) =>
    outcome(suggest.takeApart(person, { draftId, id, revision }))

  test('is two suggestions of its author, each decided by itself, in either order', async () => {
    const before = await words()
    for (const [who, order] of [
      [reviewer, [0, 1]],
      [owner, [1, 0]],
    ] as const) {
      const id = await put(reviewer, first(await replaced()))
      await suggest.keep(reviewer, { draftId, reasons: [{ id, reason: 'Cho rõ' }] })
      expect(await part(who, id)).toBe('done')
      const open = (await suggest.list(owner, draftId)).filter(({ state }) => state === 'open')
      const all = open.toSorted((a, b) => Number(b.id === id) - Number(a.id === id))
      expect(all).toMatchObject([
        { id, revision: 2, author: { id: reviewer.id }, changes: [{ put: [] }] },
        { revision: 1, author: { id: reviewer.id }, reason: 'Cho rõ', changes: [{ removed: [], was: [] }] },
      ])
      const done = order.map((at) => ({ id: all[at]?.id ?? '', revision: all[at]?.revision ?? 0 }))
      for (const one of done)
        expect(await suggest.decide(owner, { draftId, how: 'accept', which: [one] })).toMatchObject({ done: [one.id] })
      expect(await words()).toBe(`MỚI${before.slice(4)}`)
      await suggest.decide(owner, { draftId, how: 'reopen', which: done })
      await suggest.decide(owner, { draftId, how: 'reject', which: done })
      expect(await words()).toBe(before)
    }
    const { rows } = await pool.query('select 1 from audit_log where act = $1 and draft_id = $2', [
      'suggestion.part',
      draftId,
    ])
    expect(rows).toHaveLength(2)
  })

  test('is so for its author and for whoever decides, as it was seen, and only where it has two halves', async () => {
    const id = await put(reviewer, first(await replaced()))
    expect(await part(stranger, id)).toBe('not_found')
    expect(await part(leader, id)).toBe('not_allowed')
    expect(await part(owner, id, 2)).toBe('stale')
    expect(await part(owner, crypto.randomUUID())).toBe('stale')
    expect(await part(owner, await put(reviewer, first(await typed('X '))))).toBe('bad_input')
    await decide(owner, 'reject', [id])
    expect(await part(owner, id)).toBe('stale')
  })
})

test('the print of a view has what is suggested, or nothing of it', async () => {
  await put(reviewer, first(await typed('IN RA ')))
  await put(author, first(await typed('KHÁC ')))
  const text = async (view: string) =>
    JSON.stringify(readUpdate(await (await suggest.textOf(reviewer, { draftId, view }))(await now())).body)
  expect(await text('original')).not.toMatch(/IN RA|KHÁC/)
  expect(await text('final')).toMatch(/IN RA/)
  expect(await text('final')).toMatch(/KHÁC/)
  expect(await text('mine')).toMatch(/IN RA/)
  expect(await text('mine')).not.toMatch(/KHÁC/)
  expect(await text(`by:${author.id}`)).not.toMatch(/IN RA/)
  expect(await text('marked')).toMatch(/"underline"\}\],"text":"(IN RA KHÁC |KHÁC IN RA )"/)
  expect(await outcome(suggest.textOf(reviewer, { draftId, view: 'by:x' }))).toBe('bad_input')
})
