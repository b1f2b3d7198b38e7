/** A file comes in: read, reported, kept until its reader makes a draft of it. */
import { eq } from 'drizzle-orm'
import { IMAGE_LIMITS } from '../../src/lib/document/image.ts'
import { KIND_IDS, kindOf, type KindId } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { line, parse } from '../access/border.ts'
import { consume, createLimiter } from '../access/limit.ts'
import { needWriter } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { agencyOn } from '../access/validity.ts'
import { agencies, imports } from '../database/tables.ts'
import { contentOf, standingImages, type Content } from './content.ts'
import type { Ground } from './ground.ts'
import type { TakenImage } from './images.ts'
import { remarksOf } from './remarks.ts'
import { reportOf } from './report.ts'
import { broughtFields } from './shapes.ts'
import type { WordFile } from './word/shapes.ts'

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
  const file = await ground.readWord(bytes, person)
  const content = contentOf(file, await takeImages(ground, person, file))
  const kind = content.parsed.fields.kind ?? kindOfSymbol(content)
  const [office] = await db.select({ name: agencyOn().name }).from(agencies).where(eq(agencies.id, person.agencyId))
  const source = { fileName: name, size: bytes.length, kind, agency: office?.name ?? '' }
  const report = reportOf(source, file, content)
  const { fields, blocks } = content.parsed
  const kept = {
    fields: broughtFields.parse(fields),
    blocks,
    labels: content.parsed.labels,
    remarks: remarksOf(file, content.words),
  }
  const [row] = await db.insert(imports).values({ userId: person.id, report, content: kept }).returning()
  if (!row) throw new Error('the import was not kept')
  return { id: row.id }
}

/** Kept for two days, until the draft is made that they are part of. What is not taken stands in the report. */
async function takeImages({ keepImage }: Ground, person: Person, file: WordFile): Promise<Map<string, TakenImage>> {
  const taken = new Map<string, TakenImage>()
  for (const path of standingImages(file)) {
    if (taken.size === IMAGE_LIMITS.images) break
    const bytes = file.images.get(path)
    const kept = bytes && (await keepImage(bytes, person))
    if (kept) taken.set(path, kept)
  }
  return taken
}

/** "QĐ-UBND" tells the kind where no title does. */
function kindOfSymbol({ parsed }: Content): KindId | null {
  const [first = ''] = (parsed.fields.symbol ?? '').split('-')
  return KIND_IDS.find((id) => first !== '' && kindOf(id).abbreviation === first) ?? null
}
