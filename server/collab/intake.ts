/**
 * The only way into the text: what a connection sends is known already, or taken, or refused; or it is judged later, where
 * a deletion by somebody who may not write may be what Yjs deletes by itself (suspects.ts).
 */
import { FIRST_RESERVED_CLIENT } from '../../src/lib/clients.ts'
import type { CloseName } from '../../src/lib/collab/close.ts'
import type { Text } from './bytes/text.ts'
import { parseIncoming, Stranger, TooMuch, type Update } from './bytes/update.ts'
import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import { Suspects } from './suspects.ts'
import type { Unsaved } from './unsaved.ts'

/** What it needs of its room. */
export interface IntakeParts {
  limits: Limits
  unsaved: Unsaved
  isFrozen: () => boolean
  /** What an update names that no client of ours writes (names.ts); null for nothing. */
  strangerIn: (update: Update) => string | null
  /** It was refused for what no client of ours sends. */
  onStranger: (connection: Connection, what: string) => void
  /** The person who is present as that Yjs client; null where nobody is, or somebody whose answer is still awaited. */
  presentAs: (client: number, isLive: boolean) => string | null
  /** Bytes unsaved over all drafts, this one included. */
  unsavedBytes: () => number
  onTaken: (connection: Connection, update: Update) => void
}

export class Intake {
  private readonly parts: IntakeParts
  private readonly suspects = new Suspects()
  /**
   * The draft is from before such characters were refused: an undo that brings one back is nobody's fault. Not looked
   * for before somebody brings one.
   */
  private had: { unseen?: boolean; control?: boolean } = {}
  /** Who has typed as each Yjs client since the draft was opened here. */
  private readonly typedBy = new Map<number, string>()

  constructor(parts: IntakeParts) {
    this.parts = parts
  }

  mayWrite(connection: Connection): boolean {
    return connection.right === 'write' && !this.parts.isFrozen()
  }

  /** A sync message with an update in it: `isLive` as it was typed, else as the answer to step 1. Throws BadUpdate. */
  take(connection: Connection, text: Text, payload: Buffer, isLive: boolean): CloseName | null {
    connection.received++
    const mayWrite = this.mayWrite(connection)
    // Looked at before anything is read: who may not write has only deletions of Yjs' own to tell, and old words to ask for.
    if (!mayWrite && payload.length > this.parts.limits.readerFrameBytes) return this.refusal()
    const update = this.read(connection, payload, mayWrite)
    if (typeof update === 'string') return update
    // What is sent before the answer to step 1 is in that answer, too, and might refer to what only the answer brings.
    // Stored by itself, it could be confirmed and yet hang in the air after a crash. Who may not write sends no answer:
    // there an update asks only whether the draft holds it.
    if (isLive && connection.answer !== 'given' && (mayWrite || connection.answer === 'skipped')) {
      connection.answer = 'skipped'
      return null
    }
    if (!isLive) connection.answer = 'given'
    const news = text.news(update, isLive && mayWrite)
    if (news === null) {
      this.confirmKnown(connection)
      return null
    }
    if (!mayWrite) return this.refuse(connection, news, isLive)
    return this.faultOf(connection, text, news, isLive) ?? this.accept(connection, text, news, isLive)
  }

  private faultOf(connection: Connection, text: Text, news: Update, isLive: boolean): CloseName | null {
    const { limits, unsaved, strangerIn, unsavedBytes } = this.parts
    if (this.bringsNewlyUnseen(text, news)) return 'unseenCharacters'
    const strange =
      strangerIn(news) ??
      (isReserved(news) ? 'words under the client of a suggestion' : null) ??
      (this.isAnothers(connection, news, isLive) ? 'words under the client of a colleague' : null) ??
      (text.lacksGroundFor(news) ? 'something without ground' : null)
    if (strange !== null) return this.refuseStranger(connection, strange)
    const size = news.bytes.length
    if (text.size + size > limits.documentBytes || text.isTooFineWith(news)) return 'documentTooLarge'
    // What would never fit must not be called a passing trouble: alone, it is taken.
    if (unsaved.bytes > 0 && unsaved.bytes + size > limits.unsavedRoomBytes) return 'storeUnavailable'
    if (unsavedBytes() + size > limits.unsavedBytes) return 'storeUnavailable'
    return null
  }

