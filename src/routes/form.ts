/** Forms as browsers send them, read in one pass and with a bound on everything that can be many. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from '@fastify/busboy'
import { AppError } from '$lib/errors.ts'
import { bytesOf, decoded, mediaTypeOf, partsOf, takenText } from './body.ts'
import { AROUND_A_FILE, type Budget } from './budgets.ts'

/** A file that came with a form. Its bytes are one piece: a `File` of the platform would copy them twice more. */
export class Upload {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>

  constructor(name: string, bytes: Uint8Array<ArrayBuffer>) {
    this.name = name
    this.bytes = bytes
  }
}

export type Given = Map<string, string | Upload | (string | Upload)[]>

type Piece = Uint8Array<ArrayBuffer>

/** The largest form of ours, one answer for each rule of the format check, has some hundred. */
export const MOST_FIELDS = 400
const MOST_NAME_CHARACTERS = 100
/** Forms with a file have five. Each part costs the parser some 50 µs, however little is in it. */
export const MOST_PARTS = 40
/** What the parser is given at once: within a piece it does not stop at too many parts. */
const PIECE_BYTES = 8 * 1024
/** Of one part; browsers send two or three. */
const MOST_PART_HEADERS = 8
const MOST_PART_HEADER_BYTES = 2_048

/** Throws `bad_input`, `wrong_media`, `too_large` or `too_slow`; nothing has been done then. */
export async function formOf(request: Request, budget: Budget): Promise<Given> {
  switch (mediaTypeOf(request)) {
    case 'application/x-www-form-urlencoded':
      return urlencoded(decoded(await bytesOf(request, budget)))
    case 'multipart/form-data':
      return multipart(request, budget)
    default:
      throw new AppError('wrong_media')
  }
}

function add(form: Given, name: string, value: string | Upload): void {
  if (name === '__proto__' || name.length > MOST_NAME_CHARACTERS) throw new AppError('bad_input', { reason: 'names' })
  const known = form.get(name)
  if (known === undefined) form.set(name, value)
  else if (Array.isArray(known)) known.push(value)
  else form.set(name, [known, value])
}

function urlencoded(text: string): Given {
  const form: Given = new Map()
  const pairs = text === '' ? [] : text.split('&', MOST_FIELDS + 1)
  if (pairs.length > MOST_FIELDS) throw new AppError('bad_input', { reason: 'fields' })
  for (const pair of pairs) {
    if (pair === '') continue
    const end = pair.includes('=') ? pair.indexOf('=') : pair.length
    add(form, takenText(unescaped(pair.slice(0, end))), takenText(unescaped(pair.slice(end + 1))))
  }
  return form
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new AppError('bad_input', { reason: 'encoding' })
  }
}

async function multipart(request: Request, budget: Budget): Promise<Given> {
  const form: Given = new Map()
  const contentType = request.headers.get('content-type') ?? ''
  let textBytes = 0

  const take = (name: string | undefined, fileName: string | undefined, bytes: Piece) => {
    if (name === undefined) throw new AppError('bad_input', { reason: 'names' })
    if (fileName === undefined) add(form, takenText(name), takenText(decoded(bytes)))
    else add(form, takenText(name), new Upload(takenText(fileName), bytes))
  }

  const parser = parserFor(contentType)
  const stop = (failure: unknown) =>
    void parser.destroy(failure instanceof Error ? failure : new Error(String(failure)))
  parser.on('partsLimit', () => stop(new AppError('bad_input', { reason: 'fields' })))
  parser.on('file', (name: string | undefined, stream, fileName: string | undefined) => {
    const whole = new Gathered(Math.min(Number(request.headers.get('content-length')) || 0, budget.bytes))
    stream.on('data', (part: Piece) => {
      whole.add(part)
      if (fileName === undefined && (textBytes += part.length) > AROUND_A_FILE) stop(new AppError('too_large'))
    })
    stream.on('error', stop)
    stream.on('end', () => {
      try {
        take(name, fileName, whole.bytes())
      } catch (failure) {
        stop(failure)
      }
    })
  })
  try {
    await pipeline(Readable.from(piecesOf(partsOf(request, budget))), parser)
  } catch (failure) {
    if (failure instanceof AppError) throw failure
    throw new AppError('bad_input', { reason: 'malformed' }) // the parser's own words: a boundary, an end that is missing
  }
  return form
}

/**
 * A part that comes in pieces. They are put together as they come: of forty files of 24 MB that end at once, to do it then
 * would hold everybody for half a second.
 */
class Gathered {
  #room = roomFor(PIECE_BYTES)
  #length = 0
  readonly #most: number

  /** `most`: so long the whole body is said to be; 0 when nothing is said. */
  constructor(most: number) {
    this.#most = most
  }

  add(piece: Piece): void {
    const length = this.#length + piece.length
    if (length > this.#room.length) this.#widen(length)
    this.#room.set(piece, this.#length)
    this.#length = length
  }

  bytes(): Piece {
    const bytes = this.#room.subarray(0, this.#length)
    return this.#length > this.#room.length / 2 ? bytes : bytes.slice()
  }

  /** What is long already is taken for the one file of its form. */
  #widen(length: number): void {
    const isLong = length > AROUND_A_FILE
    const room = roomFor(Math.max(length, isLong && this.#most >= length ? this.#most : 2 * this.#room.length))
    room.set(this.#room.subarray(0, this.#length))
    this.#room = room
  }
}

/** Not filled with zeros: the system gives memory for what is written only. */
const roomFor = (length: number): Piece => new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)

async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES)
  }
}

/** Every part comes as bytes: text is decoded here, and strictly. */
function parserFor(contentType: string) {
  try {
    return busboy({
      headers: { 'content-type': contentType },
      limits: { parts: MOST_PARTS, headerPairs: MOST_PART_HEADERS, headerSize: MOST_PART_HEADER_BYTES },
      isPartAFile: () => true,
    })
  } catch {
    throw new AppError('bad_input', { reason: 'malformed' })
  }
}
