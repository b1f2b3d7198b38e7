import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { passageOf, passagesIn } from './passage.ts'
import { seedUpdate } from './seed.ts'
import { bold, br, cell, clause, p, row, sonLa, table } from './testing.ts'

function draft() {
  const ydoc = new Y.Doc()
  const blocks = [
    clause('dieu', ['Thời hạn là ', bold('mười ngày'), ' làm việc.']),
    p('Một dòng', br, 'hai dòng và hai dòng.'),
    table(row(cell('Trong bảng'))),
  ]
  Y.applyUpdate(ydoc, seedUpdate({ kind: 'quyet-dinh', office: sonLa, blocks }))
  return ydoc
}

/** The words between two positions. */
function wordsAt(ydoc: Y.Doc, passage: { start: unknown; end: unknown } | null): string | null {
  if (!passage) return null
  const [start, end] = [passage.start, passage.end].map((json) =>
    Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), ydoc),
  )
  if (!start || !end || start.type !== end.type || !(start.type instanceof Y.XmlText)) return null
  const runs: { insert: string }[] = start.type.toDelta()
  return runs
    .map(({ insert }) => insert)
    .join('')
    .slice(start.index, end.index)
}

test('words that stand once are found, across looks and in cells', () => {
  const ydoc = draft()
  for (const words of ['là mười ngày làm', 'Một dòng', 'bảng', 'làm việc.'])
    expect(wordsAt(ydoc, passageOf(ydoc, words)), words).toBe(words)
})

test('words that stand twice, nowhere, or over two lines are not guessed at', () => {
  const ydoc = draft()
  for (const words of ['hai dòng', 'không có', 'dònghai', '']) expect(passageOf(ydoc, words), words).toBeNull()
})

test('many words are looked for in a long text, which is read once', () => {
  const ydoc = new Y.Doc()
  const lines = Array.from({ length: 8_000 }, (_, at) => p(`Dòng thứ ${at} hết`))
  Y.applyUpdate(ydoc, seedUpdate({ kind: 'quyet-dinh', office: sonLa, blocks: lines }))
  const placeOf = passagesIn(ydoc)
  for (let at = 0; at < 8_000; at += 80) expect(wordsAt(ydoc, placeOf(`thứ ${at} hết`))).toBe(`thứ ${at} hết`)
  const place = placeOf('thứ 4000')
  expect([place?.before, place?.after]).toEqual([
    'Dòngthứ3998hếtDòngthứ3999hếtDòng',
    'hếtDòngthứ4001hếtDòngthứ4002hếtD',
  ])
})
