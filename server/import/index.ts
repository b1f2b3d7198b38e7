/** Documents that come in from Word. */
import type { ImportReport } from '../../src/lib/document/import-report.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import { needWriter } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { Ground } from './ground.ts'
import { beginDraft, discard, readPending, reportOfDraft, tidy } from './pending.ts'
import type { Beginning, PendingImport } from './shapes.ts'
import { takeFile } from './take.ts'

export interface WordImport {
  /** Throws `not_allowed` unless this person may bring a file, which is then worth reading. */
  need(person: Person): Promise<void>
  /** Reads a .docx and keeps what it says for a day. `too_large`, `too_many_requests`, `bad_word_file {reason, what}`. */
  take(person: Person, input: { fileName: string; bytes: Uint8Array }): Promise<{ id: string }>
  /**
   * One's own, as long as no draft has been made of it; `not_found` otherwise. The report is of the draft that this kind
   * makes, or the recognised one.
   */
  pending(person: Person, importId: string, kind?: KindId): Promise<PendingImport>
  discard(person: Person, importId: string): Promise<void>
  /** Makes the draft; `not_found`, or `stale` when it has been made meanwhile. */
  begin(person: Person, input: Beginning): Promise<{ draftId: string }>
  /** Null for a draft that did not begin with a file. */
  reportOf(person: Person, draftId: string): Promise<ImportReport | null>
  /** Deletes what nobody made a draft of; to be called now and then. */
  tidy(): Promise<void>
}

export function createImport(ground: Ground): WordImport {
  return {
    need: async (person) => needWriter(person),
    take: (person, input) => takeFile(ground, person, input),
    pending: (person, importId, kind) => readPending(ground, person, importId, kind),
    discard: (person, importId) => discard(ground, person, importId),
    begin: (person, input) => beginDraft(ground, person, input),
    reportOf: (person, draftId) => reportOfDraft(ground, person, draftId),
    tidy: () => tidy(ground),
  }
}
