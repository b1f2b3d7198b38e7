import { expect, test } from 'vitest'
import { p, r, wordFile } from '../../tests/fixtures/word-files.ts'
import { read } from './jobs.ts'
import { remarksOf } from './remarks.ts'
import { readWord } from './word/read.ts'
import { Words } from './words.ts'

test.each([
  ['words', 'chữ '.repeat(5_000)],
  ['one word without end', '😀'.repeat(9_500)],
])('a comment longer than a comment may be loses nothing: %s', (_, said) => {
  const file = readWord(
    wordFile({ comments: `<w:comment w:id="1" w:author="Mai">${p(said)}</w:comment>`, body: p(r('Một.')) }),
  )
  const [{ said: parted } = { said: [] }] = remarksOf(file, new Words())
  expect(parted.length).toBeGreaterThan(1)
  expect(new Set(parted.map(({ author }) => author))).toEqual(new Set(['Mai']))
  const parts = parted.map(({ text }) => text)
  for (const part of parts) expect(part.isWellFormed() && part.length <= 9_000).toBe(true)
  expect(parts.join('').replaceAll(' ', '')).toBe(said.replaceAll(' ', ''))
})

/** It took minutes when each person's words were looked for among everybody's. */
test('six thousand comments of as many people are read, and told of a few by name', () => {
  const ids = Array.from({ length: 6_000 }, (_, id) => id)
  const commented = (id: number) =>
    `<w:commentRangeStart w:id="${id}"/>${r(`lời ${id}`)}<w:commentRangeEnd w:id="${id}"/><w:r><w:commentReference w:id="${id}"/></w:r>`
  const bytes = wordFile({
    comments: ids.map((id) => `<w:comment w:id="${id}" w:author="Người ${id}">${p('góp ý')}</w:comment>`).join(''),
    body: ids.map((id) => p(commented(id))).join(''),
  })
  const found = read({ bytes, fileName: 'a.docx', agency: '', taken: null })
  const told = found.is === 'read' ? found.report.changed.filter(({ what }) => what === 'comment') : []
  expect(told.length).toBe(51)
  expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(6_000)
  expect(told.map(({ who }) => who).slice(-2)).toEqual(['Người 49', undefined])
})

test('thousands of comments about the same words are all read, some of them without their passage', () => {
  const ids = Array.from({ length: 4_000 }, (_, id) => id)
  const begun = ids.map((id) => `<w:commentRangeStart w:id="${id}"/>${r('x')}`).join('')
  const file = readWord(
    wordFile({
      comments: ids.map((id) => `<w:comment w:id="${id}" w:author="Mai">${p(`góp ý ${id}`)}</w:comment>`).join(''),
      body: p(begun + ids.map((id) => `<w:commentRangeEnd w:id="${id}"/>`).join('')),
    }),
  )
  expect(file.comments.length).toBe(4_000)
  const kept = file.comments.reduce((sum, { quote }) => sum + quote.length, 0)
  expect(kept).toBeGreaterThan(1_000)
  expect(kept).toBeLessThan(100_000)
})
