import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { FIRST_RESERVED_CLIENT } from '../../src/lib/clients.ts'
import { judge } from '../../src/lib/document/judge.ts'
import { canonicalJson, readUpdate } from '../../src/lib/document/read.ts'
import { newText } from '../../src/lib/document/seed.ts'
import { compare } from '../../src/lib/document/suggest/compare.ts'
import { lettersOf } from '../../src/lib/document/suggest/letters.ts'
import type { Change, Id } from '../../src/lib/document/suggest/shapes.ts'
import { bold, clause, documentOf, p } from '../../src/lib/document/testing.ts'
import { applySuggestions } from './jobs.ts'

const text = () =>
  newText(
    documentOf('quyet-dinh', [
      p('Một ', bold('hai'), ' ba.'),
      clause('dieu', ['Bốn', { type: 'footnote', attrs: { text: 'Chú' } }, ' năm'], 'd1'),
    ]),
  )
const lineOf = (doc: Y.Doc, at = 0) => {
  const line = doc.getXmlFragment('body').get(at)
  if (!(line instanceof Y.XmlElement)) throw new Error('no line')
  return line
}
const idOf = ({ client, clock }: Id) => ({ client, clock })

/** What a page would send for an edit in a copy of its own. */
function edited(doc: Y.Doc, edit: (copy: Y.Doc) => void): Change[][] {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  copy.transact(() => edit(copy))
  return compare(doc, copy)
}

/** As whoever reads the log has it afterwards. */
function accepted(state: Uint8Array, ...all: Change[][]) {
  const wanted = all.map((changes, at) => ({ id: `s${at}`, client: FIRST_RESERVED_CLIENT + at, changes }))
  const { update, done, gone } = applySuggestions({ state, wanted, others: [], keepsParts: false })
  return { log: update ? Y.mergeUpdates([state, update]) : state, done, gone }
}

const put = (after: Id | null): Change => {
  return { is: 'blocks', after, before: null, removed: [], was: [], put: [p('☠')] }
}

test.each<[string, (doc: Y.Doc) => Id]>([
  ['the role of a line', (doc) => idOf(lineOf(doc)._map.get('role')?.id ?? { client: 0, clock: 0 })],
  ['a letter', (doc) => idOf(lettersOf(lineOf(doc))[0] ?? { client: 0, clock: 0 })],
  ['what never was', () => ({ client: 9, clock: 9 })],
])('a block that is to stand behind %s comes into no text', (_, place) => {
  const doc = text()
  const state = Y.encodeStateAsUpdate(doc)
  const { log, gone } = accepted(state, [put(place(doc))])
  expect(gone).toEqual(['s0'])
  expect(Buffer.from(log)).toEqual(Buffer.from(state))
})

test('a footnote in other words is a suggestion', () => {
  const doc = text()
  const [changes = []] = edited(doc, (copy) => {
    const note = lineOf(copy, 1).get(1)
    if (note instanceof Y.XmlElement) note.setAttribute('text', 'Chú khác')
  })
  const { log, done } = accepted(Y.encodeStateAsUpdate(doc), changes)
  expect(done).toEqual(['s0'])
  expect(JSON.stringify(readUpdate(log).body)).toContain('Chú khác')
})

test('where the letters in bold have gone, what comes later looks alike in the log and on an open page', () => {
  const doc = text()
  const state = Y.encodeStateAsUpdate(doc)
  const words = (copy: Y.Doc) => lineOf(copy).get(0)
  const removal = edited(doc, (copy) => {
    const held = words(copy)
    if (held instanceof Y.XmlText) held.delete(4, 3)
  })
  const addition = edited(doc, (copy) => {
    const held = words(copy)
    if (held instanceof Y.XmlText) held.insert(5, 'xx')
  })
  const open = new Y.Doc()
  Y.applyUpdate(open, state)
  const first = accepted(state, ...removal)
  Y.applyUpdate(open, first.log)
  const second = accepted(first.log, ...addition)
  Y.applyUpdate(open, second.log)
  expect(judge([second.log])).toEqual({ is: 'sound' })
  expect(canonicalJson(readUpdate(Y.encodeStateAsUpdate(open)))).toBe(canonicalJson(readUpdate(second.log)))
})
