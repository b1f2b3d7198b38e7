/** A PKCS#12 file that is kept here, locked, and opened with its PIN. */
import { X509Certificate } from 'node:crypto'
import { AppError } from '../../../src/lib/errors.ts'
import { type OpenKey, openKey } from '../pki/open.ts'
import type { Vault } from '../pki/vault.ts'
import type { KeyRow, SigningProvider } from './provider.ts'

export interface Pkcs12Deps {
  vault: Vault
  /** Puts the locked file in the place of one that was brought in before files were locked. */
  keepLocked(keyId: string, locked: Uint8Array): Promise<void>
}

export function createPkcs12({ vault, keepLocked }: Pkcs12Deps): SigningProvider {
  async function open(
    { id, pkcs12, locked, certificatePem }: KeyRow,
    pin: string,
    prepared: Uint8Array | null,
  ): Promise<OpenKey> {
    const { raw } = new X509Certificate(certificatePem)
    if (locked) return openKey(await vault.open(locked, prepared ?? (await vault.keyOf(locked, pin)), raw), pin)
    if (!pkcs12) throw new AppError('bad_key', { reason: 'unreadable' })
    const key = await openKey(pkcs12, pin)
    // Only now is the PIN known that it is locked with.
    await keepLocked(id, await vault.lock(pkcs12, key.pin, raw))
    return key
  }

  return {
    device: 'server',
    needsPin: true,
    goodForMs: 60_000, // it answers in milliseconds: whatever is still open then was cut off
    prepare: async ({ locked }, { pin }) => (locked ? vault.keyOf(locked, pin) : null),
    async open(row, { pin, prepared = null }) {
      const { certificate, chain, sign } = await open(row, pin, prepared)
      return {
        ...{ certificate, chain },
        ask: async ({ attributes }) => ({ is: 'signed', signature: await sign(attributes) }),
        close: async () => {},
      }
    },
  }
}
