import { squash } from '../../../server/collab/bytes/squash.ts'
import type { Squash } from '../../../server/collab/contract.ts'

/** As the product squashes, in this very process: most tests are about something else. */
export const squashHere: Squash = async (updates) => squash(updates)
