/** What the sheet is handed by its page; the server's verbs fill it. */
import type { Finding } from '../../document/check/index.ts'
import type { ErrorCode } from '../../errors.ts'
import type { Stuck } from '../../ui/stuck.ts'
import type {
  DraftState,
  FileKind,
  IssueStep,
  KeyState,
  RequestState,
  SignaturePart,
  SigningDevice,
} from '../../vocabulary.ts'

export interface KeyView {
  state: KeyState
  subject: string | null
  validTo: Date | null
  isEvaluation: boolean
}

/** A key to choose from. */
export interface KeyWayView {
  id: string
  subject: string
  validTo: Date
  device: SigningDevice
  needsPin: boolean
  /** DER in base64, of a token at its holder's PC: that it is plugged in is asked before anything is frozen. */
  certificate: string | null
  names: NamePairView
}

/** Who has been asked on their own device, and what came of it. */
export interface AskedView {
  part: SignaturePart
  device: SigningDevice
  name: string
  /** It is who looks. */
  isMe: boolean
  subject: string
  /** As their device shows it. */
  code: string
  askedAt: Date
  goodUntil: Date
  state: Extract<RequestState, 'waiting' | 'expired' | 'refused' | 'failed'>
  error: ErrorCode | null
  /** Of the device `code`; `sentAt`: when the service sent the last one, null where the holder's own device makes them. */
  typed: { requestId: string; needsPin: boolean; sentAt: Date | null; challenge: string | null } | null
}

/** Whose name stands on the paper, and whose in the certificate. */
export interface NamePairView {
  onPaper: string
  inCertificate: string
  isSame: boolean
}

export interface PreviewView {
  step: number
  pages: number
  pdfFault: { code: ErrorCode } | null
  findings: Finding[]
  /** Takes no number, and stands in no register. */
  isInternal: boolean
  register: { name: string } | null
  /** Numbers that were kept for a paper of this day. */
  reserved: { id: string; numberLine: string; reason: string }[]
  nextNumber: number | null
  numberLine: string | null
  /** yyyy-MM-dd */
  date: string
  recipients: string[]
  signer: { name: string; isMe: boolean }
  /** Why the closing part may not say for whom this person signs. */
  delegation: Record<string, unknown> | null
  key: KeyView
  ways: KeyWayView[]
}

export interface StatusView {
  /** It was signed on paper; `hasScan`: and scanned in. */
  byHand: { reason: string; hasScan: boolean } | null
  /** Whether whoever may seal is on record for the seal today. */
  hasSealRight: boolean
  state: DraftState
  step: number
  entry: { register: string; numberLine: string; documentDate: string; issuedAt: Date | null } | null
  revision: { hash: string; verifyCode: string; frozenAt: Date } | null
  steps: { step: IssueStep; doneAt: Date | null; error: string | null; failedAt: Date | null }[]
  files: FileKind[]
  canResume: boolean
  ownKey: KeyView | null
  sealKey: KeyView | null
  ways: KeyWayView[]
  asked: AskedView | null
  /** The day that the paper carries is over, and nobody has signed it. */
  isDayOver: boolean
  /** Why it cannot go on, for those who can do something about it. */
  stuck: Stuck | null
}
