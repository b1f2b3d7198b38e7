/** The roles of the office in words, in the order in which they are listed. */
import { m } from '$lib/paraglide/messages'

export const ROLE_ORDER = ['leader', 'reviewer', 'specialist', 'clerk', 'admin'] as const
export type RoleName = (typeof ROLE_ORDER)[number]

const NAMES: Record<RoleName, () => string> = {
  leader: () => m.common_role_leader(),
  reviewer: () => m.common_role_reviewer(),
  specialist: () => m.common_role_specialist(),
  clerk: () => m.common_role_clerk(),
  admin: () => m.common_role_admin(),
}

export const roleName = (role: RoleName): string => NAMES[role]()
