/**
 * What would be frozen if nobody came first: the text with the number that is next and the day of today. It is worked out while
 * the key is opened, and not behind the lock of the register. Where the freeze finds the same text with the same marks, this is
 * what is frozen, and these pages are what is signed.
 */
import { and, eq, isNull } from 'drizzle-orm'
import type { Person } from '../access/person.ts'
import type { Queryable } from '../database/connect.ts'
import { reservedNumbers } from '../database/tables.ts'
import type { FrozenForm } from './examine.ts'
import type { Ground } from './ground.ts'
import type { SetPages } from './handed-in.ts'
import { imagesFor } from './images.ts'
import { askedBy } from './ready.ts'
import { calendarDay, nextNumber } from './register.ts'
import { newVerifyCode, type Revision, verifyAt } from './revision.ts'
import { needPrintable } from './trial.ts'
import type { StoredText } from './typeset/shapes.ts'

export interface Ahead {
  /** The code that the paper is to bear, whatever its number will be. */
  code: string
  /** Names the text, what its office is called, and the marks. */
  same: string
  form: FrozenForm
  pages: SetPages
  /** Whose next number was taken for it; null for a paper within the office. */
  registerId: string | null
}

/**
 * `registerId`: null for a paper within the office. Also tries whether the text can be printed at all, before a number is taken:
 * throws `cannot_be_printed {character?}`, `image_missing {count}`, `too_heavy {reason}` or `too_many_requests {seconds}`.
 */
export async function setAhead(
  ground: Ground,
  person: Person,
  draftId: string,
  text: StoredText,
  { registerId, reservedId }: { registerId: string | null; reservedId?: string | undefined },
): Promise<Ahead> {
  const code = newVerifyCode()
  const { date, year } = calendarDay(ground.now())
  const taken = registerId === null ? null : await numberAhead(ground.db, registerId, year, reservedId)
  const marks: Revision['marks'] = {
    number: taken?.number ?? null,
    ...(taken?.suffix && { suffix: taken.suffix }),
    date,
    verify: taken && verifyAt(ground.origin, code),
  }
  const marked = { ...text, marks }
  const asked = askedBy(person, draftId, marked, 'sign')
  const [pages, form] = await Promise.all([
    needPrintable(ground.typeset({ text: marked }, asked, imagesFor(ground, draftId))),
    ground.frozenForm({ text, marks }, asked),
  ])
  return { code, same: asked.same, form, pages, registerId }
}

async function numberAhead(
  db: Queryable,
  registerId: string,
  year: number,
  reservedId: string | undefined,
): Promise<{ number: number; suffix?: string }> {
  const { id, number, suffix, returnedAt } = reservedNumbers
  const [kept] = reservedId
    ? await db
        .select({ number, suffix })
        .from(reservedNumbers)
        .where(and(eq(id, reservedId), isNull(returnedAt)))
    : []
  return kept ?? { number: await nextNumber(db, registerId, year) }
}
