/**
 * What people have open stays when its data are read again and the server does not answer (a blink of the network, a
 * restart). SvelteKit 2.70 takes a failed request for the data of the page that is open for a reason to load the whole
 * address anew, and the browser then puts its own "cannot be reached" in place of everything. So such a request fails
 * never: it is asked again until the server answers, and the page goes on showing what it has.
 */

const DATA = /\/__data\.json$/
/** What a proxy says for a server that is away, and the server itself while its database is. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504])
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000

type Fetch = typeof fetch

/** `fetch`, patient for the data of the page that is open; a way to another page fails as ever. */
export function rereadingFetch(ask: Fetch, here: () => { href: string }): Fetch {
  return async (input, init) => {
    if (!isReread(input, here().href)) return ask(input, init)
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      const answer = await ask(input, init).catch(() => null)
      if (answer && !(await tellsAway(answer))) return answer
      // Somebody who goes elsewhere meanwhile has overtaken this question: SvelteKit lets its answer be.
      await pause(wait)
    }
  }
}

/**
 * Whether the server, or what it needs, is away for the moment. A load that fails inside is told in an answer with 200:
 * one line of JSON, whose nodes are the layouts and the page (SvelteKit 2.70, runtime/server/data). Streamed lines may
 * follow it for as long as they like, so only the first is awaited.
 */
async function tellsAway(answer: Response): Promise<boolean> {
  if (AWAY.has(answer.status)) return true
  if (!answer.ok) return false
  const line = await firstLine(answer.clone()).catch(() => null)
  if (line === null) return true // It broke off in the middle.
  // No words of a document read so: in JSON their quotation marks stand behind a backslash.
  return line.includes('"type":"error"') && nodesOf(line).some(isAway)
}

function nodesOf(line: string): readonly unknown[] {
  try {
    const told: unknown = JSON.parse(line)
    const nodes = typeof told === 'object' && told !== null && 'nodes' in told ? told.nodes : []
    return Array.isArray(nodes) ? nodes : []
  } catch {
    return [] // SvelteKit says what is wrong with it.
  }
}

const isAway = (node: unknown): boolean =>
  typeof node === 'object' &&
  node !== null &&
  'status' in node &&
  typeof node.status === 'number' &&
  AWAY.has(node.status)

async function firstLine(answer: Response): Promise<string> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let line = ''
  for (;;) {
    const part = await reader?.read()
    if (!part || part.done) return line
    const end = part.value.indexOf('\n')
    line += end < 0 ? part.value : part.value.slice(0, end)
    if (end < 0) continue
    void reader?.cancel() // The rest is SvelteKit's to read.
    return line
  }
}

/** A network that comes back ends the pause. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      globalThis.removeEventListener('online', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    globalThis.addEventListener('online', end)
  })
}

function isReread(input: Parameters<Fetch>[0], here: string): boolean {
  const address = new URL(input instanceof Request ? input.url : input, here)
  const page = new URL(here)
  const path = address.pathname.replace(DATA, '')
  return path !== address.pathname && address.origin === page.origin && path === page.pathname.replace(/\/$/, '')
}
