import { error } from '@sveltejs/kit'
import { which } from '../../../../../../../server/versions/find.ts'

/** Which text the address asks for under this name; without one, that of now. */
export function textAsked(url: URL, name: 'from' | 'to') {
  const parsed = which.safeParse(url.searchParams.get(name) ?? 'now')
  return parsed.success ? parsed.data : error(404, { message: 'not_found', code: 'not_found' })
}
