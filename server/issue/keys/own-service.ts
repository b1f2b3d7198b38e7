/**
 * A signing service where each holder signs in themselves before it tells of their credentials, and signs: they bring their key here on
 * their own, and sign in again when the service wants it.
 */
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { parse } from '../../access/border.ts'
import { needHolderOfKeys, needKeeperOfKeys } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { serviceSignIns } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { JOURNEY_MS, journeyReference, redirectUri, type Returning, whyNot } from '../providers/journeys.ts'
import type { RemoteService, ServiceName } from '../providers/remote/services.ts'
import { bringRemote, chosenFrom, phoneImport, type PhoneKey } from './import-phone.ts'

type SignInRow = typeof serviceSignIns.$inferSelect

export interface OwnService {
  service: ServiceName
  /** Null where they have to sign in first. */
  keys: PhoneKey[] | null
  /** Why the service cannot be asked just now. */
  trouble: string | null
}

/** Whether this house knows such a service. */
export const hasOwnService = (ground: Pick<Ground, 'services'>): boolean => find(ground) !== null

/** Null where this house knows no such service. Throws `not_allowed` for who holds no key. */
export async function readOwnService(ground: Ground, person: Person): Promise<OwnService | null> {
  needHolderOfKeys(person)
  const found = find(ground)
  if (!found) return null
  const { service, keys } = found
  try {
    return { service, keys: chosenFrom(await keys(person.id)), trouble: null }
  } catch (failure) {
    if (!(failure instanceof AppError) || failure.code !== 'key_unreachable') throw failure
    const trouble = String(failure.detail.reason)
    return { service, keys: null, trouble: trouble === 'service_sign_in' ? null : trouble }
  }
}

/** Where the browser goes. `backTo`: the page of ours to which it comes back. Throws `key_unreachable {reason}`, `not_allowed`. */
export async function signInThere(
  ground: Ground,
  person: Person,
  sessionId: string,
  backTo: string,
): Promise<{ address: string }> {
  needHolderOfKeys(person)
  const signIn = need(ground)
  const [row] = await ground.db
    .insert(serviceSignIns)
    .values({ userId: person.id, backTo })
    .onConflictDoUpdate({ target: serviceSignIns.userId, set: { backTo } })
    .returning({ id: serviceSignIns.id })
  if (!row) throw new Error('the sign-in was not stored')
  const { mark, ...journey } = ground.journeys.begin(row.id, sessionId)
  const address = signIn.address({ ...journey, redirectUri: redirectUri(ground) })
  const untilMs = ground.now().getTime() + JOURNEY_MS
  const begun = journeyReference({ mark, untilMs, isOver: false })
  await ground.db.update(serviceSignIns).set({ journey: begun }).where(eq(serviceSignIns.id, row.id))
  return { address }
}

/** Null where nobody has such a sign-in. */
export async function findSignIn({ db }: Pick<Ground, 'db'>, id: string): Promise<SignInRow | null> {
  const [row] = await db.select().from(serviceSignIns).where(eq(serviceSignIns.id, id))
  return row ?? null
}

/** Keeps what it gives, locked. Throws `return_foreign`, `return_used`, `return_late`, `key_unreachable {reason}`. */
export async function signedInThere(
  ground: Ground,
  person: Person,
  sessionId: string,
  row: SignInRow,
  { state, code, error }: Returning,
): Promise<void> {
  if (row.userId !== person.id) throw new AppError('return_foreign')
  const journey = ground.journeys.need(row.journey, { state, sessionId, nowMs: ground.now().getTime() })
  const same = and(eq(serviceSignIns.id, row.id), eq(serviceSignIns.journey, row.journey))
  const over = journeyReference({ ...journey, isOver: true })
  const taken = await ground.db.update(serviceSignIns).set({ journey: over }).where(same).returning()
  if (taken.length === 0) throw new AppError('return_used')
  if (code === undefined) throw new AppError('key_unreachable', { reason: whyNot(error) })
  const returned = { code, verifier: ground.journeys.verifierOf(state), redirectUri: redirectUri(ground) }
  await need(ground).take(person.id, returned)
}

export const ownImport = phoneImport.pick({ service: true, serial: true })

/** Their own, by themselves, with the picture that they have; one that names somebody else an administrator would have to bring, who cannot sign in for them. */
export async function importOwn(
  ground: Ground,
  person: Person,
  given: z.input<typeof ownImport>,
): Promise<{ id: string }> {
  needKeeperOfKeys(person, person.id)
  const { service, serial } = parse(ownImport, given)
  need(ground)
  const mine = { subscriber: person.id, userId: person.id, acceptsName: false }
  return bringRemote(ground, person, { service, serial, imagePng: null, ...mine })
}

function find({ services }: Pick<Ground, 'services'>): (RemoteService & { service: ServiceName }) | null {
  for (const [service, one] of services) if (one.signIn) return { service, ...one }
  return null
}

function need(ground: Ground): NonNullable<RemoteService['signIn']> {
  const signIn = find(ground)?.signIn
  if (!signIn) throw new AppError('key_unreachable', { reason: 'service_not_offered' })
  return signIn
}
