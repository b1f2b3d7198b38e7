/** Finds the signatures of a PDF and checks them against its bytes; what came after them is another question. */
import { type CheckedCms, checkSignature, checkSignedDigest, checkTimestamp } from './cms.ts'
import { findSignatures, type FoundSignature } from './find.ts'
import { Ranges } from './ranges.ts'

export interface InspectedSignature extends FoundSignature, CheckedCms {}

export interface Inspection {
  /** In the order in which they were made. */
  signatures: InspectedSignature[]
  /** Byte ranges that fit no signature. */
  malformed: number
}

/** Without reading the file's structure: for files of our own, and for those that have none. */
export function inspect(pdf: Uint8Array): Inspection {
  const { signatures, malformed } = findSignatures(pdf)
  const check = checker(pdf)
  return { signatures: signatures.map((found) => ({ ...found, ...check(found) })), malformed }
}

export type Checkable = Pick<FoundSignature, 'type' | 'subFilter' | 'cms' | 'gapStart' | 'gapEnd' | 'end'>

/** Sixteen signatures with long chains and time stamps have half of it. */
const MOST_CMS_BYTES = 512 * 1024

/** Checks one signature after the other, in the order of their places, within what the file is worth. */
export function checker(pdf: Uint8Array): (one: Checkable) => CheckedCms {
  const ranges = new Ranges(pdf)
  let left = MOST_CMS_BYTES
  return (one) => {
    left -= one.cms.length
    if (left < 0)
      return {
        integrity: { state: 'unknown', reason: { kind: 'bytes' } },
        ...{ certificate: null, others: [], stamp: null },
      }
    return checkOf(one)(one.cms, {
      digest: (algorithm) => ranges.digest(algorithm, one),
      parts: () => ranges.parts(one),
    })
  }
}

function checkOf({ type, subFilter }: Checkable): typeof checkSignature {
  if (type === 'timestamp') return checkTimestamp
  return subFilter === 'adbe.pkcs7.sha1' ? checkSignedDigest : checkSignature
}
