import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Person } from '../../../server/access/person.ts'
import { approving, passing } from '../../../server/drafts/acts.ts'
import { canonicalJson } from '../../../src/lib/document/canonical.ts'
import { readUpdate } from '../../../src/lib/document/read.ts'
import { compare } from '../../../src/lib/document/suggest/compare.ts'
import type { Change } from '../../../src/lib/document/suggest/shapes.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, suggest, collab, pool, told, versions } = office

let owner: Person, reviewer: Person, leader: Person, stranger: Person, colleague: Person
let draftId: string
beforeAll(async () => {
  owner = await office.person(['specialist'])
  colleague = await office.person(['specialist'])
  reviewer = await office.person(['reviewer'])
  leader = await office.person(['leader'])
  stranger = await office.person(['specialist', 'reviewer', 'leader', 'clerk', 'admin'])
})
beforeEach(async () => {
  draftId = (await drafts.create(owner, { kind: 'quyet-dinh', subject: 'về xin ý kiến' })).id
  await drafts.invite(owner, { draftId, userId: colleague.id })
  await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
})

const now = () => collab.readNow(draftId)
const plain = async () => canonicalJson(readUpdate(await now()))
const words = async () => JSON.stringify(readUpdate(await now()).body)

/** What somebody's page would send after this edit in a copy of their own. */
async function edited(edit: (doc: Y.Doc) => void): Promise<Change[][]> {
  const [text, copy] = [new Y.Doc(), new Y.Doc()]
  for (const doc of [text, copy]) Y.applyUpdate(doc, await now())
  copy.transact(() => edit(copy))
  return compare(text, copy)
}
function lastText(doc: Y.Doc): Y.XmlText {
  const lines = doc.getXmlFragment('body').toArray()
  const text = lines.at(-1) instanceof Y.XmlElement ? (lines.at(-1) as Y.XmlElement).get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('no text')
  return text
}
const typed = (letters: string) => edited((doc) => lastText(doc).insert(0, letters))
const first = (all: Change[][]): Change[] => all[0] ?? []

async function put(person: Person, changes: Change[], id: string = crypto.randomUUID()): Promise<string> {
  await suggest.keep(person, { draftId, put: [{ id, changes }] })
  return id
}
const decide = (person: Person, how: 'accept' | 'reject' | 'reopen', ids: string[], revision = 1) =>
  suggest.decide(person, { draftId, how, which: ids.map((id) => ({ id, revision })) })
const stateOf = async (id: string) =>
  (await pool.query('select state from suggestions where id = $1', [id])).rows[0]?.state
const acts = async () =>
  (
    await pool.query(`select act from audit_log where draft_id = $1 and act like 'suggestion.%' order by seq`, [
      draftId,
    ])
  ).rows.map(({ act }) => act)

describe('SUG-1', () => {
  test('a suggestion changes no letter before it is accepted; then it changes what it says', async () => {
    const before = await plain()
    const id = await put(reviewer, first(await typed('ĐỀ NGHỊ ')))
    expect(await plain()).toBe(before)
    expect(await suggest.list(owner, draftId)).toMatchObject([
      { id, state: 'open', isMine: false, author: { id: reviewer.id } },
    ])
    expect(await decide(owner, 'accept', [id])).toMatchObject({ done: [id], gone: [], changed: [] })
    expect(await words()).toContain('ĐỀ NGHỊ ')
    expect(await acts()).toEqual(['suggestion.make', 'suggestion.accept'])
    expect(told).toContain(`notice ${draftId} suggestions`)
    expect(await suggest.list(reviewer, draftId)).toMatchObject([
      { state: 'accepted', decided: { by: { id: owner.id } } },
    ])
  })

  test('rejecting leaves the text byte by byte, keeps the words on record, and can be taken back', async () => {
    const before = Buffer.from(await now())
    const id = await put(reviewer, first(await typed('thừa ')))
    await suggest.decide(owner, { draftId, how: 'reject', which: [{ id, revision: 1 }], reply: 'Đã đủ' })
    expect(Buffer.from(await now()).equals(before)).toBe(true)
    expect(await suggest.list(reviewer, draftId)).toMatchObject([{ state: 'rejected', decided: { reply: 'Đã đủ' } }])
    expect(JSON.stringify(await suggest.list(owner, draftId))).toContain('thừa ')
    await decide(owner, 'reopen', [id])
    await decide(owner, 'accept', [id])
    expect(await words()).toContain('thừa ')
  })

  test('two at the same place end alike, whichever is accepted first', async () => {
    const both = [first(await typed('MỘT ')), first(await typed('HAI '))]
    const ids = [await put(reviewer, both[0] ?? []), await put(colleague, both[1] ?? [])]
    await decide(owner, 'accept', ids)
    const together = (await words()).includes('MỘT HAI') || (await words()).includes('HAI MỘT')
    expect(together).toBe(true)
  })

  test('open tabs hear of an accepted one as of any other change, and a reload equals', async () => {
    const id = await put(reviewer, first(await typed('NGAY ')))
    await decide(leader, 'accept', [id]).catch(() => null)
    await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
    expect(await decide(leader, 'accept', [id])).toMatchObject({ done: [id] })
    expect(await words()).toContain('NGAY ')
  })
})

