/**
 * How a PKCS#12 file lies in the database. Its own protection is as strong as its PIN, and six digits fall in an hour to
 * whoever has stolen the table. So it is encrypted once more (AES-256-GCM) under a key that Argon2id makes of the PIN and of a
 * secret that is not in the database: without that secret no PIN can be tried at all.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { AppError } from '../../../src/lib/errors.ts'

export interface Vault {
  /** `certificate`: DER; what is locked for one opens for no other. */
  lock(pkcs12: Uint8Array, pin: string, certificate: Uint8Array): Promise<Uint8Array>
  /** What opens it if the PIN is right. All that takes long; nothing is tried. Throws `bad_key` as `open` does. */
  keyOf(locked: Uint8Array, pin: string): Promise<Uint8Array>
  /** `key`: of `keyOf`. Throws `wrong_pin`; `bad_key` where it was locked with another secret, or is damaged. */
  open(locked: Uint8Array, key: Uint8Array, certificate: Uint8Array): Promise<Uint8Array>
}

/** OWASP's recommendation, as for passwords: 19 MiB, two passes. Stored with each, so that they may grow. */
const COST = { memoryKib: 19_456, passes: 2 }
/** What is stored asks for its own cost; a damaged one must not ask for all there is. */
const MOST = { memoryKib: 262_144, passes: 16 }

// "BPK1", memory (KiB, 4 bytes), passes (1), name of the secret (8), salt (16), nonce (12); then tag (16) and ciphertext.
const MAGIC = Buffer.from('BPK1', 'latin1')
const AT = { memory: 4, passes: 8, secret: 9, salt: 17, nonce: 33, tag: 45, text: 61 }

export function createVault(secret: Uint8Array): Vault {
  const name = secretCheck(secret).subarray(0, AT.salt - AT.secret)

  const keyFor = (pin: string, salt: Uint8Array, { memoryKib, passes }: typeof COST) =>
    hashRaw(pin.normalize('NFC'), {
      ...{ memoryCost: memoryKib, timeCost: passes, parallelism: 1, outputLen: 32 },
      ...{ salt, secret },
    })

  return {
    async lock(pkcs12, pin, certificate) {
      const head = Buffer.alloc(AT.tag)
      MAGIC.copy(head)
      head.writeUInt32BE(COST.memoryKib, AT.memory)
      head.writeUInt8(COST.passes, AT.passes)
      name.copy(head, AT.secret)
      randomBytes(AT.tag - AT.salt).copy(head, AT.salt)
      const key = await keyFor(pin, head.subarray(AT.salt, AT.nonce), COST)
      const cipher = createCipheriv('aes-256-gcm', key, head.subarray(AT.nonce)).setAAD(boundTo(head, certificate))
      const text = Buffer.concat([cipher.update(pkcs12), cipher.final()])
      return Buffer.concat([head, cipher.getAuthTag(), text])
    },

    async keyOf(locked, pin) {
      const { head } = partsOf(locked)
      if (!head.subarray(AT.secret, AT.salt).equals(name)) throw new AppError('bad_key', { reason: 'other_secret' })
      const cost = { memoryKib: head.readUInt32BE(AT.memory), passes: head.readUInt8(AT.passes) }
      if (cost.memoryKib > MOST.memoryKib || cost.passes > MOST.passes) throw new AppError('bad_key')
      return keyFor(pin, head.subarray(AT.salt, AT.nonce), cost)
    },

    async open(locked, key, certificate) {
      const { box, head } = partsOf(locked)
      const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(AT.nonce))
        .setAAD(boundTo(head, certificate))
        .setAuthTag(box.subarray(AT.tag, AT.text))
      const text = decipher.update(box.subarray(AT.text))
      try {
        return Buffer.concat([text, decipher.final()])
      } catch {
        throw new AppError('wrong_pin') // or one of its bytes was changed: the two cannot be told apart
      }
    },
  }
}

function partsOf(locked: Uint8Array): { box: Buffer; head: Buffer } {
  const box = Buffer.from(locked.buffer, locked.byteOffset, locked.length)
  const head = box.subarray(0, AT.tag)
  if (box.length <= AT.text || !head.subarray(0, MAGIC.length).equals(MAGIC)) throw new AppError('bad_key')
  return { box, head }
}

const boundTo = (head: Uint8Array, certificate: Uint8Array) =>
  Buffer.concat([head, createHash('sha256').update(certificate).digest()])

/** By this a secret is known again, and not found out. */
export const secretCheck = (secret: Uint8Array): Buffer =>
  createHmac('sha256', secret).update('but-phe: which secret locks the keys').digest()
