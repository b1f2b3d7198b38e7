import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { record } from '../audit/index.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { agencies, registers, setupTokens, users } from '../database/tables.ts'
import { line, parse, printedLine } from './border.ts'
import type { Ground } from './ground.ts'
import { agencyData, username } from './office-data.ts'
import { hashPassword, newPassword } from './passwords.ts'
import type { AgencyData, Visitor } from './shapes.ts'

const FIRST_REGISTER = 'Sổ đăng ký văn bản đi'

export interface SetupInput {
  token: string
  agency: AgencyData
  administrator: { username: string; name: string; position: string; password: string }
}

export const setup = z.object({
  token: line(200),
  agency: agencyData,
  administrator: z.object({ username, name: printedLine(100), position: printedLine(150), password: newPassword }),
})

export async function isSetupOpen(db: Queryable): Promise<boolean> {
  const { rows } = await db.execute(sql`select 1 from users limit 1`)
  return rows.length === 0
}

/** A new one-time token; the one before it stops working. Null when the product has been set up. */
export async function newSetupToken(ground: Ground): Promise<string | null> {
  return ground.db.transaction(async (tx) => {
    await lockSetup(tx)
    if (!(await isSetupOpen(tx))) return null
    const token = randomBytes(24).toString('base64url')
    await tx.delete(setupTokens)
    await tx.insert(setupTokens).values({ tokenHash: hashOf(token) })
    return token
  })
}

/** Makes the agency, its administrator and its first register: all of it, or nothing and an error. */
export async function completeSetup(ground: Ground, input: SetupInput, visitor: Visitor): Promise<void> {
  const { token, agency, administrator } = parse(setup, input)
  await ground.attempts.countSetup(visitor.address)
  const passwordHash = await hashPassword(administrator.password)
  await ground.db.transaction(async (tx) => {
    await lockSetup(tx)
    if (!(await isSetupOpen(tx))) throw new AppError('already_set_up')
    const [known] = await tx.select().from(setupTokens)
    if (!known || !sameHash(known.tokenHash, hashOf(token))) throw new AppError('wrong_setup_token')
    await tx.delete(setupTokens)
    const [made] = await tx.insert(agencies).values(agency).returning({ id: agencies.id })
    if (!made) throw new Error('the agency was not made')
    const { username, name, position } = administrator
    const row = { agencyId: made.id, username, name, position, passwordHash, roles: ['admin' as const] }
    const [admin] = await tx.insert(users).values(row).returning({ id: users.id })
    await tx.insert(registers).values({ agencyId: made.id, name: FIRST_REGISTER })
    await record(tx, {
      actorId: admin?.id ?? null,
      act: 'office.set-up',
      detail: { agency: agency.fullName, username },
    })
  })
}

/** Two set-ups at once, or a token made while one is going on, take turns. */
async function lockSetup(tx: Transaction): Promise<void> {
  await tx.execute(sql`lock table setup_tokens in exclusive mode`)
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
