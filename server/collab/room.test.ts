import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { LIMITS } from './limits.ts'
import { Room } from './room.ts'

function room(): Room {
  const nothing = () => {}
  return new Room('draft', {
    limits: LIMITS,
    schemaVersion: 1,
    touch: nothing,
    strangerIn: () => null,
    onStranger: () => {},
    unsavedBytes: () => 0,
    countUnsaved: nothing,
    newestConnection: () => 0,
    mayOpen: () => true,
    onPresence: nothing,
    onStored: nothing,
    onClosed: nothing,
  })
}

test('FRZ-1: a freeze that is heard of while the draft is being loaded is not forgotten for an older state', () => {
  const loading = room()
  loading.freeze('2026-11-28T00:00:00.000Z')
  const seed = Buffer.from(Y.encodeStateAsUpdate(new Y.Doc()))
  loading.loaded({ head: 1, snapshot: null, frozenAt: null, updates: [seed] })
  expect(loading.frozenAt).toBe('2026-11-28T00:00:00.000Z')
})
