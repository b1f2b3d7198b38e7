/** Requests as no browser makes them. */
import { type IncomingHttpHeaders, request } from 'node:http'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: Buffer | undefined
  /** Says that the body is so long. */
  announced?: number | undefined
  /** Sent in pieces, without saying how long it is. */
  isChunked?: boolean
  /** Hangs up after that; for requests that are meant to hang. */
  patienceMs?: number
}

/** `address` with its path exactly as given. Rejects when the server cuts the line without an answer. */
export function ask(
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body, announced, isChunked = false, patienceMs = 20_000 }: Asked = {},
) {
  const { hostname, port } = new URL(origin)
  return new Promise<Answer>((resolve, reject) => {
    const length = isChunked ? undefined : (announced ?? body?.length)
    const all = { ...headers, ...(length === undefined ? {} : { 'content-length': String(length) }) }
    const asking = request(
      { hostname, port, path, method, headers: all, agent: false, timeout: patienceMs },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (piece: Buffer) => parts.push(piece))
        answer.on('error', reject)
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() })
          asking.destroy()
        })
      },
    )
    asking.on('timeout', () => asking.destroy(new Error(`no answer from ${method} ${path}`)))
    asking.on('error', reject)
    if (body) asking.write(body)
    if (announced === undefined) asking.end()
  })
}
