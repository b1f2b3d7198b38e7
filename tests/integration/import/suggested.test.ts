/** Tracked changes of a file as suggestions, in their authors' names; whatever they are, no word is lost. */
import { strFromU8, strToU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { mergeUpdates } from 'yjs'
import { type BroughtSuggestion, makeFor, placeSuggestions, read } from '../../../server/import/jobs.ts'
import { textOf } from '../../../server/import/suggested.ts'
import { markedWord } from '../../../server/issue/word/marked.ts'
import { applySuggestions } from '../../../server/suggest/jobs.ts'
import { FIRST_RESERVED_CLIENT } from '../../../src/lib/clients.ts'
import type { BodyNode } from '../../../src/lib/document/model.ts'
import { readUpdate } from '../../../src/lib/document/read.ts'
import { toldOf } from '../../../src/lib/document/suggest/words.ts'
import { plainText } from '../../../src/lib/document/titled.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { cell, p, r, relation, row, table, wordFile, type Written } from '../../fixtures/word-files.ts'
import { markedCases } from '../../report/review/word/cases.ts'

let ids = 0
/** The id of a change is of no meaning: here many have the same. */
const by = (author: string, date = '2026-11-20T08:00:00Z') =>
  `w:id="${++ids % 3}" w:author="${author}" w:date="${date}"`
const ins = (author: string, words: string) => `<w:ins ${by(author)}>${r(words)}</w:ins>`
const del = (author: string, words: string) =>
  `<w:del ${by(author)}><w:r><w:delText xml:space="preserve">${words}</w:delText></w:r></w:del>`

function brought(bytes: Uint8Array) {
  const got = read({ bytes, fileName: 'a.docx', agency: '', taken: new Map() })
  if (got.is !== 'read') throw new Error('images')
  const { report } = got
  const made = makeFor({ content: got.content, report, kind: 'quyet-dinh' })
  const blocks: BodyNode[] = JSON.parse(made.blocks)
  const text = textOf({ fields: made.fields, blocks }, 'quyet-dinh')
  const suggestions = placeSuggestions({ text, base: made, variants: made.variants })
  return { report, text, suggestions, remarks: made.remarks }
}

const linesOf = (text: Uint8Array) => (readUpdate(text).body.content ?? []).map(plainText)
const told = ({ author, changes }: BroughtSuggestion) => ({ author, ...toldOf(changes) })
const reportOf = (written: Written) => brought(wordFile(written))

/** As the server accepts them. */
function accepted(text: Uint8Array, suggestions: readonly BroughtSuggestion[]) {
  const wanted = suggestions.map(({ changes }, at) => ({ id: String(at), client: FIRST_RESERVED_CLIENT + at, changes }))
  const { update, gone } = applySuggestions({ state: text, wanted, others: [], keepsParts: true })
  return { gone, lines: linesOf(update ? mergeUpdates([text, update]) : text) }
}

test('each is its author’s, with the time that the file says; the text is as it was before them', () => {
  const body =
    p('Dòng đầu không đổi.') +
    p(
      r('Thời hạn là ') +
        del('Mai', '05 ngày') +
        ins('Mai', '10 ngày') +
        ins('Bình', ' làm việc') +
        r(' kể từ ngày ký.'),
    )
  const { text, suggestions, report } = reportOf({ body })
  expect(linesOf(text)).toEqual(['Dòng đầu không đổi.', 'Thời hạn là 05 ngày kể từ ngày ký.'])
  expect(suggestions.map(told)).toEqual([
    { author: 'Mai', kind: 'replaced', was: '05', put: '10' },
    { author: 'Bình', kind: 'put', was: '', put: 'làm việc' },
  ])
  expect(suggestions.map(({ at }) => at?.toISOString())).toEqual(Array(2).fill('2026-11-20T08:00:00.000Z'))
  expect(accepted(text, suggestions).lines[1]).toBe('Thời hạn là 10 ngày làm việc kể từ ngày ký.')
  expect(report.changed.filter(({ what }) => what === 'suggestion').map(({ who, count }) => [who, count])).toEqual([
    ['Mai', 1],
    ['Bình', 1],
  ])
  expect(report.words).toMatchObject({ missingCount: 0, left: 0 })
})

test('looks, forms, ends of lines and rows are suggestions too', () => {
  const { text, suggestions, report } = reportOf({
    body: [
      p(
        `<w:r><w:rPr><w:b/><w:rPrChange ${by('Mai')}><w:rPr/></w:rPrChange></w:rPr><w:t>Chữ này đậm</w:t></w:r>${r(' rồi thôi.')}`,
      ),
      p(
        'Đoạn được căn giữa.',
        `<w:jc w:val="center"/><w:pPrChange ${by('Mai')}><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrChange>`,
      ),
      p('Nửa đầu của câu ', `<w:rPr><w:ins ${by('Mai')}/></w:rPr>`),
      p('nửa sau của câu.'),
      table(
        [1, 1],
        [
          row(cell(p('một')), cell(p('hai'))),
          row(`<w:trPr><w:ins ${by('Mai')}/></w:trPr>`, cell(p('ba')), cell(p('bốn'))),
        ],
      ),
    ].join(''),
  })
  expect(linesOf(text).slice(0, 3)).toEqual([
    'Chữ này đậm rồi thôi.',
    'Đoạn được căn giữa.',
    'Nửa đầu của câu nửa sau của câu.',
  ])
  expect(suggestions.map((one) => told(one).kind).toSorted()).toEqual(['form', 'look', 'put', 'split'])
  expect(accepted(text, suggestions).gone).toEqual([])
  expect(report.words).toMatchObject({ missingCount: 0 })
})

test('what another changes within new words is told, and is a part of those words', () => {
  const { suggestions, report, remarks } = reportOf({
    body: p(
      r('Câu ') +
        `<w:ins ${by('Mai')}>${r('rất ')}${del('Bình', 'mới ')}${ins('Bình', 'và dài ')}</w:ins>` +
        r('ở đây.'),
    ),
  })
  expect(suggestions.map(told)).toEqual([{ author: 'Mai', kind: 'put', was: '', put: 'rất mới và dài' }])
  expect(report.changed).toContainEqual({ what: 'nestedChange', who: 'Bình', count: 2, words: ['mới', 'và dài'] })
  // Nobody's name is swallowed by another's: it is said under their own, here and in the Word file that goes out.
  expect(remarks.map(({ said }) => said.map(({ author, text }) => [author, text]))).toEqual([
    [['Bình', 'Đề nghị bỏ «mới» trong phần mới của Mai.']],
    [['Bình', 'Đề nghị thêm «và dài» trong phần mới của Mai.']],
  ])
  expect(report.words).toMatchObject({ missingCount: 0, left: 0 })
})

const fieldMark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
const mark = (name: string, author: string) => `<w:rPr><w:${name} ${by(author)}/></w:rPr>`

test.each<[string, string, string[]]>([
  [
    'between two halves of it',
    p(r('Câu ') + ins('Mai', 'một ') + ins('Bình', 'hai ') + ins('Mai', 'ba ') + r('ở đây.')),
    ['Câu một hai ba ở đây.'],
  ],
  [
    'in a new paragraph',
    p(r('Câu cũ.'), mark('ins', 'Mai')) + p(ins('Mai', 'Câu mới ') + ins('Bình', 'và dài.')),
    ['Câu cũ.', 'Câu mới và dài.'],
  ],
  [
    'in a new paragraph above, as LibreOffice marks it',
    p(ins('Mai', 'Câu mới ') + ins('Bình', 'và dài.'), mark('ins', 'Mai')) + p('Câu cũ.'),
    ['Câu mới và dài.', 'Câu cũ.'],
  ],
  [
    'in a new row',
    table(
      [1, 1],
      [
        row(cell(p('một')), cell(p('hai'))),
        row(
          `<w:trPr><w:ins ${by('Mai')}/></w:trPr>`,
          cell(p(r('ba') + ins('Bình', ' rưỡi'))),
          cell(p(ins('Mai', 'bốn'))),
        ),
      ],
    ),
    ['mộthaiba rưỡibốn'],
  ],
])('a colleague’s words %s are a part of it', (_, body, wanted) => {
  const { text, suggestions, report } = reportOf({ body: p('Dòng đầu tiên.') + body })
  expect(new Set(suggestions.map(({ author }) => author))).toEqual(new Set(['Mai']))
  expect(accepted(text, suggestions).lines.slice(1)).toEqual(wanted)
  expect(report.changed).toContainEqual(expect.objectContaining({ what: 'nestedChange', who: 'Bình', count: 1 }))
  expect(report.words).toMatchObject({ missingCount: 0, left: 0 })
})

test('two add a paragraph each at one place: both are theirs, in the order of the file', () => {
  const body =
    p(r('Câu cũ.'), mark('ins', 'Mai')) + p(ins('Mai', 'Của Mai.'), mark('ins', 'Bình')) + p(ins('Bình', 'Của Bình.'))
  for (let at = 0; at < 5; at++) {
    const { text, suggestions, report } = reportOf({ body: p('Dòng đầu tiên.') + body + p('Dòng cuối.') })
    expect(suggestions.map(({ author }) => author)).toEqual(['Mai', 'Bình'])
    const { lines } = accepted(text, suggestions)
    expect(lines).toEqual(['Dòng đầu tiên.', 'Câu cũ.', 'Của Mai.', 'Của Bình.', 'Dòng cuối.'])
    expect(report.words).toMatchObject({ missingCount: 0 })
  }
})

test('what its author took out again is told as deleted', () => {
  const { text, suggestions, report } = reportOf({
    body: p(r('Câu ') + `<w:ins ${by('Mai')}>${r('rất ')}${del('Mai', 'lỡ tay ')}</w:ins>` + r('ở đây.')),
  })
  expect(accepted(text, suggestions).lines).toEqual(['Câu rất ở đây.'])
  expect(report.leftOut).toContainEqual({ what: 'deleted', who: 'Mai', count: 1, words: ['lỡ tay'] })
  expect(report.words).toMatchObject({ missingCount: 0, left: 2 })
})

test.each<[string, string, string]>([
  [
    'a move without its other end',
    p(r('Đứng yên. ') + `<w:moveFrom ${by('Mai')}>${r('Chuyển đi đâu.')}</w:moveFrom>`),
    'Chuyển đi đâu.',
  ],
  [
    'a move that comes from nowhere',
    p(r('Đứng yên. ') + `<w:moveTo ${by('Mai')}>${r('Từ đâu đến.')}</w:moveTo>`),
    'Từ đâu đến.',
  ],
  [
    'one in another in another',
    p(
      r('Đứng yên. ') +
        `<w:ins ${by('Mai')}><w:del ${by('Mai')}><w:ins ${by('Bình')}>${r('rối')}</w:ins></w:del></w:ins>`,
    ),
    '',
  ],
  ['nobody’s name and no time', p(r('Đứng yên. ') + `<w:ins w:id="x">${r('Không tên.')}</w:ins>`), 'Không tên.'],
  ['the end of the last line', p('Đứng yên.', `<w:rPr><w:del ${by('Mai')}/></w:rPr>`), ''],
  [
    'a time that will be',
    p(r('Đứng yên. ') + `<w:ins ${by('Mai', '2199-01-01T00:00:00Z')}>${r('Mai sau.')}</w:ins>`),
    'Mai sau.',
  ],
  ['a time that is none', p(r('Đứng yên. ') + `<w:ins ${by('Mai', 'hôm qua')}>${r('Hôm nay.')}</w:ins>`), 'Hôm nay.'],
  ['no name at all', p(r('Đứng yên. ') + `<w:ins>${r('Của ai?')}</w:ins><w:del>${r('Không rõ.')}</w:del>`), 'Của ai?'],
  [
    'in what a field shows, and in its code',
    p(
      r('Đứng yên. ') +
        `${fieldMark('begin')}<w:r><w:instrText>REF a</w:instrText></w:r>${ins('Mai', 'trong mã')}${fieldMark('separate')}` +
        `${ins('Mai', 'Điều 5')}${fieldMark('end')}`,
    ),
    'trong mã',
  ],
  [
    'a field that begins in a change and never ends',
    p(r('Đứng yên. ') + `<w:ins ${by('Mai')}>${fieldMark('begin')}${r('Còn đây.')}</w:ins>`) + p('Và đây.'),
    'Còn đây.',
  ],
  [
    'in a cell',
    table([1, 1], [row(cell(p(r('Đứng yên. ') + ins('Mai', 'trong ô'))), cell(p(del('Mai', 'ô kia'))))]),
    'ô kia',
  ],
  [
    'a cell that came, and one that went',
    table(
      [1, 1],
      [
        row(
          cell(p('Đứng yên. '), `<w:cellIns ${by('Mai')}/>`),
          cell(p(ins('Mai', 'ô mới')), `<w:cellDel ${by('Mai')}/>`),
        ),
      ],
    ),
    'ô mới',
  ],
  [
    'places of moves without words',
    p(r('Đứng yên. ') + `<w:moveFromRangeStart ${by('Mai')} w:name="m"/>`) + p('Còn lại.'),
    'Còn lại.',
  ],
  [
    'a paragraph of one in a paragraph of another, all in what a third put in',
    `<w:ins ${by('An')}>${p(ins('Mai', 'Đứng yên. '), mark('ins', 'Bình'))}${p(del('Bình', 'Vẫn còn.'))}</w:ins>`,
    'Vẫn còn.',
  ],
])('a broken change loses no word: %s', (_, broken, words) => {
  const { text, suggestions, report } = reportOf({ body: p('Dòng đầu tiên.') + broken })
  const whole = [...linesOf(text), ...accepted(text, suggestions).lines, ...report.leftOut.flatMap((one) => one.words)]
  expect(whole.join('\n')).toContain('Đứng yên.')
  expect(whole.join('\n')).toContain(words)
  expect(report.words).toMatchObject({ missingCount: 0 })
  for (const { at } of suggestions) expect(at === null || at.getTime() <= Date.now()).toBe(true)
})

test('a change in a footnote is its author’s, and loses no word', () => {
  const note = (words: string) => `<w:footnote w:id="1">${p(words)}</w:footnote>`
  const { text, suggestions, report } = reportOf({
    body: p('Dòng đầu tiên.') + p(`${r('Câu có chú')}<w:r><w:footnoteReference w:id="1"/></w:r>`),
    footnotes: note(r('Theo ') + del('Mai', 'luật cũ') + ins('Mai', 'luật mới')),
  })
  const notes = (state: Uint8Array) => JSON.stringify(readUpdate(state).body).match(/"text":"(Theo [^"]*)"/)?.[1]
  expect(notes(text)).toBe('Theo luật cũ')
  expect(suggestions.map(({ author }) => author)).toEqual(['Mai'])
  expect(report.words).toMatchObject({ missingCount: 0, left: 0 })
})

