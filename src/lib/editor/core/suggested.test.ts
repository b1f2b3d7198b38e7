/** What is drawn of hundreds of suggestions stays as it is, but for what a letter has touched; and is exact on every letter. */
import type { Decoration } from '@tiptap/pm/view'
import { expect, test } from 'vitest'
import { type Client, createClient } from '../../../../tests/fuzz/document/client.ts'
import { suggestions } from '../../../../tests/tools/suggest-everywhere.ts'
import { seedUpdate } from '../../document/seed.ts'
import { cell, p, row, signer, sonLa, table } from '../../document/testing.ts'
import { suggested, suggestedKey } from './suggested.ts'

const LINES = Array.from({ length: 12 }, (_, at) => p(`Dòng thứ ${at}: giao Sở Xây dựng rà soát nhà ở trước mùa mưa.`))
const GRID = table(row(cell('Nội dung công việc'), cell('Đơn vị chủ trì thực hiện')))

/** Two people in one text, the first of whom sees everything that is suggested. */
function office() {
  const seed = seedUpdate({ kind: 'cong-van', office: sonLa, signer, blocks: [...LINES, GRID] })
  const author = createClient(1, seed, [suggested()])
  const colleague = createClient(2, seed, [])
  const shown = suggestions(author.ydoc, 100).map((one, at) => {
    return { ...one, client: 1_000 + at, isDrawn: true, name: 'Nguyễn Thị Anh', isMine: false }
  })
  ask(author, { shown })
  return { author, colleague, shown }
}

const ask = ({ state, dispatch }: Client, asked: object) => dispatch(state.tr.setMeta(suggestedKey, asked))

const decorations = ({ state }: Client): Decoration[] => suggestedKey.getState(state)?.decorations.find() ?? []

/** As one sees it, in the order of the text. */
const seen = (client: Client) =>
  decorations(client)
    .map(({ from, to, spec }) => JSON.stringify([from, to, spec.of, spec.says]))
    .sort()

/** As it is drawn when nothing was drawn before. */
function drawnAnew(client: Client) {
  const { shown } = suggestedKey.getState(client.state) ?? { shown: [] }
  ask(client, { shown: [] })
  ask(client, { shown: shown.map((one) => ({ ...one, changes: structuredClone(one.changes) })) })
  return seen(client)
}

const places = ({ state }: Client) => [...(suggestedKey.getState(state)?.places.all ?? [])]

function write(client: Client, words: string, letters: string) {
  let at = 0
  client.state.doc.descendants((node, pos) => {
    const found = node.isText ? (node.text ?? '').indexOf(words) : -1
    if (found >= 0) at = pos + found + words.length
  })
  client.dispatch(client.state.tr.insertText(letters, at))
}

test('a letter draws anew what stands in its line, and nothing else', () => {
  const { author } = office()
  const before = new Set(decorations(author).map(({ spec }) => spec))
  write(author, 'thứ 5', 'x')
  ask(author, {})
  const { shown } = suggestedKey.getState(author.state) ?? { shown: [] }
  const anew = decorations(author).filter(({ spec }) => !before.has(spec))
  expect(before.size).toBeGreaterThan(shown.length)
  expect(new Set(anew.map(({ spec }) => spec.of)).size).toBeLessThanOrEqual(1)
  const [drawn, stood] = [seen(author), places(author)]
  expect(drawnAnew(author)).toEqual(drawn)
  expect(places(author)).toEqual(stood)
})

test("a colleague's letters take nothing away, before anything is drawn anew", () => {
  const { author, colleague } = office()
  const count = decorations(author).length
  for (const [words, letters] of [
    ['thứ 3', 'mới '],
    ['Đơn vị chủ trì', 'Tên '],
  ] as const) {
    write(colleague, words, letters)
    for (const update of colleague.sent.splice(0)) author.receive(update)
    expect(decorations(author)).toHaveLength(count)
  }
  const drawn = seen(author)
  expect(drawnAnew(author)).toEqual(drawn)
})

test('lines that come, go and change places: as if drawn for the first time', () => {
  const { author, colleague } = office()
  author.dispatch(author.state.tr.split(30))
  ask(author, {})
  expect(seen(author)).toEqual(drawnAnew(author))
  const { doc, tr } = author.state
  const first = doc.child(2)
  const pos = doc.child(0).nodeSize + doc.child(1).nodeSize
  const moved = tr.delete(pos, pos + first.nodeSize)
  author.dispatch(moved.insert(moved.doc.child(0).nodeSize, first))
  ask(author, {})
  expect(seen(author)).toEqual(drawnAnew(author))
  for (const update of author.sent.splice(0)) colleague.receive(update)
  colleague.dispatch(colleague.state.tr.delete(0, colleague.state.doc.child(0).nodeSize))
  for (const update of colleague.sent.splice(0)) author.receive(update)
  ask(author, {})
  expect(seen(author)).toEqual(drawnAnew(author))
})

test('another one is in view: only the two are drawn anew', () => {
  const { author, shown } = office()
  ask(author, { active: shown[1]?.id ?? '' })
  const before = new Set(decorations(author).map(({ spec }) => spec))
  ask(author, { active: shown[4]?.id ?? '' })
  const anew = new Set(decorations(author).flatMap(({ spec }) => (before.has(spec) ? [] : [spec.of])))
  expect(anew).toEqual(new Set([shown[1]?.id, shown[4]?.id]))
})
