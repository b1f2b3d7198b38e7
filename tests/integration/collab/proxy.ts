/** A TCP line that can be slow, silent or cut: in front of Postgres or of a server. */
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net'

export interface Line {
  port: number
  /** Nothing gets through any more, in either direction; both ends stay connected. */
  hold(): void
  release(): void
  /** What comes from the far end is lost; what goes there still arrives. */
  holdAnswers(): void
  /** Ends every connection at once, and refuses new ones until `mend`. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** `port` may change: the far end of a line that is opened later. */
export async function lineTo(host: string, port: number | (() => number)): Promise<Line> {
  const pairs = new Set<[Socket, Socket]>()
  let held: 'no' | 'answers' | 'all' = 'no'
  let broken = false

  const server: Server = createServer((near) => {
    near.on('error', () => {})
    if (broken) return void near.destroy()
    const far = createConnection({ host, port: typeof port === 'number' ? port : port() })
    far.on('error', () => near.destroy())
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    near.on('data', (bytes: Buffer) => far.write(bytes))
    far.on('data', (bytes: Buffer) => near.write(bytes))
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    near.on('close', end)
    far.on('close', end)
    apply(pair)
  })

  function apply([near, far]: [Socket, Socket]): void {
    if (held === 'all') near.pause()
    else near.resume()
    if (held === 'no') far.resume()
    else far.pause()
  }
  function set(how: typeof held): void {
    held = how
    for (const pair of pairs) apply(pair)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    hold: () => set('all'),
    release: () => set('no'),
    holdAnswers: () => set('answers'),
    cut() {
      broken = true
      for (const [near, far] of [...pairs]) {
        near.destroy()
        far.destroy()
      }
    },
    mend: () => {
      broken = false
    },
    close: async () => {
      for (const [near, far] of pairs) {
        near.destroy()
        far.destroy()
      }
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The same database, reached over a line. */
export async function lineToDatabase(url: string): Promise<{ line: Line; url: string }> {
  const through = new URL(url)
  const line = await lineTo(through.hostname, Number(through.port))
  through.hostname = '127.0.0.1'
  through.port = String(line.port)
  return { line, url: through.href }
}
