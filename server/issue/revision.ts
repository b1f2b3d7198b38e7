/** The frozen revision: the document as data together with its number, date and code, and the hash that names it. */
import { createHash, randomInt } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { canonicalJson } from '../../src/lib/document/canonical.ts'
import type { IssueMarks, OfficialDocument } from '../../src/lib/document/model.ts'
import { parseDocument } from '../../src/lib/document/read.ts'
import type { Queryable } from '../database/connect.ts'
import { frozenRevisions } from '../database/tables.ts'

export interface Revision {
  document: OfficialDocument
  /** Without number and code on a paper within the office. */
  marks: IssueMarks & { date: string }
  /** SHA-256 (hex) of the canonical JSON of document and marks. */
  hash: string
  frozenBy: string
  frozenAt: Date
}

const storedMarks = z.object({
  number: z.number().int().positive().nullable(),
  suffix: z.string().optional(),
  date: z.iso.date(),
  verify: z.object({ code: z.string(), url: z.string() }).nullable(),
})

/** Crockford's base32 without its check symbols: no I, L, O, U to be misread on paper. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 12 // 60 bits: cannot be guessed over the network

/** "7K3M-9QXT-02BD". */
export function newVerifyCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => CROCKFORD.charAt(randomInt(CROCKFORD.length)))
  return grouped(letters.join(''))
}

/** The code, and where whoever holds the paper can ask about it. */
export function verifyAt(origin: string, code: string): NonNullable<IssueMarks['verify']> {
  return { code, url: `${origin}/verify/${code}` }
}

/** A code as somebody typed it (any case, spaces, O for 0), as it is stored; null when it cannot be one. */
export function readVerifyCode(typed: string): string | null {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\-–]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return new RegExp(`^[${CROCKFORD}]{${CODE_LENGTH}}$`).test(letters) ? grouped(letters) : null
}

function grouped(letters: string): string {
  return letters.replace(/.{4}(?=.)/g, '$&-')
}

/** What is stored as `frozen_revisions.document`. */
export function frozenJson(document: OfficialDocument, marks: Revision['marks']) {
  return { ...document, marks }
}

export function hashOf(frozen: unknown): string {
  return createHash('sha256').update(canonicalJson(frozen)).digest('hex')
}

/** Throws when what is stored is no longer what its hash names (SIG-1): nothing may be signed then. */
export async function readRevision(db: Queryable, draftId: string): Promise<Revision> {
  const [row] = await db.select().from(frozenRevisions).where(eq(frozenRevisions.draftId, draftId))
  if (!row) throw new Error(`draft ${draftId} has no frozen revision`)
  if (hashOf(row.document) !== row.hash)
    throw new Error(`the frozen revision of draft ${draftId} is not what was frozen`)
  const { marks } = z.object({ marks: storedMarks }).parse(row.document)
  const { hash, frozenBy, frozenAt } = row
  return { document: parseDocument(row.document), marks, hash, frozenBy, frozenAt }
}

/** Number, date and code of a frozen draft; null before the freeze. */
export async function findMarks(db: Queryable, draftId: string): Promise<Revision['marks'] | null> {
  const marks = sql<unknown>`${frozenRevisions.document} -> 'marks'`
  const [row] = await db.select({ marks }).from(frozenRevisions).where(eq(frozenRevisions.draftId, draftId))
  return row ? storedMarks.parse(row.marks) : null
}
