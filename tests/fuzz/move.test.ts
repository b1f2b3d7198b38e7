/** Two editors and a clause that one of them moves: what the other says about it, or types in it, is kept. */
import { TextSelection } from '@tiptap/pm/state'
import { redo, undo, yCursorPlugin, yCursorPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { seedUpdate } from '../../src/lib/document/seed.ts'
import { clause, signer, sonLa } from '../../src/lib/document/testing.ts'
import {
  anchorSelection,
  findPassage,
  type Highlight,
  highlights,
  highlightsKey,
} from '../../src/lib/editor/core/highlights.ts'
import { endUndoStep } from '../../src/lib/editor/core/undo.ts'
import { moveClause, moveFamily } from '../../src/lib/editor/structure/move.ts'
import { type Client, createClient } from './document/client.ts'

const WORDS = ['Một điều', 'Hai điều', 'Ba điều']

const seeded = () =>
  seedUpdate({ kind: 'quyet-dinh', office: sonLa, signer, blocks: WORDS.map((words) => clause('dieu', words)) })

function open(): [Client, Client] {
  const initial = seeded()
  const plugins = () => [highlights()]
  return [createClient(1, initial, plugins()), createClient(2, initial, plugins())]
}

const startOf = ({ state }: Client, word: string): number => {
  let found = -1
  state.doc.descendants((node, pos) => {
    const at = node.isText ? (node.text ?? '').indexOf(word) : -1
    if (at !== -1) found = pos + at
  })
  return found
}

const select = (client: Client, word: string) => {
  const at = startOf(client, word)
  client.dispatch(client.state.tr.setSelection(TextSelection.create(client.state.doc, at, at + word.length)))
}

/** Somebody speaks about words; both see it. */
function comment(clients: readonly Client[], word: string, wanted: Highlight[]): Highlight {
  const [first] = clients
  if (first) select(first, word)
  const anchored = first && anchorSelection(first.state)
  if (!anchored) throw new Error('nothing selected')
  const thread: Highlight = { id: word, kind: 'thread', isShown: true, ...anchored }
  wanted.push(thread)
  for (const client of clients) client.dispatch(client.state.tr.setMeta(highlightsKey, { wanted }))
  return thread
}

const move = (client: Client, command: ReturnType<typeof moveClause>) => command(client.state, client.dispatch)

const send = (from: Client, to: Client) => from.sent.splice(0).forEach((update) => to.receive(update))

const spokenAbout = ({ state }: Client, thread: Highlight) => {
  const passage = findPassage(state, thread)
  return passage && state.doc.textBetween(passage.from, passage.to)
}

const texts = ({ state }: Client) => state.doc.children.map((node) => node.textContent)

test.each([
  ['the moved clause', ['Một']],
  ['its neighbour', ['Hai']],
  ['both', ['Một', 'Hai']],
])('comments in %s are found by everybody after the move', async (_, words) => {
  const clients = open()
  const [mover, other] = clients
  const wanted: Highlight[] = []
  const threads = words.map((word) => comment(clients, word, wanted))
  select(mover, 'Một')
  move(mover, moveClause(1))
  send(mover, other)
  await Promise.resolve()
  for (const client of clients) {
    expect(texts(client)).toEqual(['Hai điều', 'Một điều', 'Ba điều'])
    expect(threads.map((thread) => spokenAbout(client, thread))).toEqual(words)
  }
})

test.each([
  ['down', 0, 3, ['Hai điều', 'Ba điều', 'Một điều']],
  ['up', 2, 0, ['Ba điều', 'Một điều', 'Hai điều']],
])('comments are found when a clause is dragged %s', async (_, index, before, after) => {
  const clients = open()
  const wanted: Highlight[] = []
  const threads = ['Một', 'Hai', 'Ba'].map((word) => comment(clients, word, wanted))
  move(clients[0], moveFamily(index, before))
  send(...clients)
  await Promise.resolve()
  for (const client of clients) {
    expect(texts(client)).toEqual(after)
    expect(threads.map((thread) => spokenAbout(client, thread))).toEqual(['Một', 'Hai', 'Ba'])
  }
})

test('a comment holds on to the words that were selected, not to the clause that the selection just reaches', () => {
  const clients = open()
  const [mover] = clients
  const [end, start] = [startOf(mover, 'Hai') + 'Hai điều'.length, startOf(mover, 'Hai')]
  const next = startOf(mover, 'Ba')
  const previousEnd = startOf(mover, 'Một') + 'Một điều'.length
  mover.dispatch(mover.state.tr.setSelection(TextSelection.create(mover.state.doc, previousEnd, next)))
  const said = anchorSelection(mover.state)
  if (!said) throw new Error('nothing selected')
  expect(said.quote).toBe('Hai điều')
  expect(findPassage(mover.state, { id: 'a', ...said })).toMatchObject({ from: start, to: end })
})

test.each(['Một', 'Hai'])('what is typed at that moment where a comment is (%s) is kept', (word) => {
  const clients = open()
  const [mover, other] = clients
  comment(clients, word, [])
  select(mover, 'Một')
  other.dispatch(other.state.tr.insertText('X', startOf(other, word) + word.length))
  move(mover, moveClause(1))
  send(mover, other)
  send(other, mover)
  for (const client of clients)
    expect(texts(client)).toEqual(['Hai điều', 'Một điều', 'Ba điều'].map((text) => text.replace(word, `${word}X`)))
})

test.each(['Một', 'Hai'])('what is typed at that moment where a colleague’s caret stands (%s) is kept', (word) => {
  const initial = seeded()
  const awareness = new Awareness(new Y.Doc())
  const mover = createClient(1, initial, [yCursorPlugin(awareness)])
  const other = createClient(2, initial, [highlights()])
  select(other, word)
  const caret = anchorSelection(other.state)?.anchor
  awareness.states.set(2, { user: { name: 'Mai' }, cursor: { anchor: caret?.end, head: caret?.end } })
  mover.dispatch(mover.state.tr.setMeta(yCursorPluginKey, { awarenessUpdated: true }))
  select(mover, 'Một')
  other.dispatch(other.state.tr.insertText('X', other.state.selection.to))
  move(mover, moveClause(1))
  send(mover, other)
  send(other, mover)
  for (const client of [mover, other])
    expect(texts(client)).toEqual(['Hai điều', 'Một điều', 'Ba điều'].map((text) => text.replace(word, `${word}X`)))
  awareness.destroy()
})

test('a move that comes together with where its comments are now is taken as it is, and nothing is written back', async () => {
  const clients = open()
  const [mover, other] = clients
  const wanted: Highlight[] = []
  const thread = comment(clients, 'Một', wanted)
  comment(clients, 'Hai', wanted)
  select(mover, 'Một')
  move(mover, moveClause(1))
  other.receive(Y.mergeUpdates(mover.sent.splice(0)))
  await Promise.resolve()
  expect(other.sent).toEqual([])
  expect(texts(other)).toEqual(['Hai điều', 'Một điều', 'Ba điều'])
  expect(spokenAbout(other, thread)).toBe('Một')
  expect(highlightsKey.getState(other.state)?.following.places.get('Một')).toBeDefined()
})

test.each([
  ['the moved clause', ['Một']],
  ['its neighbour', ['Hai']],
  ['both', ['Một', 'Hai']],
])('a move that is undone, done again and undone costs comments in %s nothing, for nobody', async (_, words) => {
  const clients = open()
  const [mover, other] = clients
  const wanted: Highlight[] = []
  const threads = words.map((word) => comment(clients, word, wanted))
  select(mover, 'Một')
  endUndoStep(mover.state)
  move(mover, moveClause(1))
  endUndoStep(mover.state)
  const [before, after] = [
    ['Một điều', 'Hai điều', 'Ba điều'],
    ['Hai điều', 'Một điều', 'Ba điều'],
  ]
  for (const [act, order] of [
    [undo, before],
    [redo, after],
    [undo, before],
  ] as const) {
    act(mover.state)
    send(mover, other)
    await Promise.resolve()
    const later = createClient(3, Y.encodeStateAsUpdate(other.ydoc))
    for (const client of [...clients, later]) {
      expect(texts(client)).toEqual(order)
      expect(threads.map((thread) => spokenAbout(client, thread))).toEqual(words)
    }
  }
})
