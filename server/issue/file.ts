/** The newest files of a document, for whoever may see it. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { isKindId, KINDS } from '../../src/lib/document/kinds.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { FileKind } from '../../src/lib/vocabulary.ts'
import type { Person } from '../access/person.ts'
import { registerEntries } from '../database/tables.ts'
import { needDraft } from './draft.ts'
import { newestFile, newestPdf } from './generations.ts'
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
  'pdf-archived': 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}
/** In letters: names of files have their limits. */
const MOST_OF_SUBJECT = 60
const fileKind = z.enum(['pdf', 'pdf-signed', 'pdf-sealed', 'docx'])

/** Of what is issued, 'pdf-sealed' is the PDF that is given out, with what the archive has put behind it. Throws `not_found` when the draft may not be seen or there is no such file (yet). */
export async function file(ground: Ground, person: Person, draftId: string, kind: string): Promise<IssuedFile> {
  const draft = await needDraft(ground.db, person, 'see', draftId)
  const wanted = fileKind.safeParse(kind)
  if (!wanted.success) throw new AppError('not_found')
  const [entry] = await ground.db.select().from(registerEntries).where(eq(registerEntries.draftId, draftId))
  const isWhole = draft.state === 'issued' && wanted.data === 'pdf-sealed'
  const row = await (isWhole ? newestPdf(ground.db, draftId) : newestFile(ground.db, draftId, wanted.data))
  if (!row || (!entry && draft.isInternal !== true)) throw new AppError('not_found')
  const kindName = isKindId(draft.kind) ? KINDS[draft.kind].name : draft.kind
  const title = entry
    ? numberAndSymbol(entry.number, entry.symbol, entry.suffix)
    : draft.subject.slice(0, MOST_OF_SUBJECT)
  const stem = `${kindName} ${title}`.trim().replace(/[/\\:*?"<>|]/g, '-')
  const name = `${stem}.${wanted.data === 'docx' ? 'docx' : 'pdf'}`
  return { bytes: row.bytes, name, mediaType: MEDIA_TYPES[wanted.data], sha256: row.sha256 }
}
