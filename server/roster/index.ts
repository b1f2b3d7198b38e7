/** Units and people from a spreadsheet: looked at first, written when the administrator agrees to what was shown. */
import type { RosterReport } from '../../src/lib/roster-report.ts'
import type { Person } from '../access/person.ts'
import { bringRoster } from './bring.ts'
import type { Ground } from './ground.ts'
import { listOfPresent, template } from './hand-out.ts'
import { type GivenFile, lookAtRoster } from './look.ts'
import type { RosterDone } from './shapes.ts'

/** Administrators only; others get `not_allowed`. Throws `too_large`, `bad_sheet {reason}`, `too_many_requests`. */
export interface Roster {
  /** What the file would do. Nothing is done. */
  look(person: Person, file: GivenFile): Promise<RosterReport>
  /**
   * Does it, all or nothing, when it is still what `digest` says (`stale` otherwise). With faults only when `skipFaulty`:
   * the faulty rows are then left out; `bad_input` otherwise. Gives back the one-time passwords, which are shown once.
   */
  bring(person: Person, file: GivenFile, agreed: { digest: string; skipFaulty: boolean }): Promise<RosterDone>
  /** An empty workbook with the headings. */
  template(person: Person): Uint8Array
  /** The units and people of today as such a workbook: changed and brought back, it changes them. */
  present(person: Person): Promise<Uint8Array>
}

export function createRoster(ground: Ground): Roster {
  return {
    look: (person, file) => lookAtRoster(ground, person, file),
    bring: (person, file, agreed) => bringRoster(ground, person, file, agreed),
    template,
    present: (person) => listOfPresent(ground, person),
  }
}
