import type { RequestHandler } from './$types'

/** The process can serve: its database answers. */
export const GET: RequestHandler = async ({ locals }) => {
  const isReady = await locals.app.isReady()
  return new Response(isReady ? 'ready' : 'the database does not answer', {
    status: isReady ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  })
}
