import { describe, expect, test } from 'vitest'
import { nodeOf } from '../shared-form.ts'
import { p } from '../testing.ts'
import { Letters } from './letters.ts'
import { type Words, wordsAnywhere, wordsAt } from './words.ts'

const of = (...lines: string[]) => Letters.of(nodeOf({ type: 'doc', content: lines.map((line) => p(line)) }))

/** Words as they are kept when somebody speaks about them in this text: the first place of them. */
function kept(letters: Letters, words: string): Words {
  const squeezed = words.replace(/\s/g, '')
  const from = letters.text.indexOf(squeezed)
  return wordsAt(letters, { from, to: from + squeezed.length })
}

const found = (letters: Letters, words: Words) => {
  const span = wordsAnywhere(letters, words)
  return span && { at: span.from, words: letters.slice(span.from, span.to) }
}

const LINE = 'Các đơn vị hoàn thành trước ngày 15 hằng tháng và báo cáo Ủy ban nhân dân tỉnh Sơn La theo quy định.'

describe('words are found again', () => {
  test('cut in two lines, and joined', () => {
    const words = kept(of(LINE), 'trước ngày 15')
    for (const lines of [[LINE.slice(0, 30), LINE.slice(30)], [`Mở đầu. ${LINE}`]])
      expect(found(of('Dòng đầu.', ...lines), words)?.words).toBe('trướcngày15')
  })

  test('of several places, where most stands around them as it did', () => {
    const other = 'Nơi nhận: như trên; trước ngày 15 thì gửi về Văn phòng.'
    const words = kept(of(LINE, other), 'trước ngày 15')
    const again = of(other, 'Một dòng mới.', LINE)
    expect(found(again, words)?.at).toBe(again.text.lastIndexOf('trướcngày15'))
  })
})

describe('words are gone', () => {
  test('though the same short ones stand elsewhere', () => {
    const words = kept(of(LINE), 'tỉnh')
    expect(found(of('Ủy ban nhân dân tỉnh Điện Biên có ý kiến như sau.'), words)).toBeNull()
  })

  test('when they were changed', () => {
    expect(found(of(LINE.replace('15', '10')), kept(of(LINE), 'trước ngày 15'))).toBeNull()
  })
})

test('a letter and its position lead to each other, over lines without any', () => {
  const letters = of('Một hai', '', '  ', 'ba')
  expect(letters.text).toBe('Mộthaiba')
  for (let index = 0; index < letters.length; index++) expect(letters.before(letters.at(index) ?? -1)).toBe(index)
  expect(letters.passage(3, 8)).toEqual({ from: 5, to: 18 })
  expect(letters.at(8)).toBeNull()
})

test('of a character that is cut in the middle no half is kept', () => {
  const letters = of(`${'😀'.repeat(17)}x${'a'.repeat(31)}😀`)
  const { around } = kept(letters, 'x')
  expect(around?.before).toBe('😀'.repeat(16))
  expect(around?.after).toBe('a'.repeat(31))
})
