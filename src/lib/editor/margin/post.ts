/** Browsers send so much, in letters of three bytes, after a page has gone. */
const KEPT_ALIVE = 20_000

/** Sends it, also when the page goes meanwhile; null when the server was not reached. */
export function postJson(address: string, body: unknown): Promise<Response | null> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const text = JSON.stringify(body)
  const keepalive = text.length < KEPT_ALIVE
  return fetch(address, { method: 'POST', headers, body: text, keepalive }).catch(() => null)
}
