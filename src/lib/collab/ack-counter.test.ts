import { expect, test } from 'vitest'
import { AckCounter } from './ack-counter.ts'

const update = new Uint8Array()

test('SAVE-1: an edit is done when the message that carried it is stored, not before', () => {
  const counter = new AckCounter()
  counter.sentStep2() // 1: the handshake
  counter.add(update, [])
  counter.sentUpdate() // 2
  counter.add(update, [])
  counter.sentUpdate() // 3
  expect(counter.stored(1)).toEqual([])
  expect(counter.unsaved).toBe(2)
  expect(counter.stored(2)).toHaveLength(1)
  expect(counter.stored(3)).toHaveLength(1)
  expect(counter.unsaved).toBe(0)
})

test('SAVE-2: after a reconnect the old numbers mean nothing; the step 2 carries everything unacknowledged', () => {
  const counter = new AckCounter()
  counter.add(update, [])
  counter.sentUpdate()
  counter.opened()
  counter.add(update, []) // made while the line was down
  expect(counter.stored(9)).toEqual([]) // whatever the server says, nothing was sent on this connection yet
  counter.sentStep2()
  counter.add(update, [])
  counter.sentUpdate()
  expect(counter.stored(1)).toHaveLength(2)
  expect(counter.unsaved).toBe(1)
})

test('SAVE-1: an edit sent before the step 2 keeps its own number', () => {
  const counter = new AckCounter()
  counter.add(update, [])
  counter.sentUpdate() // 1
  counter.sentStep2() // 2
  expect(counter.stored(1)).toHaveLength(1)
})

test('edits brought back from an earlier visit count as many changes as they hold', () => {
  const counter = new AckCounter()
  counter.add(update, [['o', 'v', 1]], 7)
  expect(counter.unsaved).toBe(7)
  expect(counter.takeAll()[0]?.rows).toEqual([['o', 'v', 1]])
  expect(counter.unsaved).toBe(0)
})
