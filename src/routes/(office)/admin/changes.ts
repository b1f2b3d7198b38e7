/** The two acts on dated changes, which three pages of the administration share. */
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import type { Subject } from '../../../../server/access/shapes.ts'
import { administrator, answer } from '../../answers.ts'
import { day, id, optionalDay } from '../../inputs.ts'

const days = z.object({ subjectId: id, validFrom: day, validTo: optionalDay })

/** `data`: what changes. */
export const changeActions = (subject: Subject, data: z.ZodType<Record<string, string>>) => ({
  change: (event: RequestEvent) =>
    answer(
      event,
      { who: administrator, fields: z.intersection(days, data), form: 'change' },
      async ({ subjectId, validFrom, validTo, ...data }, me) => {
        const change = { subject, subjectId, validFrom, validTo, data }
        await event.locals.app.access.admin.addChange(me, change)
        return { saved: true }
      },
    ),
  drop: (event: RequestEvent) =>
    answer(event, { who: administrator, fields: z.object({ id }), form: 'drop' }, async (given, me) => {
      await event.locals.app.access.admin.dropChange(me, given.id)
      return { saved: true }
    }),
})
