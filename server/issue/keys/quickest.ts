/** Of somebody's keys the one for many papers at once. */
import { AppError } from '../../../src/lib/errors.ts'
import { answersOnPage, type SigningDevice } from '../../../src/lib/vocabulary.ts'
import { type KeyGround, type KeyHolder, type KeyRow, readUsable } from './find.ts'

/** In this order: those that sign at once, on a phone, and those whose holder must sit at the page of each paper. */
const QUICKEST: Readonly<Record<SigningDevice, number>> = {
  server: 0,
  token: 0,
  service: 0,
  phone: 1,
  pc: 2,
  page: 2,
  code: 3,
}

/** What a holder can sign with now, the best for a batch first. */
export async function byQuickness(ground: KeyGround, holder: KeyHolder): Promise<KeyRow[]> {
  const keys = await readUsable(ground, holder)
  const rank = ({ provider }: KeyRow) => QUICKEST[ground.providers.get(provider)?.device ?? 'pc']
  return [...keys].sort((a, b) => rank(a) - rank(b))
}

/** Throws `key_unreachable {reason: 'one_by_one'}` where this key is answered from the page of each paper. */
export function needSeveralAtOnce({ providers }: Pick<KeyGround, 'providers'>, key: KeyRow | undefined): void {
  const device = key && providers.get(key.provider)?.device
  if (device && answersOnPage(device)) throw new AppError('key_unreachable', { reason: 'one_by_one' })
}