describe('BUDGET-1: what waits beside a draft is bounded', () => {
  const long = async () => first(await typed('ĐỀ NGHỊ '.repeat(5_000)))

  test('no more is put than everybody can open with the draft, and the list stays whole', async () => {
    const changes = await long()
    const all: string[] = []
    for (let times = 0; times < 60; times++) {
      const said = await outcome(put(reviewer, changes))
      if (said !== 'done') {
        expect(said).toBe('too_large')
        break
      }
      all.push(said)
    }
    expect(all.length).toBeGreaterThan(5)
    expect(all.length).toBeLessThan(60)
    expect(await suggest.list(owner, draftId)).toHaveLength(all.length)
    await decide(
      owner,
      'reject',
      (await suggest.list(owner, draftId)).map(({ id }) => id),
    )
    await put(reviewer, changes)
  })

  test('why it is suggested counts as well', async () => {
    const changes = first(await typed('ĐỀ NGHỊ '))
    const ids = Array.from({ length: 250 }, () => crypto.randomUUID())
    await suggest.keep(reviewer, { draftId, put: ids.map((id) => ({ id, changes })) })
    const why = (reason: string) =>
      outcome(suggest.keep(reviewer, { draftId, reasons: ids.map((id) => ({ id, reason })) }))
    expect(await why('Vì '.repeat(3_000))).toBe('too_large')
    expect((await suggest.list(owner, draftId)).map(({ reason }) => reason)).toEqual(ids.map(() => ''))
    expect(await why('Cho rõ')).toBe('done')
  })

  test('of what was decided the newest are shown, and nothing is put up again beyond the bound', async () => {
    const changes = await long()
    const ids: string[] = []
    for (let times = 0; times < 36; times++) {
      const id = await put(reviewer, changes)
      ids.push(id)
      await decide(owner, 'reject', [id])
    }
    const shown = await suggest.list(owner, draftId)
    expect(shown.length).toBeLessThan(36)
    expect(shown.at(-1)?.id).toBe(ids.at(-1))
    expect(await outcome(decide(owner, 'reopen', ids))).toBe('too_large')
    expect(await stateOf(ids[0] ?? '')).toBe('rejected')
  })
})

