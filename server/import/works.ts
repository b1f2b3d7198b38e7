/** What this room has done in processes of their own. */
import type { ImportReport } from '../../src/lib/document/import-report.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Person } from '../access/person.ts'
import { type Doing, work } from '../compute/contract.ts'
import { digestOf } from '../compute/digest.ts'
import type { Chosen, FileToRead, Made, Read } from './jobs.ts'
import type { Remark } from './shapes.ts'

/** The largest of 70 files from offices takes 1 s and 64 MB, a hundred pages of our own half a second and 24 MB. */
const READ = { ms: 20_000, mb: 700 }

/** A hundred pages with six hundred suggestions of three people take ten seconds, and 310 MB; to place them, four. */
const READ_CHANGES = { ms: 30_000, mb: 900 }

const jobs = () => import('./jobs.ts')

export const importWorks = {
  readFile: work(READ_CHANGES, async () => (await jobs()).read),
  reportFor: work(READ, async () => (await jobs()).reportFor),
  makeFor: work(READ, async () => (await jobs()).makeFor),
  placeRemarks: work(READ, async () => (await jobs()).placeRemarks),
  placeSuggestions: work(READ_CHANGES, async () => (await jobs()).placeSuggestions),
}

/** As the verbs of this room ask for it. */
export interface Reader {
  /** Throws `bad_word_file {reason, what}`, or `too_many_requests` when too many files wait. */
  read(person: Id, file: FileToRead): Promise<Read>
  reportFor(person: Id, chosen: Chosen): Promise<ImportReport>
  makeFor(person: Id, chosen: Chosen): Promise<Made>
  placeRemarks(person: Id, given: { remarks: Remark[]; text: Uint8Array }): ReturnType<Works['placeRemarks']>
  placeSuggestions(person: Id, given: Parameters<Works['placeSuggestions']>[0]): ReturnType<Works['placeSuggestions']>
}

type Id = Pick<Person, 'id'>
type Works = { readonly [Name in keyof typeof importWorks]: Doing<(typeof importWorks)[Name]> }

export function createReader(works: Works): Reader {
  const by = ({ id }: Id) => ({ urgency: 'answer', person: id }) as const
  return {
    async read(person, file) {
      const text = await digestOf(file.bytes)
      try {
        return await works.readFile(file, { ...by(person), text })
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'too_heavy')) throw error
        throw new AppError('bad_word_file', { reason: error.detail.reason === 'late' ? 'slow' : 'bomb', what: '' })
      }
    },
    reportFor: (person, chosen) => works.reportFor(chosen, by(person)),
    makeFor: (person, chosen) => works.makeFor(chosen, by(person)),
    placeRemarks: (person, given) => works.placeRemarks(given, by(person)),
    placeSuggestions: (person, given) => works.placeSuggestions(given, by(person)),
  }
}
