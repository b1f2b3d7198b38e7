/** A Yjs client that nobody else writes under: chosen here, so that no page can write under a colleague's. */
export const newClient = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
