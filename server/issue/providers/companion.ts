/**
 * A key in a token at its holder's own PC. This server never speaks with it: the holder's browser carries what is to be signed to
 * the program there, and the value back (docs/companion-protocol.md; requests/carry.ts). So it waits, as a phone does.
 */
import { X509Certificate } from 'node:crypto'
import { certificatesIn } from '../pki/chain.ts'
import type { SigningProvider } from './provider.ts'

/** Somebody sits there already; a token is fetched from a drawer meanwhile. */
const GOOD_FOR_MS = 15 * 60_000

export const companion: SigningProvider = {
  device: 'pc',
  needsPin: false,
  goodForMs: GOOD_FOR_MS,
  /** The page has looked before whether the token is plugged in: from here nobody can. */
  async open({ certificatePem, chainPem }) {
    return {
      certificate: new X509Certificate(certificatePem).raw,
      chain: certificatesIn(chainPem).map(({ raw }) => raw),
      ask: async ({ requestId }) => ({ is: 'waiting', reference: requestId }),
      close: async () => {},
    }
  },
  /** What is answered is brought, and not fetched. */
  look: async (_key, { reference }) => ({ is: 'waiting', reference }),
}
