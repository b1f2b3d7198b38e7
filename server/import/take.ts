/** A file comes in: read, reported, kept until its reader makes a draft of it. */
import { eq, sql } from 'drizzle-orm'
import { IMAGE_LIMITS } from '../../src/lib/document/image.ts'
import { AppError } from '../../src/lib/errors.ts'
import { line, parse } from '../access/border.ts'
import { consume, createLimiter } from '../access/limit.ts'
import { needWriter } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { agencyOn } from '../access/validity.ts'
import { agencies, imports } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { TakenImage } from './images.ts'
import type { FileToRead } from './jobs.ts'

/** In 15 minutes: a person who tries one file after the other, not a program that tries the reader. */
const MOST_FILES = 40
const MAX_NAME_LENGTH = 255

/** Throws `too_large`, `too_many_requests` or `bad_word_file`; then nothing was kept. */
export async function takeFile(
  ground: Ground,
  person: Person,
  { fileName, bytes }: { fileName: string; bytes: Uint8Array },
): Promise<{ id: string }> {
  needWriter(person)
  const { uploadLimitBytes, db, pool } = ground
  if (bytes.length > uploadLimitBytes) throw new AppError('too_large', { limitBytes: uploadLimitBytes })
  await consume(createLimiter(pool, 'import', MOST_FILES), person.id)
  const name = parse(line(MAX_NAME_LENGTH, 0), fileName.slice(-MAX_NAME_LENGTH).toWellFormed())
  const [office] = await db.select({ name: agencyOn().name }).from(agencies).where(eq(agencies.id, person.agencyId))
  const file = { bytes, fileName: name, agency: office?.name ?? '' }
  const { report, content } = await readWithImages(ground, person, file)
  const [row] = await db
    .insert(imports)
    .values({ userId: person.id, report, content: sql`${content}::jsonb` })
    .returning({ id: imports.id })
  if (!row) throw new Error('the import was not kept')
  return { id: row.id }
}

/** Read once where there are no images; else a second time, when it is known which of them are taken. */
async function readWithImages(ground: Ground, person: Person, file: Omit<FileToRead, 'taken'>) {
  const first = await ground.reader.read(person, { ...file, taken: null })
  if (first.is === 'read') return first
  const taken = await takeImages(ground, person, first.images)
  const second = await ground.reader.read(person, { ...file, taken })
  if (second.is === 'read') return second
  throw new Error('a file with its images was not read')
}

/** Kept for two days, until the draft is made that they are part of. What is not taken stands in the report. */
async function takeImages({ keepImage }: Ground, person: Person, images: ReadonlyMap<string, Uint8Array>) {
  const taken = new Map<string, TakenImage>()
  for (const [path, bytes] of images) {
    if (taken.size === IMAGE_LIMITS.images) break
    const kept = await keepImage(bytes, person)
    if (kept) taken.set(path, kept)
  }
  return taken
}
