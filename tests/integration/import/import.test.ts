/** From a Word file to a draft: read, reported, kept for its reader, and seeded in the transaction that makes the draft. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { plain } from '../../../server/database/plain.ts'
import { createImport } from '../../../server/import/index.ts'
import { makeFor, placeRemarks, placeSuggestions, read, reportFor } from '../../../server/import/jobs.ts'
import { createReader } from '../../../server/import/works.ts'
import { readUpdate } from '../../../src/lib/document/read.ts'
import { plainText } from '../../../src/lib/document/titled.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { cell, centred, p, r, row, table, wordFile } from '../../fixtures/word-files.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const LIMIT_BYTES = 100_000
const office = await freshOffice()
afterAll(office.drop)
const { db, pool, drafts } = office
const works: Parameters<typeof createReader>[0] = {
  readFile: async (file) => read(file),
  reportFor: async (chosen) => reportFor(chosen),
  makeFor: async (chosen) => makeFor(chosen),
  placeRemarks: async (given) => placeRemarks(given),
  placeSuggestions: async (given) => placeSuggestions(given),
}
const reader = createReader(works)
const ground = {
  db,
  pool,
  uploadLimitBytes: LIMIT_BYTES,
  reader,
  createDraft: drafts.create,
}
const images = {
  keepImage: () => Promise.resolve(null),
  takeImages: () => Promise.resolve(),
}
const texts = { bringThreads: office.review.bring, bringSuggestions: office.suggest.bring }
const wordImport = createImport({ ...ground, ...images, ...texts })

let writer: Person, colleague: Person, leader: Person
beforeAll(async () => {
  writer = await office.person(['specialist'])
  colleague = await office.person(['specialist'])
  leader = await office.person(['leader'], { name: 'Lê Đức Thắng' })
})

const decision = wordFile({
  body: [
    p('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', centred),
    p('BỘ NỘI VỤ', centred),
    p('Hà Nội, ngày 05 tháng 01 năm 2026', centred),
    p('QUYẾT ĐỊNH', centred),
    p('Về việc kiểm tra', centred),
    p('QUYẾT ĐỊNH:', centred),
    p('Điều 1. Kiểm tra.'),
    table(
      [1, 1],
      [
        row(
          cell(p('Nơi nhận:') + p('- Như Điều 1;') + p('- Lưu: VT.')),
          cell(p('CHỦ TỊCH', centred) + p('Lê Đức Thắng', centred)),
        ),
      ],
      { isRuled: false },
    ),
  ].join(''),
})
const take = (person: Person, bytes = decision, fileName = 'Quyết định.docx') =>
  wordImport.take(person, { fileName, bytes })
const count = async (name: 'imports' | 'drafts') =>
  Number((await pool.query(`select count(*) from ${name}`)).rows[0].count)
const textOf = async (draftId: string) =>
  readUpdate(await db.transaction((tx) => office.collab.readState(plain(tx), draftId)))

test('a file becomes a draft with its words; the letterhead and the number are the office’s own', async () => {
  const { id } = await take(writer)
  const { report } = await wordImport.pending(writer, id)
  expect(report).toMatchObject({ fileName: 'Quyết định.docx', kind: 'quyet-dinh', leftOut: [] })

  const { draftId } = await wordImport.begin(writer, { importId: id, kind: 'quyet-dinh', dueAt: null })
  const { fields, body } = await textOf(draftId)
  expect(fields).toMatchObject({
    agencyFullName: 'Ủy ban nhân dân tỉnh Sơn La',
    place: 'Sơn La',
    symbol: 'QĐ-UBND',
    subject: 'Về việc kiểm tra',
    recipients: 'Như Điều 1\nLưu: VT',
    capacity: 'CHỦ TỊCH',
    signerId: leader.id,
    signerName: 'Lê Đức Thắng',
  })
  expect(body.content?.map((block) => [block.type, plainText(block)])).toEqual([
    ['formula', 'QUYẾT ĐỊNH:'],
    ['clause', 'Kiểm tra.'],
  ])
  const page = await drafts.get(writer, draftId)
  expect(page).toMatchObject({ subject: 'Về việc kiểm tra', right: 'write' })
  expect(page.path).toMatchObject([{ act: 'import', reason: 'Quyết định.docx' }])

  // The report stays with the draft, for those who may see it; the content was given up.
  expect(await wordImport.reportOf(writer, draftId)).toEqual(report)
  expect(await outcome(wordImport.reportOf(colleague, draftId))).toBe('not_found')
  expect((await pool.query('select content from imports where id = $1', [id])).rows).toEqual([{ content: null }])
  expect(await wordImport.reportOf(writer, (await drafts.create(writer, { kind: 'cong-van' })).id)).toBeNull()
})

test('tracked changes become suggestions in the names of their authors, who are nobody of this house', async () => {
  const namesake = await office.person(['specialist'], { name: 'Lò Thị Mai' })
  const by = 'w:id="1" w:author="Lò Thị Mai" w:date="2026-11-20T08:00:00Z"'
  const file = wordFile({
    comments: `<w:comment w:id="1" w:author="Lò Thị Mai" w:date="2026-11-19T08:00:00Z">${p('Ngắn quá.')}</w:comment>`,
    body: p(
      r('Thời hạn là ') +
        `<w:commentRangeStart w:id="1"/><w:del ${by}><w:r><w:delText>05</w:delText></w:r></w:del><w:commentRangeEnd w:id="1"/>` +
        `<w:ins ${by}>${r('10')}</w:ins>${r(' ngày.')}`,
    ),
  })
  const { id } = await take(writer, file)
  const { draftId } = await wordImport.begin(writer, { importId: id, kind: 'cong-van', dueAt: null })
  expect((await textOf(draftId)).body.content?.map(plainText)).toEqual(['Thời hạn là 05 ngày.'])
  const [suggestion, ...others] = await office.suggest.list(writer, draftId)
  expect(others).toEqual([])
  const outside = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'Lò Thị Mai', position: '', isOutside: true }
  expect(suggestion).toMatchObject({ author: outside, isMine: false, createdAt: new Date('2026-11-20T08:00:00Z') })
  const [thread] = await office.review.threads(writer, draftId)
  expect(thread?.comments[0]).toMatchObject({
    author: outside,
    isMine: false,
    createdAt: new Date('2026-11-19T08:00:00Z'),
  })

  // Whoever brought the file can neither take it back nor put it otherwise, as little as the one who is called so.
  if (!suggestion || !thread?.comments[0]) throw new Error('nothing came')
  expect(await outcome(office.suggest.keep(writer, { draftId, take: [suggestion.id] }))).toBe('not_allowed')
  const edit = { draftId, commentId: thread.comments[0].id, text: 'Khác.' }
  expect(await outcome(office.review.edit(writer, edit))).toBe('not_allowed')
  expect(await outcome(office.suggest.list(namesake, draftId))).toBe('not_found')
  await expect(
    pool.query('update suggestions set outside_author = null where id = $1', [suggestion.id]),
  ).rejects.toThrow()

  const decided = { draftId, how: 'accept' as const, which: [{ id: suggestion.id, revision: suggestion.revision }] }
  expect(await office.suggest.decide(writer, decided)).toMatchObject({ done: [suggestion.id] })
  expect((await textOf(draftId)).body.content?.map(plainText)).toEqual(['Thời hạn là 10 ngày.'])
})

test('comments become threads beside their passages, replies in one, each with its author’s name', async () => {
  const range = (id: number) => [`<w:commentRangeStart w:id="${id}"/>`, `<w:commentRangeEnd w:id="${id}"/>`]
  const [[a, aEnd], [b, bEnd], [c, cEnd]] = [range(1), range(2), range(3)]
  const comment = (id: number, author: string, text: string) =>
    `<w:comment w:id="${id}" w:author="${author}">${p(text)}</w:comment>`
  const bytes = wordFile({
    comments: comment(1, 'Mai', 'Ngắn quá.') + comment(2, 'Anh', 'Đồng ý.') + comment(3, 'Anh', 'Ai?'),
    body: p(r('Trong ') + a + b + r('mười ngày') + aEnd + bEnd + r(' các sở, ') + c + r('các') + cEnd + r(' ngành.')),
  })
  const { id } = await take(writer, bytes)
  const { draftId } = await wordImport.begin(writer, { importId: id, kind: 'thong-bao', dueAt: null })
  const threads = await office.review.threads(writer, draftId)
  const said = threads.map(({ quote, comments }) => [
    quote,
    comments.map(({ author, text }) => `${author.name}: ${text}`),
  ])
  expect(said).toEqual([
    ['mười ngày', ['Mai: Ngắn quá.', 'Anh: Đồng ý.']],
    ['các', ['Anh: Ai?']],
  ])
  expect(threads.map(({ anchor }) => anchor !== null)).toEqual([true, false]) // "các" stands there twice
})

test('while the places of comments are looked for, everybody else acts', async () => {
  const bytes = wordFile({
    comments: `<w:comment w:id="1" w:author="Mai">${p('Ngắn quá.')}</w:comment>`,
    body: p(`<w:commentRangeStart w:id="1"/>${r('mười ngày')}<w:commentRangeEnd w:id="1"/>`),
  })
  const placing: typeof works.placeRemarks = async (given) => {
    await drafts.create(colleague, { kind: 'cong-van', subject: 'Việc khác', dueAt: null }) // stands in the same record
    return placeRemarks(given)
  }
  const slow = createReader({ ...works, placeRemarks: placing })
  const patient = createImport({ ...ground, ...images, ...texts, reader: slow })
  const { id } = await patient.take(writer, { fileName: 'a.docx', bytes })
  const { draftId } = await patient.begin(writer, { importId: id, kind: 'ke-hoach', dueAt: null })
  expect((await office.review.threads(writer, draftId)).map(({ quote }) => quote)).toEqual(['mười ngày'])
})

test('another kind may be chosen: its symbol follows', async () => {
  const { id } = await take(writer)
  const { draftId } = await wordImport.begin(writer, { importId: id, kind: 'cong-van', dueAt: null })
  expect((await textOf(draftId)).fields).toMatchObject({ kind: 'cong-van', symbol: 'UBND-NC', authority: '' })
})

test('the report is of the kind that is chosen: its numbers, and what it has no field for as text', async () => {
  const bytes = wordFile({
    body: [
      ...['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'BÁO CÁO', 'Kết quả năm 2026'].map((line) => p(line, centred)),
      p('Kính gửi: Sở Nội vụ', centred),
      p('I. TÌNH HÌNH'),
      p('Đã làm xong.'),
    ].join(''),
  })
  const { id } = await take(writer, bytes)
  const about = async (kind?: 'quyet-dinh' | 'bao-cao' | 'giay-gioi-thieu') => {
    const { report } = await wordImport.pending(writer, id, kind)
    const changed = Object.fromEntries(report.changed.map(({ what, words }) => [what, words]))
    return { fields: report.fields.map(({ field }) => field), ...changed }
  }
  const known = await about()
  expect(known).toMatchObject({ fields: ['subject', 'addressees'] })
  expect(known).not.toHaveProperty('renumbered')
  expect(known).not.toHaveProperty('asText')
  expect(await about('bao-cao')).toEqual(known)
  expect(await about('quyet-dinh')).toMatchObject({
    fields: ['subject'],
    renumbered: ['I. → Mục 1'],
    asText: ['Kính gửi: Sở Nội vụ'],
  })
  expect(await about('giay-gioi-thieu')).toMatchObject({
    fields: [],
    asText: ['Kết quả năm 2026', 'Kính gửi: Sở Nội vụ'],
  })
  expect(await about(), 'looking changes nothing').toEqual(known)

  const { draftId } = await wordImport.begin(writer, { importId: id, kind: 'quyet-dinh', dueAt: null })
  const { body, fields } = await textOf(draftId)
  expect(fields).toMatchObject({ addressees: '', subject: 'Kết quả năm 2026' })
  expect(body.content?.map((block) => plainText(block))).toEqual(['Kính gửi: Sở Nội vụ', 'TÌNH HÌNH', 'Đã làm xong.'])
  const report = await wordImport.reportOf(writer, draftId)
  expect(report?.changed).toContainEqual({ what: 'renumbered', count: 1, words: ['I. → Mục 1'] })
  expect(report?.changed).toContainEqual({ what: 'asText', count: 1, words: ['Kính gửi: Sở Nội vụ'] })
})

test('a report and a text from before words were counted are read on', async () => {
  const { id } = await take(writer)
  await pool.query(`update imports set report = report - 'words', content = content - 'labels' where id = $1`, [id])
  expect((await wordImport.pending(writer, id, 'quyet-dinh')).report.words).toBeUndefined()
  const { draftId } = await wordImport.begin(writer, { importId: id, kind: 'quyet-dinh', dueAt: null })
  expect(await wordImport.reportOf(writer, draftId)).toMatchObject({ kind: 'quyet-dinh' })
})

test('what was read is its reader’s own, becomes one draft and no more, and may be thrown away', async () => {
  const { id } = await take(writer)
  const beginning = { importId: id, kind: 'quyet-dinh', dueAt: null } as const
  expect(await outcome(wordImport.pending(colleague, id))).toBe('not_found')
  expect(await outcome(wordImport.begin(colleague, beginning))).toBe('not_found')
  await wordImport.discard(colleague, id)

  const before = await count('drafts')
  const both = await Promise.all([
    outcome(wordImport.begin(writer, beginning)),
    outcome(wordImport.begin(writer, beginning)),
  ])
  expect(both.sort()).toEqual(['done', expect.stringMatching(/stale|not_found/)])
  expect(await count('drafts')).toBe(before + 1)
  expect(await outcome(wordImport.pending(writer, id))).toBe('not_found')

  const second = await take(writer)
  await wordImport.discard(writer, second.id)
  expect(await outcome(wordImport.pending(writer, second.id))).toBe('not_found')
})

test('refused files leave nothing behind', async () => {
  const before = await count('imports')
  const admin = await office.person(['admin'])
  expect(await outcome(take(admin))).toBe('not_allowed')
  expect(await outcome(take(writer, new Uint8Array(LIMIT_BYTES + 1)))).toBe('too_large')
  expect(await outcome(take(writer, new TextEncoder().encode('không phải Word')))).toBe('bad_word_file')
  expect(await outcome(wordImport.pending(writer, 'no-id'))).toBe('not_found')
  expect(await count('imports')).toBe(before)
})

test('a name from anywhere is one line of text', async () => {
  const { id } = await take(writer, decision, `C:\\fakepath\\${'a'.repeat(300)}\u202Exe\ncod.docx`)
  const { fileName } = (await wordImport.pending(writer, id)).report
  expect(fileName.length).toBeLessThanOrEqual(255)
  expect(fileName).toMatch(/^a+xe cod\.docx$/)
})

test('a person who sends file after file is told to wait; what nobody made a draft of goes after a day', async () => {
  const eager = await office.person(['specialist'])
  const refusing = createImport({
    ...ground,
    ...images,
    ...texts,
    reader: { ...reader, read: () => Promise.reject(new AppError('bad_word_file')) },
  })
  const outcomes = []
  for (let at = 0; at < 41; at++) outcomes.push(await outcome(refusing.take(eager, { fileName: 'a', bytes: decision })))
  expect(outcomes.at(39)).toBe('bad_word_file')
  expect(outcomes.at(40)).toBe('too_many_requests')

  const { id } = await take(writer)
  const kept = await wordImport.begin(writer, { importId: (await take(writer)).id, kind: 'quyet-dinh', dueAt: null })
  await pool.query(`update imports set created_at = now() - interval '25 hours'`)
  await wordImport.tidy()
  expect(await outcome(wordImport.pending(writer, id))).toBe('not_found')
  expect(await wordImport.reportOf(writer, kept.draftId)).not.toBeNull()
})
