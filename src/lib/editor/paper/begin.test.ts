import { expect, test } from 'vitest'
import { KIND_IDS, kindOf } from '../../document/kinds.ts'
import type { BodyNode } from '../../document/model.ts'
import { schema } from '../../document/schema.ts'
import { initialBody } from '../../document/seed.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { p } from '../../document/testing.ts'
import { firstGap } from './begin.ts'

const docOf = (...lines: BodyNode[]) =>
  schema.node(
    'doc',
    null,
    lines.map((line) => nodeOf(line)),
  )

test('one goes on behind "Căn cứ ", in the empty line, before "./.", and over the "…" of a form', () => {
  expect(firstGap(docOf(p('Căn cứ '), p('')))).toEqual({ from: 8, to: 8 })
  expect(firstGap(docOf(p(''), p('Trân trọng./.')))).toEqual({ from: 1, to: 1 })
  expect(firstGap(docOf(p('./.')))).toEqual({ from: 1, to: 1 })
  expect(firstGap(docOf(p('Xét Đơn ngày … của ông'), p('')))).toEqual({ from: 14, to: 15 })
  expect(firstGap(docOf(p('Mở đầu.'), p('')))).toEqual({ from: 10, to: 10 })
})

test('a text that is complete at its beginning has none, wherever it has an empty line', () => {
  expect(firstGap(docOf(p('Một.'), p('Hai.'), p('Ba.'), p('Bốn.'), p('')))).toBeNull()
})

test('every kind of document has a place to begin at', () => {
  for (const id of KIND_IDS) {
    const { content = [] } = initialBody(kindOf(id))
    expect(firstGap(docOf(...content)), id).not.toBeNull()
  }
})
