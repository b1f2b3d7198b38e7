import { Transform } from '@tiptap/pm/transform'
import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { FIRST_RESERVED_CLIENT } from '../../clients.ts'
import { readDocument } from '../read.ts'
import { schema } from '../schema.ts'
import { newText } from '../seed.ts'
import { clause, documentOf, p } from '../testing.ts'
import { takenApart } from './apart.ts'
import { apply } from './apply.ts'
import { Fork } from './fork.ts'
import { toldEach, toldOf } from './words.ts'

const start = () => newText(documentOf('quyet-dinh', [p('Một hai ba.'), p('Bốn năm.')]))

/** As the editor writes it. */
function edit(doc: Y.Doc, change: (tr: Transform) => void): void {
  const body = doc.getXmlFragment('body')
  const { doc: node, meta } = initProseMirrorDoc(body, schema)
  const tr = new Transform(node)
  change(tr)
  doc.transact(() => updateYFragment(doc, body, tr.doc, meta))
}
const words = (doc: Y.Doc) =>
  JSON.stringify(readDocument(doc).body.content?.map(({ content }) => content?.[0]?.text ?? ''))

test('letters typed one after the other are one suggestion, which keeps its id', () => {
  const fork = new Fork(start(), [])
  const ids = new Set<string>()
  let at = 5
  for (const letter of 'mới ') {
    edit(fork.doc, (tr) => tr.insert(at++, schema.text(letter)))
    const all = fork.suggestions()
    expect(all).toHaveLength(1)
    for (const { id } of all) ids.add(id)
  }
  expect(ids.size).toBe(1)
  expect(fork.suggestions()[0]?.changes).toMatchObject([{ is: 'words', put: [{ text: 'mới ' }], removed: [] }])
})

test('what a composed syllable leaves is what plain typing leaves', () => {
  const text = start()
  const [typed, composed] = [new Fork(text, []), new Fork(text, [])]
  edit(typed.doc, (tr) => tr.insert(5, schema.text('đường')))
  let before = ''
  for (const now of ['d', 'đ', 'đu', 'đư', 'đươ', 'đươn', 'đương', 'đường']) {
    edit(composed.doc, (tr) => tr.replaceWith(5, 5 + before.length, schema.text(now)))
    composed.suggestions()
    before = now
  }
  const changesOf = (fork: Fork) => fork.suggestions().map(({ changes }) => changes)
  expect(changesOf(composed)).toEqual(changesOf(typed))
})

test('what was typed and taken away again, or made bold and plain again, leaves nothing', () => {
  const fork = new Fork(start(), [])
  edit(fork.doc, (tr) => tr.insert(5, schema.text('thừa')))
  edit(fork.doc, (tr) => tr.delete(5, 9))
  edit(fork.doc, (tr) => tr.addMark(1, 4, schema.mark('bold')))
  edit(fork.doc, (tr) => tr.removeMark(1, 4, schema.mark('bold')))
  expect(fork.suggestions()).toEqual([])
})

test('a replacement that was taken apart stays so, in a new copy and when one goes on', () => {
  const text = start()
  const fork = new Fork(text, [])
  edit(fork.doc, (tr) => tr.replaceWith(5, 8, schema.text('HAI')))
  const [whole] = fork.suggestions()
  const halves = takenApart(whole?.changes ?? [])
  if (!halves) throw new Error('no halves')
  const apart = [
    { id: 'gone', changes: [halves.gone] },
    { id: 'put', changes: [halves.put] },
  ]
  const again = new Fork(text, apart)
  expect(words(again.doc)).toBe('["Một HAI ba.","Bốn năm."]')
  expect(again.suggestions()).toEqual(apart)
  edit(again.doc, (tr) => tr.insert(8, schema.text('!')))
  expect(again.suggestions()).toMatchObject([
    apart[0],
    { id: 'put', changes: [{ removed: [], put: [{ text: 'HAI!' }] }] },
  ])
})

test('it follows the text, and hands nothing to it', () => {
  const text = start()
  const fork = new Fork(text, [])
  edit(fork.doc, (tr) => tr.insert(5, schema.text('mới ')))
  edit(text, (tr) => tr.insert(1, schema.text('Đầu: ')))
  expect(words(text)).toBe('["Đầu: Một hai ba.","Bốn năm."]')
  expect(words(fork.doc)).toBe('["Đầu: Một mới hai ba.","Bốn năm."]')
  expect(fork.suggestions()).toMatchObject([{ changes: [{ is: 'words', put: [{ text: 'mới ' }] }] }])
})

