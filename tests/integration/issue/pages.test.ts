/** The pages of a draft as its readers look at them while it is written. */
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { plain } from '../../../server/database/plain.ts'
import { fieldsMap, setField } from '../../../src/lib/document/fields.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { db, collab, owner, leader, otherLeader, workers } = office

const LONG = 'Các cơ quan, đơn vị chịu trách nhiệm thi hành quy định này kể từ ngày ký. '.repeat(90)

/** The room with its typesetter counted, and kept waiting when the test says so. */
function counted() {
  const count = { paging: 0, draw: 0 }
  let gate = Promise.resolve()
  const issue = office.issueWith({
    typeset: smallPdf,
    async look(given, ...rest) {
      if (given.known) count.draw++
      else {
        count.paging++
        await gate
      }
      return workers.do.look(given, ...rest)
    },
  })
  return { count, pages: issue.pages, issue, hold: (until: Promise<void>) => void (gate = until) }
}

/** Stores another subject, as typing it would. */
async function retitle(draftId: string, subject: string): Promise<void> {
  const ydoc = new Y.Doc()
  await db.transaction(async (tx) => {
    Y.applyUpdate(ydoc, await collab.readState(plain(tx), draftId))
    const before = Y.encodeStateVector(ydoc)
    setField(fieldsMap(ydoc), 'subject', subject)
    await office.pool.query(
      `with head as (update text_heads set head = head + 1 where draft_id = $1 returning head)
       insert into text_updates (draft_id, position, update) select $1, head, $2 from head`,
      [draftId, Buffer.from(Y.encodeStateAsUpdate(ydoc, before))],
    )
  })
}

test('who may see the draft sees where its pages end and how they look; nobody else learns that it exists', async () => {
  const { pages } = counted()
  const draft = await office.approvedDraft({ text: LONG })
  const look = await pages.look(leader, draft.id, { pictures: true })
  expect(look).toMatchObject({ pages: 3, marks: [{ number: 2, block: 0 }, { number: 3 }], pictures: [{}, {}, {}] })
  expect(look.marks[0]?.offset).toBeGreaterThan(500)
  const hash = look.pictures[1]?.hash ?? ''
  const { bytes } = await pages.picture(owner, draft.id, hash)
  expect(gunzipSync(bytes).toString()).toMatch(/^<svg xmlns/)
  for (const stranger of [otherLeader, await office.person(['specialist'])]) {
    expect(await outcome(pages.look(stranger, draft.id, { pictures: false }))).toBe('not_found')
    expect(await outcome(pages.picture(stranger, draft.id, hash))).toBe('not_found')
  }
  expect(await outcome(pages.look(owner, 'no-draft', { pictures: false }))).toBe('not_found')
  expect(await outcome(pages.picture(owner, draft.id, 'f'.repeat(32)))).toBe('not_found')
})

test('only pages that look otherwise are new', async () => {
  const { pages, count } = counted()
  const draft = await office.approvedDraft({ text: LONG })
  const before = await pages.look(owner, draft.id, { pictures: true })
  expect(await pages.look(owner, draft.id, { pictures: true })).toEqual(before)
  expect(count.draw).toBe(1)
  await retitle(draft.id, 'Một trích yếu khác, cùng độ dài')
  const after = await pages.look(owner, draft.id, { pictures: true })
  expect(count.draw).toBe(2)
  expect(after.pictures.map(({ hash }, at) => hash === before.pictures[at]?.hash)).toEqual([false, true, true])
})

test('many who ask while a page is being set share the next setting', async () => {
  const { pages, count, hold } = counted()
  const draft = await office.approvedDraft()
  let open = () => {}
  hold(new Promise((resolve) => (open = resolve)))
  const first = pages.look(owner, draft.id, { pictures: false })
  await expect.poll(() => count.paging).toBe(1)
  await retitle(draft.id, 'Trích yếu mới')
  const others = Promise.all(Array.from({ length: 10 }, () => pages.look(owner, draft.id, { pictures: false })))
  open()
  expect((await first).pages).toBe(1)
  expect(await others).toHaveLength(10)
  expect(count.paging).toBe(2)
})

test('a character that cannot be printed is named', async () => {
  const draft = await office.approvedDraft({ text: 'Ý kiến: 語 đồng ý' })
  const failure = await counted()
    .pages.look(owner, draft.id, { pictures: false })
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(AppError)
  expect(failure).toMatchObject({ code: 'cannot_be_printed', detail: { character: '語' } })
})

test('once it is frozen, the pages carry its number', async () => {
  const { pages, issue } = counted()
  const draft = await office.approvedDraft()
  const before = await pages.look(owner, draft.id, { pictures: true })
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  const after = await pages.look(owner, draft.id, { pictures: true })
  expect(after.pictures[0]?.hash).not.toBe(before.pictures[0]?.hash)
})

test('whoever asks without end is told to wait', async () => {
  const { pages } = counted()
  const draft = await office.approvedDraft()
  const asked = await Promise.all(
    Array.from({ length: 70 }, () => outcome(pages.look(owner, draft.id, { pictures: false }))),
  )
  expect(asked.filter((code) => code === 'too_many_requests')).toHaveLength(10)
})
