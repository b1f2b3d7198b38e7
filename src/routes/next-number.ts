import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { id, printedLine } from '../../server/access/border.ts'
import { needWithRegisters } from '../../server/access/registers.ts'
import type { SignedIn } from '../../server/access/shapes.ts'
import { answer, signedIn } from './answers.ts'

const fields = z.object({
  registerId: id,
  year: z.coerce.number().int(),
  next: z.coerce.number('number').int('number').min(1, 'number').max(99_999, 'number'),
  reason: printedLine(500),
})

const mayStart = async ({ person }: SignedIn) => needWithRegisters(person, 'start')

/** The form with which a clerk or an administrator says with which number a register goes on. */
export const setsNextNumber = (event: RequestEvent) =>
  answer(event, { who: signedIn, right: mayStart, fields, form: 'next' }, async (given, { person }) => {
    await event.locals.app.registry.setNextNumber(person, given)
    return { saved: true }
  })
