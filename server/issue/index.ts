/** From the frozen draft to the numbered, signed, sealed and issued document, and back: is this PDF one of ours? */
import type { z } from 'zod'
import type { Around } from '../../src/lib/document/drawn/html.ts'
import type { Person } from '../access/person.ts'
import { trustedAuthorities } from '../database/tables.ts'
import { addScan } from './add-scan.ts'
import { archiveOne, wakeArchives } from './archive/pulse.ts'
import { file } from './file.ts'
import { finalize, type finalizing, resume, type resuming } from './finalize.ts'
import { type Ground, layGround } from './ground.ts'
import type { HandedIn } from './handed-in.ts'
import { createPinAttempts } from './keys/attempts.ts'
import { distrustAuthority, listAuthorities, trustAuthority } from './keys/authorities.ts'
import { importKey, type KeyImport } from './keys/import.ts'
import { importPc, type PcImport, type pcTrial, tryPc } from './keys/import-pc.ts'
import { importPhone, type PhoneImport, phoneKeys, type phoneQuestion, phoneServices } from './keys/import-phone.ts'
import { importToken, type TokenImport, tokensToChoose } from './keys/import-token.ts'
import { keepLocked } from './keys/keep-locked.ts'
import { checkKeys, listKeys, retireKey, tryKey } from './keys/manage.ts'
import { readMine } from './keys/mine.ts'
import { hasOwnService, importOwn, type ownImport, readOwnService, signInThere } from './keys/own-service.ts'
import { readPicture, setPicture } from './keys/picture.ts'
import { askRevocation, createRevocation } from './keys/revoked.ts'
import { type keyTrial, tryWhole } from './keys/try-whole.ts'
import { chooseWay, listWays, type wayChoice } from './keys/ways.ts'
import { createPages } from './pages/look.ts'
import { createVault } from './pki/vault.ts'
import { preview, previewOf } from './preview.ts'
import type { Progress } from './produce.ts'
import { createProviders } from './providers/all.ts'
import { createJourneys, type Returning } from './providers/journeys.ts'
import { publish } from './publish.ts'
import { read } from './read.ts'
import { goThere } from './requests/at-service.ts'
import { type carried, carryBack, toCarry } from './requests/carry.ts'
import { createNudge } from './requests/nudge.ts'
import { pulse } from './requests/pulse.ts'
import { comeBack, pageToReturnTo } from './requests/returns.ts'
import { answerTyped, sendAgain, type typedAnswer } from './requests/typed.ts'
import { seal, type sealing } from './seal.ts'
import { listSealUses } from './seal-uses.ts'
import { type Batch, type BatchTold, sealSeveral } from './several.ts'
import { createStamps } from './sign/stamps.ts'
import { signByHand, type signingByHand } from './sign-by-hand.ts'
import { listToSign, type SignBatch, signSeveral, type SignTold } from './sign-several.ts'
import { createStanding } from './standing/index.ts'
import { status } from './status.ts'
import { listStuck } from './stuck.ts'
import { listToSeal } from './to-seal.ts'
import { checkTokenOver } from './verify/cms.ts'
import { verifyCode } from './verify/code.ts'
import { isKnownCode } from './verify/known.ts'
import { verifyUpload } from './verify/upload.ts'
import { voidDraft } from './void.ts'
import { withChanges } from './with-changes.ts'

export type Issue = ReturnType<typeof createIssue>

