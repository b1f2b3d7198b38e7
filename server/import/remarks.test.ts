import { expect, test } from 'vitest'
import { p, r, wordFile } from '../../tests/fixtures/word-files.ts'
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
