import { yCursorPlugin } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { createClient } from '../../../../tests/fuzz/document/client.ts'
import { newText } from '../../document/seed.ts'
import { documentOf, p } from '../../document/testing.ts'
import { RemoteAwareness } from './remote-awareness.ts'

test('one is nobody among the others, in whichever copy of the text one works', () => {
  const own = new Awareness(new Y.Doc())
  const colleague = new Awareness(new Y.Doc())
  own.setLocalState({ cursor: 1 })
  const point = { type: null, tname: 'body', item: null, assoc: 0 }
  const cursor = { anchor: point, head: point }
  colleague.setLocalState({ cursor, user: { name: 'Mai' } })
  applyAwarenessUpdate(own, encodeAwarenessUpdate(colleague, [colleague.clientID]), 'server')
  const remote = new RemoteAwareness(own)
  const client = colleague.clientID
  expect([...remote.getStates()]).toEqual([[client, { cursor, user: { name: 'Mai', client } }]])
  expect([...remote.states.keys()]).toEqual([colleague.clientID])
  expect(remote.getLocalState()).toEqual({ cursor: 1 })
  for (const one of [own, colleague]) one.destroy()
})

const item = { client: 1, clock: 0 }
test.each<unknown>([
  1,
  'x',
  true,
  [[]],
  {},
  { anchor: null, head: null },
  { anchor: {}, head: {} },
  { anchor: { item }, head: undefined },
  { anchor: { item: 5 }, head: { item: 5 } },
  { anchor: { item: {} }, head: { item: {} } },
  { anchor: { item: { client: 1, clock: -1 } }, head: { item } },
  { anchor: { item: { client: 1, clock: 'x' } }, head: { item } },
  { anchor: { item: { client: 1, clock: 0.5 } }, head: { item } },
  { anchor: { type: { client: {}, clock: {} } }, head: { item } },
  { anchor: { tname: { x: 1 } }, head: { tname: [] } },
  { anchor: { item, assoc: 'x' }, head: { item, assoc: {} } },
  { anchor: { tname: 'fields', assoc: 0 }, head: { tname: 'nowhere', assoc: 0 } },
])('OPEN-1: a caret that no page tells keeps nobody from typing: %j', (cursor) => {
  const shared = newText(documentOf('thong-bao', [p('Dòng')]))
  shared.clientID = 1
  const own = new Awareness(shared)
  const stranger = new Awareness(new Y.Doc())
  stranger.setLocalState({ cursor, user: { id: 'x', name: 'X', color: '#000000' } })
  applyAwarenessUpdate(own, encodeAwarenessUpdate(stranger, [stranger.clientID]), 'server')
  const client = createClient(7, shared, [yCursorPlugin(new RemoteAwareness(own) as unknown as Awareness)])
  client.dispatch(client.state.tr.insertText('chữ ', 1))
  expect(client.state.doc.textContent).toContain('chữ ')
  for (const one of [own, stranger]) one.destroy()
})
