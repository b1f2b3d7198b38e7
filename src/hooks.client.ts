import type { ClientInit } from '@sveltejs/kit'
import { config } from 'zod'
import { getLocale, overwriteGetLocale } from '$lib/paraglide/runtime'
import { rereadingFetch } from '$lib/ui/reread.ts'

// To be faster it would build functions from text, which our policy forbids; it tries, and the browser's console says so.
config({ jitless: true })

export const init: ClientInit = () => {
  // A page speaks one language for good: another one loads it anew. Else each message asks for the browser's cookies, 0.1 ms each.
  const language = getLocale()
  overwriteGetLocale(() => language)
  // SvelteKit asks for a page's data with this very function; on a failure it would leave the page for a full load.
  window.fetch = rereadingFetch(window.fetch, () => location)
}
