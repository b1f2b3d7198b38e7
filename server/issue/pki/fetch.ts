/**
 * Asks authorities' servers over HTTP: within a time, up to a size, and of certificates' own addresses only where they lie
 * outside this network. What a certificate names may be anything, the database of this house too.
 */
import { lookup as resolve } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * `bad_address`: no HTTP, or a name with a password in it. `private_address`: within this network, and not named in the
 * settings. `refused`: the server says no.
 */
export type FetchFault = 'bad_address' | 'private_address' | 'unreachable' | 'slow' | 'too_large' | 'refused'

export class FetchFailure extends Error {
  constructor(
    readonly fault: FetchFault,
    detail = '',
  ) {
    super(`${fault} ${detail}`.trim())
  }
}

export interface Fetching {
  /** Sent as POST; without it GET. */
  body?: { bytes: Uint8Array; type: string }
  headers?: Record<string, string>
  mostBytes: number
  /** For all of it, redirects too. */
  ms: number
  /** Hosts within this network that may be asked, as "host" or "host:port"; null = any, for an address from the settings. */
  allowed: readonly string[] | null
}

const MOST_REDIRECTS = 2

/** The body of the answer. Throws FetchFailure. */
export async function fetchBytes(address: string, how: Fetching): Promise<Uint8Array> {
  const deadline = AbortSignal.timeout(how.ms)
  let next = address
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await askOnce(next, how, deadline)
    if (answer instanceof Uint8Array) return answer
    // What is sent is for this server; and an address from the settings is right or wrong.
    if (how.body || how.allowed === null) break
    next = answer.location
  }
  throw new FetchFailure('refused', 'it leads elsewhere')
}

function askOnce(address: string, how: Fetching, signal: AbortSignal): Promise<Uint8Array | { location: string }> {
  const url = urlOf(address, how.allowed)
  const { body, mostBytes } = how
  const headers = {
    ...{ accept: '*/*', connection: 'close', ...how.headers },
    ...(body ? { 'content-type': body.type, 'content-length': String(body.bytes.length) } : {}),
  }
  const lookup = how.allowed === null || isAllowed(url, how.allowed) ? undefined : publicOnly
  return new Promise((done, fail) => {
    const failed = (error: unknown) => fail(asFailure(error, signal))
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      { method: body ? 'POST' : 'GET', headers, agent: false, signal, ...(lookup && { lookup }) },
      (response) => {
        const { statusCode = 0, headers } = response
        const give = (failure: FetchFailure) => {
          response.destroy()
          fail(failure)
        }
        if (statusCode >= 300 && statusCode < 400 && headers.location) {
          response.destroy()
          return done({ location: parsed(headers.location, url)?.href ?? '' })
        }
        if (statusCode !== 200) return give(new FetchFailure('refused', String(statusCode)))
        if (Number(headers['content-length'] ?? 0) > mostBytes) return give(new FetchFailure('too_large'))
        const parts: Buffer[] = []
        let size = 0
        response.on('data', (part: Buffer) => {
          size += part.length
          if (size > mostBytes) return give(new FetchFailure('too_large'))
          parts.push(part)
        })
        response.on('end', () => done(new Uint8Array(Buffer.concat(parts))))
        response.on('error', failed)
      },
    )
    request.on('error', failed)
    request.end(body?.bytes)
  })
}

function asFailure(error: unknown, signal: AbortSignal): FetchFailure {
  if (error instanceof FetchFailure) return error
  return new FetchFailure(signal.aborted ? 'slow' : 'unreachable', error instanceof Error ? error.message : '')
}

function urlOf(address: string, allowed: readonly string[] | null): URL {
  const url = parsed(address)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw new FetchFailure('bad_address')
  if (allowed === null) return url
  if (url.username || url.password) throw new FetchFailure('bad_address')
  const host = bare(url)
  // A host that is an address is not looked up, so it is judged here.
  if (isIP(host) !== 0 && !isAllowed(url, allowed) && isPrivate(host)) throw new FetchFailure('private_address')
  return url
}

const parsed = (address: string, base?: URL) => (URL.canParse(address, base) ? new URL(address, base) : null)

const bare = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()

function isAllowed(url: URL, allowed: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return allowed.some((one) => one === bare(url) || one === `${bare(url)}:${port}`)
}

/** The very address that is connected to is judged: a name may be answered otherwise a moment later. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    if (addresses.some(({ address }) => isPrivate(address)))
      return callback(new FetchFailure('private_address', hostname), '', 0)
    const [first] = addresses
    if (options.all) return callback(null, addresses)
    callback(null, first?.address ?? '', first?.family ?? 0)
  })
}

/** What IANA keeps for networks of one's own and for special purposes (RFC 6890). */
const SPECIAL_4 = new BlockList()
for (const [network, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 3],
  ] as const),
])
  SPECIAL_4.addSubnet(network, prefix, 'ipv4')
// A list of its own: an IPv4 address would be found in it, in IPv6 clothes. All but what is given out to the world (2000::/3), and of that what wraps other networks.
const SPECIAL_6 = new BlockList()
for (const [network, prefix] of [
  ...([
    ['::', 3],
    ['4000::', 2],
    ['8000::', 1],
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
  ] as const),
])
  SPECIAL_6.addSubnet(network, prefix, 'ipv6')

export function isPrivate(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  return family === 4 ? SPECIAL_4.check(address, 'ipv4') : SPECIAL_6.check(address, 'ipv6')
}
