/** Tries a key the whole way, with a digest of nothing: what is wrong is known before a paper waits for it. */
import { randomBytes, randomUUID, X509Certificate } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { answersOnPage } from '../../../src/lib/vocabulary.ts'
import { id, parse, pin } from '../../access/border.ts'
import { needKeeperOfKeys } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import { signingKeys } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { type Answer, codeOf, type KeyRow, type OpenedKey, type SigningProvider } from '../providers/provider.ts'
import { signedAttributes } from '../sign/cms.ts'
import { isSignatureOf } from '../sign/sign.ts'
import { ofUsedWays } from './ways.ts'

export const keyTrial = z.object({ keyId: id, pin: pin.optional() })

const TITLE = 'Thử khóa ký (không phải văn bản)'
const LOOK_EVERY_MS = 2_000

/** Somebody is asked on their device, where this code stands beside TITLE. */
type Tell = (told: { step: 'asked'; code: string }) => void

/**
 * By an administrator, or a leader of their own. Resolves when the key has signed, or where its holder answers on our page, when its service knows it. Throws as opening a key does, and `not_answered`,
 * `sign_refused`, `key_unreachable {reason: 'service_value' | 'at_pc'}`. `hasGone`: nobody looks any more.
 */
export async function tryWhole(
  ground: Ground,
  person: Person,
  given: z.input<typeof keyTrial>,
  tell: Tell = () => {},
  hasGone: () => boolean = () => false,
): Promise<void> {
  const { keyId, pin = '' } = parse(keyTrial, given)
  const own = and(eq(signingKeys.id, keyId), eq(signingKeys.agencyId, person.agencyId))
  const [key] = await ground.db.select().from(signingKeys).where(own)
  if (!key || key.retiredAt) throw new AppError('not_found')
  needKeeperOfKeys(person, key.userId)
  const provider = ground.providers.get(key.provider)
  if (!provider || (await ofUsedWays(ground.db, [key])).length === 0) throw unreachable('service_not_offered')
  if (provider.device === 'pc') throw unreachable('at_pc') // its holder tries it there: keys/import-pc.ts
  if (provider.needsPin && pin === '') throw new AppError('bad_input', { field: 'pin', reason: 'required' })
  const open = () => provider.open(key, { pin })
  const { fingerprint256 } = new X509Certificate(key.certificatePem)
  const opened = provider.needsPin ? await ground.attempts.guard(fingerprint256, open) : await open()
  try {
    // Else whether it signs is known only to its holder, at a paper: that the service has it is all that can be told.
    if (!answersOnPage(provider.device)) await signNothing(ground, { key, provider, opened }, tell, hasGone)
  } finally {
    await opened.close()
  }
  await ground.db.transaction((tx) => record(tx, { actorId: person.id, act: 'key.try', detail: { keyId } }))
}

interface Trial {
  key: KeyRow
  provider: SigningProvider
  opened: OpenedKey
}

async function signNothing(
  { now }: Pick<Ground, 'now'>,
  { key, provider, opened }: Trial,
  tell: Tell,
  hasGone: () => boolean,
): Promise<void> {
  const requestId = randomUUID()
  const attributes = signedAttributes(randomBytes(32), opened.certificate)
  const goodUntil = new Date(now().getTime() + provider.goodForMs)
  let answer: Answer = await opened.ask({ requestId, attributes, title: TITLE, goodUntil })
  if (answer.is === 'waiting') tell({ step: 'asked', code: codeOf(requestId) })
  while (answer.is === 'waiting' && provider.look && now() < goodUntil && !hasGone()) {
    await sleep(LOOK_EVERY_MS)
    answer = await provider.look(key, { requestId, reference: answer.reference })
  }
  if (answer.is === 'refused') throw new AppError('sign_refused')
  if (answer.is !== 'signed') throw new AppError('not_answered')
  if (!isSignatureOf(opened.certificate, attributes, answer.signature)) throw unreachable('service_value')
}

const unreachable = (reason: string) => new AppError('key_unreachable', { reason })
