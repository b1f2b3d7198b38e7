/** A PKCS#12 file that is kept here and opened with its PIN. */
import { openKey } from '../pki/open.ts'
import type { SigningProvider } from './provider.ts'

export const pkcs12: SigningProvider = {
  device: 'server',
  needsPin: true,
  goodForMs: 60_000, // it answers in milliseconds: whatever is still open then was cut off
  async open(key, { pin }) {
    const { certificate, chain, sign } = await openKey(key.pkcs12, pin)
    return {
      ...{ certificate, chain },
      ask: async ({ attributes }) => ({ is: 'signed', signature: await sign(attributes) }),
      close: async () => {},
    }
  },
}
