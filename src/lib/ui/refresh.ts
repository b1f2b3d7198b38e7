import { invalidate, invalidateAll } from '$app/navigation'
import { navigating } from '$app/state'

/** The newest of all that was asked for. */
let newest: Promise<void> | undefined

/**
 * Reads anew what the page shows (all of it, or what depends on `what`), and is over when the page shows it. Whoever is on
 * the way to another page gets there first: SvelteKit gives up a navigation when something is invalidated meanwhile, and the
 * click would be lost. It also lets an older question be, at once, when a newer one overtakes it (somebody's act is told
 * over the socket while its own answer is read), and the newer one then brings both: so this waits for that one too.
 */
export async function refresh(what?: string): Promise<void> {
  while (navigating.complete) await navigating.complete.catch(() => undefined) // given up for another one: that too
  let awaited = (newest = what === undefined ? invalidateAll() : invalidate(what))
  await awaited
  while (awaited !== newest) await (awaited = newest)
}
