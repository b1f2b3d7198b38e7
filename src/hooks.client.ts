import type { ClientInit } from '@sveltejs/kit'
import { rereadingFetch } from '$lib/ui/reread.ts'

export const init: ClientInit = () => {
  // SvelteKit asks for a page's data with this very function; on a failure it would leave the page for a full load.
  window.fetch = rereadingFetch(window.fetch, () => location)
}
