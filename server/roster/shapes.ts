/** What comes out of the verbs of this room, beside the report (src/lib/roster-report.ts). */

export interface Handed {
  name: string
  username: string
  unit: string | null
  /** Shown once, stored only as a hash. */
  password: string
}

export interface RosterDone {
  units: number
  created: Handed[]
  changed: number
}
