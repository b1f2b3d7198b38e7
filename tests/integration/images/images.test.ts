/** Images of drafts: who may bring one in and who may see it, what is refused, and that what was frozen is what is printed. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Person } from '../../../server/access/person.ts'
import { plain } from '../../../server/database/plain.ts'
import { draftPeople } from '../../../server/database/tables.ts'
import { createImport } from '../../../server/import/index.ts'
import { createReader } from '../../../server/import/works.ts'
import { toWord } from '../../../server/issue/word/index.ts'
import { IMAGE_LIMITS, imagesIn, orientationOf, readImage } from '../../../src/lib/document/image.ts'
import { readUpdate } from '../../../src/lib/document/read.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { makePhoto } from '../../fixtures/jpeg.ts'
import { makePng } from '../../fixtures/png.ts'
import { p, picture, r, relation, wordFile } from '../../fixtures/word-files.ts'
import { ask } from '../../tools/pdf.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from '../issue/office.ts'
import { isFinal, neverAhead } from '../issue/small-pdf.ts'
import { outcome } from '../setup/office.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { db, pool, drafts, images, owner, leader, clerk } = office

const chart = makePng({ width: 400, height: 300 })
const HASH = createHash('sha256').update(chart).digest('hex')
const NOT_ONE = 'f'.repeat(64)

let stranger: Person, reader: Person, suggester: Person, foreigner: Person
beforeAll(async () => {
  stranger = await office.person(['specialist'])
  reader = await office.person(['reviewer'])
  suggester = await office.person(['specialist'])
  const agencyId = await office.makeAgency('tỉnh Lai Châu')
  foreigner = await office.person(['specialist'], { agencyId, unitId: null })
})

const newDraft = async (person = owner) => (await drafts.create(person, { kind: 'ke-hoach' })).id
const count = async (table: 'images' | 'draft_images') =>
  Number((await pool.query(`select count(*) from ${table}`)).rows[0].count)

/** Why it was not taken. */
async function refusal(verb: Promise<unknown>): Promise<unknown> {
  return verb.then(
    () => 'taken',
    (error: unknown) => (error instanceof AppError ? (error.detail.reason ?? error.code) : error),
  )
}

test("a Word file brings its images: kept when it is read, the draft's own when it is made", async () => {
  const wordImport = createImport({
    db,
    pool,
    uploadLimitBytes: 100_000,
    reader: createReader(office.workers.do),
    keepImage: images.keep,
    takeImages: images.take,
    createDraft: drafts.create,
    bringThreads: office.review.bring,
    bringSuggestions: office.suggest.bring,
  })
  const shown = makePng({ width: 120, height: 90 })
  const hash = createHash('sha256').update(shown).digest('hex')
  const bytes = wordFile({
    relations: relation('image', 'media/a.png', { id: 'good' }) + relation('image', 'media/b.png', { id: 'bad' }),
    more: { 'word/media/a.png': shown, 'word/media/b.png': shown.subarray(0, 40) },
    body: p(r('Sơ đồ:')) + p(picture('good', { alt: 'Sơ đồ' })) + p(picture('bad')),
  })
  const { id } = await wordImport.take(owner, { fileName: 'a.docx', bytes })
  expect((await wordImport.pending(owner, id)).report).toMatchObject({
    counts: expect.arrayContaining([{ what: 'image', count: 1 }]),
    leftOut: [{ what: 'image', count: 1, images: [{ alt: '', beside: 'Sơ đồ:' }] }],
  })
  const { draftId } = await wordImport.begin(owner, { importId: id, kind: 'ke-hoach', dueAt: null })
  expect((await images.read(owner, draftId, hash)).type).toBe('png')
  const { body } = readUpdate(await db.transaction((tx) => office.collab.readState(plain(tx), draftId)))
  expect(imagesIn(body)).toEqual([hash])
})

