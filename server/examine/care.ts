/** Examining as other rooms are handed it: with the log it reads and the mends it stores. */
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Verdict } from '../../src/lib/document/judge.ts'
import { InvalidDocument } from '../../src/lib/document/read.ts'
import { NAMES } from '../../src/lib/document/sound/names.ts'
import { AppError } from '../../src/lib/errors.ts'
import { record } from '../audit/index.ts'
import { type Collaboration, type Flawed, type Meaning, UnreadableText } from '../collab/index.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { plain } from '../database/plain.ts'
import { drafts } from '../database/tables.ts'
import type { TextCare } from '../drafts/index.ts'
import { begin, draw, drawHeavy, subjectOf } from './jobs.ts'
import type { Examine } from './works.ts'

/** Some three pages: drawn at once in less time than it takes to hand it over, whatever is in it. */
const SHORT_BYTES = 16 * 1024
/**
 * For the words alone of a text that could not be drawn: with the time that was lost on it, within a page's five seconds.
 * The most words that a draft may hold take 0.8.
 */
const WORDS_MS = 1_700
/** So long its words alone are shown at once; then it is tried again, since it may have been the machine that was busy. */
const HEAVY_FOR_MS = 30_000
const MOST_HEAVY = 100

/** Images of a text that nobody looks at. */
const NOWHERE = { address: '', undescribed: '' }

interface Parts {
  db: Database
  examine: Examine
  collab: () => Pick<Collaboration, 'append' | 'replace' | 'appended' | 'history' | 'readState'>
}

/** For the collaboration server: what a text means, and how a mend is stored. */
export function meaningOf({ db, examine, collab }: Parts): Meaning {
  return {
    names: NAMES,
    async examine(updates, draftId) {
      const [draft] = await db
        .select({ kind: drafts.kind, state: drafts.state })
        .from(drafts)
        .where(eq(drafts.id, draftId))
      // What somebody has been given to approve is not changed behind their back: it is refused, and goes back.
      if (draft?.state !== 'drafting') return null
      const asked = { urgency: 'save', about: draftId } as const
      return flawedIn(await examine.judge({ updates, fallback: { kind: draft.kind } }, asked))
    },
    undo: ({ draftId, position, update, flaws, authors }) =>
      db.transaction(async (tx) => {
        if (!(await collab().append(plain(tx), draftId, { position, update, userId: null }))) return false
        const detail = { position: position + 1, authors, flaws }
        await record(tx, { actorId: null, act: 'draft.mended', draftId, detail })
        return true
      }),
  }
}

function flawedIn(verdict: Verdict): Flawed | null {
  if (verdict.is === 'sound') return null
  // No text of the draft in the record: it outlives both.
  const flaws = verdict.flaws.map(({ kind, name, block, at }) => ({ kind, name, block, at }))
  return verdict.is === 'flawed' ? { ...verdict, flaws } : { isGrave: true, flaws, mend: null }
}

