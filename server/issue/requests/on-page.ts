/** Requests that are answered from the page of whoever was asked, and of nobody else: what waits there, and its answer put in. */
import { X509Certificate } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { AppError } from '../../../src/lib/errors.ts'
import type { SigningDevice } from '../../../src/lib/vocabulary.ts'
import type { Person } from '../../access/person.ts'
import { signingKeys, signingRequests } from '../../database/tables.ts'
import { needDraft } from '../draft.ts'
import type { Ground } from '../ground.ts'
import { certificatesIn } from '../pki/chain.ts'
import type { Answer, KeyRow } from '../providers/provider.ts'
import { attempt } from '../steps.ts'
import { type RequestRow, STEP_OF } from './row.ts'
import { readPrepared, settle } from './settle.ts'

interface Waiting {
  request: RequestRow
  key: KeyRow
}

/** Throws `not_found` where nothing waits for this person on that device, `not_answered` where its time is over. */
export async function findWaiting(
  ground: Ground,
  person: Person,
  draftId: string,
  device: SigningDevice,
): Promise<Waiting> {
  await needDraft(ground.db, person, 'see', draftId)
  const [found] = await ground.db
    .select({ request: signingRequests, key: signingKeys })
    .from(signingRequests)
    .innerJoin(signingKeys, eq(signingKeys.id, signingRequests.keyId))
    .where(and(eq(signingRequests.draftId, draftId), eq(signingRequests.state, 'waiting')))
  if (found?.request.device !== device || found.request.askedOf !== person.id) throw new AppError('not_found')
  if (ground.now() >= found.request.goodUntil) throw new AppError('not_answered')
  return found
}

/** As the step that it is: what fails stands beside it. Throws as `settle` does. */
export async function putIn(ground: Ground, person: Person, { request, key }: Waiting, answer: Answer): Promise<void> {
  const { draftId, part } = request
  try {
    await attempt(ground, draftId, STEP_OF[part], 'signing_failed', async () => {
      const certificate = new X509Certificate(key.certificatePem).raw
      const certificates = { certificate, chain: certificatesIn(key.chainPem).map(({ raw }) => raw) }
      return settle(ground, person, request, await readPrepared(ground, request), certificates, answer)
    })
  } finally {
    ground.drafts.announce(draftId)
  }
}