test('it follows no further once a suggestion has come into the text, and a new copy has it once', () => {
  const text = start()
  const fork = new Fork(text, [])
  edit(fork.doc, (tr) => tr.insert(5, schema.text('mới ')))
  const [one] = fork.suggestions()
  fork.watch([77])
  let heard = 0
  fork.onHeld(() => heard++)
  const client = text.clientID
  text.clientID = 77
  text.transact((tr) => apply(tr, one?.changes ?? []))
  text.clientID = client
  edit(text, (tr) => tr.insert(1, schema.text('Đầu: ')))
  expect([heard, fork.isHeld]).toEqual([1, true])
  expect(fork.suggestions()).toEqual([one])
  expect(words(fork.doc)).toBe('["Một mới hai ba.","Bốn năm."]')
  const again = new Fork(text, [])
  expect(words(again.doc)).toBe('["Đầu: Một mới hai ba.","Bốn năm."]')
  expect(again.suggestions()).toEqual([])
})

test('a line that is moved is one suggestion', () => {
  const text = newText(documentOf('quyet-dinh', [p('Một.'), p('Hai ba.'), p('Bốn năm.'), p('Sáu.'), p('Bảy.')]))
  const fork = new Fork(text, [])
  edit(fork.doc, (tr) => {
    const [from, line] = [tr.doc.child(0).nodeSize + tr.doc.child(1).nodeSize, tr.doc.child(2)]
    tr.delete(from, from + line.nodeSize).insert(0, line)
  })
  const all = fork.suggestions()
  expect(all).toHaveLength(1)
  expect(toldOf(all[0]?.changes ?? [])).toEqual({ kind: 'move', was: '', put: 'Bốn năm.' })
  text.transact((tr) => apply(tr, all[0]?.changes ?? []))
  expect(words(text)).toBe('["Bốn năm.","Một.","Hai ba.","Sáu.","Bảy."]')
})

test('a line that is moved and looks otherwise, or a clause that reads otherwise since, is one suggestion too', () => {
  const text = newText(documentOf('quyet-dinh', [p('Một.'), clause('dieu', 'Hai ba', 'd1'), p('Bốn.'), p('Năm.')]))
  const moved = (change: (tr: Transform) => void) => {
    const fork = new Fork(text, [])
    edit(fork.doc, (tr) => {
      const [from, line] = [tr.doc.child(0).nodeSize, tr.doc.child(1)]
      tr.delete(from, from + line.nodeSize).insert(tr.doc.content.size, line)
      change(tr)
    })
    const all = fork.suggestions()
    expect(all).toHaveLength(1)
    return toldEach(all[0]?.changes ?? [])
  }
  const end = (tr: Transform) => tr.doc.content.size - 1
  expect(moved((tr) => tr.addMark(end(tr) - 2, end(tr), schema.mark('bold')))).toMatchObject([
    { kind: 'move', was: '', put: 'Hai ba', traits: [{ of: 'line' }, { of: 'mark', name: 'bold' }] },
  ])
  expect(moved((tr) => tr.insert(end(tr), schema.text(' sáu')))).toMatchObject([
    { kind: 'move', was: 'Hai ba', put: 'Hai ba sáu' },
  ])
})

test('lines that were taken away and came back, as by an undo, are no suggestion', () => {
  const text = newText(documentOf('quyet-dinh', [p('Một.'), p('Hai ba.'), p('Bốn năm.'), p('Sáu.')]))
  const fork = new Fork(text, [])
  const body = fork.doc.getXmlFragment('body')
  const again = body.slice(1, 3).map((line) => line.clone())
  fork.doc.transact(() => {
    body.delete(1, 2)
    body.insert(1, again)
  })
  expect(fork.suggestions()).toEqual([])
  edit(fork.doc, (tr) => tr.insert(tr.doc.child(0).nodeSize, schema.node('textblock', null, schema.text('Mới.'))))
  expect(fork.suggestions()).toMatchObject([{ changes: [{ is: 'blocks', removed: [], put: [{}] }] }])
  text.transact((tr) => apply(tr, fork.suggestions()[0]?.changes ?? []))
  expect(words(text)).toBe('["Một.","Mới.","Hai ba.","Bốn năm.","Sáu."]')
})

test('put back later, it is the same suggestion', () => {
  const text = start()
  const fork = new Fork(text, [])
  edit(fork.doc, (tr) => tr.split(5))
  edit(fork.doc, (tr) => tr.insert(1, schema.text('A ')))
  const before = fork.suggestions()
  fork.destroy()
  const again = new Fork(text, JSON.parse(JSON.stringify(before)))
  expect(words(again.doc)).toBe('["A Một ","hai ba.","Bốn năm."]')
  expect(again.suggestions()).toEqual(before)
})

