/** /verify: what can be said about any PDF, and whether it is one of ours. Needs no sign-in. */
import { and, eq, inArray, notInArray } from 'drizzle-orm'
import { INTERNAL_KINDS } from '../../../src/lib/document/kinds.ts'
import { AppError } from '../../../src/lib/errors.ts'
import type { FileKind } from '../../../src/lib/vocabulary.ts'
import { drafts, frozenRevisions, issuedFiles, trustedAuthorities } from '../../database/tables.ts'
import { newestFile } from '../generations.ts'
import type { Ground } from '../ground.ts'
import type { After } from './after.ts'
import { type PublicEntry, readEntry } from './entry.ts'
import type { Examination } from './examine.ts'
import { asIssued, type NamedSignature, nameSigners } from './signers.ts'

export interface UploadResult extends Omit<Examination, 'signatures' | 'beginnings' | 'codes'> {
  signatures: NamedSignature[]
  /** Bytes. */
  size: number
  match: Match
  /** The register entry it belongs to; only of issued documents and cancelled numbers. */
  entry: PublicEntry | null
  /** What of it is ours, byte for byte, and what came after that; null when nothing is. */
  ours: { pages: number | null; after: After } | null
  /** Which file of ours it is byte for byte: its kind, and the how manieth of that kind was made. */
  file: { kind: FileKind; n: number } | null
}

/**
 * `issued`: byte for byte the document as it was issued. `continued`: begins with it, and nothing but signatures and what
 * shows nothing came behind. `earlier`: is a file of ours that was not issued itself, or begins with it and only what shows
 * nothing came behind. `cancelled`: is or begins with a file of ours whose number was cancelled before the issue, and
 * signatures and what shows nothing may have come behind. `extended`: begins with a file of ours, and
 * something else was added. `altered`: says it is a document of ours, and
 * its signatures are broken. `copy`: bears the code of a document of ours, and its bytes are not those. `unknown`:
 * nothing of ours, which says nothing about its signatures.
 */
export type Match = 'issued' | 'earlier' | 'cancelled' | 'continued' | 'extended' | 'altered' | 'copy' | 'unknown'

/** Throws `too_large {limitBytes}`, `not_a_pdf`, `pdf_too_heavy` or `too_many_requests`. `address`: who asks. */
export async function verifyUpload(ground: Ground, pdf: Uint8Array, address?: string): Promise<UploadResult> {
  if (pdf.length > ground.uploadLimitBytes) throw new AppError('too_large', { limitBytes: ground.uploadLimitBytes })
  if (!isPdf(pdf)) throw new AppError('not_a_pdf')
  const authorities = await ground.db.select().from(trustedAuthorities)
  const { beginnings, codes, signatures, ...found } = await ground
    .examinePdf({ pdf, trust: { authorities, now: ground.now() } }, { urgency: 'answer', person: address })
    .catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'too_heavy' ? new AppError('pdf_too_heavy') : error
    })
  const { match, entry, end, file } = await findOurs(ground, { beginnings, codes, signatures, ...found }, pdf.length)
  const own = signatures.filter((signature) => signature.end <= end)
  const last = own.at(-1)
  const pages = end === pdf.length ? found.pages : (beginnings.find((one) => one.end === end)?.pages ?? null)
  return {
    ...found,
    signatures: nameSigners(asIssued(signatures, end), entry, own.length),
    size: pdf.length,
    match,
    entry,
    file,
    ours: last ? { pages, after: last.after } : null,
  }
}

const HEADER_WITHIN_BYTES = 1024 // as readers accept it (ISO 32000-1, annex H.3)

function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEADER_WITHIN_BYTES)).includes('%PDF-')
}

interface Ours {
  match: Match
  entry: PublicEntry | null
  /** Up to where it is ours, byte for byte; 0 = nowhere. */
  end: number
  file: UploadResult['file']
}

async function findOurs(ground: Ground, examined: Examination, size: number): Promise<Ours> {
  const pieces = [{ end: size, sha256: examined.sha256 }, ...examined.beginnings.toReversed()]
  const hashes = pieces.map(({ sha256 }) => sha256)
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
    .where(and(inArray(issuedFiles.sha256, hashes), notInArray(drafts.kind, [...INTERNAL_KINDS])))
  for (const { end, sha256 } of pieces) {
    const file = known.find((one) => one.sha256 === sha256)
    if (!file) continue
    const entry = await readEntry(ground.db, file.draftId)
    const isIssued = file.state === 'issued' && (await isGivenOut(ground, file))
    const other = file.state === 'voided' ? 'cancelled' : 'earlier'
    if (end === size) return { match: isIssued ? 'issued' : other, entry, end, file: { kind: file.kind, n: file.n } }
    const after = examined.signatures.findLast((signature) => signature.end <= end)?.after.state
    // A signature behind an earlier file may be a seal that is not as it was kept.
    const isWhole = after === 'data' || (after === 'allowed' && (isIssued || other === 'cancelled'))
    const match = isWhole && examined.malformed === 0 ? (isIssued ? 'continued' : other) : 'extended'
    return { match, entry, end, file: null }
  }
  return findClaimed(ground, examined)
}

/** As it was issued, or with what the archive has put behind that since; a seal that was made anew replaces the one before. */
async function isGivenOut({ db }: Ground, { draftId, kind, n }: { draftId: string; kind: FileKind; n: number }) {
  if (kind !== 'pdf-sealed') return kind === 'pdf-archived'
  return (await newestFile(db, draftId, kind))?.n === n
}

async function findClaimed(ground: Ground, { codes, signatures }: Examination): Promise<Ours> {
  const nothing = { match: 'unknown', entry: null, end: 0, file: null } as const
  if (codes.length === 0) return nothing
  const claimed = await ground.db
    .select({ draftId: frozenRevisions.draftId, code: frozenRevisions.verifyCode })
    .from(frozenRevisions)
    .where(inArray(frozenRevisions.verifyCode, codes))
  const [first] = claimed.toSorted((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code))
  if (!first) return nothing
  const isBroken = signatures.some(({ integrity }) => integrity.state === 'broken')
  return { match: isBroken ? 'altered' : 'copy', entry: await readEntry(ground.db, first.draftId), end: 0, file: null }
}