test('an author brings it in, whoever may see the draft sees it, nobody else learns that it exists', async () => {
  const id = await newDraft()
  await db.insert(draftPeople).values({ draftId: id, userId: reader.id, part: 'reviewer' })
  expect(await images.add(owner, id, chart)).toEqual({ hash: HASH, width: 400, height: 300 })
  const seen = await images.read(reader, id, HASH)
  expect(seen.type).toBe('png')
  expect(Buffer.from(seen.bytes).equals(chart)).toBe(true)

  expect(await outcome(images.add(reader, id, chart))).toBe('not_allowed')
  // What is suggested may have an image; it stands in no text before it is accepted.
  await db.insert(draftPeople).values({ draftId: id, userId: suggester.id, part: 'suggester' })
  expect(await images.add(suggester, id, makePng({ width: 7, height: 7 }))).toMatchObject({ width: 7 })
  for (const person of [stranger, foreigner]) {
    expect(await outcome(images.add(person, id, chart))).toBe('not_found')
    expect(await outcome(images.read(person, id, HASH))).toBe('not_found')
    expect(await outcome(images.adopt(person, id, HASH))).toBe('not_found')
  }
  expect(await outcome(images.read(owner, id, NOT_ONE))).toBe('not_found')
  expect(await outcome(images.read(owner, await newDraft(), HASH))).toBe('not_found') // of another draft
})

test('a photo that its camera turned is kept upright, the same for screen, PDF and Word', async () => {
  const id = await newDraft()
  const { hash, width, height } = await images.add(owner, id, makePhoto(6))
  expect([width, height]).toEqual([16, 32])
  const { bytes } = await images.read(owner, id, hash)
  expect([orientationOf(bytes), readImage(bytes)]).toEqual([1, { type: 'jpg', width: 16, height: 32 }])
})

test('the same bytes are kept once, and adding them again is no second image', async () => {
  const [first, second] = [await newDraft(), await newDraft()]
  await images.add(owner, first, chart)
  const before = [await count('images'), await count('draft_images')]
  await images.add(owner, first, chart)
  await images.add(owner, second, chart)
  expect([await count('images'), await count('draft_images')]).toEqual([before[0], (before[1] ?? 0) + 1])
})

test('what is no whole PNG or JPEG within the limits is refused by its bytes, and nothing is kept', async () => {
  const id = await newDraft()
  const before = await count('images')
  const huge = Buffer.from(chart)
  huge.writeUInt32BE(100_000, 16)
  const large = Buffer.concat([makePng({ width: 9, height: 9 }), Buffer.alloc(IMAGE_LIMITS.megabytes * 1024 * 1024)])
  expect(await refusal(images.add(owner, id, Buffer.from('GIF89a……')))).toBe('type')
  expect(await refusal(images.add(owner, id, Buffer.from('<svg/>')))).toBe('type')
  expect(await refusal(images.add(owner, id, chart.subarray(0, 20)))).toBe('broken')
  expect(await refusal(images.add(owner, id, chart.subarray(0, chart.length - 40)))).toBe('broken')
  expect(await refusal(images.add(owner, id, huge))).toBe('pixels')
  expect(await refusal(images.add(owner, id, large))).toBe('size')
  expect(await count('images')).toBe(before)
})

test('a draft holds so many and no more', async () => {
  const id = await newDraft()
  for (let at = 1; at <= IMAGE_LIMITS.images; at++) await images.add(owner, id, makePng({ width: at, height: 1 }))
  expect(await refusal(images.add(owner, id, makePng({ width: 1, height: 2 })))).toBe('full')
})

test('from one draft to another by the clipboard: for whoever may see the one and write the other', async () => {
  const from = await newDraft()
  const own = makePng({ width: 31, height: 17 })
  const { hash } = await images.add(owner, from, own)
  const [to, theirs] = [await newDraft(), await newDraft(stranger)]
  await images.adopt(owner, to, hash)
  expect((await images.read(owner, to, hash)).bytes.length).toBe(own.length)
  expect(await outcome(images.adopt(stranger, theirs, hash))).toBe('not_found')
  expect(await outcome(images.adopt(owner, to, NOT_ONE))).toBe('not_found')
})

test('… which is found among any number of drafts of others that have it too', async () => {
  const common = makePng({ width: 37, height: 19 })
  for (let at = 0; at < 51; at++) await images.add(stranger, await newDraft(stranger), common)
  const from = await newDraft()
  const { hash } = await images.add(owner, from, common)
  const to = await newDraft()
  expect(await outcome(images.adopt(owner, to, hash))).not.toBe('not_found')
}, 120_000)