describe('what is not decided', () => {
  test('what is passed on and approved is the text that was read, not what somebody made of it since', async () => {
    const shown = async (person: Person) => (await drafts.get(person, draftId)).textPosition
    const accept = async (letters: string) => decide(owner, 'accept', [await put(owner, first(await typed(letters)))])
    const pass = (textPosition: number) =>
      outcome(drafts.pass(reviewer, { draftId, step: 1, textPosition, toId: leader.id, as: 'leader' }))
    const read = await shown(reviewer)
    await accept('12 tỷ ')
    expect(await pass(read)).toBe('text_changed')
    expect(await pass(await shown(reviewer))).toBe('done')

    const approve = (textPosition: number) => outcome(drafts.approve(leader, { draftId, step: 2, textPosition }))
    const opened = await shown(leader)
    const { position } = await accept('21 tỷ ')
    expect(position).toBe(opened + 1)
    expect(await approve(opened)).toBe('text_changed')
    expect(await drafts.get(leader, draftId)).toMatchObject({ state: 'approval', step: 2, textPosition: position })
    // What is suggested and what is rejected changes nothing of it.
    const put21 = await put(owner, first(await typed('22 tỷ ')))
    expect(await decide(owner, 'reject', [put21])).toMatchObject({ position: null })
    expect(await approve(position ?? 0)).toBe('done')
  })

  test('what one has accepted oneself is no news to read; what others have is', async () => {
    await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
    await versions.opened(leader, draftId)
    for (const [who, news] of [
      [leader, null],
      [owner, expect.any(Date)],
    ] as const) {
      await decide(who, 'accept', [await put(owner, first(await typed('MỚI ')))])
      expect(await versions.unreadSince(leader, draftId)).toEqual(news)
    }
  })

  test('a decision whose page has given up is not made behind its back', async () => {
    const id = await put(reviewer, first(await typed('CHẬM ')))
    const before = await plain()
    const begun = Date.now()
    let looks = 0
    // Others look at the clock meanwhile, too: only the decision's own second look is late.
    const isDecision = () => new Error().stack?.includes('suggest/decide') === true
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => (isDecision() && looks++ > 0 ? begun + 31_000 : begun))
    const late = await outcome(decide(owner, 'accept', [id]))
    clock.mockRestore()
    expect([late, await stateOf(id), await plain()]).toEqual(['too_heavy', 'open', before])
  })

  test('a page has to say which text it shows', () => {
    const form = { draftId, step: '2', toId: leader.id, as: 'leader' }
    for (const schema of [passing, approving]) {
      expect(schema.safeParse(form).error?.issues.map(({ path }) => path[0])).toEqual(['textPosition'])
      expect(schema.parse({ ...form, textPosition: '7' })).toMatchObject({ textPosition: 7 })
    }
  })

  test('stays when the draft is passed on, and nothing is approved over it', async () => {
    const id = await put(reviewer, first(await typed('MỞ ')))
    await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
    expect(await stateOf(id)).toBe('open')
    expect(await outcome(drafts.approve(leader, { draftId, step: 2 }))).toBe('open_suggestions')
    await decide(leader, 'reject', [id])
    expect(await outcome(drafts.approve(leader, { draftId, step: 2 }))).toBe('done')
    expect(await words()).not.toContain('MỞ ')
  })

  test('stays under its author when the draft is returned', async () => {
    const id = await put(reviewer, first(await typed('MỞ ')))
    await drafts.return(reviewer, { draftId, step: 1, reason: 'Sửa lại' })
    expect(await suggest.list(owner, draftId)).toMatchObject([{ id, state: 'open', author: { id: reviewer.id } }])
    expect(await decide(owner, 'accept', [id])).toMatchObject({ done: [id] })
  })
})

