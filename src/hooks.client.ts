import type { ClientInit } from '@sveltejs/kit'
import { config } from 'zod'
import { rereadingFetch } from '$lib/ui/reread.ts'

// To be faster it would build functions from text, which our policy forbids; it tries, and the browser's console says so.
config({ jitless: true })

export const init: ClientInit = () => {
  // SvelteKit asks for a page's data with this very function; on a failure it would leave the page for a full load.
  window.fetch = rereadingFetch(window.fetch, () => location)
}
