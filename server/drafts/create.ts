import { z } from 'zod'
import { fieldsSchema } from '../../src/lib/document/fields.ts'
import { KIND_IDS, type KindId } from '../../src/lib/document/kinds.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import type { PathAct } from '../../src/lib/vocabulary.ts'
import { line, optionalLine, parse } from '../access/border.ts'
import { needWriter } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { officeNow } from '../access/validity.ts'
import { record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { draftPeople, drafts, draftSteps } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { NewDraft } from './shapes.ts'

export const deadline = z.date().nullable()

/** What a person chooses for a new draft, on a page or with a Word file. */
export const beginning = z.object({ kind: z.enum(KIND_IDS, 'choice'), dueAt: deadline.default(null) })
/** The page that begins an empty one. */
export const emptyDraft = beginning.extend({ subject: optionalLine(LIMITS.subject) })

const newDraft = emptyDraft.extend({
  fileName: line(255, 0).optional(),
  text: z.object({ fields: fieldsSchema.omit({ kind: true }).partial(), blocks: z.string() }).optional(),
})

/**
 * `prepare` is for what belongs to the draft elsewhere: it is given the first text, may take its time, and gives back what
 * is done in the transaction that makes the draft, which must be short (see `record`).
 */
export async function createDraft(
  ground: Ground,
  person: Person,
  input: NewDraft,
  prepare?: (update: Uint8Array) => Promise<(tx: Transaction, draftId: string) => Promise<void>>,
): Promise<{ id: string }> {
  needWriter(person)
  const { kind, dueAt, text, fileName, ...given } = parse(newDraft, input)
  const subject = given.subject || parse(line(LIMITS.subject, 0), text?.fields.subject ?? '')
  const fields = { ...onlyGiven(text?.fields ?? {}, input.text?.fields ?? {}), subject }
  const office = await officeNow(ground.db, person)
  const update = await ground.texts.begin(person, { kind, office, fields }, text?.blocks)
  const also = await prepare?.(update)
  return ground.db.transaction(async (tx) => {
    const origin: Origin =
      fileName === undefined ? { act: 'create', detail: {} } : { act: 'import', reason: fileName, detail: { fileName } }
    const draft = await makeDraft(ground, tx, person, { kind, subject, dueAt, update, origin })
    await also?.(tx, draft.id)
    return draft
  })
}

/** How a draft came about: on its path, and with `detail` in the record. */
export interface Origin {
  act: PathAct
  reason?: string
  detail: Record<string, unknown>
}

interface Made {
  kind: KindId
  subject: string
  dueAt: Date | null
  /** Its first words, as one Yjs update. */
  update: Uint8Array
  origin: Origin
}

/** A draft of this person's own around a text that is there: its row, its path, its text, the record. */
export async function makeDraft(
  ground: Pick<Ground, 'seedText'>,
  tx: Transaction,
  person: Person,
  { kind, subject, dueAt, update, origin: { detail, ...origin } }: Made,
): Promise<{ id: string }> {
  const { agencyId, unitId } = person
  const row = { agencyId, unitId, kind, subject, dueAt, holderId: person.id, createdBy: person.id }
  const [draft] = await tx.insert(drafts).values(row).returning({ id: drafts.id })
  if (!draft) throw new Error('the draft was not made')
  await tx.insert(draftPeople).values({ draftId: draft.id, userId: person.id, part: 'owner' })
  const first = { toState: 'drafting' as const, actorId: person.id, holderId: person.id }
  await tx.insert(draftSteps).values({ draftId: draft.id, ...first, ...origin })
  await ground.seedText(tx, draft.id, update, person.id)
  await record(tx, { actorId: person.id, act: 'draft.create', draftId: draft.id, detail: { kind, ...detail } })
  return draft
}

/** Without what the schema put in where nothing was given: there the new draft has its own beginnings. */
function onlyGiven<Parsed extends object>(parsed: Parsed, given: object): Partial<Parsed> {
  const kept: Partial<Parsed> = { ...parsed }
  for (const name in kept) if (!(name in given)) delete kept[name]
  return kept
}
