import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** Nobody is led here; who shortens the address of a draft by hand means the list of them. */
export const load: PageServerLoad = () => redirect(303, '/work')
