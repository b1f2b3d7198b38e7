/** Files with tracked changes of several authors: every word is in the draft, in what one of them suggests, or in the report. */
import { expect, test } from 'vitest'
import { isSuggestedField } from '../../src/lib/document/suggest/fields.ts'
import { randomWordFile } from '../../tests/fixtures/random-word.ts'
import { p, r, wordFile } from '../../tests/fixtures/word-files.ts'
import { seeded } from '../../tests/fuzz/random.ts'
import { contentOf } from './content.ts'
import { readingsOf } from './readings.ts'
import { remarksOf } from './remarks.ts'
import { reportOf } from './report.ts'
import { readWord } from './word/read.ts'

const FILES = Number(process.env.WORD_FILES ?? 15)
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))

/** What one changes in these shows thousands of words that were hidden; changes of a person in what they have taken out. */
const FOUND = [770274342, 18, 37, 129, 284488098, 413562492, 154259731, 305280836, 5104]

test(`files made at random, seed ${SEED}: what one changes in what of another`, { timeout: 120_000 }, () => {
  let suggesting = 0
  for (const seed of [...FOUND, ...Array.from({ length: FILES }, (_, at) => SEED + at)]) {
    const { bytes, words } = randomWordFile(seeded(seed))
    const readings = readingsIn(bytes)
    const { file, placed, authors } = readings
    suggesting += authors.filter(({ suggestions }) => suggestions.length > 0).length
    const report = reportOf({ fileName: 'a.docx', size: 1, kind: null, agency: '' }, readings)
    expect(report.words, `SEED=${seed}`).toMatchObject({ missing: [], missingCount: 0 })
    expect(report.words?.read, `SEED=${seed}`).toBe((report.words?.placed ?? 0) + (report.words?.left ?? 0))

    // A report gives examples of what there is too much of; how much that is, it says.
    const told = [...report.changed, ...report.leftOut]
    const isCut = ({ what, count, words }: (typeof told)[number]) =>
      count > 200 || (what === 'unsuggested' && count > words.length) || words.some((text) => text.endsWith('…'))
    if (told.some(isCut)) continue
    const { blocks, fields, labels } = placed.parsed
    // What an author suggests gives the text of their reading (suggested.ts), and of its fields these.
    const suggested = authors.map(({ placed: { parsed } }) => [
      parsed.blocks,
      Object.entries(parsed.fields).filter(([name]) => isSuggestedField(name)),
    ])
    const remarks = remarksOf(file, placed.words)
    const all = JSON.stringify([blocks, fields, labels, suggested, remarks, report]).toUpperCase()
    expect(
      words.filter((word) => !all.includes(word)),
      `SEED=${seed}`,
    ).toEqual([])
  }
  expect(suggesting).toBeGreaterThan(FILES / 10)
})

const readingsIn = (bytes: Uint8Array) => readingsOf(readWord(bytes), (reading) => readWord(bytes, reading), new Map())
const MAI = 'w:author="Mai" w:id="1"'
const row = (about: string, words: string) => `<w:tr><w:trPr>${about}</w:trPr><w:tc>${words}</w:tc></w:tr>`

test.each([
  ['words in words', p(r('Cũ. ') + `<w:del ${MAI}>${r('Thừa ')}<w:ins ${MAI}>${r('MỚI')}</w:ins></w:del>`)],
  [
    'words in words that were moved',
    p(r('Cũ. ') + `<w:moveFrom ${MAI}><w:ins ${MAI}>${r('MỚI')}</w:ins></w:moveFrom>`),
  ],
  ['words in paragraphs', p(r('Cũ. ')) + `<w:del ${MAI}>${p(`<w:ins ${MAI}>${r('MỚI')}</w:ins>`)}</w:del>`],
  [
    'words in a row',
    `<w:tbl>${row('', p('Cũ.')) + row(`<w:del ${MAI}/>`, p(`<w:ins ${MAI}>${r('MỚI')}</w:ins>`))}</w:tbl>`,
  ],
  ['a row', `<w:tbl>${row('', p('Cũ.')) + row(`<w:ins ${MAI}/><w:del ${MAI}/>`, p('MỚI'))}</w:tbl>`],
  [
    'words of a text box in new words',
    p('Cũ.') +
      p(
        `<w:ins ${MAI}><w:r><w:drawing><w:txbxContent>${p(`<w:del ${MAI}>${r('MỚI')}</w:del>`)}</w:txbxContent></w:drawing></w:r></w:ins>`,
      ),
  ],
  ['a row of a table', p('Cũ.') + `<w:del ${MAI}><w:tbl>${row(`<w:ins ${MAI}/>`, p('MỚI'))}</w:tbl></w:del>`],
])('put in and taken out by one person is told: %s', (_, body) => {
  const readings = readingsIn(wordFile({ body: body + p('Hết.') }))
  const report = reportOf({ fileName: 'a.docx', size: 1, kind: null, agency: '' }, readings)
  expect(report.leftOut).toContainEqual({ what: 'deleted', count: 1, who: 'Mai', words: ['MỚI'] })
  expect(JSON.stringify(readings.authors.map(({ suggestions }) => suggestions))).not.toContain('MỚI')
  expect(report.words).toMatchObject({ missing: [], missingCount: 0 })
})

test('the name of an office that one puts in on the letterhead is told, for it can be no suggestion', () => {
  const body =
    p(`<w:ins ${MAI}>${r('ỦY BAN NHÂN DÂN XÃ MƯỜNG GIÔN')}</w:ins>`) +
    p('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM') +
    p('Độc lập - Tự do - Hạnh phúc') +
    p('Họp lúc tám giờ.')
  const told = (agency: string) =>
    reportOf({ fileName: 'a.docx', size: 1, kind: null, agency }, readingsIn(wordFile({ body }))).leftOut
  expect(told('UBND TỈNH SƠN LA')).toContainEqual({
    what: 'unsuggested',
    who: 'Mai',
    count: 1,
    words: ['ỦY BAN NHÂN DÂN XÃ MƯỜNG GIÔN'],
  })
  expect(told('Ủy ban nhân dân xã Mường Giôn').filter(({ what }) => what === 'unsuggested')).toEqual([])
})

test('a file that says less than it holds has no more readings than time', () => {
  const { bytes } = randomWordFile(seeded(7))
  const whole = readWord(bytes)
  const { authors, accepted } = readingsOf(whole, (reading) => readWord(bytes, reading), new Map(), -1)
  expect(authors).toEqual([])
  expect(new Set(accepted)).toEqual(
    new Set(whole.revisions.filter((one) => one.cannot === null).map((one) => one.author)),
  )
  expect(contentOf(whole).parsed.blocks.length).toBeGreaterThan(0)
})
