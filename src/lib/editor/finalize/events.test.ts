import { expect, test } from 'vitest'
import { readEvents } from './events.ts'

function streamOf(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece))
      controller.close()
    },
  })
}

async function all(stream: ReadableStream<Uint8Array>) {
  const events = []
  for await (const event of readEvents(stream)) events.push(event)
  return events
}

test('steps are read as they come, however the network cuts them', async () => {
  const events = await all(
    streamOf('{"step":"fro', 'zen"}\n{"step":"numbered","number":"15/QĐ', '-UBND"}\n', '{"done":true}\n'),
  )
  expect(events).toEqual([{ step: 'frozen' }, { step: 'numbered', number: '15/QĐ-UBND' }, { done: true }])
})

test('how many tries of a PIN are left comes with its refusal', async () => {
  expect(await all(streamOf('{"failed":"wrong_pin","remaining":2}\n'))).toEqual([{ failed: 'wrong_pin', remaining: 2 }])
})

test('a page of HTML in place of events is an error, not a step', async () => {
  await expect(all(streamOf('<!doctype html>\n'))).rejects.toThrow()
})

test('a failure names a code that has a sentence', async () => {
  expect(await all(streamOf('{"failed":"wrong_pin"}\n'))).toEqual([{ failed: 'wrong_pin' }])
  await expect(all(streamOf('{"failed":"something_else"}\n'))).rejects.toThrow()
})
