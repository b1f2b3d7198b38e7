/** Templates as one person stands to them. */
import { and, desc, eq, getTableColumns, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import { parseId } from '../access/border.ts'
import { mayTemplate } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { templates, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'

/** One line of a list. */
export interface TemplateRow {
  id: string
  name: string
  kind: string
  owner: string
  isShared: boolean
  createdAt: Date
  /** May be renamed and deleted by this person. */
  mayChange: boolean
  /** May be given to the office, or taken back. */
  mayShare: boolean
}

export interface TemplateLists {
  mine: TemplateRow[]
  office: TemplateRow[]
}

/** One's own and the office's, by name. Their words stay in the database. */
export async function listTemplates({ db }: Ground, person: Person): Promise<TemplateLists> {
  const { id, agencyId, ownerId, name, kind, sharedAt, createdAt } = templates
  const rows = await db
    .select({ id, agencyId, ownerId, name, kind, sharedAt, createdAt, owner: users.name })
    .from(templates)
    .innerJoin(users, eq(users.id, templates.ownerId))
    .where(
      and(
        eq(templates.agencyId, person.agencyId),
        or(isNotNull(templates.sharedAt), and(isNull(templates.sharedAt), eq(templates.ownerId, person.id))),
      ),
    )
    .orderBy(sql`fold_text(${templates.name})`, desc(templates.createdAt))
  const shown = rows.map(({ sharedAt, agencyId, ownerId, ...row }): TemplateRow => {
    const isShared = sharedAt !== null
    const facts = { agencyId, ownerId, isShared }
    return {
      ...row,
      isShared,
      mayChange: mayTemplate(person, 'change', facts),
      mayShare: mayTemplate(person, 'share', facts),
    }
  })
  return { mine: shown.filter((row) => !row.isShared), office: shown.filter((row) => row.isShared) }
}

export async function needTemplate(db: Database, person: Person, templateId: string, action: 'use') {
  const [row] = await db
    .select(getTableColumns(templates))
    .from(templates)
    .where(eq(templates.id, parseId(templateId)))
  return allowed(person, action, row)
}

/** The same, with its row locked until the transaction ends; without its words. */
export async function lockTemplate(tx: Transaction, person: Person, templateId: string, action: 'change' | 'share') {
  const { document: _, ...columns } = getTableColumns(templates)
  const [row] = await tx
    .select(columns)
    .from(templates)
    .where(eq(templates.id, parseId(templateId)))
    .for('update')
  return allowed(person, action, row)
}

/** `not_found` where it may not be used, and so not be seen. */
function allowed<Row extends { agencyId: string; ownerId: string; sharedAt: Date | null }>(
  person: Person,
  action: Parameters<typeof mayTemplate>[1],
  row: Row | undefined,
): Row {
  const facts = row && { agencyId: row.agencyId, ownerId: row.ownerId, isShared: row.sharedAt !== null }
  if (!row || !facts || !mayTemplate(person, 'use', facts)) throw new AppError('not_found')
  if (!mayTemplate(person, action, facts)) throw new AppError('not_allowed')
  return row
}
