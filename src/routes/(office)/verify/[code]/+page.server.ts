import { shown } from '../../../answers.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const found = params.code.length > 40 ? null : await shown(locals.app.issue.verifyCode(params.code))
  setHeaders({ 'cache-control': 'no-store' })
  return { found, code: params.code.slice(0, 40) }
}
