/** A replacement is one suggestion; taken apart, what goes and what comes are decided each by itself. */
import { AROUND } from '../anchors/anchor.ts'
import { type Change, idsOf, type Words } from './shapes.ts'
import { wordsIn } from './words.ts'

/** What goes, and what comes behind it. Null for what is no replacement of words alone. */
export function takenApart([change, ...more]: readonly Change[]): { gone: Words; put: Words } | null {
  if (change?.is !== 'words' || more.length > 0 || change.put.length === 0) return null
  const last = idsOf(change.removed).at(-1)
  if (!last) return null
  const before = (change.around.before + wordsIn(change.was)).slice(-AROUND).toWellFormed()
  return {
    gone: { ...change, put: [] },
    put: { ...change, after: last, removed: [], was: [], around: { ...change.around, before } },
  }
}
