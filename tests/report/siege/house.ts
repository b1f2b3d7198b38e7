/** The besieged house as seen from outside: requests with the deadline of their kind, and people who sign in. */
import { PASSWORD, PEOPLE, type Username } from '../../../server/demonstration/people.ts'

/** How long each kind of request may take before it counts as late (BUDGET-1). */
export const DEADLINES_MS = { page: 5_000, upload: 30_000, typesetting: 60_000 } as const
/** On top, for the way of an answer that is given at its deadline: the server's own clock is not ours. */
const WAY_MS = 500
export type Kind = keyof typeof DEADLINES_MS

export interface Asked {
  kind: Kind
  method?: string
  headers?: Record<string, string>
  body?: BodyInit
}

export interface Answered {
  /** 0 when the connection was ended without an answer. */
  status: number
  ms: number
  location: string | null
}

/** Requests that were answered too late, and answers that say that the house broke: what a siege is judged by. */
export class Ledger {
  readonly late: string[] = []
  readonly broken: string[] = []
  answers = 0

  note(what: string, kind: Kind, { status, ms }: Answered): void {
    this.answers++
    if (ms > DEADLINES_MS[kind] + WAY_MS) this.late.push(`${what}: ${Math.round(ms)} ms`)
    if (status === 500) this.broken.push(`${what}: 500`)
  }
}

/** Somebody with or without a session. */
export class Visitor {
  readonly url: string
  readonly record: Ledger
  readonly cookie: string

  constructor(url: string, record: Ledger, cookie = '') {
    this.url = url
    this.record = record
    this.cookie = cookie
  }

  /** Signs in as a person of the demonstration. */
  static async signIn(url: string, record: Ledger, username: Username): Promise<Visitor> {
    const response = await fetch(`${url}/sign-in?/password`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url, accept: 'text/html' },
      body: new URLSearchParams({ username, password: PASSWORD }),
    })
    await response.arrayBuffer()
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';')
    if (response.status !== 303 || cookie === '') throw new Error(`${username} could not sign in: ${response.status}`)
    return new Visitor(url, record, cookie)
  }

  /** Asks, waits for the whole answer, and notes how long it took. Never throws: a cut connection is an answer too. */
  async ask(path: string, { kind, method = 'GET', headers = {}, body }: Asked): Promise<Answered> {
    const began = performance.now()
    const end = { status: 0, location: null as string | null }
    try {
      const response = await fetch(this.url + path, {
        method,
        redirect: 'manual',
        headers: { origin: this.url, accept: 'text/html', ...(this.cookie && { cookie: this.cookie }), ...headers },
        signal: AbortSignal.timeout(DEADLINES_MS[kind] + 1_000),
        ...(body !== undefined && { body }),
      })
      end.status = response.status
      end.location = response.headers.get('location')
      for await (const _ of response.body ?? []) void _
    } catch {
      // Cut off, or past its deadline: the time tells which.
    }
    const answered = { ...end, ms: performance.now() - began }
    this.record.note(`${method} ${path.slice(0, 60)}`, kind, answered)
    return answered
  }

  /** A page as it is sent. */
  async read(path: string): Promise<string> {
    const headers = { accept: 'text/html', ...(this.cookie && { cookie: this.cookie }) }
    return (await fetch(this.url + path, { headers })).text()
  }

  /** Posts a form of the page. */
  post(path: string, body: BodyInit, headers: { [name: string]: string } = {}): Promise<Answered> {
    return this.ask(path, { kind: 'page', method: 'POST', body, headers })
  }

  /** Makes a draft of its own; gives back its id. */
  async newDraft(kind = 'quyet-dinh'): Promise<string> {
    const { status, location } = await this.post('/drafts/new', new URLSearchParams({ kind, subject: 'Thử vây hãm' }))
    const id = location?.split('/').at(-1)
    if (status !== 303 || !id) throw new Error(`no draft was made: ${status}`)
    return id
  }
}

/** The sign-in page of the demonstration has a button for each person. */
export async function idsOf(stranger: Visitor): Promise<(username: Username) => string> {
  const page = await stranger.read('/sign-in')
  return (username) => {
    const { name } = PEOPLE.find((one) => one.username === username) ?? { name: username }
    const before = page.slice(0, page.indexOf(name))
    const id = [...before.matchAll(/value="([0-9a-f-]{36})"/g)].at(-1)?.[1]
    if (!id) throw new Error(`the sign-in page does not show ${username}`)
    return id
  }
}

/** As often as said, all at once. */
export const many = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)))
