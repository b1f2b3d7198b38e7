/** The newest files of a document, for whoever may see it. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { KINDS, isKindId } from '../../src/lib/document/kinds.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Person } from '../access/person.ts'
import { registerEntries, type FileKind } from '../database/tables.ts'
import { needDraft } from './draft.ts'
import { newestFile } from './generations.ts'
import type { Ground } from './ground.ts'

export interface IssuedFile {
  bytes: Uint8Array
  /** "Quyết định 15-QĐ-UBND.pdf": for Content-Disposition's filename*. */
  name: string
  mediaType: string
  sha256: string
}

const MEDIA_TYPES: Record<FileKind, string> = {
  pdf: 'application/pdf',
  'pdf-signed': 'application/pdf',
  'pdf-sealed': 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}
const fileKind = z.enum(['pdf', 'pdf-signed', 'pdf-sealed', 'docx'])

/** Throws `not_found` when the draft may not be seen or there is no such file (yet). */
export async function file(ground: Ground, person: Person, draftId: string, kind: string): Promise<IssuedFile> {
  await needDraft(ground.db, person, 'see', draftId)
  const wanted = fileKind.safeParse(kind)
  if (!wanted.success) throw new AppError('not_found')
  const row = await newestFile(ground.db, draftId, wanted.data)
  const [entry] = await ground.db.select().from(registerEntries).where(eq(registerEntries.draftId, draftId))
  if (!row || !entry) throw new AppError('not_found')
  const kindName = isKindId(entry.kind) ? KINDS[entry.kind].name : entry.kind
  const stem = `${kindName} ${numberAndSymbol(entry.number, entry.symbol)}`.replace(/[/\\:*?"<>|]/g, '-')
  const name = `${stem}.${wanted.data === 'docx' ? 'docx' : 'pdf'}`
  return { bytes: row.bytes, name, mediaType: MEDIA_TYPES[wanted.data], sha256: row.sha256 }
}
