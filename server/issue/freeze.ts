/**
 * Freeze, number and the file that is to be signed in one transaction (FRZ-1, NUM-1): afterwards all have happened, or nothing
 * has. A paper within the office is frozen with its day alone: it takes no number and leaves no gap.
 */
import { and, desc, eq, sql } from 'drizzle-orm'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { linesOf } from '../../src/lib/document/text.ts'
import { AppError } from '../../src/lib/errors.ts'
import { lockDraft } from '../access/facts.ts'
import { houseRules } from '../access/house-rules.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { frozenRevisions, registerEntries, versions } from '../database/tables.ts'
import type { Ahead } from './ahead.ts'
import { addFile } from './generations.ts'
import type { Ground } from './ground.ts'
import { askedBy, type Looked, needReady, readText } from './ready.ts'
import { calendarDay, takeNumber, takesNumber } from './register.ts'
import { newVerifyCode, readRevision, type Revision, verifyAt } from './revision.ts'
import { setRevision } from './set-revision.ts'
import { markDone } from './steps.ts'
import { needPrintable } from './trial.ts'

export interface Frozen {
  /** "15/QĐ-UBND"; null for a paper within the office. */
  numberLine: string | null
  frozenAt: Date
}

/**
 * Throws what `needReady` does, `wrong_state`, `stale`, `not_allowed`, `changed_since_approval`, `no_register`, `number_taken`, `reserved_number`, `image_missing`,
 * `cannot_be_printed {character?}`, `broken_text` or `too_heavy`. `looked`: what was found in the text before; `ahead`: what was made for the
 * number that was next. Each counts where it is of this very text; where another paper came first, pages are set anew while the
 * register is locked, some hundredths of a second for two of them.
 */
export async function freeze(
  ground: Ground,
  person: Person,
  moment: { draftId: string; step: number; reservedId?: string | undefined; looked?: Looked; ahead?: Ahead },
): Promise<Frozen> {
  const { draftId, reservedId, looked, ahead } = moment
  const frozen = await ground.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, moment, 'finalize')
    if (draft.state !== 'approved') throw new AppError('wrong_state', { state: draft.state })
    const { position, frozenAt } = await ground.text.close(tx, draftId)
    const text = await readText(ground, tx, draftId)
    // Looked at again behind the lock: the look before the PIN was at a text that was still open.
    const question = { text, house: await houseRules(tx, draft.agencyId) }
    const { fields, images } = (await needReady(ground, person, draftId, question, looked)).examined
    // Its row says who may read it and whether it takes a number; both would be of another paper.
    if (fields.kind !== draft.kind) throw new AppError('broken_text')
    await ground.images.need(tx, draftId, images)

    const symbol = fields.symbol.trim()
    const taken = takesNumber(fields.kind)
      ? await takeNumber(
          tx,
          { agencyId: draft.agencyId, kind: fields.kind, symbol, reservedId, likely: ahead?.registerId ?? undefined },
          ground.databaseNow,
        )
      : null
    const date = taken?.date ?? calendarDay(await ground.databaseNow(tx)).date
    const code = ahead?.code ?? newVerifyCode()
    // What stays in the office nobody outside can ask about.
    const verify = taken && verifyAt(ground.origin, code)
    const suffix = taken?.suffix
    const marks: Revision['marks'] = { number: taken?.number ?? null, ...(suffix && { suffix }), date, verify }
    const asked = askedBy(person, draftId, { ...text, marks }, 'sign')
    const made = ahead?.same === asked.same ? ahead : null
    const { json, hash, textHash, receivers } = made?.form ?? (await ground.frozenForm({ text, marks }, asked))
    await needApproved(tx, draftId, textHash)
    if (taken) {
      const { registerId, year, number, reservedId: usedId } = taken
      await tx.insert(registerEntries).values({
        registerId,
        year,
        number,
        suffix: suffix ?? '',
        reservedId: usedId ?? null,
        symbol,
        documentDate: date,
        kind: fields.kind,
        subject: linesOf(fields.subject).join(' '),
        // As the paper prints it; needReady has seen that it is theirs.
        signerName: fields.signerName.trim(),
        signerPosition: person.position,
        recipients: receivers,
        unitId: draft.unitId,
        draftId,
      })
    }
    await tx.insert(frozenRevisions).values({
      draftId,
      position,
      document: sql`${json}::jsonb`,
      hash,
      verifyCode: code,
      frozenBy: person.id,
      frozenAt,
    })
    const revision = await readRevision(tx, draftId)
    const { bytes, signatureBox } = made?.pages ?? (await needPrintable(setRevision(ground, person, draftId, revision)))
    await addFile(tx, draftId, { kind: 'pdf', bytes, signatureBox })
    await markDone(tx, draftId, 'frozen', 'typeset')
    const detail = { ...taken, ...(taken && { symbol }), date, hash, position }
    await ground.drafts.move(tx, person, draft, { act: 'freeze', state: 'finalizing', holderId: person.id, detail })
    return { numberLine: taken && numberAndSymbol(taken.number, symbol, suffix), frozenAt }
  })
  ground.text.frozen(draftId, frozen.frozenAt)
  ground.drafts.announce(draftId)
  return frozen
}

/**
 * An approval is of one text, named by its hash (TRUE-1). Throws `changed_since_approval` when this is another. Drafts that
 * were approved before versions were kept have none to compare with.
 */
async function needApproved(tx: Transaction, draftId: string, textHash: string): Promise<void> {
  const [approved] = await tx
    .select({ hash: versions.hash })
    .from(versions)
    .where(and(eq(versions.draftId, draftId), eq(versions.kind, 'approve')))
    .orderBy(desc(versions.number))
    .limit(1)
  if (approved && approved.hash !== textHash) throw new AppError('changed_since_approval')
}