  /** The update, or why it is not one. Throws BadUpdate. */
  private read(connection: Connection, payload: Buffer, mayWrite: boolean): Update | CloseName {
    try {
      return parseIncoming(payload)
    } catch (error) {
      if (error instanceof TooMuch) return 'documentTooLarge'
      if (error instanceof Stranger) return mayWrite ? this.refuseStranger(connection, error.message) : this.refusal()
      throw error
    }
  }

  private refuseStranger(connection: Connection, what: string): CloseName {
    this.parts.onStranger(connection, what)
    return 'undone'
  }

  /**
   * New words under a Yjs client that somebody else types as (SAVE-1): what that person types next would have the same ids, be
   * taken for known, and be confirmed without being there. What they have said themselves nobody can bring as news, so
   * that honest copies of it are never met here.
   */
  private isAnothers({ identity }: Connection, { runs }: Update, isLive: boolean): boolean {
    return runs.some(({ client }) => {
      const author = this.typedBy.get(client) ?? this.parts.presentAs(client, isLive)
      return author !== null && author !== identity.person.id
    })
  }

  private accept(connection: Connection, text: Text, news: Update, isLive: boolean): null {
    for (const { client } of news.runs) {
      connection.clients.add(client)
      if (isLive) this.typedBy.set(client, connection.identity.person.id)
    }
    text.noteUnsaved(news, this.parts.unsaved.add(connection, news))
    this.parts.onTaken(connection, news)
    return null
  }

  /** A text that holds such characters already is written on with them: they move when lines are split or joined. */
  private bringsNewlyUnseen(text: Text, news: Update): boolean {
    if (news.holdsUnseen && !(this.had.unseen ??= text.holdsUnseen)) return true
    return news.holdsControl && !(this.had.control ??= text.holdsControl)
  }

  /**
   * Nothing new, but perhaps known only from an edit that is not on disk yet: confirmed with that one. Nor before what
   * this connection said earlier has been decided.
   */
  private confirmKnown(connection: Connection): void {
    const { unsaved } = this.parts
    const suspect = this.suspects.of(connection)
    if (suspect) {
      suspect.n = connection.received
      suspect.after = unsaved.accepted
    } else unsaved.confirmWith(connection, connection.received)
  }

  /**
   * Somebody who may not write sent something new. Only deletions, in a step 2 or a question (S-3a)? Then a compaction
   * will show whether they are an edit.
   */
  private refuse(connection: Connection, news: Update, isLive: boolean): CloseName | null {
    const { limits, unsaved } = this.parts
    if (news.runs.length > 0 || (isLive && connection.answer === 'given')) return this.refusal()
    const { bytes } = this.suspects
    if (bytes > 0 && bytes + news.bytes.length > limits.unsavedRoomBytes) return 'storeUnavailable'
    this.suspects.add({ connection, update: news, n: connection.received, after: unsaved.accepted })
    return null
  }

  private refusal(): CloseName {
    return this.parts.isFrozen() ? 'frozen' : 'notAllowed'
  }

  get hasSuspects(): boolean {
    return !this.suspects.isEmpty
  }

  /** A compaction is done that began when so many messages were on disk. */
  settleSuspects(text: Text, stored: number): void {
    for (const { connection, update, n } of this.suspects.takeRipe(stored)) {
      if (text.hasNews(update)) connection.close(this.refusal())
      else this.parts.unsaved.confirmWith(connection, n)
    }
  }

  /** Whether something of the connection was still to be judged. */
  forget(connection: Connection): boolean {
    return this.suspects.forget(connection)
  }

  clear(): void {
    this.suspects.clear()
    this.typedBy.clear()
  }
}

/** The same ids would then say one thing on some screens and another on others. */
const isReserved = ({ runs }: Update): boolean => runs.some(({ client }) => client >= FIRST_RESERVED_CLIENT)
