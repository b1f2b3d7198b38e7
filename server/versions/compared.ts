/** Two texts of a draft compared, and what has changed since somebody last read it. */
import { and, desc, eq, gt, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Wanted } from '../../src/lib/document/compare/part.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { headOf } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { readings, textUpdates, versions } from '../database/tables.ts'
import { find, named, namesOf, needPart } from './find.ts'
import type { Ground } from './ground.ts'
import { markRead } from './keep.ts'
import type { ComparedTexts, Unread, Which } from './shapes.ts'

interface Two {
  draftId: string
  from: Which
  to: Which
}

/** `from` is the older one by name only: it may be the newer. */
export const compareVersions = (ground: Ground, person: Person, input: Two): Promise<ComparedTexts> =>
  compareSeen(ground, person, input, [])

async function compareSeen(ground: Ground, person: Person, input: Two, seen: string[]): Promise<ComparedTexts> {
  const { from, to, authors, asked } = await findBoth(ground, person, input)
  const texts = { before: from.moment.updates, after: to.moment.updates, seen }
  const same = `${asked.same} ${seen.join(' ')}`
  const comparison = await ground.work.compareTexts(texts, { ...asked, same })
  return { from: from.named, to: to.named, authors, comparison }
}

const place = z.coerce.number().int().min(0).max(1e9)

/** As addresses ask for it. */
export const wanting = z.discriminatedUnion('is', [
  z.object({ is: z.literal('rows'), at: place, upTo: place, onlyChanges: z.stringbool() }),
  z.object({ is: z.literal('units'), at: place }),
])

/** More of a comparison, as JSON (compare/part.ts). */
export async function compareFurther(
  ground: Ground,
  person: Person,
  { wanted, ...input }: Two & { wanted: Wanted },
): Promise<string> {
  const { from, to, asked } = await findBoth(ground, person, input)
  const texts = { before: from.moment.updates, after: to.moment.updates, wanted }
  return ground.work.compareMore(texts, { ...asked, same: `${asked.same} ${JSON.stringify(wanted)}` })
}

/** The same as a Word file with changes. */
export async function wordOfVersions(ground: Ground, person: Person, input: Two): Promise<Uint8Array> {
  const { from, to, authors, asked } = await findBoth(ground, person, input)
  const author = authors.map(({ name }) => name).join(', ') || person.name
  const stamp = { author, date: (to.moment.at ?? new Date()).toISOString() }
  const texts = { before: from.moment.updates, after: to.moment.updates, stamp }
  return ground.toWord(texts, { ...asked, same: `${asked.same} word ${JSON.stringify(stamp)}` }, input.draftId)
}

async function findBoth(ground: Ground, person: Person, input: Two) {
  const draft = await needPart(ground, person, input.draftId)
  const { from, to, authors } = await ground.db.transaction(async (tx) => {
    const from = await find(ground, tx, draft.id, input.from)
    const to = await find(ground, tx, draft.id, input.to)
    const [after, upTo] = [from.moment.position, to.moment.position].toSorted((a, b) => a - b)
    const { authors } = await ground.text.written(tx, draft.id, after ?? 0, upTo ?? 0)
    return { from, to, authors: named(authors, await namesOf(tx, authors)) }
  })
  const same = `${draft.id} ${from.moment.position} ${to.moment.position}`
  return { from, to, authors, asked: { urgency: 'answer' as const, person: person.id, about: draft.id, same } }
}

async function readingOf(ground: Ground, person: Person, draftId: string) {
  const [row] = await ground.db
    .select({ position: readings.position, seen: readings.seen, at: readings.at })
    .from(readings)
    .where(and(eq(readings.draftId, draftId), eq(readings.userId, person.id)))
  return row ?? null
}

/** Whoever opens a draft for the first time has read it from here on. */
export async function noteOpened(ground: Ground, person: Person, draftId: string): Promise<void> {
  const draft = await needPart(ground, person, draftId)
  const position = await headOf(ground.db, draft.id)
  await ground.db.insert(readings).values({ draftId: draft.id, userId: person.id, position }).onConflictDoNothing()
}

/** Since when there is something unread; null where there is nothing but one's own. Costs no comparison. */
export async function unreadSince(ground: Ground, person: Person, draftId: string): Promise<Date | null> {
  const draft = await needPart(ground, person, draftId)
  const reading = await readingOf(ground, person, draft.id)
  if (!reading) return null
  const head = await headOf(ground.db, draft.id)
  const { draftId: of, position, userId } = textUpdates
  const own = await ground.db.$count(
    textUpdates,
    and(eq(of, draft.id), gt(position, reading.position), lte(position, head), eq(userId, person.id)),
  )
  return own < head - reading.position ? reading.at : null
}

/** What changed since this person last read or decided, by clause; `not_found` for whoever never opened it. */
export async function unread(ground: Ground, person: Person, draftId: string): Promise<Unread> {
  const draft = await needPart(ground, person, draftId)
  const reading = await readingOf(ground, person, draft.id)
  if (!reading) throw new AppError('not_found')
  const from: Which = { is: 'moment', position: reading.position }
  const compared = await compareSeen(ground, person, { draftId, from, to: { is: 'now' } }, reading.seen)
  const [approved] = await ground.db
    .select({ number: versions.number, hash: versions.hash, at: versions.at })
    .from(versions)
    .where(and(eq(versions.draftId, draft.id), eq(versions.kind, 'approve'), eq(versions.actorId, person.id)))
    .orderBy(desc(versions.number))
    .limit(1)
  // The text is as old as its last letter; said is when it was read, here as in the banner that leads here.
  return { ...compared, from: { ...compared.from, at: reading.at }, seen: reading.seen, approved: approved ?? null }
}

/** More changes than a person ticks off one by one. */
const MOST_SEEN = 2_000

export const ticking = z.object({
  draftId: z.string(),
  key: z.string('required').regex(/^[a-z0-9]{1,16}$/, 'choice'),
  isSeen: z.boolean(),
})

/** «Đã xem», for one change. */
export async function tick(ground: Ground, person: Person, input: z.input<typeof ticking>): Promise<void> {
  const { draftId, key, isSeen } = parse(ticking, input)
  const draft = await needPart(ground, person, draftId)
  const without = sql`array_remove(${readings.seen}, ${key})`
  const seen = isSeen ? sql`(array_append(${without}, ${key}))[1:${sql.raw(String(MOST_SEEN))}]` : without
  await ground.db
    .update(readings)
    .set({ seen })
    .where(and(eq(readings.draftId, draft.id), eq(readings.userId, person.id)))
}

export const finishing = z.object({ draftId: z.string(), position: z.coerce.number('choice').int().min(1).max(1e9) })

/** All of it has been seen, up to the text that was shown; what came after that stays unread. */
export async function finish(ground: Ground, person: Person, input: z.input<typeof finishing>): Promise<void> {
  const { draftId, position } = parse(finishing, input)
  const draft = await needPart(ground, person, draftId)
  if (position > (await headOf(ground.db, draft.id))) throw new AppError('bad_input', { field: 'position' })
  await ground.db.transaction((tx) => markRead(tx, draft.id, person.id, position))
}
