/** /verify: what can be said about any PDF, and whether it is one of ours. Needs no sign-in. */
import { eq, inArray } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import { AppError } from '../../../src/lib/errors.ts'
import { drafts, frozenRevisions, issuedFiles, trustedAuthorities, type FileKind } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { readVerifyCode } from '../revision.ts'
import { readEntry, type PublicEntry } from './entry.ts'
import { inspect, report, type Inspection, type PdfReport } from './report.ts'

export interface UploadResult extends PdfReport {
  size: number
  sha256: string
  match: Match
  /** The register entry it belongs to; only of issued documents and cancelled numbers. */
  entry: PublicEntry | null
  /** Which file of ours it is byte for byte: its kind, and the how manieth of that kind was made. */
  file: { kind: FileKind; n: number } | null
}

/**
 * `issued`: byte for byte the document as it was issued. `earlier`: byte for byte a file of ours that was not issued itself.
 * `cancelled`: byte for byte a file of ours, whose number was cancelled before the issue.
 * `extended`: begins with a file of ours, and something was added behind. `altered`: says it is a document of ours, and
 * its bytes are not. `unknown`: nothing of ours, which says nothing about its signatures.
 */
export type Match = 'issued' | 'earlier' | 'cancelled' | 'extended' | 'altered' | 'unknown'

/** Throws `too_large {limitBytes}` or `not_a_pdf`. */
export async function verifyUpload(ground: Ground, pdf: Uint8Array): Promise<UploadResult> {
  if (pdf.length > ground.uploadLimitBytes) throw new AppError('too_large', { limitBytes: ground.uploadLimitBytes })
  if (!isPdf(pdf)) throw new AppError('not_a_pdf')
  const authorities = await ground.db.select().from(trustedAuthorities)
  const inspection = await inspect(pdf)
  const found = report(inspection, pdf.length, authorities, ground.now())
  const sha256 = hash(pdf)
  return { ...found, size: pdf.length, sha256, ...(await findOurs(ground, pdf, sha256, inspection)) }
}

const HEADER_WITHIN_BYTES = 1024 // as readers accept it (ISO 32000-1, annex H.3)

function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEADER_WITHIN_BYTES)).includes('%PDF-')
}

async function findOurs(
  ground: Ground,
  pdf: Uint8Array,
  sha256: string,
  { signatures }: Inspection,
): Promise<Pick<UploadResult, 'match' | 'entry' | 'file'>> {
  const beginnings = [...new Set(signatures.map(({ end }) => end))].filter((end) => end < pdf.length)
  const hashes = [sha256, ...beginnings.map((end) => hash(pdf.subarray(0, end)))]
  const known = await ground.db
    .select({
      draftId: issuedFiles.draftId,
      kind: issuedFiles.kind,
      n: issuedFiles.n,
      sha256: issuedFiles.sha256,
      state: drafts.state,
    })
    .from(issuedFiles)
    .innerJoin(drafts, eq(drafts.id, issuedFiles.draftId))
    .where(inArray(issuedFiles.sha256, hashes))
  const whole = known.find((file) => file.sha256 === sha256)
  if (whole) {
    const entry = await readEntry(ground.db, whole.draftId)
    const file = { kind: whole.kind, n: whole.n }
    if (whole.state === 'voided') return { match: 'cancelled', entry, file }
    return { match: entry?.fileSha256 === sha256 ? 'issued' : 'earlier', entry, file }
  }
  const [beginning] = known
  if (beginning) return { match: 'extended', entry: await readEntry(ground.db, beginning.draftId), file: null }

  const claims = signatures.flatMap(({ reason }) => claimOf(reason))
  if (claims.length === 0) return { match: 'unknown', entry: null, file: null }
  const [claimed] = await ground.db
    .select({ draftId: frozenRevisions.draftId })
    .from(frozenRevisions)
    .where(inArray(frozenRevisions.verifyCode, claims))
  return claimed
    ? { match: 'altered', entry: await readEntry(ground.db, claimed.draftId), file: null }
    : { match: 'unknown', entry: null, file: null }
}

/** The code that our signatures carry in their reason, see `reasonLine`. */
function claimOf(reason: string | null): string[] {
  const [, typed] = /mã tra cứu ([0-9A-Z-]{14})/.exec(reason ?? '') ?? []
  const code = typed && readVerifyCode(typed)
  return code ? [code] : []
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