test('a whole footnote that somebody puts in comes with its words', () => {
  const { text, suggestions, report } = reportOf({
    body:
      p('Dòng đầu tiên.') +
      p(`${r('Câu có chú')}<w:ins ${by('Mai')}><w:r><w:footnoteReference w:id="1"/></w:r></w:ins>`),
    footnotes: `<w:footnote w:id="1">${p('Lời chú.')}</w:footnote>`,
  })
  expect(JSON.stringify(readUpdate(text).body)).not.toContain('Lời chú.')
  expect(JSON.stringify(suggestions)).toContain('Lời chú.')
  expect(report.words).toMatchObject({ missingCount: 0, left: 0 })
})

test('comments whose passage never ends, never begins, or that answer nothing, are threads all the same', () => {
  const comment = (id: number, words: string) => `<w:comment w:id="${id}" w:author="Mai">${p(words)}</w:comment>`
  const start = (id: number) => `<w:commentRangeStart w:id="${id}"/>`
  const file = wordFile({
    body:
      p(`${start(1)}${r('Đoạn một.')}`) +
      p(r('Đoạn hai.')) +
      p(`<w:commentRangeEnd w:id="2"/>${start(3)}${start(3)}${r('Đoạn ba.')}<w:commentRangeEnd w:id="3"/>`),
    comments: [1, 2, 3, 3, 9].map((id, at) => comment(id, `Lời ${at}.`)).join(''),
  })
  const { remarks, report } = brought(file)
  expect(remarks.map(({ quote, said }) => [quote, said.map(({ text }) => text)])).toEqual([
    ['Đoạn một.', ['Lời 0.']],
    ['', ['Lời 1.']],
    ['Đoạn ba.', ['Lời 2.', 'Lời 3.']],
    ['', ['Lời 4.']],
  ])
  expect(report.words).toMatchObject({ missingCount: 0 })
})

