import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { passageOf } from './passage.ts'
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
