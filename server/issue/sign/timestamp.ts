import { HttpTimestampAuthority } from '@libpdf/core'
import type { Timestamp } from './cms.ts'

const PATIENCE_MS = 15_000

/** A time-stamping authority over HTTP (RFC 3161, 3.4). A refusal or no answer throws: the step fails and is resumed. */
export function timestampFrom(url: string, headers: Record<string, string> = {}): Timestamp {
  const authority = new HttpTimestampAuthority(url, { headers, timeout: PATIENCE_MS })
  return (sha256) => authority.timestamp(sha256, 'SHA-256')
}
