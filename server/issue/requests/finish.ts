/** Stores a signed file and moves its document on: all of it, or nothing. */
import { AppError } from '../../../src/lib/errors.ts'
import type { StampFault } from '../../../src/lib/vocabulary.ts'
import type { Person } from '../../access/person.ts'
import { needSealRight } from '../../access/seal-rights.ts'
import { addFile } from '../generations.ts'
import type { Ground } from '../ground.ts'
import { canSign, findKey } from '../keys/find.ts'
import { keepLevel, queueArchive } from '../levels.ts'
import { makeWord } from '../make-word.ts'
import { readRevision } from '../revision.ts'
import { markDone } from '../steps.ts'
import { endRequest, lockToSign, type RequestRow, STEP_OF } from './row.ts'

interface Signed {
  signed: Uint8Array
  /** The bare value, for the record. */
  signature: Uint8Array
  /** The file that was signed. */
  base: Uint8Array
  /** Why the signature bears no time stamp; null = it does. */
  noStamp: StampFault | null
}

/**
 * Throws `stale` when the request has ended meanwhile, `not_answered` when its time is over, `no_key {reason}` when the key is no
 * longer theirs to sign with; and as `lockToSign`.
 */
export async function finish(
  ground: Ground,
  person: Person,
  request: RequestRow,
  { signed, signature, base, noStamp }: Signed,
): Promise<void> {
  const { id, draftId, part, keyId, goodUntil } = request
  const revision = await readRevision(ground.db, draftId)
  // Nobody seals a paper within the office: with its signature it is done, and its Word file is filed beside it.
  const isWhole = part === 'signer' && revision.marks.number === null
  const word = isWhole ? await makeWord(ground, person, draftId, revision) : null
  await ground.db.transaction(async (tx) => {
    const draft = await lockToSign(tx, person, draftId, part)
    if ((await ground.databaseNow(tx)) >= goodUntil) throw new AppError('not_answered')
    // The right to the seal may have ended since it was asked for.
    if (part === 'seal') await needSealRight(tx, person)
    // One that was retired, or whose authority is trusted no more, since it was asked.
    const holder = part === 'signer' ? { userId: person.id } : { sealOf: draft.agencyId }
    const { state: keyState } = await findKey({ ...ground, db: tx }, holder, keyId)
    if (!canSign(keyState)) throw new AppError('no_key', { reason: keyState })
    if (!(await endRequest(tx, id, 'embedded', { answer: signature }))) throw new AppError('stale')
    const kind = part === 'signer' ? 'pdf-signed' : 'pdf-sealed'
    const level = await keepLevel(tx, draftId, noStamp, part === 'seal')
    await addFile(tx, draftId, { kind, bytes: signed, madeFrom: base, level })
    await markDone(tx, draftId, STEP_OF[part])
    if (word) {
      await addFile(tx, draftId, { kind: 'docx', bytes: word })
      await markDone(tx, draftId, 'issued')
      await queueArchive(tx, draftId)
    }
    const detail = { keyId, requestId: id, hash: revision.hash, level, ...(noStamp ? { noStamp } : {}) }
    const [act, state] =
      part === 'seal' ? (['seal', 'signed'] as const) : (['sign', word ? 'issued' : 'signed'] as const)
    await ground.drafts.move(tx, person, draft, { act, state, holderId: null, detail })
  })
  ground.drafts.announce(draftId)
}
