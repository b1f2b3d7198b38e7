/**
 * How much a request may bring, by its route: the one table. What is not in it gets 64 kB, which no form of ours comes
 * near. server/start.js caps the whole process at the largest of these.
 */
import { IMAGE_LIMITS } from '$lib/document/image.ts'

const KB = 1024
const MB = 1024 * KB

export interface Budget {
  bytes: number
  /** For the body to arrive; the clock starts when it is first read. */
  ms: number
}

const FORM: Budget = { bytes: 64 * KB, ms: 5_000 }
const upload = (bytes: number): Budget => ({ bytes, ms: 30_000 })

/** What a form needs around its file: boundaries, headers of the parts and the other fields. */
export const AROUND_A_FILE = 64 * KB

/** A list of people and units. */
export const ROSTER_BYTES = 4 * MB

/** `uploadLimitBytes` as configured, for what people choose from their disk. */
export function budgetOf(routeId: string | null, uploadLimitBytes: number): Budget {
  switch (routeId) {
    case '/(office)/verify':
    case '/(office)/drafts/new/word':
    case '/drafts/[id]/finalize': // the scan of a paper that was signed by hand
      return upload(uploadLimitBytes + AROUND_A_FILE)
    case '/drafts/[id]/images':
      return upload(IMAGE_LIMITS.megabytes * MB)
    case '/drafts/[id]/threads/read': // marks of a thousand threads
      return { ...FORM, bytes: 256 * KB }
    case '/drafts/[id]/suggestions': // five hundred of them, or thirty pages that are put in
      return upload(512 * KB)
    case '/(office)/admin/keys': // a PKCS#12 with its chain, and the picture of a signature
    case '/(office)/admin/keys/tokens':
    case '/(office)/admin/keys/phone':
    case '/(office)/admin/keys/pc':
    case '/(office)/account/token':
    case '/(office)/account/signature':
    case '/(office)/admin/keys/picture/[holder]':
      return upload(4 * MB)
    case '/(office)/admin/people/import': // 5,000 people in a workbook take half a megabyte
      return upload(ROSTER_BYTES + AROUND_A_FILE)
    case '/(office)/admin/authorities': // one certificate
      return upload(256 * KB)
    default:
      return FORM
  }
}
