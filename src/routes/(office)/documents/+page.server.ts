import { z } from 'zod'
import { formatCalendarDate, yearNow } from '$lib/ui/dates.ts'
import { id, line, named, printedLine } from '../../../../server/access/border.ts'
import { needWithRegisters, registerActions } from '../../../../server/access/registers.ts'
import type { SignedIn } from '../../../../server/access/shapes.ts'
import { answer, shown, signedIn } from '../../answers.ts'
import { setsNextNumber } from '../../next-number.ts'
import type { Actions, PageServerLoad } from './$types'
import { filterOf, readQuery } from './query.ts'
import { newestYear, registerInUse } from './register-meant.ts'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { registry } = event.locals.app
  const asked = readQuery(event.url)
  const registers = await shown(registry.registers(person))
  const register = registers.find((one) => one.id === asked.register) ?? registerInUse(registers)
  const year = asked.year ?? newestYear(register)
  const inYear = register && { registerId: register.id, year }
  const [entries, choices] = inYear
    ? await shown(
        Promise.all([
          registry.entries(person, { ...inYear, ...filterOf(asked), page: asked.page }),
          registry.choices(person, inYear),
        ]),
      )
    : [null, null]
  const changes = await shown(registry.amendments(person, entries?.rows.map(({ draftId }) => draftId) ?? []))
  const { search, kind = '', unit = '', signer = '', state = '', from, to } = asked
  const { subject = '', recipient = '', note = '', issuedFrom, issuedTo } = asked
  const reserved = register && (await shown(registry.reserved(person, { registerId: register.id, year })))
  return {
    registers,
    register,
    year,
    isThisYear: year === yearNow(),
    filter: {
      ...{ search, kind, unit, signer, state, from: dayTyped(from), to: dayTyped(to), subject, recipient, note },
      ...{ numberFrom: digits(asked.numberFrom), numberTo: digits(asked.numberTo), copies: digits(asked.copies) },
      ...{ issuedFrom: dayTyped(issuedFrom), issuedTo: dayTyped(issuedTo), signing: asked.signing ?? '' },
    },
    saved: await shown(registry.filters(person)),
    kept: reserved?.filter((one) => one.state === 'open' || one.state === 'late').length ?? 0,
    entries,
    choices,
    changes,
    may: registerActions(person),
  }
}

const dayTyped = (day: string | undefined) => (day ? formatCalendarDate(day) : '')

const digits = (count: number | undefined) => (count === undefined ? '' : String(count))

const copies = z.coerce.number('number').int('number').min(0, 'number').max(99_999, 'number')
const amended = z.object({
  id,
  copies,
  note: printedLine(500, 0).default(''),
  seenCopies: z.coerce.number().int(),
  seenNote: z.string().default(''),
})

const mayAmend = async ({ person }: SignedIn) => needWithRegisters(person, 'amend')

/** What is chosen comes with a mark before its name, so that it is no answer of the form itself. */
const KEPT_MARK = 'q-'
const saving = z.looseObject({ name: line(80) })

export const actions: Actions = {
  saveFilter: (event) =>
    answer(event, { who: signedIn, fields: saving, form: 'save-filter' }, async ({ name, ...given }, { person }) => {
      const chosen = Object.entries(given).filter(([key]) => key.startsWith(KEPT_MARK))
      const query = chosen.map(([key, value]) => [key.slice(KEPT_MARK.length), String(value)])
      await event.locals.app.registry.saveFilter(person, { name, query: Object.fromEntries(query) })
      return { saved: true }
    }),
  forgetFilter: (event) =>
    answer(event, { who: signedIn, fields: named, form: 'forget-filter' }, async ({ id }, { person }) => {
      await event.locals.app.registry.forgetFilter(person, { id })
      return { saved: true }
    }),
  amend: (event) =>
    answer(event, { who: signedIn, right: mayAmend, fields: amended, form: 'amend' }, async (given, { person }) => {
      const { id: entryId, copies, note, seenCopies, seenNote } = given
      const seen = { copies: seenCopies, note: seenNote }
      await event.locals.app.registry.amend(person, { entryId, copies, note, seen })
      return { saved: true }
    }),
  next: setsNextNumber,
}