describe('GUARD-2: nothing else', () => {
  let id: string
  let before: string
  beforeEach(async () => {
    id = await put(reviewer, first(await typed('của tôi ')))
    before = await plain()
  })
  const unchanged = async () => expect(await plain()).toBe(before)

  test.each([
    ['who has no part', () => stranger, 'not_found'],
    ['a reviewer who does not hold it', () => leader, 'not_allowed'],
  ] as const)('%s suggests nothing', async (_, who, code) => {
    expect(await outcome(put(who(), first(await typed('x'))))).toBe(code)
    await unchanged()
  })

  test("another's suggestion is not changed, taken back or written over under its id", async () => {
    const other = first(await typed('khác '))
    expect(await outcome(put(colleague, other, id))).toBe('not_allowed')
    expect(await outcome(suggest.keep(colleague, { draftId, take: [id] }))).toBe('not_allowed')
    expect(await suggest.list(owner, draftId)).toMatchObject([{ id, revision: 1, author: { id: reviewer.id } }])
  })

  test('who may only suggest decides nothing, not even on their own', async () => {
    for (const how of ['accept', 'reject'] as const)
      expect(await outcome(decide(reviewer, how, [id]))).toBe('not_allowed')
    expect(await stateOf(id)).toBe('open')
    await unchanged()
  })

  test('a decision is made once, and on what was seen', async () => {
    await put(reviewer, first(await typed('của tôi nữa ')), id)
    expect(await decide(owner, 'accept', [id], 1)).toMatchObject({ done: [], gone: [], changed: [id] })
    await unchanged()
    expect(await decide(owner, 'accept', [id], 2)).toMatchObject({ done: [id] })
    expect(await decide(owner, 'accept', [id], 2)).toMatchObject({ changed: [id] })
    expect(await decide(owner, 'reject', [id], 2)).toMatchObject({ changed: [id] })
    expect((await words()).split('của tôi nữa ')).toHaveLength(2)
    expect(await suggest.keep(reviewer, { draftId, put: [{ id, changes: first(await typed('sau đó ')) }] })).toEqual({
      decided: [id],
    })
    expect(await words()).not.toContain('sau đó ')
  })

  test('one that is named twice in a request is decided not even once', async () => {
    expect(await outcome(decide(owner, 'accept', [id, id]))).toBe('bad_input')
    await unchanged()
    expect(await acts()).not.toContain('suggestion.accept')
  })

  test('through another draft no suggestion is reached', async () => {
    const other = (await drafts.create(owner, { kind: 'cong-van', subject: 'khác' })).id
    expect(await suggest.decide(owner, { draftId: other, how: 'accept', which: [{ id, revision: 1 }] })).toMatchObject({
      changed: [id],
    })
    expect(await outcome(suggest.keep(reviewer, { draftId: other, take: [id] }))).toBe('not_found')
    await unchanged()
  })

  test('nothing is suggested or decided once it is approved', async () => {
    await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
    await decide(owner, 'reject', [id])
    await drafts.approve(leader, { draftId, step: 2 })
    expect(await outcome(put(owner, first(await typed('muộn '))))).toBe('wrong_state')
    expect(await outcome(decide(owner, 'reopen', [id]))).toBe('wrong_state')
    await unchanged()
  })

  const at = { line: { client: 1, clock: 1 }, after: null, before: null, around: { before: '', after: '' } }
  const text = (letters: string) => [{ type: 'text', text: letters }]
  const words_ = { is: 'words', ...at, removed: [], was: [], put: text('x') }
  test.each<[string, unknown]>([
    ['no change at all', []],
    ['a change of no kind', [{ is: 'everything' }]],
    [
      'a node nobody knows',
      [{ is: 'blocks', after: null, before: null, removed: [], was: [], put: [{ type: 'script' }] }],
    ],
    ['a block in a line', [{ ...words_, put: [{ type: 'table', content: [] }] }]],
    ['letters between the blocks', [{ is: 'blocks', after: null, before: null, removed: [], was: [], put: text('x') }]],
    ['a mark nobody knows', [{ ...words_, put: [{ type: 'text', text: 'x', marks: [{ type: 'insertion' }] }] }]],
    ['a look nobody knows', [{ is: 'look', line: at.line, letters: [], was: [], mark: 'hidden', on: true }]],
    ['a field nobody knows', [{ is: 'field', name: 'constructor', was: '', put: 'x' }]],
    ['another kind', [{ is: 'field', name: 'kind', was: 'quyet-dinh', put: 'cong-van' }]],
    ['a choice that is none', [{ is: 'field', name: 'urgency', was: 'none', put: 'ngay' }]],
    ['another signer', [{ is: 'field', name: 'signerName', was: '', put: 'x' }]],
    ['a role that is none', [{ is: 'form', block: at.line, was: {}, put: { role: 'hacked' }, text: '' }]],
    ['a span that freezes browsers', [{ is: 'form', block: at.line, was: {}, put: { colspan: 1e9 }, text: '' }]],
    ['words of a footnote as its form', [{ is: 'form', block: at.line, was: {}, put: { text: 'x' }, text: '' }]],
    ['fewer letters than it shows', [{ ...words_, removed: [{ client: 1, clock: 0, length: 1 }], was: text('xy') }]],
    ['letters without end', [{ ...words_, removed: [{ client: 1, clock: 0, length: 1e9 }] }]],
    [
      'many stretches without end',
      [{ ...words_, removed: Array.from({ length: 1500 }, () => ({ client: 1, clock: 0, length: 40_000 })) }],
    ],
    ['a negative clock', [{ ...words_, after: { client: 1, clock: -1 } }]],
    ['a line that is cut into a table', [{ is: 'split', ...at, put: { type: 'table' } }]],
    [
      'an attribute that is an object',
      [{ is: 'form', block: at.line, was: {}, put: { role: { toString: 'x' } }, text: '' }],
    ],
  ])('a forged one is refused: %s', async (_, changes) => {
    expect(await outcome(put(reviewer, changes as Change[]))).toBe('bad_input')
    await unchanged()
  })

  test.each<[string, () => Promise<unknown[]>]>([
    [
      'of letters that never were',
      async () => [{ ...words_, removed: [{ client: 7, clock: 7, length: 3 }], was: text('abc') }],
    ],
    [
      'of a block that never was',
      async () => [{ is: 'form', block: { client: 9, clock: 9 }, was: {}, put: { align: 'center' }, text: '' }],
    ],
    ['of a span of a line', async () => [formOf(await lastLine(), { colspan: 2 })]],
    [
      'that joins a line to itself',
      async () => [{ is: 'join', line: await lastLine(), next: await lastLine(), was: { type: 'paragraph' } }],
    ],
    [
      'that joins lines that are not there',
      async () => [
        { is: 'join', line: { client: 5, clock: 5 }, next: { client: 5, clock: 6 }, was: { type: 'paragraph' } },
      ],
    ],
    [
      'that takes away other words than it shows',
      async () => {
        const [removal] = first(await edited((doc) => lastText(doc).delete(0, 4)))
        return [{ ...removal, was: text('zzzz') }]
      },
    ],
    ['of a field that has other words', async () => [{ is: 'field', name: 'subject', was: 'không phải', put: 'x' }]],
  ])('a forged one cannot be accepted: %s', async (_, make) => {
    const forged = await put(reviewer, (await make()) as Change[])
    const honest = await put(colleague, first(await typed('thật ')))
    expect(await decide(owner, 'accept', [forged, honest])).toMatchObject({ gone: [forged], done: [honest] })
    expect(await stateOf(forged)).toBe('open')
    const after = JSON.parse(await plain())
    expect(JSON.stringify(after.body)).toContain('thật ')
    expect(canonicalJson(JSON.parse(JSON.stringify(after).replace('thật ', '')))).toBe(before)
  })

  async function lastLine() {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await now())
    const item = doc.getXmlFragment('body').toArray().at(-1)?._item
    return { client: item?.id.client ?? 0, clock: item?.id.clock ?? 0 }
  }
  const formOf = (block: { client: number; clock: number }, put: Record<string, unknown>) => ({
    ...{ is: 'form', block, put, text: '' },
    was: Object.fromEntries(Object.keys(put).map((name) => [name, name === 'role' ? 'clause' : null])),
  })

  test('in the database, too, neither author nor time nor an accepted one is changed', async () => {
    const fails = async (set: string) =>
      expect(
        await pool.query(`update suggestions set ${set} where id = $1`, [id]).then(
          () => 'done',
          () => 'refused',
        ),
      ).toBe('refused')
    await fails(`author_id = '${owner.id}'`)
    await fails(`created_at = now() - interval '1 day'`)
    await fails('client = 1')
    await decide(owner, 'accept', [id])
    await fails(`state = 'rejected'`)
    await fails(`changes = '[]'::jsonb`)
    await fails(`decided_by = author_id`)
  })
})
