/** The decree itself: numbering what was parsed gives back every number that its authors typed. */
import { expect, test } from 'vitest'
import { publishedText } from '../../../tests/fixtures/published.ts'
import { clauseLabels, numberedOf } from './numbering.ts'
import { parseText, recognise } from './parse.ts'

test('38 articles with all their khoản and điểm, in order', () => {
  const text = publishedText('decree.txt')
  const typed = text.split('\n').flatMap((line) => {
    const found = recognise(line.replaceAll('\t', ' '))
    return found.is === 'clause'
      ? [
          line
            .replaceAll('\t', ' ')
            .slice(0, found.labelLength)
            .replaceAll(/[\s.:]+/g, ' ')
            .trim(),
        ]
      : []
  })
  const { blocks } = parseText(text)
  const computed = clauseLabels(blocks.map(numberedOf), 'articles').flatMap((label) =>
    label ? [label.label.replaceAll(/[\s.:]+/g, ' ').trim()] : [],
  )
  expect(computed.filter((label) => label.startsWith('Điều'))).toHaveLength(38)
  expect(computed.map((label) => label.toLowerCase())).toEqual(typed.map((label) => label.toLowerCase()))
})
