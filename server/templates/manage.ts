/** A template gets another name, becomes the office's or its owner's again, or goes. Each is on record. */
import { and, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import { id, line, named, parse } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import { agencies, templates } from '../database/tables.ts'
import { lockTemplate } from './find.ts'
import type { Ground } from './ground.ts'

export const renaming = z.object({ id, name: line(LIMITS.templateName) })
/** `with`: the whole office, or its owner alone. */
export const sharing = z.object({ id, with: z.enum(['office', 'owner'], 'choice') })

/** Of one office. */
export const MOST_OF_OFFICE = 300

export async function renameTemplate({ db }: Ground, person: Person, input: z.input<typeof renaming>): Promise<void> {
  const { id: templateId, name } = parse(renaming, input)
  await db.transaction(async (tx) => {
    const template = await lockTemplate(tx, person, templateId, 'change')
    await tx.update(templates).set({ name }).where(eq(templates.id, template.id))
    const detail = { id: template.id, before: template.name, name }
    await record(tx, { actorId: person.id, act: 'template.rename', detail })
  })
}

/** Its images stay where drafts have them. */
export async function removeTemplate({ db }: Ground, person: Person, input: z.input<typeof named>): Promise<void> {
  const { id: templateId } = parse(named, input)
  await db.transaction(async (tx) => {
    const template = await lockTemplate(tx, person, templateId, 'change')
    await tx.delete(templates).where(eq(templates.id, template.id))
    const detail = { id: template.id, name: template.name, wasShared: template.sharedAt !== null }
    await record(tx, { actorId: person.id, act: 'template.remove', detail })
  })
}

/** Throws `templates_full` where the office has as many as it may. */
export async function shareTemplate({ db }: Ground, person: Person, input: z.input<typeof sharing>): Promise<void> {
  const { id: templateId, with: whom } = parse(sharing, input)
  await db.transaction(async (tx) => {
    await tx.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, person.agencyId)).for('no key update')
    const template = await lockTemplate(tx, person, templateId, 'share')
    if ((template.sharedAt !== null) === (whom === 'office')) return
    const shared = and(eq(templates.agencyId, person.agencyId), isNotNull(templates.sharedAt))
    if (whom === 'office' && (await tx.$count(templates, shared)) >= MOST_OF_OFFICE)
      throw new AppError('templates_full', { most: MOST_OF_OFFICE })
    const sharedAt = whom === 'office' ? new Date() : null
    await tx.update(templates).set({ sharedAt }).where(eq(templates.id, template.id))
    const detail = { id: template.id, name: template.name, with: whom }
    await record(tx, { actorId: person.id, act: 'template.share', detail })
  })
}
