/** What a leader sees before deciding: the real PDF of this moment, the findings, the number it would take, the key. */
import type { Finding } from '../../src/lib/document/check/index.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { isSigner } from '../../src/lib/document/signer.ts'
import { AppError, type ErrorCode } from '../../src/lib/errors.ts'
import { needDelegations } from '../access/delegations.ts'
import { houseRules } from '../access/house-rules.ts'
import type { Person } from '../access/person.ts'
import { needDraft } from './draft.ts'
import type { Ground } from './ground.ts'
import { asStatus, findKey, type KeyStatus, type KeyWay, readUsable, waysOn } from './keys/find.ts'
import { look, readTextNow } from './ready.ts'
import { calendarDay, findRegister, nextNumber, openReserved, type RegisterRef, takesNumber } from './register.ts'
import { trySetting } from './trial.ts'

export interface Preview {
  step: number
  /** Number and date are still blank in it: both are given at the moment of the freeze. Null when it cannot be set. */
  pdf: Uint8Array | null
  pages: number
  /** Why there is no PDF. */
  pdfFault: { code: ErrorCode; detail: Record<string, unknown> } | null
  findings: Finding[]
  /** Stays within the office: it takes no number, and stands in no register. */
  isInternal: boolean
  /** Null when the agency has no register for this kind: it cannot be finalized then, unless it stays within the office. */
  register: RegisterRef | null
  /** Another document may take it first. */
  nextNumber: number | null
  /** "15/QĐ-UBND". */
  numberLine: string | null
  /** Numbers that were kept for a paper of this register with today's date; for whoever is about to finalize. */
  reserved: { id: string; numberLine: string; reason: string }[]
  /** yyyy-MM-dd: today in Vietnam. */
  date: string
  recipients: string[]
  /** The signer named in the text, and whether that is the person who looks. */
  signer: { name: string; isMe: boolean }
  /** Why the closing part may not say for whom this person signs; null when it may. */
  delegation: Record<string, unknown> | null
  /** The key of the person who looks. */
  key: KeyStatus
  /** The keys that this person can choose from, each with its name beside the one under the text. */
  ways: KeyWay[]
}

/** Anyone who may see the draft may look at it as it would be printed. Changes nothing. */
export async function preview(ground: Ground, person: Person, draftId: string): Promise<Preview> {
  const draft = await needDraft(ground.db, person, 'see', draftId)
  const text = await readTextNow(ground, draftId)
  // Whoever is about to sign waits for nobody who only looks.
  const urgency = draft.state === 'approved' && draft.holderId === person.id ? 'sign' : 'look'
  const now = ground.now()
  const { date, year } = calendarDay(now)
  const [house, key, usable] = await Promise.all([
    houseRules(ground.db, draft.agencyId),
    findKey(ground, { userId: person.id }),
    readUsable(ground, { userId: person.id }),
  ])
  const { examined } = await look(ground, person, draftId, { text, house }, urgency)
  const { fields, findings, recipients } = examined
  const [register, set] = await Promise.all([
    takesNumber(fields.kind)
      ? findRegister(ground.db, { agencyId: draft.agencyId, kind: fields.kind, symbol: fields.symbol.trim() }, year)
      : null,
    tryTypeset(ground, person, draftId, text, urgency),
  ])
  const number = register && (await nextNumber(ground.db, register.id, year))
  const isMine = draft.state === 'approved' && draft.holderId === person.id
  const reserved = register && isMine ? await openReserved(ground.db, register.id, date) : []
  return {
    step: draft.step,
    ...set,
    findings,
    isInternal: !takesNumber(fields.kind),
    register,
    nextNumber: number,
    numberLine: number === null ? null : numberAndSymbol(number, fields.symbol.trim()),
    reserved: reserved.map(({ number, suffix, ...kept }) => ({
      ...kept,
      numberLine: numberAndSymbol(number, fields.symbol.trim(), suffix),
    })),
    date,
    recipients,
    signer: { name: fields.signerName, isMe: isSigner(person, fields) },
    delegation: isMine ? await delegationFault(ground, person, fields) : null,
    key: asStatus(key),
    ways: waysOn(usable, { signer: fields.signerName }, ground.providers),
  }
}

async function delegationFault(ground: Ground, person: Person, fields: { kind: string; capacity: string }) {
  try {
    await needDelegations(ground.db, person, fields)
    return null
  } catch (failure) {
    if (failure instanceof AppError && failure.code === 'no_delegation') return failure.detail
    throw failure
  }
}

/** The PDF of the text as `make` makes it of what is stored: with what is suggested in it. Throws as `trySetting` does. */
export async function previewOf(
  ground: Ground,
  person: Person,
  draftId: string,
  make: (state: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  await needDraft(ground.db, person, 'see', draftId)
  const text = await readTextNow(ground, draftId)
  const { bytes } = await trySetting(ground, person, draftId, { ...text, update: await make(text.update) }, 'look')
  return bytes
}

type Setting = Pick<Preview, 'pdf' | 'pages' | 'pdfFault'>

async function tryTypeset(...trial: Parameters<typeof trySetting>): Promise<Setting> {
  try {
    const { bytes, pages } = await trySetting(...trial)
    return { pdf: bytes, pages, pdfFault: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { pdf: null, pages: 0, pdfFault: { code: error.code, detail: error.detail } }
  }
}
