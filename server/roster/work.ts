import { AppError } from '../../src/lib/errors.ts'
import { columnsOf } from './headings.ts'
import { type Plan, planRoster, type RosterOrder } from './plan.ts'
import { read } from './sheet/work.ts'

/** As a process does it. Throws `bad_sheet {reason}`: `headings` where no sheet of the file is a list of ours. */
export function planFile({ fileName, bytes, known }: RosterOrder): Plan {
  const file = read(bytes)
  if (file.sheets.every((sheet) => columnsOf(sheet) === null)) throw new AppError('bad_sheet', { reason: 'headings' })
  return planRoster(file, fileName, known)
}