test('an answer to nothing, to itself or to a later one begins a thread', () => {
  const W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
  const W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
  const comment = (id: number) =>
    `<w:comment ${W14} w:id="${id}" w:author="Mai"><w:p w14:paraId="0000000${id}">${r(`Lời ${id}.`)}</w:p></w:comment>`
  const answer = (id: number, to: string) =>
    `<w15:commentEx w15:paraId="0000000${id}" w15:paraIdParent="${to}" w15:done="0"/>`
  const { remarks } = brought(
    wordFile({
      body: p('Dòng đầu tiên.'),
      comments: [1, 2, 3, 4].map(comment).join(''),
      relations: relation('commentsExtended', 'extended.xml'),
      more: {
        'word/extended.xml': strToU8(
          `<w15:commentsEx ${W15}>${answer(1, 'DEADBEEF')}${answer(2, '00000002')}${answer(3, '00000004')}${answer(4, '00000001')}</w15:commentsEx>`,
        ),
      },
    }),
  )
  const said = remarks.map((remark) => remark.said.map(({ text }) => text))
  expect(said).toEqual([['Lời 1.', 'Lời 4.'], ['Lời 2.'], ['Lời 3.']])
})

test('ten thousand changes are read as accepted, every word of them, and that is told', { timeout: 120_000 }, () => {
  const many = Array.from({ length: 5_000 }, (_, at) => r(`chữ ${at} `) + del('Mai', 'cũ ') + ins('Mai', 'mới ')).join(
    '',
  )
  const { text, suggestions, report } = reportOf({ body: p('Dòng đầu tiên.') + p(many) })
  expect(suggestions).toEqual([])
  expect(linesOf(text).join(' ').match(/mới/g)).toHaveLength(5_000)
  expect(report.changed).toContainEqual(expect.objectContaining({ what: 'inserted', who: 'Mai', count: 5_000 }))
  expect(report.leftOut).toContainEqual(expect.objectContaining({ what: 'deleted', who: 'Mai', count: 5_000 }))
  expect(report.words).toMatchObject({ missingCount: 0, left: 5_000 })
})

