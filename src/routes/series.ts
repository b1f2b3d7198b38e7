/** The forms with which clerks and administrators set how the office numbers: series, kept numbers, numbers by decision. */
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { id, line, printedLine } from '../../server/access/border.ts'
import { needWithRegisters, type RegisterAction } from '../../server/access/registers.ts'
import type { SignedIn } from '../../server/access/shapes.ts'
import { newRegister } from '../../server/registry/registers.ts'
import { answer, signedIn } from './answers.ts'
import { day, several } from './inputs.ts'

const may =
  (action: RegisterAction) =>
  async ({ person }: SignedIn) =>
    needWithRegisters(person, action)

export const opensSeries = (event: RequestEvent) =>
  answer(
    event,
    { who: signedIn, right: may('manage'), fields: newRegister, written: { kinds: several }, form: 'add' },
    async (given, { person }) => {
      await event.locals.app.registry.createRegister(person, given)
      return { saved: true }
    },
  )

const closing = z.object({ id, when: z.enum(['now', 'year-end'], 'choice').default('now') })

export const closesSeries = (event: RequestEvent) =>
  answer(event, { who: signedIn, right: may('manage'), fields: closing, form: 'close' }, async (given, { person }) => {
    await event.locals.app.registry.closeRegister(person, given.id, given.when)
    return { saved: true }
  })

const whole = z.coerce.number('number').int('number').min(1, 'number').max(99_999, 'number')
const keeping = z.object({ registerId: id, forDate: z.string(), count: whole, reason: printedLine(500) })

export const keepsNumbers = (event: RequestEvent) =>
  answer(
    event,
    { who: signedIn, right: may('start'), fields: keeping, written: { forDate: day }, form: 'keep' },
    async (given, { person }) => {
      const { from, to } = await event.locals.app.registry.keepNumbers(person, given)
      return { saved: true, kept: { from, to } }
    },
  )

const adding = z.object({
  registerId: id,
  forDate: z.string(),
  number: whole,
  suffix: line(1),
  decision: printedLine(200),
  reason: printedLine(500),
})

export const addsSuffixed = (event: RequestEvent) =>
  answer(
    event,
    { who: signedIn, right: may('start'), fields: adding, written: { forDate: day }, form: 'suffixed' },
    async (given, { person }) => {
      await event.locals.app.registry.addSuffixed(person, given)
      return { saved: true }
    },
  )

export const givesBack = (event: RequestEvent) =>
  answer(
    event,
    { who: signedIn, right: may('start'), fields: z.object({ id, reason: printedLine(500) }), form: 'give-back' },
    async (given, { person }) => {
      const { isReturned } = await event.locals.app.registry.giveBack(person, given)
      return { saved: true, isReturned }
    },
  )
