/** Node gives a distinguished name as lines "CN=…"; the first of each kind is taken. Escapes are RFC 2253's. */
export function nameParts(name: string): Map<string, string> {
  const parts = new Map<string, string>()
  for (const line of name.split('\n')) {
    const at = line.indexOf('=')
    const key = line.slice(0, at)
    if (at > 0 && !parts.has(key)) parts.set(key, unescape(line.slice(at + 1)))
  }
  return parts
}

function unescape(value: string): string {
  const bytes: number[] = []
  const source = Buffer.from(value.replace(/^"(.*)"$/, '$1'), 'utf8')
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] ?? 0
    if (byte !== 0x5c) {
      bytes.push(byte)
      continue
    }
    const hex = source.toString('latin1', i + 1, i + 3)
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16))
      i += 2
    } else {
      bytes.push(source[i + 1] ?? byte)
      i += 1
    }
  }
  return Buffer.from(bytes).toString('utf8')
}

const MOST_CHARACTERS = 200

/** A name as it may stand on a page: nothing invisible that turns or hides the words around it. */
export function shownName(name: string): string {
  return name
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, MOST_CHARACTERS)
}
