/** The signatures that a file's form has, each with the revision that brought it and whether it covers it exactly. */
import { textOf } from '../text.ts'
import type { PdfFile } from './file.ts'
import { type Field, fieldsOf, valueOf } from './form.ts'
import { isSpace } from './parse.ts'
import { type Dict, isDict, nameOf, type PdfValue, Ref, Text } from './values.ts'

export interface SignedField {
  /** The revision that it came with. */
  revision: number
  field: Field
  dict: Dict
  type: 'signature' | 'timestamp'
  cms: Buffer
  /** The signed bytes: from 0 to `gapStart`, and from `gapEnd` to `end`. */
  gapStart: number
  gapEnd: number
  end: number
  /** The first signature of a file may forbid all later changes but time stamps and data about signatures (12.8.2.2). */
  isFinal: boolean
  /** Whether it keeps a field as it is from then on (FieldMDP, 12.8.2.4): nobody may sign in it any more. */
  locks: (name: string) => boolean
}

export interface SignedFields {
  /** In the order in which they were made. */
  signed: SignedField[]
  /** Fields that say they are signed and whose bytes are not exactly those of their revision. */
  malformed: number
  /** More than are looked at. */
  more: number
}

const MAX_SIGNATURES = 32
const MAX_CMS_BYTES = 256 * 1024
const LINE_END_BYTES = 2

export function signedFields(file: PdfFile): SignedFields {
  const signed: SignedField[] = []
  const seen = new Set<string>()
  let malformed = 0
  let more = 0
  for (const { index } of file.revisions) {
    for (const field of fieldsOf(file, index)) {
      if (field.type !== 'Sig' || !field.dict.has('V')) continue
      const value = valueOf(file, field, index)
      const home = homeOf(file, field, index)
      if (value === null || seen.has(home)) continue
      seen.add(home)
      if (seen.size > MAX_SIGNATURES) more++
      else {
        const read = isDict(value) ? readSigned(file, field, value, index) : null
        if (read && !signed.some(({ end }) => end === read.end)) signed.push(read)
        else malformed++
      }
    }
  }
  return { signed, malformed, more }
}

/** Which object holds the signature: a signature that an update replaces is another. */
function homeOf(file: PdfFile, field: Field, revision: number): string {
  const value = field.dict.get('V')
  const num = value instanceof Ref ? value.num : field.num
  const entry = num === null ? undefined : file.entry(num, revision)
  return entry?.type === 'at' ? `${entry.offset}` : `in a stream ${num ?? field.name}`
}

function readSigned(file: PdfFile, field: Field, dict: Dict, revision: number): SignedField | null {
  const { bytes, revisions } = file
  const own = revisions[revision]
  const value = field.dict.get('V')
  const num = value instanceof Ref ? value.num : field.num
  // In an object stream, positions are not the file's.
  if (!own || num === null || file.entry(num, revision)?.type !== 'at') return null
  const contents = dict.get('Contents')
  const range = dict.get('ByteRange')
  if (!(contents instanceof Text) || !contents.isHex || !isRange(range)) return null
  const [start, gapStart, gapEnd, rest] = range
  const end = gapEnd + rest
  if (start !== 0 || gapStart !== contents.start || gapEnd !== contents.end) return null
  if (contents.start < own.start || contents.bytes.length > MAX_CMS_BYTES || contents.bytes.length === 0) return null
  if (end < own.eof || end > own.eof + LINE_END_BYTES || end > bytes.length) return null
  for (let at = own.eof; at < end; at++) if (!isSpace(bytes[at])) return null
  const [kind, format] = [dict.get('Type'), dict.get('SubFilter')].map((one) => nameOf(file.resolve(one, revision)))
  const isStamp = kind === 'DocTimeStamp' || format === 'ETSI.RFC3161'
  return {
    ...{ revision, field, dict, gapStart, gapEnd, end, cms: contents.bytes },
    type: isStamp ? 'timestamp' : 'signature',
    isFinal: isFinal(file, field, dict, revision),
    locks: locksOf(file, dict, revision),
  }
}

function isRange(value: PdfValue | undefined): value is [number, number, number, number] {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    value.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0)
  )
}

function isFinal(file: PdfFile, field: Field, dict: Dict, revision: number): boolean {
  // The place that was prepared for it may ask for the same (table 237).
  const lock = file.resolve(field.dict.get('Lock'), revision)
  const permissions = [...transformsOf(file, dict, revision, 'DocMDP'), ...(isDict(lock) ? [lock] : [])]
  return permissions.some((one) => file.resolve(one.get('P'), revision) === 1)
}

function locksOf(file: PdfFile, dict: Dict, revision: number): SignedField['locks'] {
  const locks = transformsOf(file, dict, revision, 'FieldMDP').map((parameters) => {
    const action = nameOf(file.resolve(parameters.get('Action'), revision))
    const list = file.resolve(parameters.get('Fields'), revision)
    const names = (Array.isArray(list) ? list : []).flatMap((item) => {
      const name = file.resolve(item, revision)
      return name instanceof Text ? [textOf(name.bytes) ?? ''] : []
    })
    const isNamed = (field: string) => names.some((name) => field === name || field.startsWith(`${name}.`))
    if (action === 'Include') return isNamed
    return action === 'Exclude' ? (field: string) => !isNamed(field) : () => true
  })
  return (name) => locks.some((isLocked) => isLocked(name))
}

/** What a signature says by a method of its own about later changes (12.8.2). */
function transformsOf(file: PdfFile, dict: Dict, revision: number, method: 'DocMDP' | 'FieldMDP'): Dict[] {
  const references = file.resolve(dict.get('Reference'), revision)
  return (Array.isArray(references) ? references : []).flatMap((item) => {
    const reference = file.resolve(item, revision)
    if (!isDict(reference) || nameOf(file.resolve(reference.get('TransformMethod'), revision)) !== method) return []
    const parameters = file.resolve(reference.get('TransformParams'), revision)
    return [isDict(parameters) ? parameters : new Map<string, PdfValue>()]
  })
}
