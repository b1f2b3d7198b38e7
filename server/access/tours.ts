/** Which tours a person has had, or put aside: on every device of theirs they are not offered again. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { type Tour, TOURS } from '../../src/lib/vocabulary.ts'
import { toursSeen } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { Person } from './person.ts'

const tourName = z.enum(TOURS)

export async function isTourNew({ db }: Pick<Ground, 'db'>, person: Person, tour: Tour): Promise<boolean> {
  const rows = await db.select({ tour: toursSeen.tour }).from(toursSeen).where(eq(toursSeen.personId, person.id))
  return rows.every((row) => row.tour !== tour)
}

/** Throws `not_found` for a tour that there is not. */
export async function markTour({ db }: Pick<Ground, 'db'>, person: Person, tour: string): Promise<void> {
  const known = tourName.safeParse(tour)
  if (!known.success) throw new AppError('not_found')
  await db.insert(toursSeen).values({ personId: person.id, tour: known.data }).onConflictDoNothing()
}
