import type { Right, Standing } from './protocol.ts'

const RIGHTS: readonly Right[] = ['none', 'read', 'comment', 'suggest', 'write']

/** Reads the server's `standing` message. Null when it is none. */
export function parseStanding(json: string): Standing | null {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { right, frozenAt, schemaVersion } = value as Partial<Record<string, unknown>>
  const known = RIGHTS.find((candidate) => candidate === right)
  if (!known || typeof schemaVersion !== 'number') return null
  return { right: known, frozenAt: typeof frozenAt === 'string' ? frozenAt : null, schemaVersion }
}

/** Whether any edit of the text may be sent. A suggestion is none: it waits beside the text (ADR 16). */
export function mayChangeText(standing: Standing): boolean {
  return standing.frozenAt === null && standing.right === 'write'
}

/** Whether one may say how the text should read. */
export function maySuggest(standing: Standing): boolean {
  return standing.frozenAt === null && (standing.right === 'write' || standing.right === 'suggest')
}
