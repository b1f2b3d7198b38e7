/** The two acts on dated changes, which three pages of the administration share. */
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { id, named } from '../../../../server/access/border.ts'
import { CHANGEABLE, days } from '../../../../server/access/dated-changes.ts'
import type { Subject } from '../../../../server/access/shapes.ts'
import { administers } from '../../answers.ts'
import { day, optionalDay } from '../../inputs.ts'

const when = days.extend({ subjectId: id })
const fieldsOf = (subject: Subject) =>
  z.intersection(when, CHANGEABLE[subject] satisfies z.ZodType<Record<string, string>>)

export const changeActions = (subject: Subject) => ({
  change: administers(
    { fields: fieldsOf(subject), written: { validFrom: day, validTo: optionalDay }, form: 'change' },
    ({ locals }: RequestEvent, me, { subjectId, validFrom, validTo, ...data }) =>
      locals.app.access.admin.addChange(me, { subject, subjectId, validFrom, validTo, data }),
  ),
  drop: administers({ fields: named, form: 'drop' }, ({ locals }: RequestEvent, me, { id }) =>
    locals.app.access.admin.dropChange(me, id),
  ),
})