test('the final reading is edited too: what others suggest stands in it, and is not one’s own', () => {
  const text = start()
  const [other, line] = [new Fork(text, []), new Fork(text, [])]
  edit(other.doc, (tr) => tr.replaceWith(5, 8, schema.text('HAI'))) // "hai" → "HAI"
  edit(line.doc, (tr) => tr.insert(tr.doc.content.size, schema.node('textblock', null, schema.text('Dòng mới.'))))
  const theirs = [...other.suggestions(), ...line.suggestions()].map(({ changes }, at) => ({
    client: FIRST_RESERVED_CLIENT + at,
    changes,
  }))
  const fork = new Fork(text, [], theirs)
  expect(words(fork.doc)).toBe('["Một HAI ba.","Bốn năm.","Dòng mới."]')
  expect(fork.suggestions()).toEqual([])
  edit(fork.doc, (tr) => tr.insert(8, schema.text(' X')))
  const [own, ...more] = fork.suggestions()
  expect(more).toEqual([])
  expect(own?.changes).toMatchObject([{ is: 'words', removed: [], put: [{ text: 'X ' }] }])
  // It is about the text, not about what others suggest: in the text alone it stands as well.
  text.transact((tr) => apply(tr, own?.changes ?? []))
  expect(words(text)).toBe('["Một hai X ba.","Bốn năm."]')
})

test('what would mingle with one’s own is left out of it, and nothing of one’s own is lost', () => {
  const text = start()
  const [other, mine] = [new Fork(text, []), new Fork(text, [])]
  edit(other.doc, (tr) => tr.split(5))
  edit(mine.doc, (tr) => tr.insert(9, schema.text('của tôi ')))
  const own = mine.suggestions()
  const theirs = other.suggestions().map(({ changes }) => ({ client: FIRST_RESERVED_CLIENT, changes }))
  const fork = new Fork(text, own, theirs)
  expect(fork.suggestions()).toEqual(own)
  expect(words(fork.doc)).toContain('của tôi')
})

test('what is undone and done again is the same suggestion, under its id', () => {
  const fork = new Fork(start(), [])
  edit(fork.doc, (tr) => tr.insert(5, schema.text('mới ')))
  const before = fork.suggestions()
  edit(fork.doc, (tr) => tr.delete(5, 9))
  expect(fork.suggestions()).toEqual([])
  edit(fork.doc, (tr) => tr.insert(5, schema.text('mới ')))
  expect(fork.suggestions()).toEqual(before)
  edit(fork.doc, (tr) => tr.delete(5, 9))
  fork.suggestions()
  edit(fork.doc, (tr) => tr.insert(5, schema.text('khác ')))
  expect(fork.suggestions()[0]?.id).not.toBe(before[0]?.id)
})

test('a line cut in two, and words changed in its second half: one suggestion, which takes a colleague’s letters along', () => {
  const edits: Record<string, (tr: Transform) => void> = {
    'Một |xin hai ba.': (tr) => tr.split(5).insert(7, schema.text('xin ')),
    'Một nhé |này hai ba.': (tr) => tr.insert(5, schema.text('nhé này ')).split(9),
    'Một |hai thêm ba.': (tr) => tr.split(5).insert(11, schema.text('thêm ')),
    'Một |hai ba. Hết.': (tr) => tr.split(5).insert(14, schema.text(' Hết.')),
    'Một |hai': (tr) => tr.split(5).delete(10, 14),
  }
  for (const [wanted, change] of Object.entries(edits)) {
    const text = start()
    const fork = new Fork(text, [])
    edit(fork.doc, change)
    const [one, ...more] = fork.suggestions()
    expect(more, wanted).toEqual([])
    const halves = wanted.split('|')
    expect(words(fork.doc), wanted).toBe(JSON.stringify([...halves, 'Bốn năm.']))
    fork.destroy()
    edit(text, (tr) => tr.insert(6, schema.text('Ư')))
    text.transact((tr) => apply(tr, one?.changes ?? []))
    expect(words(text), wanted).toBe(JSON.stringify([...halves, 'Bốn năm.']).replace('hai', 'hƯai'))
  }
})

test('words that only look alike are another line', () => {
  const [old, fresh] = [
    'Ủy ban nhân dân các xã, phường phối hợp với các sở, ban, ngành có liên quan tổ chức thực hiện theo quy định.',
    'Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Tài chính và các tổ chức, cá nhân chịu trách nhiệm thi hành.',
  ]
  const fork = new Fork(newText(documentOf('quyet-dinh', [p(`Điều gì: ${old}`), p('Bốn năm.')])), [])
  edit(fork.doc, (tr) => tr.delete(9, 10 + old.length))
  edit(fork.doc, (tr) => tr.insert(10, schema.node('textblock', null, schema.text(fresh))))
  expect(fork.suggestions().flatMap(({ changes }) => changes.map(({ is }) => is))).toEqual(['words', 'blocks'])
})
