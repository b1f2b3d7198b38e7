/** Roles as an office writes them into a list. */
import { fold } from '../../src/lib/document/fold.ts'
import type { Role } from '../../src/lib/vocabulary.ts'

/** What the template and the list of the present people say. */
export const ROLE_WORDS: Record<Role, string> = {
  specialist: 'Chuyên viên',
  reviewer: 'Người góp ý',
  leader: 'Lãnh đạo',
  clerk: 'Văn thư',
  admin: 'Quản trị',
}

const OTHER_WORDS: Record<Role, readonly string[]> = {
  specialist: ['soan thao', 'nguoi soan', 'nguoi soan thao', 'specialist'],
  reviewer: ['gop y', 'xem xet', 'truong phong', 'reviewer'],
  leader: ['nguoi ky', 'leader'],
  clerk: ['clerk'],
  admin: ['quan tri vien', 'quan tri he thong', 'admin', 'administrator'],
}

const ROLES: readonly Role[] = ['admin', 'specialist', 'reviewer', 'leader', 'clerk']

/** "Lãnh đạo; Người góp ý" → both. Null when one of the words is none; an empty text is no role. */
export function readRoles(text: string): Role[] | null {
  const found = new Set<Role>()
  for (const part of text.split(/[;,/+\n]/)) {
    const word = fold(part).replace(/\s+/g, ' ').trim()
    if (word === '') continue
    const role = ROLES.find((one) => fold(ROLE_WORDS[one]) === word || OTHER_WORDS[one].includes(word))
    if (!role) return null
    found.add(role)
  }
  return ROLES.filter((role) => found.has(role))
}

/** A set of roles in words: always in one order, so that the same roles read the same. */
export const rolesText = (roles: readonly Role[]): string =>
  ROLES.filter((role) => roles.includes(role))
    .map((role) => ROLE_WORDS[role])
    .join('; ')
