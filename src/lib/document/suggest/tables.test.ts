/** Rows, cells and the words in them are suggested each by itself, beside what colleagues do in the same table. */
import { type Command, EditorState, TextSelection } from '@tiptap/pm/state'
import { addColumnAfter, addRowAfter, CellSelection, deleteRow, mergeCells } from '@tiptap/pm/tables'
import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { InvalidDocument, readDocument } from '../read.ts'
import { schema } from '../schema.ts'
import { newText } from '../seed.ts'
import { cell, documentOf, p, row, table } from '../testing.ts'
import { apply, stands } from './apply.ts'
import { blocksIn, idOf } from './blocks.ts'
import { compare } from './compare.ts'
import { normalChanges } from './normal.ts'
import { type Change, changesShape } from './shapes.ts'
import { copyOf, plain } from './testing.ts'
import { toldEach, toldOf, wordsIn } from './words.ts'

const start = () =>
  newText(
    documentOf('quyet-dinh', [p('Trước.'), table(row(cell('a'), cell('b')), row(cell('c'), cell('d'))), p('Sau.')]),
  )

/** Does it with the caret in the cell that says so, as the editor writes it. */
function within(doc: Y.Doc, words: string, command: Command, upTo = words): void {
  const body = doc.getXmlFragment('body')
  const { doc: node, meta } = initProseMirrorDoc(body, schema)
  const cells = new Map<string, number>()
  node.descendants((one, pos) => void (one.type.name === 'tableCell' && cells.set(one.textContent, pos)))
  const at = (of: string) => node.resolve(cells.get(of) ?? 0)
  const selection =
    upTo === words
      ? TextSelection.near(node.resolve((cells.get(words) ?? 0) + 2))
      : new CellSelection(at(words), at(upTo))
  let state = EditorState.create({ doc: node, selection })
  command(state, (tr) => (state = state.apply(tr)))
  doc.transact(() => updateYFragment(doc, body, state.doc, meta))
}

const typed =
  (letters: string): Command =>
  (state, dispatch) => (dispatch?.(state.tr.insertText(letters)), true)

const suggest = (text: Y.Doc, ...edits: ((doc: Y.Doc) => void)[]): Change[][] => {
  const copy = copyOf(text)
  for (const edit of edits) edit(copy)
  const all = compare(text, copy).map((changes) =>
    normalChanges(changesShape.parse(JSON.parse(JSON.stringify(changes)))),
  )
  const direct = copyOf(text)
  for (const changes of all) accept(direct, changes)
  expect(plain(direct)).toBe(plain(copy))
  return all
}

function accept(doc: Y.Doc, changes: readonly Change[]): void {
  expect(stands(doc, changes)).toBe(true)
  doc.transact((tr) => apply(tr, changes))
}

const rows = (doc: Y.Doc): string[] =>
  (readDocument(doc).body.content?.[1]?.content ?? []).map(({ content = [] }) =>
    content.map((one) => wordsIn([one]).trim()).join('|'),
  )

test('two people each add a row, a third takes one away and a fourth writes in a cell: all of it comes in', () => {
  const text = start()
  const all = [
    ...suggest(text, (doc) => within(doc, 'b', addRowAfter)),
    ...suggest(text, (doc) => within(doc, 'd', addRowAfter)),
    ...suggest(text, (doc) => within(doc, 'a', deleteRow)),
    ...suggest(text, (doc) => within(doc, 'd', typed('D'))),
  ]
  expect(all.map((changes) => toldOf(changes)).map(({ kind }) => kind)).toEqual(['put', 'put', 'gone', 'put'])
  within(text, 'c', typed('C'))
  for (const changes of all) accept(text, changes)
  expect(rows(text)).toEqual(['|', 'Cc|Dd', '|'])
})

test('a row that comes and one that goes are decided apart; one that moves is one suggestion', () => {
  const text = start()
  const both = suggest(
    text,
    (doc) => within(doc, 'd', addRowAfter),
    (doc) => within(doc, 'a', deleteRow),
  )
  expect(both.map((changes) => toldOf(changes)).map(({ kind }) => kind)).toEqual(['gone', 'put'])
  expect(toldEach(both[1] ?? [])[0]?.traits).toEqual([{ of: 'line', name: 'tableRow' }])
})

test('a column is one suggestion, and words in another cell another', () => {
  const text = start()
  const all = suggest(
    text,
    (doc) => within(doc, 'a', addColumnAfter),
    (doc) => within(doc, 'd', typed('D')),
  )
  expect(all).toHaveLength(2)
  expect(toldEach(all[0] ?? [])).toMatchObject([{ kind: 'put', traits: [{ name: 'tableCell' }] }])
  accept(text, all[1] ?? [])
  accept(text, all[0] ?? [])
  expect(rows(text)).toEqual(['a||b', 'c||Dd'])
})

test('cells that are merged are one suggestion, with the words that come along', () => {
  const text = start()
  const all = suggest(text, (doc) => within(doc, 'a', mergeCells, 'b'))
  expect(all).toHaveLength(1)
})

test('rows come only into tables, cells into rows, lines into cells', () => {
  const text = start()
  const [, held] = blocksIn(text.getXmlFragment('body'))
  const [first] = held ? blocksIn(held.type) : []
  const [inFirst] = first ? blocksIn(first.type) : []
  const put = (parent: { client: number; clock: number } | undefined, node: unknown) => {
    const change = {
      is: 'blocks',
      parent: parent && idOf(parent),
      after: null,
      before: null,
      removed: [],
      was: [],
      put: [node],
    }
    try {
      return stands(text, normalChanges(changesShape.parse([change])))
    } catch (cause) {
      if (cause instanceof InvalidDocument) return 'refused'
      throw cause
    }
  }
  expect(put(held, row(cell('x')))).toBe(true)
  expect(put(first, cell('x'))).toBe(true)
  expect(put(inFirst, p('x'))).toBe(true)
  expect(put(held, p('x'))).toBe(false)
  expect(put(held, cell('x'))).toBe(false)
  expect(put(first, row(cell('x')))).toBe(false)
  expect(put(inFirst, cell('x'))).toBe(false)
  expect(put(inFirst, table(row(cell('x'))))).toBe('refused')
  expect(put(blocksIn(text.getXmlFragment('body'))[0], p('x'))).toBe(false)
  expect(put(undefined, row(cell('x')))).toBe('refused')
})
