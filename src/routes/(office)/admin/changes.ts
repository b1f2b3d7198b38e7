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
      z.intersection(days, data),
      async ({ subjectId, validFrom, validTo, ...data }) => {
        const change = { subject, subjectId, validFrom, validTo, data }
        await event.locals.app.access.admin.addChange(administrator(event), change)
        return { saved: true }
      },
      'change',
    ),
  drop: (event: RequestEvent) =>
    answer(
      event,
      z.object({ id }),
      async (given) => {
        await event.locals.app.access.admin.dropChange(administrator(event), given.id)
        return { saved: true }
      },
      'drop',
    ),
})
