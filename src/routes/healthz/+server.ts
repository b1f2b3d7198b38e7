/** The process lives. Browsers ask it too, to tell a blocked socket from a lost network. */
export const GET = () => new Response('ok', { headers: { 'cache-control': 'no-store' } })
