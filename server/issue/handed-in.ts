/** What this room is handed by app.ts. Functions of other rooms come with their shapes spelled out here. */
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Anchor } from '../../src/lib/document/anchors/anchor.ts'
import type { ShownField } from '../../src/lib/document/fields.ts'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import type { Audience, DraftState, MoveAct, NewsEnds } from '../../src/lib/vocabulary.ts'
import type { DraftRow } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import type { Doing } from '../compute/contract.ts'
import type { Database, Transaction } from '../database/connect.ts'
import type { Modules } from './providers/pkcs11/tokens.ts'
import type { Providers } from './providers/provider.ts'
import type { Services } from './providers/remote/services.ts'
import type { Stamps } from './sign/stamps.ts'
import type { Typeset } from './typeset/set.ts'
import type { issueWorks } from './works.ts'

/** What this room needs of a document that has been set. */
export type SetPages = Pick<Typeset, 'bytes' | 'pages' | 'signatureBox'>

export interface WaitingSuggestion {
  id: string
  /** The Yjs client under which it comes into the text. */
  client: number
  changes: Change[]
  author: { name: string }
  createdAt: Date
  /** Why it is suggested, or "". */
  reason: string
  state: string
}

export interface WaitingThread {
  id: string
  anchor: Anchor | null
  field: ShownField | null
  suggestionId: string | null
  quote: string
  audience: Audience
  resolved: unknown
  comments: { author: { name: string }; text: string; createdAt: Date; deletedAt: Date | null }[]
}

export interface HandedIn {
  db: Database
  pool: pg.Pool
  log: Logger
  /** Address of this house as people type it, without a final slash: printed on the page, for /verify. */
  origin: string
  /** What keys are locked with, beside their PINs (pki/vault.ts). */
  keySecret: Uint8Array
  /** For tokens and key machines beside this server. */
  tokenModules: Modules
  /** Those that ask people on their phones, where this house has a contract with them. */
  services: Services
  /** Largest PDF that /verify looks at. */
  uploadLimitBytes: number
  drafts: {
    /** New state, step + 1, path, audit record, change of access. */
    move(
      tx: Transaction,
      person: Person,
      draft: DraftRow,
      to: {
        act: MoveAct
        state: DraftState
        holderId: string | null
        reason?: string
        detail?: Record<string, unknown>
      },
    ): Promise<void>
    /** A new draft that goes on from the frozen text of this one, for its people and in its owner's hands. */
    restart(tx: Transaction, person: Person, draft: DraftRow, given: { reason: string }): Promise<{ id: string }>
    /** After the commit: tells open pages and sockets. */
    announce(draftId: string): void
  }
  text: {
    /** FRZ-1: closes the text for good; what `readState` reads afterwards in this transaction is final. */
    close(tx: Transaction, draftId: string): Promise<{ position: number; frozenAt: Date }>
    /** The whole text as one Yjs update. */
    readState(tx: Transaction, draftId: string): Promise<Uint8Array>
    /** The same as of now. */
    readNow(draftId: string): Promise<Uint8Array>
    /** After the commit of `close`: a hint to open editors. */
    frozen(draftId: string, at: Date): void
  }
  images: {
    /** Throws `image_missing {count}` unless each of these is the draft's own. */
    need(tx: Transaction, draftId: string, hashes: readonly string[]): Promise<void>
    /** By hash, those that are there. */
    bytes(hashes: readonly string[]): Promise<Map<string, Uint8Array>>
    /** The same, of those that are the draft's own. */
    own(draftId: string, hashes: readonly string[]): Promise<Map<string, Uint8Array>>
    /** From one draft into another that goes on from its text. */
    carry(tx: Transaction, fromDraftId: string, toDraftId: string): Promise<void>
  }
  threads: {
    /** From one draft into another that goes on from its text. */
    carry(tx: Transaction, fromDraftId: string, toDraftId: string): Promise<void>
  }
  /** What waits beside the text, as this person may read it. */
  review: {
    suggestions(person: Person, draftId: string): Promise<WaitingSuggestion[]>
    threads(person: Person, draftId: string): Promise<WaitingThread[]>
  }
  /** Keeps in mind to whom the office writes, for who writes next. */
  learnRecipients(tx: Transaction, agencyId: string, learnt: { names: readonly string[]; at: Date }): Promise<void>
  /** What is done in other processes: see works.ts. */
  typeset(...asked: Parameters<Doing<typeof issueWorks.typeset>>): Promise<SetPages>
  look: Doing<typeof issueWorks.look>
  examinePdf: Doing<typeof issueWorks.examinePdf>
  examineSignatures: Doing<typeof issueWorks.examineSignatures>
  planArchive: Doing<typeof issueWorks.planArchive>
  weighAnswer: Doing<typeof issueWorks.weighAnswer>
  appendStore: Doing<typeof issueWorks.appendStore>
  appendStamp: Doing<typeof issueWorks.appendStamp>
  examine: Doing<typeof issueWorks.examine>
  drawFrozen: Doing<typeof issueWorks.drawFrozen>
  frozenForm: Doing<typeof issueWorks.frozenForm>
  appendField: Doing<typeof issueWorks.appendField>
  readFields: Doing<typeof issueWorks.readFields>
  readScan: Doing<typeof issueWorks.readScan>
  tryPicture: Doing<typeof issueWorks.tryPicture>
  toWord: Doing<typeof issueWorks.toWord>
  markedWord: Doing<typeof issueWorks.markedWord>
  /** Tells people what ends soon, each mark once to each. */
  warn(
    warnings: readonly { event: NewsEnds; about: string; endsAt: Date; mark: string; personIds: readonly string[] }[],
  ): Promise<void>
  /** Addresses of time-stamping authorities (RFC 3161), asked in turn; with one signatures reach level B-T. */
  tsaUrls?: readonly string[] | undefined
  /** The same as a test needs it. */
  stamps?: Stamps | undefined
  /** Hosts within this network that certificates may send us to for OCSP and revocation lists, as "host" or "host:port". */
  pkiHosts?: readonly string[] | undefined
  now?: (() => Date) | undefined
  /** Kinds of keys beside the house's own. */
  moreProviders?: Providers | undefined
}
