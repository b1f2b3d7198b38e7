/** The state of a signing key in words. */
import { m } from '$lib/paraglide/messages'
import type { KeyState } from '../vocabulary.ts'

const SERVICES = {
  smartca: () => m.admin_service_smartca(),
  mysign: () => m.admin_service_mysign(),
  csc: () => m.admin_service_csc(),
}
export const serviceName = (service: keyof typeof SERVICES): string => SERVICES[service]()

const WAYS = {
  pkcs12: () => m.admin_way_pkcs12(),
  pkcs11: () => m.admin_way_pkcs11(),
  companion: () => m.admin_way_companion(),
  ...SERVICES,
}
export const wayName = (way: keyof typeof WAYS): string => WAYS[way]()

const DAY_MS = 86_400_000
/** A certificate this close to its end is to be renewed now: issuing one takes weeks. */
const SOON_DAYS = 30

export const daysLeft = (validTo: Date, now: Date): number => Math.floor((validTo.getTime() - now.getTime()) / DAY_MS)

const NAMES: Record<KeyState, () => string> = {
  usable: () => m.admin_key_usable(),
  none: () => m.admin_key_none(),
  retired: () => m.admin_key_retired(),
  expired: () => m.admin_key_expired(),
  not_yet_valid: () => m.admin_key_not_yet(),
  revoked: () => m.admin_key_revoked(),
  no_image: () => m.admin_key_no_image(),
  untrusted: () => m.admin_key_untrusted(),
}

export const keyStateName = (state: KeyState, days: number): string =>
  state === 'usable' && days < SOON_DAYS ? m.admin_key_ends_soon({ days }) : NAMES[state]()

export function keyTone(state: KeyState, days: number): 'good' | 'late' | 'grave' | 'plain' {
  if (state === 'usable') return days < SOON_DAYS ? 'late' : 'good'
  return state === 'retired' || state === 'none' ? 'plain' : 'grave'
}
