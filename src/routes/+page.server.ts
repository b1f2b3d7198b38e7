import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** The door: to the work of whoever is signed in, or to the sign-in page. */
export const load: PageServerLoad = ({ locals }) => redirect(303, locals.session ? '/work' : '/sign-in')
