/** Another draft with the words of one that a person may see: who may, what comes along, what does not. */
import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { plain } from '../../../server/database/plain.ts'
import { draftImages, frozenRevisions, images } from '../../../server/database/tables.ts'
import { fieldsMap, setField } from '../../../src/lib/document/fields.ts'
import { canonicalJson, readUpdate } from '../../../src/lib/document/read.ts'
import { image } from '../../../src/lib/document/testing.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { db, drafts, pool, collab } = office

const owner = await office.person(['specialist'])
const colleague = await office.person(['specialist'])
const leader = await office.person(['leader'])
const admin = await office.person(['admin'])
const foreigner = await office.person(['specialist'], {
  agencyId: await office.makeAgency('tỉnh Lai Châu'),
  unitId: null,
})

const BYTES = [new Uint8Array([1]), new Uint8Array([2])]
const [SHOWN = '', DELETED = ''] = BYTES.map((bytes) => createHash('sha256').update(bytes).digest('hex'))
const NEVER_OURS = 'c'.repeat(64)
const words = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })

/** A letter that shows one image; another was deleted from its text, and a third never had its bytes here. */
async function letter(): Promise<string> {
  const blocks = [words('Ủy ban nhân dân tỉnh đề nghị.'), image({ hash: SHOWN }), image({ hash: NEVER_OURS })]
  const fields = {
    subject: 'Về việc phòng, chống rét',
    addressees: 'Sở Y tế',
    signerId: leader.id,
    signerName: leader.name,
  }
  const text = { fields, blocks: JSON.stringify(blocks) }
  const { id } = await drafts.create(owner, { kind: 'cong-van', text, dueAt: new Date('2027-01-05T10:00:00Z') })
  const hashes = [SHOWN, DELETED]
  await db
    .insert(images)
    .values(hashes.map((hash, at) => ({ hash, bytes: BYTES[at] ?? new Uint8Array() })))
    .onConflictDoNothing()
  await db.insert(draftImages).values(hashes.map((hash) => ({ draftId: id, hash, addedBy: owner.id })))
  return id
}

const textOf = async (draftId: string) => readUpdate(await collab.readNow(draftId))
const imagesOf = async (draftId: string) =>
  (await pool.query<{ hash: string }>('select hash from draft_images where draft_id = $1', [draftId])).rows.map(
    ({ hash }) => hash,
  )
const drawn = async () => Number((await pool.query('select count(*) from drafts')).rows[0].count)

test('a copy has the words, the fields and the images that are seen; no history, no signature, no deadline', async () => {
  const source = await letter()
  const { id } = await drafts.duplicate(owner, { draftId: source })
  const [before, copy] = [await textOf(source), await textOf(id)]
  expect(copy.body).toEqual(before.body)
  expect(copy.fields).toEqual({ ...before.fields, signerId: '', signerName: '' })
  expect(await imagesOf(id)).toEqual([SHOWN])
  const page = await drafts.get(owner, id)
  expect(page).toMatchObject({ kind: 'cong-van', subject: 'Về việc phòng, chống rét', state: 'drafting', dueAt: null })
  expect(page.path.map(({ act }) => act)).toEqual(['duplicate'])
  const { rows } = await pool.query(`select detail from audit_log where act = 'draft.create' and draft_id = $1`, [id])
  expect(rows).toMatchObject([{ detail: { kind: 'cong-van', from: source } }])
})

test('who has no part in what was issued copies what was frozen, as one of their own', async () => {
  const source = await letter()
  expect(await outcome(drafts.duplicate(colleague, { draftId: source }))).toBe('not_found')
  const document = await textOf(source)
  const marks = { number: 7, date: '2026-11-24', verify: null }
  await db.insert(frozenRevisions).values({
    ...{ draftId: source, position: 1, hash: 'x', frozenBy: leader.id, verifyCode: 'AAAA-BBBB-CCCC' },
    document: JSON.parse(canonicalJson({ ...document, marks })),
  })
  await pool.query(`update drafts set state = 'issued', holder_id = null where id = $1`, [source])
  const { id } = await drafts.duplicate(colleague, { draftId: source })
  expect((await textOf(id)).body).toEqual(document.body)
  expect(await drafts.get(colleague, id)).toMatchObject({ owner: { id: colleague.id }, parts: ['owner'], entry: null })
  expect(await outcome(drafts.duplicate(foreigner, { draftId: source }))).toBe('not_found')
  expect(await outcome(drafts.duplicate(admin, { draftId: source }))).toBe('not_allowed')
})

test('a text that nobody can read is said to be so, and nothing is made', async () => {
  const source = await letter()
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, await collab.readNow(source))
  setField(fieldsMap(ydoc), 'subject', 'khác')
  fieldsMap(ydoc).set('kind', 5)
  const update = Y.encodeStateAsUpdate(ydoc)
  await db.transaction((tx) => collab.append(plain(tx), source, { position: 1, update, userId: null }))
  const before = await drawn()
  expect(await outcome(drafts.duplicate(owner, { draftId: source }))).toBe('broken_text')
  expect(await outcome(drafts.duplicate(owner, { draftId: 'không' }))).toBe('not_found')
  expect(await drawn()).toBe(before)
})
