/** What stands on every answer: pages, files of the build, refusals. */

/** Pages of ours may frame our own PDF preview, nobody else us. The content security policy is in svelte.config.js. */
export const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
} as const

const HALF_A_YEAR_SECONDS = 15_552_000

export const headersFor = (isHttps: boolean): Record<string, string> =>
  isHttps ? { ...HEADERS, 'strict-transport-security': `max-age=${HALF_A_YEAR_SECONDS}` } : HEADERS
