/**
 * Finds the signatures of a PDF by their byte ranges, without parsing the file: a signature says itself which bytes it
 * covers, and a file made by somebody hostile gets no chance to say so twice.
 */
import { PDFContext, PDFDict, PDFHexString, PDFName, PDFObjectParser, PDFString } from 'pdf-lib'
import { dateOf, textOf } from './text.ts'

export interface FoundSignature {
  /** A person's or an agency's signature, or a time stamp over the whole file. */
  type: 'signature' | 'timestamp'
  subFilter: string
  /** DER, with the zeros behind it that fill the reserved place. */
  cms: Uint8Array
  /** The signed bytes: from 0 to `gapStart`, and from `gapEnd` to `end`. */
  gapStart: number
  gapEnd: number
  end: number
  claimedTime: Date | null
  reason: string | null
}

/** More than any office needs; each costs a hash of the whole file. */
const MAX_SIGNATURES = 16
const MAX_RANGES = 64
const MAX_DICTIONARY_CHARACTERS = 4096
/** Sixteen times the longest we have seen; reading one costs time and memory for each of its parts. */
const MAX_CMS_CHARACTERS = 2 * 256 * 1024
const BYTE_RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g
const HEX_IN_BRACKETS = /^<[0-9A-Fa-f\s]*>$/

export interface Findings {
  /** In the order in which they were made. */
  signatures: FoundSignature[]
  /** Byte ranges that do not fit the file, or are more than are looked at: something is wrong with it. */
  malformed: number
}

export function findSignatures(pdf: Uint8Array): Findings {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length)
  const text = bytes.toString('latin1')
  const signatures: FoundSignature[] = []
  let malformed = 0
  let looked = 0
  for (const match of text.matchAll(BYTE_RANGE)) {
    const found = looked++ < MAX_RANGES && signatures.length < MAX_SIGNATURES ? readAt(text, match) : null
    if (found) signatures.push(found)
    else malformed += 1
  }
  signatures.sort((a, b) => a.end - b.end)
  return { signatures, malformed }
}

/** Null when the range does not leave out exactly one hexadecimal string within this very dictionary. */
function readAt(text: string, match: RegExpMatchArray): FoundSignature | null {
  const [start, gapStart, gapEnd, rest] = match.slice(1).map(Number)
  const at = match.index
  if (start !== 0 || gapStart === undefined || gapEnd === undefined || rest === undefined || at === undefined)
    return null
  const end = gapEnd + rest
  if (gapStart >= gapEnd || gapEnd - gapStart > MAX_CMS_CHARACTERS || end > text.length) return null
  const contents = text.slice(gapStart, gapEnd)
  if (!HEX_IN_BRACKETS.test(contents)) return null
  const dictionary = readDictionary(text, at, gapStart, gapEnd)
  if (!dictionary) return null
  const name = (key: string) => {
    const value = dictionary.get(PDFName.of(key))
    return value instanceof PDFName ? value.decodeText() : ''
  }
  const string = (key: string) => {
    const value = dictionary.get(PDFName.of(key))
    return value instanceof PDFString || value instanceof PDFHexString ? Buffer.from(value.asBytes()) : null
  }
  return {
    type: name('Type') === 'DocTimeStamp' || name('SubFilter') === 'ETSI.RFC3161' ? 'timestamp' : 'signature',
    subFilter: name('SubFilter'),
    cms: Buffer.from(contents.slice(1, -1).replace(/\s/g, ''), 'hex'),
    gapStart,
    gapEnd,
    end,
    claimedTime: dateOf(string('M')),
    reason: textOf(string('Reason')),
  }
}

/** The dictionary around a byte range, its signature left empty. Looks no further than a dictionary is long. */
function readDictionary(text: string, at: number, gapStart: number, gapEnd: number): PDFDict | null {
  const first = Math.min(at, gapStart)
  const last = Math.max(at, gapEnd)
  const head = text.slice(Math.max(0, first - MAX_DICTIONARY_CHARACTERS), first)
  const tail = text.slice(last, last + MAX_DICTIONARY_CHARACTERS)
  const open = head.lastIndexOf(' obj')
  const close = tail.indexOf('endobj')
  const between = at < gapStart ? text.slice(at, gapStart) : text.slice(gapEnd, at)
  if (open < 0 || close < 0 || between.length > MAX_DICTIONARY_CHARACTERS) return null
  const start = head.slice(open + ' obj'.length)
  const source = `${start}${at < gapStart ? `${between}<>` : `<>${between}`}${tail.slice(0, close)}`
  try {
    const parsed = PDFObjectParser.forBytes(Buffer.from(source, 'latin1'), PDFContext.create()).parseObject()
    return parsed instanceof PDFDict ? parsed : null
  } catch {
    return null
  }
}
