/** The pairing of this browser with the program at its PC. The key is kept so that no script can read it out again. */
import { type DBSchema, openDB } from 'idb'

export interface KeptPairing {
  id: string
  key: CryptoKey
  since: Date
}

interface Schema extends DBSchema {
  pairing: { key: 'one'; value: KeptPairing }
}

const open = () =>
  openDB<Schema>('but-phe-companion', 1, {
    upgrade: (db) => void db.createObjectStore('pairing'),
  })

export async function readPairing(): Promise<KeptPairing | null> {
  const db = await open()
  try {
    return (await db.get('pairing', 'one')) ?? null
  } finally {
    db.close()
  }
}

/** Null forgets it. */
export async function keepPairing(pairing: KeptPairing | null): Promise<void> {
  const db = await open()
  try {
    if (pairing) await db.put('pairing', pairing, 'one')
    else await db.delete('pairing', 'one')
  } finally {
    db.close()
  }
}