test('what nobody took goes after two days, what a draft has never does', async () => {
  const id = await newDraft()
  const [kept, loose, young] = [61, 62, 63].map((width) => makePng({ width, height: 5 }))
  const { hash } = await images.add(owner, id, kept!)
  const first = await images.keep(loose!, owner)
  await pool.query(`update images set created_at = now() - interval '3 days'`)
  const second = await images.keep(young!, owner)
  await images.tidy()
  const left = (await pool.query('select hash from images')).rows.map((row) => row.hash)
  expect(left).toContain(hash)
  expect(left).toContain(second?.hash)
  expect(left).not.toContain(first?.hash)
})

/** Puts an image at the beginning of the stored text, as an editor's update would. */
async function show(draftId: string, hash: string, alt = 'Biểu đồ'): Promise<void> {
  await db.transaction(async (tx) => {
    const ydoc = new Y.Doc()
    Y.applyUpdate(ydoc, await office.collab.readState(plain(tx), draftId))
    const before = Y.encodeStateVector(ydoc)
    const image = new Y.XmlElement('image')
    const attributes = { hash, widthMm: '100', pixelWidth: '400', pixelHeight: '300', alt }
    for (const [name, value] of Object.entries(attributes)) image.setAttribute(name, value)
    ydoc.getXmlFragment('body').insert(0, [image])
    await pool.query(
      `with head as (update text_heads set head = head + 1 where draft_id = $1 returning head)
       insert into text_updates (draft_id, position, update) select $1, head, $2 from head`,
      [draftId, Buffer.from(Y.encodeStateAsUpdate(ydoc, before))],
    )
  })
}

test('a draft whose image is not its own can be neither looked at nor frozen; then it is issued with it', async () => {
  const issue = office.issueWith({ toWord: ({ model, images }) => toWord(model, images) })
  const draft = await office.approvedDraft()
  await show(draft.id, HASH)
  const finalize = () => issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  expect(await outcome(issue.pages.look(owner, draft.id, { pictures: true }))).toBe('image_missing')
  expect((await issue.preview(leader, draft.id)).pdfFault).toMatchObject({ code: 'image_missing' })
  expect(await outcome(finalize())).toBe('image_missing')
  expect((await issue.status(leader, draft.id)).entry).toBeNull()

  await images.keep(chart, owner)
  await db.transaction((tx) => images.take(tx, owner, draft.id, [HASH]))
  await finalize()
  expect(await outcome(images.add(owner, draft.id, makePng({ width: 3, height: 3 })))).toBe('wrong_state')
  const pdf = await issue.file(leader, draft.id, 'pdf-signed')
  expect(ask('pdfimages', ['-list', '{}'], pdf.bytes)).toMatch(/ image +400 +300 .* 102 +102 /)

  await issue.seal(clerk, draft.id, { pin: SEAL_PIN })
  await issue.publish(clerk, draft.id)
  const word = await issue.file(leader, draft.id, 'docx')
  expect(Buffer.from(word.bytes).includes('word/media/')).toBe(true)
  // Once it is issued everybody in the agency reads it, its images too.
  expect((await images.read(stranger, draft.id, HASH)).bytes.length).toBe(chart.length)
  expect(await outcome(images.read(foreigner, draft.id, HASH))).toBe('not_found')
})

test('bytes that are lost since the trial stop the freeze, and no number is taken; with them back it is signed', async () => {
  const draft = await office.approvedDraft()
  await images.keep(chart, owner)
  await db.transaction((tx) => images.take(tx, owner, draft.id, [HASH]))
  await show(draft.id, HASH)
  let isLost = false
  const issue = office.issueWith({
    frozenForm: neverAhead(office.workers.do.frozenForm),
    typeset: async (manuscript, ...rest) => {
      if (isLost && isFinal(manuscript)) throw new AppError('image_missing', { count: 1 })
      isLost = true // the trial before the freeze has seen them
      return office.workers.do.typeset(manuscript, ...rest)
    },
  })
  const how = { pin: SIGNER_PIN, step: draft.step }
  expect(await outcome(issue.finalize(leader, draft.id, how))).toBe('image_missing')
  expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'approved', entry: null })
  await office.issue.finalize(leader, draft.id, how)
  expect((await office.issue.status(leader, draft.id)).state).toBe('signed')
})
