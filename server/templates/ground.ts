import type { KindId } from '../../src/lib/document/kinds.ts'
import type { Office } from '../../src/lib/document/office.ts'
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'

/** What every verb of this room stands on. The drafts themselves belong to another. */
export interface Ground {
  db: Database
  /** The words of a draft or document that this person may see. Throws `not_found`, `broken_text`, `too_heavy`. */
  keepText(
    person: Person,
    draftId: string,
  ): Promise<{ kind: KindId; subject: string; images: string[]; json: string; office: Office }>
  /** A draft with such words, for who writes drafts; `also` is done in its transaction, with the images that it shows. */
  beginFrom(
    person: Person,
    from: {
      about: { id: string }
      model: { is: 'kept'; json: string; office: Office }
      origin: { act: 'template'; reason: string; detail: Record<string, unknown> }
    },
    also: (tx: Transaction, draftId: string, images: readonly string[]) => Promise<void>,
  ): Promise<{ id: string }>
}
