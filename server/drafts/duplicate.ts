/** Another draft of the same kind with the words of a document: nothing of how they came, no number, no signature. */
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { InvalidDocument } from '../../src/lib/document/read.ts'
import { AppError } from '../../src/lib/errors.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import { parse } from '../access/border.ts'
import { type DraftRow, readDraft } from '../access/facts.ts'
import { needWriter, textRight } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { officeNow, officesOf } from '../access/validity.ts'
import type { Transaction } from '../database/connect.ts'
import { frozenRevisions } from '../database/tables.ts'
import { makeDraft, type Origin } from './create.ts'
import type { Ground, KeptText, Model } from './ground.ts'

export const duplication = z.object({ draftId: z.string() })

/**
 * A draft of this person's own, for whoever may see the source and write drafts. Images come along, comments and the
 * deadline do not. Throws `not_found`, `not_allowed`, `broken_text`, or `too_heavy`; nothing has been made then.
 */
export async function duplicate(
  ground: Ground,
  person: Person,
  input: z.input<typeof duplication>,
): Promise<{ id: string }> {
  const { draftId } = parse(duplication, input)
  const { source, model } = await needModel(ground, person, draftId)
  const origin: Origin = { act: 'duplicate', detail: { from: source.id } }
  return beginFrom(ground, person, { about: source, model, origin }, (tx, id, images) =>
    ground.carryImages(tx, source.id, id, images),
  )
}

/** The words of a draft or document that this person may see, to be put away as a template. Throws as `duplicate` does. */
export async function keepText(ground: Ground, person: Person, draftId: string): Promise<KeptText> {
  const { source, model } = await needModel(ground, person, draftId)
  return ground.texts.keep(person, source, model)
}

interface From {
  /** The draft or template whose words they are. */
  about: { id: string }
  model: Model
  origin: Origin
}

/** A draft with the words of a model; `also` is done in the same transaction, with the images that its text shows. */
export async function beginFrom(
  ground: Ground,
  person: Person,
  { about, model, origin }: From,
  also: (tx: Transaction, draftId: string, images: readonly string[]) => Promise<void>,
): Promise<{ id: string }> {
  needWriter(person)
  const office = await officeNow(ground.db, person)
  const { kind, update, images, ...text } = await ground.texts.beginAgain(person, about, model, office)
  const subject = text.subject.slice(0, LIMITS.subject)
  return ground.db.transaction(async (tx) => {
    const draft = await makeDraft(ground, tx, person, { kind, subject, dueAt: null, update, origin })
    await also(tx, draft.id, images)
    return draft
  })
}

/** What was frozen where something was, else the text as it stands, for those with a part in it. */
async function needModel(ground: Ground, person: Person, draftId: string): Promise<{ source: DraftRow; model: Model }> {
  const source = await readDraft(ground.db, person, draftId)
  const offices = await officesOf(ground.db, source.id)
  const [frozen] = await ground.db
    .select({ json: sql<string>`${frozenRevisions.document}::text` })
    .from(frozenRevisions)
    .where(eq(frozenRevisions.draftId, source.id))
  if (frozen) return { source, model: { is: 'kept', json: frozen.json, office: offices.now } }
  if (textRight(person, source) === 'none') throw new AppError('not_allowed')
  return { source, model: { is: 'draft', update: await readable(ground, source.id), offices } }
}

async function readable(ground: Ground, draftId: string): Promise<Uint8Array> {
  try {
    return await ground.readNow(draftId)
  } catch (error) {
    throw error instanceof InvalidDocument ? new AppError('broken_text') : error
  }
}
