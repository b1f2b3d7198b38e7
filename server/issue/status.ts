/** How far a document has come since the freeze, what failed, and what can be done about it. */
import { eq, sql } from 'drizzle-orm'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import type { ArchiveFault, DraftState, FileKind, SignatureLevel } from '../../src/lib/vocabulary.ts'
import type { Person } from '../access/person.ts'
import { hasSealRight } from '../access/seal-rights.ts'
import { archives, frozenRevisions, issuedFiles, registerEntries, registers } from '../database/tables.ts'
import { findByHand } from './by-hand.ts'
import { needDraft } from './draft.ts'
import type { Ground } from './ground.ts'
import {
  asStatus,
  findKey,
  type KeyRow,
  type KeyStatus,
  type KeyWay,
  type Paper,
  readUsable,
  waysOn,
} from './keys/find.ts'
import { endOfDay } from './register.ts'
import { type Asked, readAsked } from './requests/view.ts'
import { readSteps, type StepState } from './steps.ts'
import { type StuckDraft, stuckOf } from './stuck.ts'

export interface IssueStatus {
  state: DraftState
  step: number
  /** Null before the freeze. */
  entry: {
    register: string
    number: number
    /** "15/QĐ-UBND". */
    numberLine: string
    /** yyyy-MM-dd. */
    documentDate: string
    issuedAt: Date | null
  } | null
  /** Hash of the frozen revision and the code printed on the page. */
  revision: { hash: string; verifyCode: string; frozenAt: Date } | null
  steps: StepState[]
  files: FileKind[]
  /** How long its signatures can be checked, why not longer, and when that is worked on next; null before the first of them. */
  archive: {
    level: SignatureLevel
    reason: ArchiveFault | ''
    about: string
    triedAt: Date | null
    dueAt: Date | null
    holdsUntil: Date | null
  } | null
  /** The journey stopped between freeze and signature; `resume` goes on. */
  canResume: boolean
  /** The key of whoever can resume, and the agency's seal for whoever may seal; null for others. */
  ownKey: KeyStatus | null
  sealKey: KeyStatus | null
  /** Whether whoever may seal is on record for the seal today. */
  hasSealRight: boolean
  /** The keys that whoever can resume, or seal, can choose from. */
  ways: KeyWay[]
  /** Who has been asked on their own device, and what came of it. */
  asked: Asked | null
  /** The day that the paper carries is over, and nobody has signed it: it is not signed any more. */
  isDayOver: boolean
  /** It was signed by hand; `hasScan`: the paper has been scanned in. */
  byHand: { at: Date; reason: string; hasScan: boolean } | null
  /** Why it cannot go on, for those who have it on their list of what is stuck. */
  stuck: StuckDraft | null
}

const hasPicture = ({ imagePng }: KeyRow) => imagePng !== null

export async function status(ground: Ground, person: Person, draftId: string): Promise<IssueStatus> {
  const draft = await needDraft(ground.db, person, 'see', draftId)
  const { db } = ground

  const canResume = draft.state === 'finalizing' && draft.holderId === person.id

  const sealOf = person.roles.includes('clerk') ? { sealOf: draft.agencyId } : null
  const [[entry], [revision], files, [archive], steps, own, seal, usable, asked, stuck, byHand, mayUseSeal] =
    await Promise.all([
      db
        .select({ entry: registerEntries, register: registers.name })
        .from(registerEntries)
        .innerJoin(registers, eq(registers.id, registerEntries.registerId))
        .where(eq(registerEntries.draftId, draftId)),
      db
        .select({
          hash: frozenRevisions.hash,
          verifyCode: frozenRevisions.verifyCode,
          frozenAt: frozenRevisions.frozenAt,
          agency: sql<string>`${frozenRevisions.document} #>> '{fields,agencyFullName}'`,
          signer: sql<string>`${frozenRevisions.document} #>> '{fields,signerName}'`,
          date: sql<string>`${frozenRevisions.document} #>> '{marks,date}'`,
        })
        .from(frozenRevisions)
        .where(eq(frozenRevisions.draftId, draftId)),
      db.selectDistinct({ kind: issuedFiles.kind }).from(issuedFiles).where(eq(issuedFiles.draftId, draftId)),
      db
        .select({
          ...{ level: archives.level, reason: archives.reason, about: archives.about, triedAt: archives.triedAt },
          ...{ dueAt: archives.dueAt, holdsUntil: archives.holdsUntil },
        })
        .from(archives)
        .where(eq(archives.draftId, draftId)),
      readSteps(db, draftId),
      canResume ? findKey(ground, { userId: person.id }) : null,
      sealOf && findKey(ground, sealOf),
      canResume
        ? readUsable(ground, { userId: person.id })
        : sealOf
          ? readUsable(ground, sealOf, { withoutPicture: true })
          : [],
      readAsked(ground, person, draftId),
      stuckOf(ground, person, draftId),
      findByHand(db, draftId),
      sealOf !== null && hasSealRight(db, person),
    ])
  const paper: Paper | null = own
    ? { signer: revision?.signer.trim() ?? '' }
    : revision && draft.state === 'signed'
      ? { agency: revision.agency }
      : null
  return {
    state: draft.state,
    step: draft.step,
    entry: entry
      ? {
          register: entry.register,
          number: entry.entry.number,
          numberLine: numberAndSymbol(entry.entry.number, entry.entry.symbol, entry.entry.suffix),
          documentDate: entry.entry.documentDate,
          issuedAt: entry.entry.issuedAt,
        }
      : null,
    revision: revision ? { hash: revision.hash, verifyCode: revision.verifyCode, frozenAt: revision.frozenAt } : null,
    steps,
    files: files.map(({ kind }) => kind),
    archive: archive ?? null,
    canResume,
    ownKey: own && asStatus(own),
    // The copy of a paper that was signed by hand shows no seal.
    sealKey: seal && asStatus(byHand && seal.state === 'no_image' ? { ...seal, state: 'usable' } : seal),
    hasSealRight: mayUseSeal,
    ways: paper ? waysOn(canResume || byHand ? usable : usable.filter(hasPicture), paper, ground.providers) : [],
    asked,
    isDayOver: draft.state === 'finalizing' && revision !== undefined && endOfDay(revision.date) <= ground.now(),
    byHand: byHand && { ...byHand, hasScan: files.some(({ kind }) => kind === 'pdf-signed') },
    stuck,
  }
}
