/** What a leader's papers will be signed and sealed with: told when they approve, and not when a paper waits for it. */
import type { KeyState } from '../../../src/lib/vocabulary.ts'
import type { Person } from '../../access/person.ts'
import type { Ground } from '../ground.ts'
import { findKey } from './find.ts'

export interface OwnKeys {
  own: KeyState
  /** Whether the signature will show as a picture of handwriting; without one it is written out (sign/written.ts). */
  hasPicture: boolean
  seal: KeyState
}

export async function readMine(ground: Ground, person: Person): Promise<OwnKeys> {
  const [own, seal] = await Promise.all([
    findKey(ground, { userId: person.id }),
    findKey(ground, { sealOf: person.agencyId }),
  ])
  return { own: own.state, hasPicture: own.row !== null && own.row.imagePng !== null, seal: seal.state }
}
