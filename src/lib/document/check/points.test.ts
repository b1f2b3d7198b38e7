import { expect, test } from 'vitest'
import { inlineText } from '../inline.ts'
import type { BodyNode } from '../model.ts'
import { clause, documentOf, p } from '../testing.ts'
import { checkDocument } from './index.ts'
import { applyMend } from './mend.ts'

/** The levels and words after every mend there is. */
function mended(...body: BodyNode[]): string[] {
  let document = documentOf('ke-hoach', body)
  for (;;) {
    const mend = checkDocument(document).find(({ rule, mend }) => rule === 'clause_begins_point' && mend)?.mend
    if (!mend) break
    document = applyMend(document, mend)
  }
  return (document.body.content ?? []).map((one) => `${String(one.attrs?.level)} ${inlineText(one)}`)
}
const khoan = (text: string) => clause('khoan', text)

test('a khoản that begins with «a)» becomes a điểm of the one above, and so do those that follow in order', () => {
  expect(mended(khoan('Gồm:'), khoan('a)Một; (b) hai;'), khoan(' b) Hai.'), khoan('Hết.'))).toEqual([
    'khoan Gồm:',
    'diem Một; (b) hai;',
    'diem Hai.',
    'khoan Hết.',
  ])
  expect(mended(clause('dieu', 'Gồm'), khoan('a) Một;'), khoan('b) Hai.'))).toEqual([
    'dieu Gồm',
    'diem Một;',
    'diem Hai.',
  ])
})

test('it is only told where it would have another letter, or where it is not sure what was meant', () => {
  const unsure: BodyNode[][] = [
    [khoan('Gồm:'), khoan('b) Hai.')],
    [p('Gồm:'), khoan('a) Một;'), khoan('Hai.')],
    [clause('dieu', 'Gồm'), khoan('a) Một.'), khoan('Hai.')],
    [khoan('Gồm:'), khoan('a) Một;'), clause('diem', 'Hai.')],
  ]
  for (const body of unsure) {
    const found = checkDocument(documentOf('ke-hoach', body)).filter(({ rule }) => rule === 'clause_begins_point')
    expect(found).toHaveLength(1)
    expect(found[0]?.mend).toBeUndefined()
  }
})
