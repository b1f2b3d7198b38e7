import { FIRST_RESERVED_CLIENT } from '../../src/lib/clients.ts'

/** A Yjs client that nobody else writes under: chosen here, and refused on every socket. */
export const newClient = (): number => FIRST_RESERVED_CLIENT + (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0)
