/** A draft as a Word file with what waits beside its text: for whoever may read that, and for nobody else. */
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { compare } from '../../../src/lib/document/suggest/compare.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice } from './office.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { issue, owner, pool } = office
const WORDS = { left: '{was} {put}', lost: '{quote}', fields: { subject: 'Trích yếu' } }

/** A draft in writing in which its owner suggests «kiểm tra» for «theo dõi». */
async function suggestedDraft() {
  const { id } = await office.approvedDraft({ text: 'Giao Văn phòng theo dõi việc thực hiện' })
  await pool.query(`update drafts set state = 'drafting', holder_id = $2 where id = $1`, [id, owner.id])
  const state = await office.collab.readState(pool, id)
  const [text, copy] = [new Y.Doc(), new Y.Doc()]
  for (const doc of [text, copy]) Y.applyUpdate(doc, state)
  const words = copy
    .getXmlFragment('body')
    .querySelectorAll('textblock')
    .flatMap((block) => (block instanceof Y.XmlElement ? block.toArray() : []))
    .find((child) => child instanceof Y.XmlText && child.toString().includes('theo dõi'))
  if (!(words instanceof Y.XmlText)) throw new Error('no words')
  const at = words.toString().indexOf('theo dõi')
  words.delete(at, 'theo dõi'.length)
  words.insert(at, 'kiểm tra')
  const put = compare(text, copy).map((changes) => ({ id: crypto.randomUUID(), changes }))
  await office.suggest.keep(owner, { draftId: id, put })
  return { id, suggestionId: put[0]?.id ?? '' }
}

const partOf = (bytes: Uint8Array, name: string) => strFromU8(unzipSync(bytes)[name] ?? new Uint8Array())

test('suggestions are changes and threads are comments, with their authors’ names', async () => {
  const { id, suggestionId } = await suggestedDraft()
  await office.suggest.keep(owner, { draftId: id, reasons: [{ id: suggestionId, reason: 'Theo quy chế.' }] })
  await office.review.open(owner, { draftId: id, anchor: null, quote: '', text: 'Xem cả bài.' })
  const about = { draftId: id, anchor: null, quote: '' }
  await office.review.open(owner, { ...about, field: 'subject', text: 'Dài quá.' })
  await office.review.open(owner, { ...about, suggestionId, text: 'Đồng ý.' })

  const { bytes, name } = await issue.withChanges(owner, id, WORDS)
  expect(name).toMatch(/^Thông báo .*\.docx$/)
  const xml = partOf(bytes, 'word/document.xml')
  expect(xml).toMatch(new RegExp(`<w:del [^>]*w:author="${owner.name}"`))
  expect(xml).toMatch(/<w:ins [^>]*><w:r>.*?kiểm tra/)
  const comments = partOf(bytes, 'word/comments.xml')
  for (const said of ['Xem cả bài.', 'Trích yếu:', 'Dài quá.', 'Đồng ý.', 'Theo quy chế.'])
    expect(comments).toContain(said)
  // What is said of a suggestion, and why it is made, stands at its words.
  expect(xml.match(/<w:commentRangeStart [^>]*\/><w:commentRangeStart [^>]*\/><w:(del|ins) /)).not.toBeNull()

  const stranger = await office.person(['specialist'])
  expect(await outcome(issue.withChanges(stranger, id, WORDS))).toBe('not_found')
})

test('what was said to one’s own unit, to oneself, or was taken back, never leaves in a file', async () => {
  const { id } = await suggestedDraft()
  const about = { draftId: id, anchor: null, quote: '' }
  await office.review.open(owner, { ...about, audience: 'unit', text: 'Riêng phòng ta.' })
  await office.review.open(owner, { ...about, audience: 'private', text: 'Riêng mình tôi.' })
  await office.review.open(owner, { ...about, text: 'Lỡ lời.' })
  await office.review.open(owner, { ...about, text: 'Cho mọi người.' })
  const threads = await office.review.threads(owner, id)
  const slip = threads.flatMap(({ comments }) => comments).find(({ text }) => text === 'Lỡ lời.')
  await office.review.delete(owner, { draftId: id, commentId: slip?.id ?? '' })

  const { bytes } = await issue.withChanges(owner, id, WORDS)
  const all = Object.values(unzipSync(bytes))
    .map((part) => strFromU8(part))
    .join('\n')
  expect(all).toContain('Cho mọi người.')
  for (const secret of ['Riêng phòng ta', 'Riêng mình tôi', 'Lỡ lời']) expect(all).not.toContain(secret)
})
