/** The words of a document are put away under a name, for drafts that will begin with them. */
import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import { line, parse } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import { draftImages, templateImages, templates, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'

export const saving = z.object({ draftId: z.string(), name: line(LIMITS.templateName) })

/** Of one person, beside those that have become the office's. */
export const MOST_OWN = 100
/** As JSON. A hundred pages take some 600,000. */
const MOST_CHARACTERS = 4_000_000

/**
 * One's own at first. Throws `not_found`, `broken_text`, `too_heavy`, `too_large`, or `templates_full`; nothing has been
 * put away then.
 */
export async function saveTemplate(
  ground: Ground,
  person: Person,
  input: z.input<typeof saving>,
): Promise<{ id: string }> {
  const { draftId, name } = parse(saving, input)
  const { kind, json, office, images } = await ground.keepText(person, draftId)
  if (json.length > MOST_CHARACTERS) throw new AppError('too_large')
  return ground.db.transaction(async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, person.id)).for('no key update') // counted one after the other
    const own = and(eq(templates.ownerId, person.id), isNull(templates.sharedAt))
    if ((await tx.$count(templates, own)) >= MOST_OWN) throw new AppError('templates_full', { most: MOST_OWN })
    const row = { agencyId: person.agencyId, ownerId: person.id, name, kind, document: json, office }
    const [made] = await tx.insert(templates).values(row).returning({ id: templates.id })
    if (!made) throw new Error('the template was not made')
    if (images.length > 0) {
      const held = sql`select ${made.id}::uuid, hash from ${draftImages}
        where ${draftImages.draftId} = ${draftId} and ${draftImages.hash} in ${images}`
      await tx.execute(sql`insert into ${templateImages} (template_id, hash) ${held}`)
    }
    await record(tx, { actorId: person.id, act: 'template.save', draftId, detail: { id: made.id, name, kind } })
    return made
  })
}
