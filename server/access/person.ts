import type { Role } from '../../src/lib/vocabulary.ts'

/** Somebody of the office, as every verb is told who acts. */
export interface Person {
  id: string
  agencyId: string
  unitId: string | null
  username: string
  name: string
  /** Official position: "Chuyên viên". */
  position: string
  /** Rights are the union of all of them. */
  roles: Role[]
}
