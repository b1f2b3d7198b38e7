/**
 * By which names this program is reached. Without ORIGIN the Host header says where it lives, and a page elsewhere could
 * let its own name point here (DNS rebinding): then only this machine's names are believed, and the one of HOST.
 */
import type { Config } from '../config.ts'

const LOOPBACK = /^(?:localhost|(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
const EVERYWHERE = new Set(['0.0.0.0', '::', '[::]'])

export type Hosts = Pick<Config, 'origin' | 'host'>

/** `hostname` without its port, as `URL.hostname` gives it. */
export function isBelieved(hostname: string, { origin, host }: Hosts): boolean {
  if (origin !== undefined || LOOPBACK.test(hostname)) return true
  return !EVERYWHERE.has(host) && hostname === hostnameOf(host.includes(':') ? `[${host}]` : host)
}

/** Of a Host header; "" when it is none. */
export function hostnameOf(header: string | undefined): string {
  const address = `http://${header ?? ''}`
  return URL.canParse(address) ? new URL(address).hostname : ''
}

/** Listens for the network, and would refuse it: said at the start. */
export const needsOrigin = ({ origin, host }: Hosts): boolean => origin === undefined && EVERYWHERE.has(host)
