import { AppError } from '../../src/lib/errors.ts'
import type { RosterReport } from '../../src/lib/roster-report.ts'
import { line, parse } from '../access/border.ts'
import { consume, createLimiter } from '../access/limit.ts'
import { needAdministrator } from '../access/office.ts'
import type { Person } from '../access/person.ts'
import type { Ground } from './ground.ts'
import { readKnown } from './known.ts'
import type { Known, Plan } from './plan.ts'

export interface GivenFile {
  fileName: string
  bytes: Uint8Array
}

const MOST_BYTES = 4 * 1024 * 1024
const MAX_NAME_LENGTH = 255
/** In 15 minutes: a person who mends a list again and again, not a program that tries the reader. */
const MOST_FILES = 60

export async function lookAtRoster(ground: Ground, person: Person, given: GivenFile): Promise<RosterReport> {
  return (await planGiven(ground, person, given)).plan.report
}

/** What the file would do to the office as it is, and that office. */
export async function planGiven(
  ground: Ground,
  person: Person,
  { fileName, bytes }: GivenFile,
): Promise<{ plan: Plan; known: Known }> {
  needAdministrator(person)
  if (bytes.length > MOST_BYTES) throw new AppError('too_large', { limitBytes: MOST_BYTES })
  await consume(createLimiter(ground.pool, 'roster', MOST_FILES), person.id)
  const name = parse(line(MAX_NAME_LENGTH, 0), fileName.slice(-MAX_NAME_LENGTH).toWellFormed())
  const known = await readKnown(ground.db, person)
  return { plan: await ground.plan({ fileName: name, bytes, known }, person), known }
}
