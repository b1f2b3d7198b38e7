import { invalidate, invalidateAll } from '$app/navigation'
import { navigating } from '$app/state'

/**
 * Reads anew what the page shows (all of it, or what depends on `what`). Whoever is on the way to another page gets
 * there first: SvelteKit gives up a navigation when something is invalidated meanwhile, and the click would be lost.
 */
export async function refresh(what?: string): Promise<void> {
  while (navigating.complete) await navigating.complete.catch(() => undefined) // given up for another one: that too
  await (what === undefined ? invalidateAll() : invalidate(what))
}
