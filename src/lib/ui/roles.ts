/** The roles of the office in words. */
import { m } from '$lib/paraglide/messages'
import type { Role } from '../vocabulary.ts'

const NAMES: Record<Role, () => string> = {
  leader: () => m.common_role_leader(),
  reviewer: () => m.common_role_reviewer(),
  specialist: () => m.common_role_specialist(),
  clerk: () => m.common_role_clerk(),
  admin: () => m.common_role_admin(),
}

/** Everybody who works with documents may begin one; an administrator only looks after the office (server/access/may.ts). */
export const mayWrite = (person: { roles: readonly string[] } | null): boolean =>
  person?.roles.some((role) => role !== 'admin') ?? false

export const roleName = (role: Role): string => NAMES[role]()
