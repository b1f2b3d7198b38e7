/**
 * What is counted as one visitor: an IPv4 address, or the /64 of an IPv6 address. A household or a phone is given a
 * whole /64, and could come from another address of it each time.
 */
import { isIPv6 } from 'node:net'

export function networkOf(address: string): string {
  const bare = address.replace(/%.*$/s, '')
  if (!isIPv6(bare)) return bare.slice(0, 64)
  const groups = groupsOf(bare)
  const [high, low] = groups.slice(6).map((group) => Number.parseInt(group, 16))
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff'
  if (isMapped && high !== undefined && low !== undefined) return [high >> 8, high & 255, low >> 8, low & 255].join('.') // as a socket for both families tells an IPv4 address
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** Eight groups, each without leading zeros. */
function groupsOf(ipv6: string): string[] {
  const shortest = new URL(`http://[${ipv6}]`).hostname.slice(1, -1) // RFC 5952
  const [front = [], back] = shortest.split('::').map((part) => (part === '' ? [] : part.split(':')))
  if (back === undefined) return front
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back]
}
