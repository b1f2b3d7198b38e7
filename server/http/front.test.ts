import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createFront } from './front.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

interface Seen {
  handled: number
  pieces: number
  bytes: number
  errors: number
}

/** A house behind the front that reads each body, and counts what reaches it. */
async function house(read: (request: IncomingMessage, seen: Seen) => Promise<void> = readWhole) {
  const seen: Seen = { handled: 0, pieces: 0, bytes: 0, errors: 0 }
  const front = createFront({ host: '127.0.0.1', origin: undefined }, { upgrade: () => {} })
  const own = createServer((request, response) => {
    front.receive(request, response, () => {
      seen.handled += 1
      void read(request, seen).then(
        () => response.end(`${seen.bytes}`),
        () => (seen.errors += 1),
      )
    })
  })
  server = own
  own.listen(0, '127.0.0.1')
  await once(own, 'listening')
  return { seen, port: (own.address() as AddressInfo).port }
}

async function readWhole(request: IncomingMessage, seen: Seen): Promise<void> {
  for await (const piece of request) {
    seen.pieces += 1
    seen.bytes += (piece as Buffer).length
  }
}

/** Sends the parts, waiting as long between them, and gives back all that is answered until the connection ends. */
async function say(port: number, parts: string[], pauseMs = 0): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }).on('error', () => {})
  let answer = ''
  socket.on('data', (data: Buffer) => (answer += data.toString()))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  for (const part of parts) {
    if (!socket.writable) break
    socket.write(part)
    if (pauseMs) await sleep(pauseMs)
  }
  await closed
  return answer
}

const CHUNKED = 'POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n'
const chunks = (count: number, size: number) =>
  `${size.toString(16)}\r\n${'a'.repeat(size)}\r\n`.repeat(count) + '0\r\n\r\n'

test('60,000 chunks of one byte are refused at the first, with a sentence', async () => {
  const { seen, port } = await house()
  expect(await say(port, [CHUNKED, chunks(60_000, 1)])).toMatch(/^HTTP\/1\.1 413 [^]*mảnh nhỏ/)
  expect(seen.pieces).toBeLessThan(100)
  expect(seen.errors).toBe(seen.handled) // none at all where all came in one read
})

test('nor does it wait for somebody to read them', async () => {
  const { seen, port } = await house(async (request, counted) => {
    await sleep(200)
    await readWhole(request, counted)
  })
  expect(await say(port, [CHUNKED, chunks(60_000, 1)])).toMatch(/^HTTP\/1\.1 413 /)
  expect(seen.pieces).toBeLessThan(100)
})

test('a body with its length that comes letter by letter is refused too', async () => {
  const { port } = await house()
  const head = 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\nconnection: close\r\n\r\n'
  expect(await say(port, [head, ...Array<string>(300).fill('a')], 2)).toMatch(/^HTTP\/1\.1 413 /)
})

test.each([
  ['a proxy that sends on what it gets', 4_000, 1_400],
  ['a form in a few small chunks', 60, 10],
  ['an upload in chunks of 16 kB', 200, 16_384],
])('%s is let through whole', async (_, count, size) => {
  const { seen, port } = await house()
  expect(await say(port, [CHUNKED, chunks(count, size)])).toMatch(/^HTTP\/1\.1 200 /)
  expect(seen.bytes).toBe(count * size)
})

test('of 2,000 requests at once down one connection a few are begun, and it is cut', async () => {
  const { seen, port } = await house()
  await say(port, ['GET / HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(2_000)])
  expect(seen.handled).toBeLessThan(10)
})

test('requests that wait for their answers may be as many as they like', async () => {
  const { seen, port } = await house()
  const socket = connect(port, '127.0.0.1')
  for (let index = 0; index < 50; index++) {
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
    await once(socket, 'data')
  }
  socket.destroy()
  expect(seen.handled).toBe(50)
})
