/**
 * What a page and the program at a person's own PC say to each other (docs/companion-protocol.md). Both ends read it from here,
 * so another bridge to a token that speaks this can stand in the program's place. No DOM, no Node.
 */
import { z } from 'zod'

export const VERSION = 1

/** Two people at one PC each have a program of their own: the second takes the next. The content security policy names them. */
export const PORTS = [28461, 28462, 28463, 28464, 28465] as const

export const HEADERS = { pairing: 'x-pairing', nonce: 'x-nonce', proof: 'x-proof' } as const

/** Largest body, in bytes: attributes, a certificate and a title. */
export const MOST_BYTES = 64 * 1024

export const CODE_LENGTH = 8

/** Why it does not do what it was asked for; the sentences stand in messages companion_fault_<code>. */
export const FAULTS = [
  'foreign_origin',
  'foreign_host',
  'not_paired',
  'old_nonce',
  'bad_request',
  'too_many',
  'busy',
  'cancelled',
  'too_late',
  'no_window',
  'wrong_code',
  'bad_attributes',
  'no_key',
  'wrong_pin',
  'pin_locked',
  'pin_expired',
  'token_gone',
  'key_gone',
  'no_module',
  'not_installed',
  'driver_hangs',
  'driver_crashed',
  'bad_key',
  'unexpected',
] as const
export type Fault = (typeof FAULTS)[number]

const base64 = z.base64().max(MOST_BYTES)
const line = z.string().trim().min(1).max(500)
export const language = z.enum(['vi', 'en'])
export type Language = z.infer<typeof language>

/** GET /v1: anybody of this origin may ask, before they are paired, too. `nonce`: for the next thing that is asked, once. */
export const hello = z.object({ product: z.literal('but-phe-companion'), version: z.number(), nonce: z.string() })

/** POST /v1/pair. `secret`: 32 bytes of the page's own. `code`: what the page shows and the person types into the program's window. */
export const pairing = z.object({
  secret: z.base64().length(44),
  code: z.string().regex(/^\d{8}$/),
  name: line,
  language,
})
export type Pairing = z.infer<typeof pairing>

/** POST /v1/keys with `{}`: the certificates on the tokens that are plugged in. */
export const keys = z.object({
  tokens: z
    .array(
      z.object({
        label: z.string(),
        model: z.string(),
        serial: z.string(),
        pin: z.enum(['good', 'low', 'locked']),
        /** DER, in base64, with whose it is and until when. */
        certificates: z.array(z.object({ der: base64, name: z.string(), until: z.iso.datetime() })).max(64),
        /** Of authorities, found beside them. */
        chain: z.array(base64).max(64),
      }),
    )
    .max(64),
  /** Vendors' modules that gave no answer, with the reason. */
  failed: z.array(z.object({ module: z.string(), reason: z.string() })).max(64),
})
export type Keys = z.infer<typeof keys>

/** POST /v1/sign. */
export const order = z.object({
  /** DER of the signer's certificate: the key of no other is used. */
  certificate: base64,
  /** DER of the CMS's signed attributes (RFC 5652, 5.4). The program hashes them itself. */
  attributes: base64,
  /** As the window shows it: "Quyết định số 15/QĐ-UBND". */
  title: line,
  /** The window closes then. */
  until: z.iso.datetime(),
  language,
})
export type Order = z.infer<typeof order>

/** The value of the signature: PKCS#1 v1.5, or ECDSA in DER, over SHA-256. */
export const signed = z.object({ signature: base64 })

export const failed = z.object({ failed: z.enum(FAULTS), remaining: z.number().optional() })

/** What a page that is paired puts into the header `x-proof`, in hexadecimal digits. The nonce ties it to one request. */
export async function proofOf(key: CryptoKey, path: string, nonce: string, body: string): Promise<string> {
  const text = new TextEncoder().encode(`${path}\n${nonce}\n${body}`)
  return hexOf(await crypto.subtle.sign('HMAC', key, text))
}

/** HMAC-SHA-256 under the secret; it cannot be read out of the browser again. */
export function importSecret(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

/** What a pairing is called: no secret can be told from it. */
export async function pairingId(secret: Uint8Array<ArrayBuffer>): Promise<string> {
  return hexOf(await crypto.subtle.digest('SHA-256', secret)).slice(0, 16)
}

/** Eight letters that page and window show, each reckoned from the attributes themselves: so that both mean the same paper. */
export async function comparedCode(attributes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hexOf(await crypto.subtle.digest('SHA-256', attributes))
    .slice(0, CODE_LENGTH)
    .toUpperCase()
}

const hexOf = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
