/** A value as it stands in JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * JSON with one spelling for equal values (RFC 8785: keys by UTF-16 code units, no white space), so that a hash of it
 * says something about the value. Keys that are `undefined` are left out, as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, held]) => held !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`).join(',')}}`
  }
  const text = typeof value === 'number' && !Number.isFinite(value) ? undefined : JSON.stringify(value)
  if (text === undefined) throw new TypeError(`${String(value)} has no form in JSON`)
  return text
}
