/**
 * Everything that can be said about a PDF without a database. Pure and bounded; what goes in and comes out can be sent
 * to another process and back, where a deadline can be set on it.
 */
import { createHash } from 'node:crypto'
import type { TrustedAuthority } from '../pki/chain.ts'
import { type After, afterEach } from './after.ts'
import { codesIn, sayingsOf } from './claims.ts'
import { findSignatures, type FoundSignature } from './find.ts'
import { checker } from './inspect.ts'
import { describe, type SignatureReport } from './report.ts'
import { Budget, Irregular, type Irregularity } from './revisions/budget.ts'
import { PdfFile } from './revisions/file.ts'
import { needOneWayIn } from './revisions/linear.ts'
import { pagesOf } from './revisions/pages.ts'
import { type SignedField, signedFields } from './revisions/signatures.ts'
import { type Dict, nameOf, Text } from './revisions/values.ts'
import { isSealOfAgency, withSealsOnly } from './seal.ts'
import { dateOf, textOf } from './text.ts'

export interface Examination {
  /** In the order in which they were made. */
  signatures: SignatureReport[]
  /** Signature-like things that are none: somebody has tampered with the file, or a program has written it badly. */
  malformed: number
  /** Signatures beyond those that are looked at. */
  more: number
  /** Why the file's structure could not be read; null when it could. */
  unclear: Irregularity | null
  /** Null where the structure could not be read. */
  pages: number | null
  sha256: string
  /** The file up to the end of each signed revision, the last one's too where something follows it. */
  beginnings: Beginning[]
  /** Codes of this house that can be read in it, whether true or not. */
  codes: string[]
}

export interface Beginning {
  /** Bytes. */
  end: number
  sha256: string
  pages: number | null
}

export interface Found extends FoundSignature {
  after: After
  pages: number | null
}

interface Structure {
  found: Found[]
  malformed: number
  more: number
  unclear: Irregularity | null
  pages: number | null
  /** Null where it could not be read. */
  file: PdfFile | null
}

export interface Trust {
  authorities: TrustedAuthority[]
  /** Stands in where a signature names no time. */
  now: Date
}

/** What a file is, before anybody is believed. */
export interface Dissection extends Omit<Structure, 'found'> {
  bytes: Buffer
  /** In the order in which they were made. */
  found: Found[]
  check: Check
  describe(one: Found, trust: Trust): SignatureReport
  codes(): string[]
}

export function dissect(pdf: Uint8Array): Dissection {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length)
  const check = once(checker(bytes))
  const { found: unordered, ...structure } = readStructure(bytes, findSignatures(bytes), check)
  const found = unordered.toSorted((a, b) => a.end - b.end)
  return {
    ...{ bytes, found, check, ...structure },
    describe: (one, trust) => describe({ ...one, ...check(one) }, one.after, trust),
    codes: () => codesIn([...found.flatMap(({ reason }) => reason ?? []), ...sayingsOf(bytes)]),
  }
}

/** All that can be said without judging how certificates were issued and revoked: that is said in assess.ts. */
export function examinePdf(pdf: Uint8Array, trust: Trust): Examination {
  const dissection = dissect(pdf)
  const described = dissection.found.map((one) => dissection.describe(one, trust))
  return { ...reportOf(dissection, withSeals(dissection, described)), codes: dissection.codes() }
}

/** The reports of its signatures, with pictures beside earlier ones judged by whose they are. */
export function withSeals({ found, check }: Dissection, described: SignatureReport[]): SignatureReport[] {
  const seals = new Set(
    found.flatMap((one, index) => {
      const report = described[index]
      return report && isSealOfAgency(report, check(one).certificate) ? [one.end] : []
    }),
  )
  return described.map((one) => ({ ...one, after: withSealsOnly(one.after, (end) => seals.has(end)) }))
}

export function reportOf(
  { bytes, found, malformed, more, unclear, pages }: Dissection,
  signatures: SignatureReport[],
): Omit<Examination, 'codes'> {
  return { signatures, malformed, more, unclear, pages, ...digests(bytes, found) }
}

type Scanned = ReturnType<typeof findSignatures>
type Check = ReturnType<typeof checker>

/** Each signature is checked when it is first asked about. */
function once(check: Check): Check {
  const checked = new Map<string, ReturnType<Check>>()
  return (one) => {
    const key = [one.type, one.gapStart, one.gapEnd, one.end].join(' ')
    const answer = checked.get(key) ?? check(one)
    checked.set(key, answer)
    return answer
  }
}

function readStructure(bytes: Buffer, scanned: Scanned, check: Check): Structure {
  try {
    const file = new PdfFile(bytes, new Budget())
    needOneWayIn(file)
    const { signed, malformed, more } = signedFields(file)
    const integrityOf = (one: SignedField) => check(asFound(one)).integrity
    const afters = signed.length > 0 ? afterEach(file, signed, integrityOf) : []
    const linked = signed.map((one, index) => ({
      ...asFound(one),
      after: afters[index] ?? { state: 'nothing' as const },
      pages: pagesOf(file, one.revision).length,
    }))
    const unlinked = scanned.signatures.filter((one) => !signed.some(({ gapStart }) => gapStart === one.gapStart))
    return {
      // In the file and in no field: nobody can say what it was a signature of.
      found: [...linked, ...(more > 0 ? [] : unlinked.map((one) => unclearly(one, 'structure')))],
      malformed: Math.max(malformed, more > 0 ? 0 : scanned.malformed),
      ...{ more, unclear: null, pages: pagesOf(file, file.revisions.length - 1).length, file },
    }
  } catch (error) {
    if (!(error instanceof Irregular)) throw error
    const why = error.irregularity
    return {
      found: scanned.signatures.map((one) => unclearly(one, why)),
      ...{ malformed: scanned.malformed, more: 0, unclear: why, pages: null, file: null },
    }
  }
}

function unclearly(one: FoundSignature, why: Irregularity): Found {
  return { ...one, after: { state: 'unclear', why }, pages: null }
}

function asFound({ type, dict, cms, gapStart, gapEnd, end }: SignedField): FoundSignature {
  return {
    ...{ type, cms, gapStart, gapEnd, end },
    subFilter: nameOf(dict.get('SubFilter')) ?? '',
    claimedTime: dateOf(stringOf(dict, 'M')),
    reason: textOf(stringOf(dict, 'Reason')),
  }
}

function stringOf(dict: Dict, key: string): Buffer | null {
  const value = dict.get(key)
  return value instanceof Text ? value.bytes : null
}

/** In one pass over the file. */
function digests(bytes: Buffer, found: Found[]): Pick<Examination, 'sha256' | 'beginnings'> {
  const hash = createHash('sha256')
  const beginnings: Beginning[] = []
  let at = 0
  for (const { end, pages } of found) {
    if (end < at || end >= bytes.length || beginnings.at(-1)?.end === end) continue
    hash.update(bytes.subarray(at, end))
    at = end
    beginnings.push({ end, sha256: hash.copy().digest('hex'), pages })
  }
  return { sha256: hash.update(bytes.subarray(at)).digest('hex'), beginnings }
}