test('a file that is cut off in a change is refused as broken', () => {
  const document = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:ins ${by('Mai')}>${r('x')}</w:p></w:body></w:document>`
  expect(() => reportOf({ document })).toThrow(AppError)
})

test('a file of nothing but new words is read as accepted, and that is told', () => {
  const { text, suggestions, report } = reportOf({ body: p(ins('Mai', 'Tất cả đều mới.')) })
  expect(linesOf(text)).toEqual(['Tất cả đều mới.'])
  expect(suggestions).toEqual([])
  expect(report.changed).toContainEqual({ what: 'inserted', who: 'Mai', count: 1, words: ['Tất cả đều mới.'] })
})

test('of more authors than are read, those who changed least are read as accepted', () => {
  const authors = Array.from({ length: 12 }, (_, at) => `Người ${at}`)
  const body = authors
    .map((who, at) => p(r(`Dòng ${at} `) + ins(who, 'thêm ') + (at < 8 ? ins(who, 'nữa ') : '') + r('hết.')))
    .join('')
  const { text, suggestions, report } = reportOf({ body })
  expect(new Set(suggestions.map(({ author }) => author)).size).toBe(8)
  expect(linesOf(text)[11]).toBe('Dòng 11 thêm hết.')
  expect(report.changed.filter(({ what }) => what === 'inserted')).toHaveLength(4)
  expect(report.words).toMatchObject({ missingCount: 0, left: 0 })
})

test('millions of changes get a clear answer', () => {
  const many = `<w:ins w:author="a"/>`.repeat(1_600_000)
  expect(() => reportOf({ body: p(many + r('x')) })).toThrow(AppError)
}, 60_000)

const escaped = (name: string) =>
  name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

test.each(markedCases())('what goes out comes in again, each in its author’s name: $name', async ({ marked }) => {
  const bytes = await markedWord(marked, async () => new Map())
  const { report, text, suggestions, remarks } = brought(bytes)
  expect(report.words).toMatchObject({ missingCount: 0 })
  const xml = strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array())
  const named = new Set(marked.suggested.map(({ author }) => author).filter((author) => xml.includes(escaped(author))))
  expect(new Set(suggestions.map(({ author }) => author))).toEqual(named)
  const [first] = remarks
  expect(first?.said.map(({ author, text, date }) => [author, text, date])).toEqual(
    marked.threads[0]?.said.map(({ author, text, date }) => [author, text.replace('\n', ' '), date]),
  )
  expect(linesOf(text).length).toBeGreaterThan(10)
})
