/** A draft that begins with the words of a template. */
import { sql } from 'drizzle-orm'
import type { Person } from '../access/person.ts'
import { draftImages, templateImages } from '../database/tables.ts'
import { needTemplate } from './find.ts'
import type { Ground } from './ground.ts'

/** For whoever may use it and write drafts. Throws `not_found`, `not_allowed`, `too_heavy`. */
export async function beginWith(ground: Ground, person: Person, { id }: { id: string }): Promise<{ id: string }> {
  const template = await needTemplate(ground.db, person, id, 'use')
  const { name, document, office } = template
  const origin = { act: 'template' as const, reason: name, detail: { template: template.id } }
  const from = { about: template, model: { is: 'kept' as const, json: document, office }, origin }
  return ground.beginFrom(person, from, async (tx, draftId, images) => {
    if (images.length === 0) return
    await tx.execute(sql`
      insert into ${draftImages} (draft_id, hash, added_by)
      select ${draftId}::uuid, hash, ${person.id}::uuid from ${templateImages}
      where ${templateImages.templateId} = ${template.id} and ${templateImages.hash} in ${images}`)
  })
}
