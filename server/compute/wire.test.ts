import { Duplex } from 'node:stream'
import { setImmediate as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { listen, write } from './wire.ts'

/** A line that says back what is written to it, in chunks of this length. */
class Echo extends Duplex {
  readonly #chunkBytes: number

  constructor(chunkBytes: number) {
    super()
    this.#chunkBytes = chunkBytes
  }

  override _read(): void {}

  override _write(bytes: Buffer, _: string, done: () => void): void {
    for (let at = 0; at < bytes.length; at += this.#chunkBytes) this.push(bytes.subarray(at, at + this.#chunkBytes))
    done()
  }
}

const long = Buffer.alloc(20_000, 'đ')
const VALUES = [
  ['text, numbers and nothing', { a: 'Ủy ban', b: [1, 2.5, 2n ** 70n], c: null, d: undefined }],
  [
    'maps and sets',
    new Map<unknown, unknown>([
      ['a', new Set([1])],
      [2, new Date(0)],
    ]),
  ],
  ['short bytes', new Uint8Array([1, 2, 3])],
  ['no bytes', new Uint8Array()],
  ['long bytes at two places', { pdf: new Uint8Array(long), parts: [new Map([['b', new Uint8Array(long)]])] }],
  ['a part of longer bytes', new Uint8Array(long).subarray(7, 17_007)],
  ['buffers, which stay buffers', { short: Buffer.from('ngắn'), long }],
] as const

test.each([1, 7, 65_536])('whatever is written is heard, in order, in chunks of %i bytes', async (chunkBytes) => {
  const line = new Echo(chunkBytes)
  const heard: unknown[] = []
  listen(line, (value) => heard.push(value))
  for (const [, value] of VALUES) write(line, value)
  while (heard.length < VALUES.length) await pause()
  expect(heard).toStrictEqual(VALUES.map(([, value]) => value))
})

test('what is no bytes and no plain data is refused where it is written', () => {
  const line = new Echo(100)
  expect(() => write(line, new Float64Array(4))).toThrow(TypeError)
  expect(() => write(line, { act: () => {} })).toThrow()
})

test.each([
  ['a message of no parts', Buffer.from([0, 0, 0, 0])],
  ['a message of too many', Buffer.from([255, 255, 255, 255])],
  ['one of 4 GB', Buffer.from([1, 0, 0, 0, 255, 255, 255, 255])],
  ['what is no value', Buffer.from([1, 0, 0, 0, 2, 0, 0, 0, 9, 9])],
])('%s ends the line and nothing else', async (_, bytes) => {
  const line = new Echo(100)
  const error = new Promise((resolve) => line.once('error', resolve))
  listen(line, () => {})
  line.push(bytes)
  expect(await error).toBeInstanceOf(Error)
})
