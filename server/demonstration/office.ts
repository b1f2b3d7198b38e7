import { fold } from '../../src/lib/document/fold.ts'
import { hashPassword } from '../access/passwords.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import type { Database, Transaction } from '../database/connect.ts'
import {
  agencies,
  knownRecipients,
  legalBases,
  registers,
  signingKeys,
  trustedAuthorities,
  units,
  users,
} from '../database/tables.ts'
import { makeAuthority } from './authority.ts'
import { BASES } from './bases.ts'
import { AGENCY, PASSWORD, PEOPLE, PIN, UNITS, type Username } from './people.ts'
import { RECIPIENTS } from './recipients.ts'

/** What the office itself issues stands before these in its directory. */
const LAST_YEAR_MS = 365 * 24 * 60 * 60 * 1000

export type Staff = Record<Username, Person>

/** The agency, its units, people, register, keys and authority: all of it, or nothing. */
export async function makeOffice(db: Database, root: string): Promise<Staff> {
  const passwordHashes = await Promise.all(PEOPLE.map(() => hashPassword(PASSWORD)))
  return db.transaction(async (tx) => {
    const [agency] = await tx.insert(agencies).values(AGENCY).returning({ id: agencies.id })
    if (!agency) throw new Error('the agency was not made')
    const staff = await hire(tx, agency.id, passwordHashes)
    await tx.insert(legalBases).values(BASES.map((basis) => ({ ...basis, agencyId: agency.id })))
    const lastAt = new Date(Date.now() - LAST_YEAR_MS)
    await tx
      .insert(knownRecipients)
      .values(RECIPIENTS.map((name) => ({ agencyId: agency.id, name, folded: fold(name), lastAt })))
    await tx.insert(registers).values({ agencyId: agency.id, name: 'Sổ đăng ký văn bản đi' })
    await giveKeys(tx, agency.id, staff, root)
    const detail = { agency: AGENCY.fullName, demonstration: true }
    await record(tx, { actorId: staff.quantri.id, act: 'office.set-up', detail })
    return staff
  })
}

async function hire(tx: Transaction, agencyId: string, passwordHashes: string[]): Promise<Staff> {
  const rows = Object.entries(UNITS).map(([abbreviation, name]) => ({ agencyId, abbreviation, name }))
  const made = await tx.insert(units).values(rows).returning({ id: units.id, abbreviation: units.abbreviation })
  const unitIds = new Map(made.map(({ id, abbreviation }) => [abbreviation, id]))
  const began = Date.now() - PEOPLE.length
  const people = PEOPLE.map(({ unit, ...who }, index) => ({
    ...{ ...who, roles: [...who.roles] },
    ...{ agencyId, unitId: unitIds.get(unit) ?? null, passwordHash: passwordHashes[index] ?? '' },
    createdAt: new Date(began + index), // the sign-in page keeps this order
  }))
  return asStaff(await tx.insert(users).values(people).returning())
}

/** The people of an office that was made before. */
export async function findStaff(db: Database): Promise<Staff> {
  return asStaff(await db.select().from(users))
}

function asStaff(rows: (typeof users.$inferSelect)[]): Staff {
  const find = (username: Username): Person => {
    const row = rows.find((one) => one.username === username)
    if (!row) throw new Error(`${username} is not there`)
    const { id, agencyId, unitId, name, position, roles } = row
    return { id, agencyId, unitId, username, name, position, roles }
  }
  return {
    ...{ thangld: find('thangld'), vanqt: find('vanqt'), binhnh: find('binhnh'), truongdv: find('truongdv') },
    ...{ hanhct: find('hanhct'), thanhlv: find('thanhlv'), hapt: find('hapt'), toanvv: find('toanvv') },
    ...{ mailt: find('mailt'), anhnt: find('anhnt'), ngocht: find('ngocht'), dungtv: find('dungtv') },
    ...{ hoatt: find('hoatt'), lanbt: find('lanbt'), nghiadc: find('nghiadc'), quantri: find('quantri') },
  }
}

async function giveKeys(tx: Transaction, agencyId: string, staff: Staff, root: string): Promise<void> {
  const signers = Object.values(staff)
    .filter(({ roles }) => roles.includes('leader'))
    .map(({ id, name, position }) => ({ userId: id, name, position }))
  const { authorities, keys } = await makeAuthority({
    agency: { id: agencyId, fullName: AGENCY.fullName, place: AGENCY.place },
    signers,
    signerPin: PIN,
    sealPin: PIN,
    root,
  })
  await tx.insert(trustedAuthorities).values(authorities)
  await tx.insert(signingKeys).values(keys)
}