/** For the drafts: reading what can be read, and the way back. */
export function careOf({ examine, collab }: Omit<Parts, 'db'>): TextCare {
  const heavy = new Heavy()
  return {
    begin: async (person, seed, blocks) =>
      blocks === undefined || blocks.length < SHORT_BYTES
        ? begin({ seed, blocks })
        : examine.begin({ seed, blocks }, { urgency: 'answer', person: person.id }),
    wayBack: (person, { id, kind }, updates, wanted) =>
      examine.wayBack({ updates, fallback: { kind }, wanted }, { urgency: 'answer', person: person.id, about: id }),
    async draw(person, { id, kind }, updates, around) {
      if (isShort(updates)) return draw({ updates, fallback: { kind }, around })
      const whose = { urgency: 'answer', person: person.id, about: id } as const
      const hash = hashOf(updates)
      const words = () =>
        examine.drawHeavy(updates, { ...whose, ms: WORDS_MS }).catch(ifTooHeavy(async () => drawHeavy([])))
      if (heavy.has(hash)) return words()
      const asked = { ...whose, same: `${hash} ${JSON.stringify(around)}` }
      return examine.draw({ updates, fallback: { kind }, around }, asked).catch(
        ifTooHeavy(() => {
          heavy.add(hash)
          return words()
        }),
      )
    },
    async canBeDrawn(person, { id, kind }, update) {
      const given = { updates: [update], fallback: { kind }, around: NOWHERE }
      if (isShort([update])) return draw(given).is === 'whole'
      const hash = hashOf([update])
      if (heavy.has(hash)) return false
      const asked = {
        urgency: 'answer',
        person: person.id,
        about: id,
        same: `${hash} ${JSON.stringify(NOWHERE)}`,
      } as const
      const isWhole = examine.draw(given, asked).then(({ is }) => is === 'whole')
      return isWhole.catch(
        ifTooHeavy(async () => {
          heavy.add(hash)
          return false
        }),
      )
    },
    subjectOf: async (draftId, update) =>
      isShort([update]) ? subjectOf(update) : examine.subjectOf(update, { urgency: 'save', about: draftId }),
    keep: (person, { id }, model) => examine.keepModel(model, { urgency: 'answer', person: person.id, about: id }),
    beginAgain: (person, { id }, model, office) =>
      examine.beginAgain({ model, office }, { urgency: 'answer', person: person.id, about: id }),
    history: (tx, draftId) => collab().history(plain(tx), draftId),
    append: (tx, draftId, change) => collab().append(plain(tx), draftId, change),
    replace: (tx, draftId, text) => collab().replace(plain(tx), draftId, text),
    appended: (draftId, what) => collab().appended(draftId, what),
  }
}

/** Texts that could not be drawn a moment ago. The pool would remember them for minutes, and refuse them. */
class Heavy {
  readonly #until = new Map<string, number>()

  has(hash: string): boolean {
    return Date.now() < (this.#until.get(hash) ?? 0)
  }

  add(hash: string): void {
    this.#until.delete(hash)
    this.#until.set(hash, Date.now() + HEAVY_FOR_MS)
    for (const oldest of this.#until.keys()) if (this.#until.size > MOST_HEAVY) this.#until.delete(oldest)
  }
}

const isShort = (updates: readonly Uint8Array[]) => updates.reduce((sum, { length }) => sum + length, 0) <= SHORT_BYTES

const ifTooHeavy =
  <T>(otherwise: () => Promise<T>) =>
  (error: unknown): Promise<T> => {
    if (error instanceof AppError && error.code === 'too_heavy') return otherwise()
    throw error
  }

function hashOf(updates: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const update of updates) hash.update(update)
  return hash.digest('hex')
}

/** Reads whole texts as stored, in a transaction or as of now. Throws InvalidDocument where a log cannot be put together. */
export function storedTexts(collab: Pick<Collaboration, 'readState' | 'readNow'>) {
  const unlessUnreadable = (error: unknown) => {
    throw error instanceof UnreadableText ? new InvalidDocument(error) : error
  }
  return {
    readText: (tx: Transaction, draftId: string) => collab.readState(plain(tx), draftId).catch(unlessUnreadable),
    readNow: (draftId: string) => collab.readNow(draftId).catch(unlessUnreadable),
  }
}

/** The log of a text with its past, for versions. */
export function pastTexts(
  collab: () => Pick<Collaboration, 'moment' | 'keepKeyframe' | 'written' | 'append' | 'appended'>,
) {
  return {
    moment: (tx: Transaction, draftId: string, position: number) => collab().moment(plain(tx), draftId, position),
    keepKeyframe: (tx: Transaction, draftId: string, keyframe: { position: number; state: Uint8Array }) =>
      collab().keepKeyframe(plain(tx), draftId, keyframe),
    written: (tx: Transaction, draftId: string, after: number, upTo: number) =>
      collab().written(plain(tx), draftId, after, upTo),
    append: (tx: Transaction, draftId: string, change: Parameters<Collaboration['append']>[2]) =>
      collab().append(plain(tx), draftId, change),
    appended: (draftId: string, what: 'change') => collab().appended(draftId, what),
  }
}
