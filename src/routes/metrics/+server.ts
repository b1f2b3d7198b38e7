import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from './$types'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** For Prometheus, with the METRICS_TOKEN of the settings; for anybody else there is no such page. */
export const GET: RequestHandler = async ({ locals, request }) => {
  const { config, metrics } = locals.app
  const given = request.headers.get('authorization') ?? ''
  const isTheirs = config.metricsToken && timingSafeEqual(digest(given), digest(`Bearer ${config.metricsToken}`))
  if (!isTheirs) return new Response('not found', { status: 404 })
  return new Response(await metrics.metrics(), { headers: { 'content-type': metrics.contentType } })
}
