/**
 * What a kind of key is to the rest of this room: a file on the server, a token, a service that asks its holder on the phone.
 * Each is one file of this folder, named in all.ts; how a request lives until it is answered is told in decision 19.
 */
import { createHash } from 'node:crypto'
import type { SigningDevice } from '../../../src/lib/vocabulary.ts'
import type { signingKeys } from '../../database/tables.ts'
import type { Certificates } from '../pki/open.ts'

export type KeyRow = typeof signingKeys.$inferSelect

/** What somebody is asked to sign. */
export interface Order {
  /** Ours; a service that wants a name for what it is asked gets this one. */
  requestId: string
  /** The bytes that are signed: DER of the signed attributes. Services are sent their SHA-256, never the file's. */
  attributes: Uint8Array
  /** As the holder reads it on their device: "Quyết định số 15/QĐ-UBND". */
  title: string
  goodUntil: Date
}

/**
 * `signed`: the bare value of the signature, PKCS#1 v1.5 or ECDSA in DER, both over SHA-256. `waiting`: it has been taken, under
 * the provider's own name for it, and its holder has not said anything yet.
 */
export type Answer =
  { is: 'signed'; signature: Uint8Array } | { is: 'waiting'; reference: string } | { is: 'refused' } | { is: 'expired' }

/** A key that has shown that it can sign, for as long as one act takes. */
export interface OpenedKey extends Certificates {
  /** Throws `key_unreachable {reason}` when the one who should answer cannot. */
  ask(order: Order): Promise<Answer>
  /** Logs out, forgets. Never throws. */
  close(): Promise<void>
}

/** What goes on to a service, and is kept nowhere. */
export interface TypedCode {
  code: string
  /** Where the service wants one as well. */
  pin: string
}

/** Its holder types with us what the service wants to hear, while their request waits. */
export interface TypedAnswers {
  /** Has another one-time password sent, or gives what it is to be an answer to. */
  send(key: KeyRow): Promise<string | null>
  /** Throws `wrong_otp`, `wrong_pin`, `key_unreachable {reason}`: the request then waits on. */
  answer(key: KeyRow, order: Asked, given: TypedCode): Promise<Answer>
}

/** Of one journey of the holder's browser to the service and back (RFC 6749, 4.1; RFC 7636). */
export interface Journey {
  state: string
  /** BASE64URL(SHA256(verifier)). */
  challenge: string
  /** Ours, as the service knows it. */
  redirectUri: string
}

/** What it comes back with, and what shows that it is we who sent it. */
export interface Returned {
  code: string
  verifier: string
  redirectUri: string
}

/** Its holder confirms on the service's own page, where their browser goes and from where it comes back (requests/at-service.ts). */
export interface PageAnswers {
  /** Where it goes. */
  address(key: KeyRow, order: Asked, journey: Journey): string
  /** What the code is worth that it comes back with. Throws `key_unreachable {reason}`: the request then waits on. */
  answer(key: KeyRow, order: Asked, returned: Returned): Promise<Answer>
}

/** Of an order, what is needed when its request is gone on with. */
export type Asked = Pick<Order, 'requestId' | 'attributes' | 'title'>

export interface SigningProvider {
  device: SigningDevice
  /** Whether a PIN is typed here: else the holder gives it on their own device. */
  needsPin: boolean
  /** A request ends after so long, or earlier: with the day that the paper carries. */
  goodForMs: number
  /**
   * In the minute before the freeze: everything that can be tried is, a test digest where that costs the holder nothing.
   * Throws `wrong_pin {remaining?}`, `no_key {reason}`, `bad_key`, or `key_unreachable {reason}`.
   */
  open(key: KeyRow, given: { pin: string; prepared?: Uint8Array | null }): Promise<OpenedKey>
  /**
   * What of `open` takes long and tries nothing, to be given to it afterwards: done while it is not yet known whether the PIN may be
   * tried at all. Throws as `open` does.
   */
  prepare?(key: KeyRow, given: { pin: string }): Promise<Uint8Array | null>
  /**
   * What has become of a request, asked again and again until it is answered, by any node, after a restart too. Whoever has none
   * answers in the same breath or not at all. Throws when nothing can be told just now.
   */
  look?(key: KeyRow, asked: { requestId: string; reference: string }): Promise<Answer>
  /** Of the device `code`. */
  typed?: TypedAnswers
  /** Of the device `page`. */
  page?: PageAnswers
}

/** What the holder's device shows beside the title, and our page too: so that they confirm the paper that they mean. */
export const codeOf = (requestId: string): string => requestId.slice(0, 8).toUpperCase()

/** The same where the device reckons it from what it signs, as the program at a person's PC does. */
export const codeOfBytes = (attributes: Uint8Array): string =>
  createHash('sha256').update(attributes).digest('hex').slice(0, 8).toUpperCase()

/** By the name that stands in signing_keys.provider. */
export type Providers = ReadonlyMap<string, SigningProvider>
