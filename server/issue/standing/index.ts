/** Tình trạng ký số: what was found out at the start, each day, and when an administrator asks; and who is warned of it. */
import { and, arrayContains, isNull } from 'drizzle-orm'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { users } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { type Ending, type Standing, tryAll } from './try.ts'

/** A stamp may cost money; what ends does so in weeks. */
const EVERY_MS = 24 * 60 * 60 * 1000
const DAY_MS = 86_400_000
/** Days before an end on which it is told: the nearest that has been reached. */
export const WARN_DAYS = [60, 30, 7] as const
const CLOCK_WARNS_MS = 60_000

export function createStanding(ground: Ground) {
  let last: Standing | null = null
  let trying: Promise<Standing> | null = null

  const now = () => {
    trying ??= look().finally(() => (trying = null))
    return trying
  }
  async function look(): Promise<Standing> {
    last = await tryAll(ground)
    tellLog(ground, last)
    await ground.warn(await warningsOf(ground, last))
    return last
  }

  return {
    /** Administrators only. What was found last; of one's own agency, and what is everybody's. */
    read(person: Person): Standing | null {
      needAdministrator(person)
      return last && ofAgency(last, person.agencyId)
    },
    /** Administrators only: tries it all now. */
    async try(person: Person): Promise<Standing> {
      needAdministrator(person)
      return ofAgency(await now(), person.agencyId)
    },
    /** At the start, and now and then: once a day it is tried. */
    async tick(): Promise<void> {
      if (!last || ground.now().getTime() - last.at.getTime() >= EVERY_MS) await now()
    },
  }
}

const ofAgency = (standing: Standing, agencyId: string): Standing => ({
  ...standing,
  endings: standing.endings.filter((one) => one.agencyId === null || one.agencyId === agencyId),
})

function tellLog({ log }: Ground, { stamps, clockMs }: Standing): void {
  for (const { host, fault } of stamps)
    if (fault)
      log.warn({ host, fault }, 'a time-stamping authority gives no good stamp: signatures stay at B-B meanwhile')
  if (clockMs !== null && Math.abs(clockMs) > CLOCK_WARNS_MS)
    log.warn({ aheadMs: clockMs }, 'the clock of this server and that of the time-stamping authority differ')
}

/** Which of WARN_DAYS has been reached, or 0 when it is over; null while there is time. */
export function warningAt(endsAt: Date, now: Date): number | null {
  const left = (endsAt.getTime() - now.getTime()) / DAY_MS
  if (left <= 0) return 0
  return WARN_DAYS.findLast((days) => left <= days) ?? null
}

const EVENTS = { key: 'key_ends', seal: 'seal_ends', authority: 'authority_ends', stamper: 'stamper_ends' } as const

/** To its holder, of a seal to the clerks who use it, and to administrators. */
async function warningsOf({ db }: Ground, { at, endings }: Standing) {
  const due = endings.flatMap((one) => {
    const reached = warningAt(one.endsAt, at)
    return reached === null ? [] : [{ ...one, reached }]
  })
  if (due.length === 0) return []
  const active = isNull(users.lockedAt)
  const { id, agencyId, roles } = users
  const [administrators, clerks] = await Promise.all(
    (['admin', 'clerk'] as const).map((role) =>
      db
        .select({ id, agencyId })
        .from(users)
        .where(and(active, arrayContains(roles, [role]))),
    ),
  )
  const within = (people: { id: string; agencyId: string }[] = [], agency: string | null) =>
    people.filter((one) => agency === null || one.agencyId === agency).map((one) => one.id)
  return due.map(({ what, id: of, name, endsAt, reached, userId, agencyId: agency }) => ({
    ...{ event: EVENTS[what], about: name, endsAt, mark: `${what}:${of}:${endsAt.toISOString()}:${reached}` },
    personIds: [
      ...within(administrators, agency),
      ...(what === 'seal' ? within(clerks, agency) : []),
      ...(userId ? [userId] : []),
    ],
  }))
}

export type { Ending, Standing }
