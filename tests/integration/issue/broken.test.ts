/** OPEN-1: a draft that cannot be read is not signed, and every look at it is a sentence, not a fault of ours. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { plain } from '../../../server/database/plain.ts'
import { drafts } from '../../../server/database/tables.ts'
import { fieldsMap } from '../../../src/lib/document/fields.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SIGNER_PIN } from './office.ts'

let office: Awaited<ReturnType<typeof freshIssuingOffice>>

beforeAll(async () => {
  office = await freshIssuingOffice()
})
afterAll(() => office.drop())

const broken: [name: string, put: (ydoc: Y.Doc) => Uint8Array | void][] = [
  ['a kind that is a number', (ydoc) => void fieldsMap(ydoc).set('kind', 5)],
  ['text at the root', (ydoc) => ydoc.getXmlFragment('body').insert(0, [new Y.XmlText('ngoài dòng')])],
  ['a row that is no update', () => new Uint8Array([1, 2, 3])],
]

test.each(broken)('%s: no number, no page, no PDF, and no fault of ours', async (_, put) => {
  const { id: draftId, step } = await office.approvedDraft()
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, await office.collab.readState(office.pool, draftId))
  const vector = Y.encodeStateVector(ydoc)
  const update = put(ydoc) ?? Y.encodeStateAsUpdate(ydoc, vector)
  expect(
    await office.db.transaction((tx) =>
      office.collab.append(plain(tx), draftId, { position: 1, update, userId: null }),
    ),
  ).toBe(true)
  const { issue, leader, owner } = office
  expect(await outcome(issue.preview(leader, draftId))).toBe('broken_text')
  expect(await outcome(issue.pages.look(leader, draftId, { pictures: false }))).toBe('broken_text')
  expect(await outcome(issue.finalize(leader, draftId, { step, pin: SIGNER_PIN }))).toBe('broken_text')
  const [draft] = await office.db.select().from(drafts).where(eq(drafts.id, draftId))
  expect(draft).toMatchObject({ state: 'approved', step })
  expect(await outcome(issue.status(leader, draftId))).toBe('done')
  expect(await outcome(office.drafts.get(owner, draftId))).toBe('done')
  expect(await outcome(office.drafts.work(owner))).toBe('done')
  expect(await outcome(office.review.threads(owner, draftId))).toBe('done')
  // Nothing is stuck: back to its authors, who open it again.
  await office.drafts.return(leader, { draftId, step, reason: 'Văn bản hỏng' })
  expect(await office.drafts.text(owner, draftId, { address: '', undescribed: '' })).toMatchObject({ is: 'broken' })
  await office.drafts.restore(owner, { draftId, to: 'earlier' })
  expect(await office.drafts.text(owner, draftId, { address: '', undescribed: '' })).toMatchObject({ is: 'whole' })
})