/** What each verb throws is said where it is written. */
export function createIssue(handed: HandedIn) {
  const vault = createVault(handed.keySecret)
  const { db, tokenModules, services } = handed
  const own = createProviders({
    file: { vault, keepLocked: (keyId, locked) => keepLocked(db, keyId, locked) },
    tokenModules,
    services,
  })
  const providers = new Map([...own, ...(handed.moreProviders ?? [])])
  const stamps =
    handed.stamps ??
    createStamps({
      ...{ urls: handed.tsaUrls ?? [], log: handed.log, check: checkTokenOver },
      authorities: () => db.select().from(trustedAuthorities),
      now: () => ground.now(),
    })
  const isRevoked = createRevocation((key) => askRevocation(ground, key))
  const attempts = createPinAttempts(handed.pool)
  const journeys = createJourneys(handed.keySecret)
  const ground: Ground = layGround(handed, { attempts, providers, vault, journeys, stamps, isRevoked })
  return {
    pages: createPages(ground),
    preview: (person: Person, draftId: string) => preview(ground, person, draftId),
    previewOf: (person: Person, draftId: string, make: (state: Uint8Array) => Promise<Uint8Array>) =>
      previewOf(ground, person, draftId, make),
    finalize: (person: Person, draftId: string, given: z.input<typeof finalizing>, onProgress?: Progress) =>
      finalize(ground, person, draftId, given, onProgress),
    resume: (person: Person, draftId: string, given: z.input<typeof resuming>, onProgress?: Progress) =>
      resume(ground, person, draftId, given, onProgress),
    /** When no key works: the leader has signed a print, and the number is taken. */
    signByHand: (person: Person, draftId: string, given: z.input<typeof signingByHand>) =>
      signByHand(ground, person, draftId, given),
    /** The clerk has scanned that paper in. */
    addScan: (person: Person, draftId: string, given: { step: number; pdf: Uint8Array }) =>
      addScan(ground, person, draftId, given),
    seal: (person: Person, draftId: string, given: z.input<typeof sealing>) => seal(ground, person, draftId, given),
    /** What the browser of whoever was asked carries to a program at their PC, and back. */
    toCarry: (person: Person, draftId: string) => toCarry(ground, person, draftId),
    carryBack: (person: Person, draftId: string, given: z.input<typeof carried>) =>
      carryBack(ground, person, draftId, given),
    /** The one-time password of whoever was asked goes straight to the service; or another is sent. */
    answerTyped: (person: Person, draftId: string, given: z.input<typeof typedAnswer>) =>
      answerTyped(ground, person, draftId, given),
    sendAgain: (person: Person, draftId: string) => sendAgain(ground, person, draftId),
    /** To the service's own page with the browser of whoever was asked, and back. */
    goThere: (person: Person, draftId: string, sessionId: string) => goThere(ground, person, draftId, sessionId),
    comeBack: (person: Person, sessionId: string, given: Returning) => comeBack(ground, person, sessionId, given),
    pageToReturnTo: (state: string) => pageToReturnTo(ground, state),
    /** Called every few seconds, on every node: what has become of requests that wait. */
    pulse: () => pulse(ground),
    /** A service has called: the look at that request comes sooner. */
    nudge: createNudge(ground),
    archive: {
      /** Called now and then, on every node: one paper whose signatures can be checked for longer; whether there was one. */
      one: () => archiveOne(ground),
      /** At the start: what waited for settings that are there now is due. */
      wake: () => wakeArchives(ground),
    },
    /** What signing stands on: tried, shown to administrators, warned of. */
    standing: createStanding(ground),
    /** For whoever keeps the seal: what is signed and waits for it. */
    toSeal: (person: Person, page?: number) => listToSeal(ground, person, page),
    sealSeveral: (person: Person, given: Batch, tell: (told: BatchTold) => void) =>
      sealSeveral(ground, person, given, tell),
    /** For a leader: what is approved and waits for their signature. */
    toSign: (person: Person, page?: number) => listToSign(ground, person, page),
    signSeveral: (person: Person, given: SignBatch, tell: (told: SignTold) => void) =>
      signSeveral(ground, person, given, tell),
    /** Each use of the agency's seal key. */
    sealUses: (person: Person) => listSealUses(ground, person),
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
      /** The services that ask people on their phones with which the house has a contract, and what somebody has there. */
      phoneServices: (person: Person) => phoneServices(ground, person),
      ofPhone: (person: Person, given: z.input<typeof phoneQuestion>) => phoneKeys(ground, person, given),
      importPhone: (person: Person, given: PhoneImport) => importPhone(ground, person, given),
      /** At a service where each holder signs in themselves: whether they have, and what they have there. */
      hasOwnService: hasOwnService(ground),
      ownService: (person: Person) => readOwnService(ground, person),
      signInThere: (person: Person, sessionId: string, backTo: string) =>
        signInThere(ground, person, sessionId, backTo),
      importOwn: (person: Person, given: z.input<typeof ownImport>) => importOwn(ground, person, given),
      /** A token at somebody's own PC: tried first, then brought with what it signed. */
      tryPc: (person: Person, given: z.input<typeof pcTrial>) => tryPc(ground, person, given),
      importPc: (person: Person, given: PcImport) => importPc(ground, person, given),
      retire: (person: Person, keyId: string) => retireKey(ground, person, keyId),
      /** One's own key or, for a clerk, the agency's seal. */
      try: (person: Person, which: 'own' | 'seal', pin: string) => tryKey(ground, person, which, pin),
      /** Whether this person could sign now and the agency seal it, and whether their signature has its picture. */
      mine: (person: Person) => readMine(ground, person),
      /** The picture of a signature, or of the seal (`userId` null). */
      picture: (person: Person, userId: string | null) => readPicture(ground, person, userId),
      setPicture: (person: Person, given: Parameters<typeof setPicture>[2]) => setPicture(ground, person, given),
      /** The whole way, with a digest of nothing. */
      tryWhole: (
        person: Person,
        given: z.input<typeof keyTrial>,
        tell?: Parameters<typeof tryWhole>[3],
        hasGone?: () => boolean,
      ) => tryWhole(ground, person, given, tell, hasGone),
      /** Which ways to sign the office uses. */
      ways: (person: Person) => listWays(ground, person),
      chooseWay: (person: Person, given: z.input<typeof wayChoice>) => chooseWay(ground, person, given),
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
export type { OwnKeys } from './keys/mine.ts'
export type { KeyListRow } from './keys/manage.ts'
export type { AuthorityRow } from './keys/authorities.ts'
export type { Look } from './pages/look.ts'
export type { Preview } from './preview.ts'
export type { Progress } from './produce.ts'
export type { IssueStatus } from './status.ts'
export type { BatchTold } from './several.ts'
export type { SignTold, ToSign } from './sign-several.ts'
export type { Standing } from './standing/index.ts'
export type { ToSeal } from './to-seal.ts'
export type { StepState } from './steps.ts'
export type { StuckDraft } from './stuck.ts'
export type { CodeResult } from './verify/code.ts'
export type { PublicEntry } from './verify/entry.ts'
export type { SignatureReport } from './verify/report.ts'
export type { Match, UploadResult } from './verify/upload.ts'
export type { Voided } from './void.ts'
