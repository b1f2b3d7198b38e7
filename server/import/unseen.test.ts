/** What nobody sees in a Word file comes into no draft, and the report says where it stood. */
import { expect, test } from 'vitest'
import { cell, p, r, row, table, wordFile, type Written } from '../../tests/fixtures/word-files.ts'
import { read } from './jobs.ts'

function reportOf(written: Written) {
  const made = read({ bytes: wordFile(written), fileName: 'a.docx', agency: 'UBND', taken: null })
  if (made.is !== 'read') throw new Error('it has images')
  const { changed, leftOut } = made.report
  const told = [...changed, ...leftOut].map(({ what, count, words }) => [what, { count, words }] as const)
  return { ...made, told: new Map<string, { count: number; words: string[] }>(told) }
}

test('bidi controls are named where they stand, with the words between them; so are the others, apart', () => {
  const { told, content } = reportOf({
    body: p('Cấp &#x202E;21&#x202C; tỷ đồng') + p('Cấp &#x2067;3&#x2069; tỷ') + p('Kinh&#x200B; phí&#xFEFF;&#xE0041;'),
  })
  expect(told.get('turning')).toEqual({
    count: 2,
    words: ['Cấp [U+202E]21[U+202C] tỷ đồng', 'Cấp [U+2067]3[U+2069] tỷ'],
  })
  expect(told.get('unseen')).toEqual({ count: 1, words: ['Kinh[U+200B] phí[U+FEFF U+E0041]'] })
  expect(content).toContain('Cấp 21 tỷ đồng')
})

test('in a run of its own, a cell, a footnote and a comment', () => {
  const note = (id: number, text: string) => `<w:footnote w:id="${id}">${p(text)}</w:footnote>`
  const { told } = reportOf({
    body:
      p(r('Cấp ') + r('&#x202E;') + r('21') + r('&#x202C;', '<w:b/>') + r(' tỷ')) +
      table([4000], [row(cell('ô &#x202D;4'))]) +
      p(`${r('Lời')}<w:r><w:footnoteReference w:id="2"/></w:r>`),
    footnotes: note(2, 'chú &#x2066;5'),
    comments: `<w:comment w:id="1" w:author="A">${p('góp &#x200F;6')}</w:comment>`,
  })
  expect(told.get('turning')?.words).toEqual([
    'Cấp [U+202E]21[U+202C] tỷ',
    'ô [U+202D]4',
    'chú [U+2066]5',
    'góp [U+200F]6',
  ])
})

test('words that Word itself sets from right to left are told as taken in their own order', () => {
  const { told, content } = reportOf({
    body:
      p(r('cấp 21 tỷ', '<w:rtl/>')) +
      p('chi 3 tỷ', '<w:bidi/>') +
      `<w:p><w:bdo w:val="rtl">${r('thu 54 tỷ')}</w:bdo></w:p>` +
      p(r('không đổi', '<w:rtl w:val="0"/>')),
  })
  expect(told.get('turned')).toEqual({ count: 3, words: ['cấp 21 tỷ', 'chi 3 tỷ', 'thu 54 tỷ'] })
  expect(told.has('turning')).toBe(false)
  for (const words of ['cấp 21 tỷ', 'chi 3 tỷ', 'thu 54 tỷ']) expect(content).toContain(words)
})

test('nothing is told of a line end, a blank, or a letter that an old font keeps among them', () => {
  const { told } = reportOf({
    body:
      p('một&#x2028;hai&#xA0;ba') +
      p(r('T\u00ADêng', '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>')) +
      p('văn bản'),
  })
  for (const what of ['turning', 'unseen', 'turned']) expect(told.has(what), what).toBe(false)
})

test('what no font draws is told where it stands in the draft, with its code', () => {
  const { told } = reportOf({
    body:
      p('Đã xong 😀 rồi') +
      table([4000], [row(cell('ô 👍'))]) +
      p(`${r('Lời')}<w:r><w:footnoteReference w:id="2"/></w:r>`) +
      p('☑ đồng ý'),
    footnotes: `<w:footnote w:id="2">${p('chú 语')}</w:footnote>`,
  })
  expect(told.get('unprintable')).toEqual({
    count: 3,
    words: ['Đã xong 😀[U+1F600] rồi', 'ô 👍[U+1F44D]', 'chú 语[U+8BED]'],
  })
})
