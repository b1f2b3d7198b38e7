/** From the frozen draft to the numbered, signed, sealed and issued document, and back: is this PDF one of ours? */
import type { z } from 'zod'
import type { Around } from '../../src/lib/document/drawn/html.ts'
import type { Person } from '../access/person.ts'
import { file } from './file.ts'
import { finalize, type finalizing, resume, type resuming } from './finalize.ts'
import { layGround } from './ground.ts'
import type { HandedIn } from './handed-in.ts'
import { createPinAttempts } from './keys/attempts.ts'
import { distrustAuthority, listAuthorities, trustAuthority } from './keys/authorities.ts'
import { importKey, type KeyImport } from './keys/import.ts'
import { importPhone, offersPhone, type PhoneImport, phoneKeys } from './keys/import-phone.ts'
import { importToken, type TokenImport, tokensToChoose } from './keys/import-token.ts'
import { keepLocked } from './keys/keep-locked.ts'
import { checkKeys, listKeys, retireKey, tryKey } from './keys/manage.ts'
import { createPages } from './pages/look.ts'
import { createVault } from './pki/vault.ts'
import { preview, previewOf } from './preview.ts'
import type { Progress } from './produce.ts'
import { createProviders } from './providers/all.ts'
import { publish } from './publish.ts'
import { read } from './read.ts'
import { pulse } from './requests/pulse.ts'
import { seal, type sealing } from './seal.ts'
import { type Batch, type BatchTold, sealSeveral } from './several.ts'
import { status } from './status.ts'
import { listStuck } from './stuck.ts'
import { listToSeal } from './to-seal.ts'
import { verifyCode } from './verify/code.ts'
import { isKnownCode } from './verify/known.ts'
import { verifyUpload } from './verify/upload.ts'
import { voidDraft } from './void.ts'
import { withChanges } from './with-changes.ts'

export type Issue = ReturnType<typeof createIssue>

/** What each verb throws is said where it is written. */
export function createIssue(handed: HandedIn) {
  const vault = createVault(handed.keySecret)
  const { db, tokenModules, smartCa } = handed
  const own = createProviders({
    file: { vault, keepLocked: (keyId, locked) => keepLocked(db, keyId, locked) },
    tokenModules,
    smartCa,
  })
  const providers = new Map([...own, ...(handed.moreProviders ?? [])])
  const ground = layGround(handed, { attempts: createPinAttempts(handed.pool), providers, vault })
  return {
    pages: createPages(ground),
    preview: (person: Person, draftId: string) => preview(ground, person, draftId),
    previewOf: (person: Person, draftId: string, make: (state: Uint8Array) => Promise<Uint8Array>) =>
      previewOf(ground, person, draftId, make),
    finalize: (person: Person, draftId: string, given: z.input<typeof finalizing>, onProgress?: Progress) =>
      finalize(ground, person, draftId, given, onProgress),
    resume: (person: Person, draftId: string, given: z.input<typeof resuming>, onProgress?: Progress) =>
      resume(ground, person, draftId, given, onProgress),
    seal: (person: Person, draftId: string, given: z.input<typeof sealing>) => seal(ground, person, draftId, given),
    /** Called every few seconds, on every node: what has become of requests that wait. */
    pulse: () => pulse(ground),
    /** For whoever keeps the seal: what is signed and waits for it. */
    toSeal: (person: Person, page?: number) => listToSeal(ground, person, page),
    sealSeveral: (person: Person, given: Batch, tell: (told: BatchTold) => void) =>
      sealSeveral(ground, person, given, tell),
    publish: (person: Person, draftId: string, given?: { step?: number }) => publish(ground, person, draftId, given),
    void: (person: Person, draftId: string, given: { reason: string; step: number }) =>
      voidDraft(ground, person, draftId, given),
    stuck: (person: Person, page?: number) => listStuck(ground, person, page),
    read: (person: Person, draftId: string, around: Around) => read(ground, person, draftId, around),
    withChanges: (person: Person, draftId: string, words: Parameters<typeof withChanges>[3]) =>
      withChanges(ground, person, draftId, words),
    file: (person: Person, draftId: string, kind: string) => file(ground, person, draftId, kind),
    status: (person: Person, draftId: string) => status(ground, person, draftId),
    verifyUpload: (pdf: Uint8Array, address?: string) => verifyUpload(ground, pdf, address),
    verifyCode: (typed: string) => verifyCode(ground, typed),
    isKnownCode: (typed: string) => isKnownCode(ground, typed),
    keys: {
      list: (person: Person) => listKeys(ground, person),
      import: (person: Person, given: KeyImport) => importKey(ground, person, given),
      /** What is plugged into this server, for the administrator to choose a key from. */
      tokens: (person: Person) => tokensToChoose(ground, person),
      importToken: (person: Person, given: TokenImport) => importToken(ground, person, given),
      /** Whether the house has a contract with a service that asks people on their phones, and what somebody has there. */
      offersPhone: (person: Person) => offersPhone(ground, person),
      ofPhone: (person: Person, subscriber: string) => phoneKeys(ground, person, subscriber),
      importPhone: (person: Person, given: PhoneImport) => importPhone(ground, person, given),
      retire: (person: Person, keyId: string) => retireKey(ground, person, keyId),
      /** One's own key or, for a clerk, the agency's seal. */
      try: (person: Person, which: 'own' | 'seal', pin: string) => tryKey(ground, person, which, pin),
      /** At the start: warns of keys that could not sign now, or not for much longer. */
      check: () => checkKeys(ground),
    },
    authorities: {
      list: () => listAuthorities(ground),
      trust: (person: Person, certificate: Uint8Array) => trustAuthority(ground, person, certificate),
      distrust: (person: Person, authorityId: string) => distrustAuthority(ground, person, authorityId),
    },
  }
}

export type { HandedIn } from './handed-in.ts'
export type { IssuedFile } from './file.ts'
export type { KeyStatus } from './keys/find.ts'
export type { KeyChoice } from './keys/import.ts'
export type { KeyListRow } from './keys/manage.ts'
export type { AuthorityRow } from './keys/authorities.ts'
export type { Look } from './pages/look.ts'
export type { Preview } from './preview.ts'
export type { Progress } from './produce.ts'
export type { IssueStatus } from './status.ts'
export type { BatchTold } from './several.ts'
export type { ToSeal } from './to-seal.ts'
export type { StepState } from './steps.ts'
export type { StuckDraft } from './stuck.ts'
export type { CodeResult } from './verify/code.ts'
export type { PublicEntry } from './verify/entry.ts'
export type { SignatureReport } from './verify/report.ts'
export type { Match, UploadResult } from './verify/upload.ts'
export type { Voided } from './void.ts'
