/** Of somebody's keys the one for many papers at once. */
import type { SigningDevice } from '../../../src/lib/vocabulary.ts'
import { type KeyGround, type KeyHolder, type KeyRow, readUsable } from './find.ts'

/** In this order: those that sign at once, on a phone, and at a PC, whose browser would have to carry each paper there and back. */
const QUICKEST: Readonly<Record<SigningDevice, number>> = { server: 0, token: 0, service: 0, phone: 1, pc: 2 }

/** What a holder can sign with now, the best for a batch first. */
export async function byQuickness(ground: KeyGround, holder: KeyHolder): Promise<KeyRow[]> {
  const keys = await readUsable(ground, holder)
  const rank = ({ provider }: KeyRow) => QUICKEST[ground.providers.get(provider)?.device ?? 'pc']
  return [...keys].sort((a, b) => rank(a) - rank(b))
}
