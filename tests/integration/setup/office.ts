import pino from 'pino'
import { createAccess } from '../../../server/access/index.ts'
import { hashPassword } from '../../../server/access/passwords.ts'
import type { Person } from '../../../server/access/person.ts'
import { createCollaboration } from '../../../server/collab/index.ts'
import { plain } from '../../../server/database/plain.ts'
import { agencies, registers, units, users } from '../../../server/database/tables.ts'
import { createDrafts } from '../../../server/drafts/index.ts'
import { careOf, meaningOf, pastTexts, storedTexts } from '../../../server/examine/care.ts'
import type { Examine } from '../../../server/examine/works.ts'
import { carryImages } from '../../../server/images/carry.ts'
import { createNews } from '../../../server/news/index.ts'
import { createRegistry } from '../../../server/registry/index.ts'
import { createReview } from '../../../server/review/index.ts'
import { createSuggest, needNoneOpen } from '../../../server/suggest/index.ts'
import { applySuggestions } from '../../../server/suggest/jobs.ts'
import { normalPut } from '../../../server/suggest/normal.ts'
import { suggestedText } from '../../../server/suggest/view.ts'
import { createTemplates } from '../../../server/templates/index.ts'
import { createVersions } from '../../../server/versions/index.ts'
import { SCHEMA_VERSION } from '../../../src/lib/document/model.ts'
import { AppError, type ErrorCode } from '../../../src/lib/errors.ts'
import type { Role } from '../../../src/lib/vocabulary.ts'
import { examineHere } from './examine.ts'
import { freshDatabase } from './house.ts'
import { squashHere } from './squash.ts'
import { versionsHere, versionsToWord } from './versions.ts'

export const PASSWORD = 'mật khẩu của tôi'
export const VISITOR = { address: '10.0.0.7', userAgent: 'test' }

/** What others do while something is worked out elsewhere. */
interface Meanwhile {
  applying?: () => Promise<void>
}

/** A small office with its rooms on a database of its own: as app.ts puts them together, without HTTP. */
export async function freshOffice(examine: Examine = examineHere) {
  const house = await freshDatabase()
  const { db, pool } = house
  const log = pino({ level: 'silent' })
  /** What open sockets were told, in order. */
  const told: string[] = []
  const access = createAccess({
    db,
    pool,
    isEvaluation: false,
    isSecure: false,
    rightsChanged: (change) => void told.push(`rights ${change.draftId ?? '*'} ${change.userId ?? '*'}`),
  })
  const texts = { db, examine, collab: () => collab }
  const collab = createCollaboration({
    pool,
    log,
    authoriser: {
      admit: (request, draftId) => access.socket.admit(request.headers.cookie, draftId),
      rightOf: access.socket.rightOf,
    },
    schemaVersion: SCHEMA_VERSION,
    squash: squashHere,
    meaning: meaningOf(texts),
  })
  const news = createNews({ db })
  const versions = createVersions({ db, text: pastTexts(() => collab), work: versionsHere, toWord: versionsToWord })
  const drafts = createDrafts({
    db,
    tell: news.tell,
    keepVersion: versions.keep,
    seedText: (tx, draftId, update, userId) => collab.seed(plain(tx), draftId, update, userId),
    ...storedTexts(collab),
    texts: careOf(texts),
    carryImages,
    needDecided: needNoneOpen,
    rightsChanged: (change) => void told.push(`rights ${change.draftId ?? '*'} ${change.userId ?? '*'}`),
    notice: (draftId, topic) => void told.push(`notice ${draftId} ${topic}`),
  })
  const templates = createTemplates({ db, keepText: drafts.keepText, beginFrom: drafts.beginFrom })
  const review = createReview({
    db,
    tell: news.tell,
    notice: (draftId, topic, to) => void told.push(`notice ${draftId} ${topic}${to ? ` to ${to.join(' ')}` : ''}`),
  })
  const meanwhile: Meanwhile = {}
  const suggest = createSuggest({
    db,
    readNow: storedTexts(collab).readNow,
    normal: async (_person, put) => normalPut(put),
    apply: async (_person, _draftId, asked) => {
      await meanwhile.applying?.()
      return applySuggestions(asked)
    },
    view: (_person, _draftId, asked) => Promise.resolve(suggestedText(asked)),
    append: (tx, draftId, change) => collab.append(plain(tx), draftId, { position: null, ...change }),
    appended: (draftId) => collab.appended(draftId, 'change'),
    tell: news.tell,
    notice: (draftId, topic) => void told.push(`notice ${draftId} ${topic}`),
  })
  const registry = createRegistry({
    db,
    setRegister: async (book) => (await import('../../../server/issue/typeset/register.ts')).setRegister(book),
  })

  const passwordHash = await hashPassword(PASSWORD)
  const agencyId = await makeAgency('tỉnh Sơn La')
  const unitId = await one(
    db.insert(units).values({ agencyId, name: 'Phòng Nội chính', abbreviation: 'NC' }).returning({ id: units.id }),
  )
  await db.insert(registers).values({ agencyId, name: 'Sổ đăng ký văn bản đi' })

  async function makeAgency(of: string): Promise<string> {
    const row = {
      name: `ỦY BAN NHÂN DÂN\n${of.toUpperCase()}`,
      fullName: `Ủy ban nhân dân ${of}`,
      abbreviation: 'UBND',
      place: 'Sơn La',
    }
    return one(db.insert(agencies).values(row).returning({ id: agencies.id }))
  }

  let people = 0
  async function person(roles: Role[], over: Partial<Person> = {}): Promise<Person> {
    const row = {
      ...{ agencyId, unitId, username: `user${++people}`, name: `Người thứ ${people}`, position: 'Chuyên viên', roles },
      ...over,
    }
    const id = await one(
      db
        .insert(users)
        .values({ ...row, passwordHash })
        .returning({ id: users.id }),
    )
    return { ...row, id }
  }

  return {
    ...{
      house,
      db,
      pool,
      access,
      drafts,
      templates,
      review,
      suggest,
      meanwhile,
      versions,
      news,
      registry,
      collab,
      told,
      agencyId,
      unitId,
      person,
      makeAgency,
    },
    async drop() {
      await collab.drain()
      await house.drop()
    },
  }
}

async function one(rows: PromiseLike<{ id: string }[]>): Promise<string> {
  const [row] = await rows
  if (!row) throw new Error('nothing was inserted')
  return row.id
}

/** The code of the expected failure a verb ends with; 'done' when it succeeds. */
export async function outcome(verb: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await verb
    return 'done'
  } catch (failure) {
    if (failure instanceof AppError) return failure.code
    throw failure
  }
}
