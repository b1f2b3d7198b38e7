/** A proxy in front of an office, as networks have them: it passes pages, and sockets only while it is told to. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export class Proxy {
  readonly url: string
  readonly #stop: () => void
  readonly #lines = new Set<Duplex>()
  #passesSockets = true

  private constructor(url: string, stop: () => void) {
    this.url = url
    this.#stop = stop
  }

  static async before(office: string): Promise<Proxy> {
    const server = createServer((asked, answer) => {
      const onward = pass(office, asked).on('response', (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers)
        got.pipe(answer)
      })
      onward.on('error', () => answer.writeHead(502).end())
      asked.pipe(onward)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const proxy = new Proxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => {
      server.closeAllConnections()
      server.close()
    })
    server.on('upgrade', (asked, near: Duplex) => proxy.#upgrade(office, asked, near))
    return proxy
  }

  /** From now on no socket opens, and those that are open are cut. */
  blockSockets(): void {
    this.#passesSockets = false
    for (const line of this.#lines) line.destroy()
  }

  passSockets(): void {
    this.#passesSockets = true
  }

  close(): void {
    this.blockSockets()
    this.#stop()
  }

  #upgrade(office: string, asked: IncomingMessage, near: Duplex): void {
    near.on('error', () => {})
    if (!this.#passesSockets) return void near.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    pass(office, asked)
      .on('upgrade', (got, far, firstWords) => {
        const headers = Object.entries(got.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
        near.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`)
        for (const line of [near, far]) this.#lines.add(line.on('error', () => {}))
        near.write(firstWords)
        near.pipe(far).pipe(near)
      })
      .on('error', () => near.destroy())
      .end()
  }
}

/** The same request to the office, with the Host that the browser named. */
function pass(office: string, { url, method, headers }: IncomingMessage) {
  return request(new URL(url ?? '/', office), { ...(method ? { method } : {}), headers })
}
