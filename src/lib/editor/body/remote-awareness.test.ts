import { expect, test } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { RemoteAwareness } from './remote-awareness.ts'

test('one is nobody among the others, in whichever copy of the text one works', () => {
  const own = new Awareness(new Y.Doc())
  const colleague = new Awareness(new Y.Doc())
  own.setLocalState({ cursor: 1 })
  colleague.setLocalState({ cursor: 2, user: { name: 'Mai' } })
  applyAwarenessUpdate(own, encodeAwarenessUpdate(colleague, [colleague.clientID]), 'server')
  const remote = new RemoteAwareness(own)
  const client = colleague.clientID
  expect([...remote.getStates()]).toEqual([[client, { cursor: 2, user: { name: 'Mai', client } }]])
  expect([...remote.states.keys()]).toEqual([colleague.clientID])
  expect(remote.getLocalState()).toEqual({ cursor: 1 })
  for (const one of [own, colleague]) one.destroy()
})
