/**
 * The files of a document, append-only: every one that was made stays, under its hash, also when nothing came of it. A
 * later one of the same kind does not replace an earlier one; it is the newest that counts.
 */
import { and, desc, eq, sql } from 'drizzle-orm'
import type { FileKind, SignatureLevel } from '../../src/lib/vocabulary.ts'
import { digestOf } from '../compute/digest.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { issuedFiles } from '../database/tables.ts'

export type Generation = typeof issuedFiles.$inferSelect

type NewFile = { bytes: Uint8Array } & (
  | { kind: 'pdf'; signatureBox: NonNullable<Generation['signatureBox']> }
  /**
   * `madeFrom`: the newest base, the newest signed PDF, or of an archived one the newest there is, with whose bytes it must begin.
   * `level`: the lowest of its signatures.
   */
  | { kind: 'pdf-signed' | 'pdf-sealed' | 'pdf-archived'; madeFrom: Uint8Array; level: SignatureLevel }
  /** The scan of a paper that was signed by hand; the box is where the agency's signature goes. */
  | { kind: 'pdf-signed'; signatureBox: NonNullable<Generation['signatureBox']> }
  | { kind: 'docx' }
)

/** In the transaction that holds the draft's row, so that no two generations are made from the same one. Gives its `n`. */
export async function addFile(tx: Transaction, draftId: string, file: NewFile): Promise<number> {
  const { kind, bytes } = file
  if ('madeFrom' in file) needGrown(bytes, file.madeFrom)
  const ofKind = and(eq(issuedFiles.draftId, draftId), eq(issuedFiles.kind, kind))
  const [row] = await tx
    .insert(issuedFiles)
    .values({
      ...{ draftId, kind, bytes, signatureBox: 'signatureBox' in file ? file.signatureBox : null },
      level: 'level' in file ? file.level : null,
      n: sql`(select coalesce(max(${issuedFiles.n}), 0) + 1 from ${issuedFiles} where ${ofKind})`,
      sha256: await digestOf(bytes),
    })
    .returning({ n: issuedFiles.n })
  if (!row) throw new Error('the file was not stored')
  return row.n
}

/** Null before there is one. */
export async function newestFile(db: Queryable, draftId: string, kind: FileKind): Promise<Generation | null> {
  const ofKind = and(eq(issuedFiles.draftId, draftId), eq(issuedFiles.kind, kind))
  const [row] = await db.select().from(issuedFiles).where(ofKind).orderBy(desc(issuedFiles.n)).limit(1)
  return row ?? null
}

/**
 * The PDF that is given out: with what the archive has put behind it, else sealed. Nobody seals a paper within the office: what its
 * signer has signed is the whole of it.
 */
export async function newestPdf(db: Queryable, draftId: string): Promise<Generation | null> {
  for (const kind of ['pdf-archived', 'pdf-sealed', 'pdf-signed'] as const) {
    const file = await newestFile(db, draftId, kind)
    if (file) return file
  }
  return null
}

/** Postgres looks again (trigger issued_files_grow); here it is known which file was meant. */
function needGrown(bytes: Uint8Array, madeFrom: Uint8Array): void {
  const isGrown = bytes.length > madeFrom.length && Buffer.from(bytes.subarray(0, madeFrom.length)).equals(madeFrom)
  if (!isGrown) throw new Error('a signed file does not begin with the bytes of the one it was made from')
}
