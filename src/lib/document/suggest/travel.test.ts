/** What colleagues write in blocks that somebody suggests to move travels along. */
import type { Transform } from '@tiptap/pm/transform'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { schema } from '../schema.ts'
import { newText } from '../seed.ts'
import { clause, documentOf, p } from '../testing.ts'
import { apply, remap, stands } from './apply.ts'
import { Fork, type Suggested } from './fork.ts'
import { lettersOf, wordsOf } from './letters.ts'
import { linesIn } from './places.ts'
import { edit } from './testing.ts'

const start = () =>
  newText(
    documentOf('quyet-dinh', [
      clause('dieu', 'Một', 'd1'),
      clause('dieu', 'Hai', 'd2'),
      p('Chữ.'),
      clause('dieu', 'Ba', 'd3'),
    ]),
  )
const lines = (doc: Y.Doc) => [...linesIn(doc.getXmlFragment('body'))].map((line) => wordsOf(lettersOf(line)))

/** The first clause behind the last. */
function move(tr: Transform): void {
  const [first] = tr.doc.children
  if (first) tr.delete(0, first.nodeSize).insert(tr.doc.content.size, first)
}
const typeInFirst = (doc: Y.Doc) => edit(doc, (tr) => tr.insert(4, schema.text(' (mới)')))
const moved = ['Hai', 'Chữ.', 'Ba', 'Một (mới)']

test('when it is accepted', () => {
  const text = start()
  const fork = new Fork(text, [])
  edit(fork.doc, move)
  const [one, ...more] = fork.suggestions()
  expect(more).toEqual([])
  fork.destroy()
  typeInFirst(text)
  expect(stands(text, one?.changes ?? [])).toBe(true)
  text.transact((tr) => apply(tr, one?.changes ?? []))
  expect(lines(text)).toEqual(moved)
})

test('on the page of whoever suggests it: the copy is made anew, and says nothing of those letters', () => {
  const text = start()
  let fork = new Fork(text, [])
  edit(fork.doc, move)
  const before: Suggested[] = fork.suggestions()
  let held = 0
  fork.onHeld(() => held++)
  edit(text, (tr) => tr.insert(tr.doc.content.size - 1, schema.text('!')))
  expect(held).toBe(0)
  typeInFirst(text)
  expect([held, fork.isHeld]).toEqual([1, true])
  expect(fork.suggestions()).toEqual(before)
  fork.destroy()
  fork = new Fork(text, JSON.parse(JSON.stringify(before)))
  expect(lines(fork.doc)).toEqual(['Hai', 'Chữ.', 'Ba!', 'Một (mới)'])
  const [again, ...more] = fork.suggestions()
  expect(more).toEqual([])
  expect(again?.id).toBe(before[0]?.id)
  text.transact((tr) => apply(tr, again?.changes ?? []))
  expect(lines(text)).toEqual(['Hai', 'Chữ.', 'Ba!', 'Một (mới)'])
})

test('what others suggest in it travels along, in either order', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const text = start()
    const [mover, writer] = [new Fork(text, []), new Fork(text, [])]
    edit(mover.doc, move)
    typeInFirst(writer.doc)
    let waiting = order.map((at) => [mover, writer][at]?.suggestions()[0]?.changes ?? [])
    while (waiting.length > 0) {
      const [changes = [], ...rest] = waiting
      expect(stands(text, changes)).toBe(true)
      const after = text.transact((tr) => apply(tr, changes))
      waiting = rest.map((list) => list.map((change) => remap(change, after)))
    }
    expect(lines(text)).toEqual(moved)
  }
})

const writeInMoved = (doc: Y.Doc) => edit(doc, (tr) => tr.insert(tr.doc.content.size - 1, schema.text(' khác')))
const both = ['Hai', 'Chữ.', 'Ba', 'Một (mới) khác']

test('also where the one who moves it has written in it', () => {
  const text = start()
  const fork = new Fork(text, [])
  edit(fork.doc, move)
  writeInMoved(fork.doc)
  const [one, ...more] = fork.suggestions()
  expect(more).toEqual([])
  fork.destroy()
  typeInFirst(text)
  expect(stands(text, one?.changes ?? [])).toBe(true)
  text.transact((tr) => apply(tr, one?.changes ?? []))
  expect(lines(text)).toEqual(both)
})

test('on their page the colleague’s letters come to the place where the blocks stand, and are not taken back', () => {
  const text = start()
  let fork = new Fork(text, [])
  edit(fork.doc, move)
  writeInMoved(fork.doc)
  const before: Suggested[] = fork.suggestions()
  typeInFirst(text)
  expect(fork.isHeld).toBe(true)
  fork.destroy()
  fork = new Fork(text, JSON.parse(JSON.stringify(before)))
  expect(lines(fork.doc)).toEqual(both)
  const [again, ...more] = fork.suggestions()
  expect(more).toEqual([])
  expect(again?.id).toBe(before[0]?.id)
  text.transact((tr) => apply(tr, again?.changes ?? []))
  expect(lines(text)).toEqual(both)
})

test('what others suggest in it travels along as well, in either order', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const text = start()
    const [mover, writer] = [new Fork(text, []), new Fork(text, [])]
    edit(mover.doc, move)
    writeInMoved(mover.doc)
    typeInFirst(writer.doc)
    let waiting = order.map((at) => [mover, writer][at]?.suggestions()[0]?.changes ?? [])
    while (waiting.length > 0) {
      const [changes = [], ...rest] = waiting
      expect(stands(text, changes)).toBe(true)
      const after = text.transact((tr) => apply(tr, changes))
      waiting = rest.map((list) => list.map((change) => remap(change, after)))
    }
    expect(lines(text)).toEqual(both)
  }
})
