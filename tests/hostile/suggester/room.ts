/**
 * A draft in review in a running house: who may only suggest holds it, and three others work on it (they suggest, and decide)
 * with the draft open on their screens. What is attacked in it must change none of these, nor the database.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import * as Y from 'yjs'
import type { Username } from '../../../server/demonstration/people.ts'
import type { SuggestionView } from '../../../server/suggest/shapes.ts'
import { compare } from '../../../src/lib/document/suggest/compare.ts'
import type { Change } from '../../../src/lib/document/suggest/shapes.ts'
import { idsOf, Ledger, Visitor } from '../../report/siege/house.ts'
import { Pen } from '../../report/siege/pen.ts'
import { fillDraft } from '../../tools/fill-draft.ts'
import { copyOf, GROUND, SKULL, textOf } from './frames.ts'

const WITHIN_MS = 20_000
/** Instead of a status, where the server hung up: it reads no more of what is too long. */
export const CUT = 0

export interface Answer {
  status: number
  json: unknown
}

export interface Asking {
  path?: string
  method?: string
  /** Sent as JSON; a text or bytes as they are. */
  body?: unknown
  headers?: Record<string, string>
  node?: number
}

/** What a forger may know of the draft. */
export interface Known {
  draftId: string
  /** A draft in which the forger has no part. */
  otherDraftId: string
  own: SuggestionView
  /** Another's: open, rejected and accepted. */
  others: SuggestionView
  rejected: SuggestionView
  accepted: SuggestionView
  /** A colleague's thread and what they said in it. */
  threadId: string
  commentId: string
  ownerId: string
}

type Seat = { cookie: string; visitor: Visitor }

export class Room {
  readonly urls: readonly string[]
  readonly pool: pg.Pool | null
  readonly forger: Seat
  readonly known: Known
  readonly #owner: Seat
  readonly #others: readonly Seat[]
  readonly #screens: readonly Pen[]
  #rounds = 0
  /** Of the honest work: their words alone do not tell, since what is typed before the like is cut where it differs. */
  readonly #work = new Set<string>()

  private constructor(made: {
    urls: readonly string[]
    pool: pg.Pool | null
    seats: { forger: Seat; owner: Seat; others: Seat[] }
    screens: Pen[]
    known: Known
  }) {
    this.urls = made.urls
    this.pool = made.pool
    this.forger = made.seats.forger
    this.#owner = made.seats.owner
    this.#others = made.seats.others
    this.#screens = made.screens
    this.known = made.known
  }

  /** `urls`: of the nodes of one house of the demonstration. With `pool`, the database is looked at as well. */
  static async open(urls: readonly string[], pool: pg.Pool | null = null): Promise<Room> {
    const [url = ''] = urls
    const seat = async (username: Username): Promise<Seat> => {
      const visitor = await Visitor.signIn(url, new Ledger(), username)
      return { cookie: visitor.cookie, visitor }
    }
    const owner = await seat('mailt')
    const others = [await seat('anhnt'), await seat('ngocht')]
    const forger = await seat('thanhlv')
    const ids = await idsOf(new Visitor(url, new Ledger()))
    const draftId = await owner.visitor.newDraft()
    const otherDraftId = await (await seat('dungtv')).visitor.newDraft()
    await fillDraft({ office: url, draftId, cookie: owner.cookie }, GROUND)
    const form = (act: string, given: Record<string, string>) =>
      owner.visitor.post(`/drafts/${draftId}?/${act}`, new URLSearchParams(given))
    for (const username of ['anhnt', 'ngocht'] as const) await form('invite', { userId: ids(username) })
    const threadId = field(
      await ask(urls, others[0], {
        path: `/drafts/${draftId}/threads`,
        body: { act: 'open', anchor: null, quote: '', text: 'Ý kiến' },
      }),
      'threadId',
    )
    const reply = { path: `/drafts/${draftId}/threads/${threadId}`, body: { act: 'reply', text: 'Thêm' } }
    const commentId = field(await ask(urls, others[0], reply), 'commentId')
    await form('submit', { step: '0', reviewerId: ids('thanhlv'), leaderId: ids('thangld') })
    const seats = { forger, owner, others }
    const screens = await Promise.all(
      [owner, ...others].map(({ cookie }, at) => Pen.open(urls[at % urls.length] ?? url, draftId, cookie)),
    )
    const made = await suggested(urls, seats, draftId, screens)
    const known = { draftId, otherDraftId, ownerId: ids('mailt'), threadId, commentId, ...made }
    return new Room({ urls, pool, seats, screens, known })
  }

  /** The text as the first screen shows it. */
  get text(): Y.Doc {
    const [screen] = this.#screens
    if (!screen) throw new Error('no screen')
    return screen.doc
  }

  /** As the forger, unless another cookie is named. */
  ask(asking: Asking, seat: { cookie: string } = this.forger): Promise<Answer> {
    return ask(this.urls, seat, { path: `/drafts/${this.known.draftId}/suggestions`, ...asking })
  }

  /** As the owner, who may decide. */
  asOwner(asking: Asking): Promise<Answer> {
    return this.ask(asking, this.#owner)
  }

  /** What a page would send for letters typed into a line. */
  typed(words: string, line = 3): Change[] {
    return typedInto(this.text, words, line)
  }

  /** A socket of the forger's. */
  pen(node = 0): Promise<Pen> {
    return Pen.open(this.urls[node % this.urls.length] ?? '', this.known.draftId, this.forger.cookie)
  }

  /** All three at once: one suggests and it is accepted, one suggests and it is rejected; every screen shows it. */
  async work(): Promise<void> {
    const number = ++this.#rounds
    const words = `việc ${number} `
    const [taken, refused] = [randomUUID(), randomUUID()]
    for (const id of [taken, refused]) this.#work.add(id)
    await Promise.all([
      this.#must({ act: 'keep', put: [{ id: taken, changes: this.typed(words) }] }, this.#others[0]),
      this.#must({ act: 'keep', put: [{ id: refused, changes: this.typed('thừa ') }] }, this.#others[1]),
    ])
    const decide = (how: string, id: string) =>
      this.#must({ act: 'decide', how, which: [{ id, revision: 1 }], reply: '' }, this.#owner)
    await Promise.all([decide('accept', taken), decide('reject', refused)])
    await until('every screen shows the honest work', () =>
      this.#screens.every(({ doc }) => plain(doc).includes(words)),
    )
  }

  async #must(body: unknown, seat: Seat | undefined): Promise<void> {
    const { status, json } = await this.ask({ body }, seat)
    const isDone =
      typeof json === 'object' &&
      json !== null &&
      !('done' in json && Array.isArray(json.done) && json.done.length === 0)
    if (status !== 200 || !isDone) throw new Error(`honest work was not taken: ${status} ${JSON.stringify(json)}`)
  }

  /** All that an attack must leave as it is. Honest work is left out. */
  async look(): Promise<string[]> {
    const screens = this.#screens.map(({ doc }) => withoutWork(doc))
    if (!this.pool) return [...screens, ...(await this.#listed())]
    return [...screens, ...(await inDatabase(this.pool, this.known, this.#work))]
  }

  /** Others' suggestions, as the owner is shown them. */
  async #listed(): Promise<string[]> {
    const { json } = await this.asOwner({ method: 'GET' })
    const all = Array.isArray(json) ? (json as SuggestionView[]) : []
    return all
      .filter(({ id, author }) => author.id !== this.known.own.author.id && !this.#work.has(id))
      .map((one) => JSON.stringify(one))
  }

  /** Of the forger's own: nothing but open, under their name, of this moment, and under no client of another's. */
  async faultsOfOwn(): Promise<string[]> {
    const { json } = await this.asOwner({ method: 'GET' })
    const all = Array.isArray(json) ? (json as SuggestionView[]) : []
    const mine = all.filter(({ author }) => author.id === this.known.own.author.id)
    const clients = new Set(this.text.store.clients.keys())
    return mine.flatMap(({ id, state, decided, createdAt, client }) => {
      const age = Date.now() - new Date(createdAt).getTime()
      const isSound = state === 'open' && decided === null && age >= -2_000 && age < 3_600_000 && !clients.has(client)
      return isSound ? [] : [`${id} is ${state}, of ${String(createdAt)}`]
    })
  }

  close(): void {
    for (const screen of this.#screens) screen.close()
  }
}

const WORK = /việc \d+ /g
const plain = (doc: Y.Doc) => JSON.stringify([doc.getXmlFragment('body').toString(), doc.getMap('fields').toJSON()])
const withoutWork = (doc: Y.Doc) => plain(doc).replaceAll(WORK, '')

function typedInto(doc: Y.Doc, words: string, line: number): Change[] {
  const [text, copy] = [copyOf(doc), copyOf(doc)]
  textOf(copy, line).insert(0, words)
  return compare(text, copy)[0] ?? []
}

/** The text of the log, and every suggestion of others, as they stand in the tables; and what the forger wrote there. */
async function inDatabase(pool: pg.Pool, { draftId, own }: Known, work: ReadonlySet<string>): Promise<string[]> {
  const forger = own.author.id
  const updates = await pool.query<{ update: Buffer; user_id: string | null }>(
    'select update, user_id from text_updates where draft_id = $1 order by position',
    [draftId],
  )
  const doc = new Y.Doc()
  for (const { update } of updates.rows) Y.applyUpdate(doc, update)
  const others = await pool.query<{ id: string; row: object }>(
    'select s.id, to_jsonb(s) as row from suggestions s where draft_id = $1 and author_id <> $2 order by id',
    [draftId, forger],
  )
  const threads = await pool.query<{ row: object }>(
    'select to_jsonb(c) as row from comments c join threads t on t.id = c.thread_id where t.draft_id = $1 order by c.id',
    [draftId],
  )
  const acts = await pool.query<{ act: string }>(
    `select act from audit_log where draft_id = $1 and actor_id = $2 and act not like 'suggestion.make' and act not like 'suggestion.withdraw' order by seq`,
    [draftId, forger],
  )
  return [
    withoutWork(doc),
    ...others.rows.filter(({ id }) => !work.has(id)).map(({ row }) => JSON.stringify(row)),
    ...threads.rows.map(({ row }) => JSON.stringify(row)),
    `the forger's rows in the log: ${updates.rows.filter(({ user_id }) => user_id === forger).length}`,
    `the forger's acts: ${acts.rows.map(({ act }) => act).join()}`,
  ]
}

async function ask(urls: readonly string[], seat: { cookie: string } | undefined, asking: Asking): Promise<Answer> {
  const { path = '', method = 'POST', body, headers = {}, node = 0 } = asking
  const url = urls[node % urls.length] ?? ''
  const isBare = typeof body === 'string' || body instanceof Uint8Array
  try {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...{ accept: 'application/json', 'content-type': 'application/json', origin: url },
        ...(seat?.cookie && { cookie: seat.cookie }),
        ...headers,
      },
      ...(body !== undefined && { body: isBare ? (body as BodyInit) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    return { status: response.status, json: parsed(await response.text()) }
  } catch (failure) {
    return { status: CUT, json: String(failure) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.slice(0, 200)
  }
}

/** The first suggestions: one of the forger's own, and of a colleague one open, one rejected and one accepted. */
async function suggested(
  urls: readonly string[],
  { forger, owner, others: [other] }: { forger: Seat; owner: Seat; others: readonly Seat[] },
  draftId: string,
  screens: readonly Pen[],
): Promise<Pick<Known, 'own' | 'others' | 'rejected' | 'accepted'>> {
  const path = `/drafts/${draftId}/suggestions`
  const [screen] = screens
  if (!screen) throw new Error('no screen')
  const put = async (seat: Seat | undefined, words: string) => {
    const id = randomUUID()
    const changes = typedInto(screen.doc, words, 0)
    const { status } = await ask(urls, seat, { path, body: { act: 'keep', put: [{ id, changes }] } })
    if (status !== 200) throw new Error(`nothing could be suggested: ${status}`)
    return id
  }
  const ids = [
    await put(forger, `${SKULL} `),
    await put(other, 'mở '),
    await put(other, 'bỏ '),
    await put(other, 'nhận '),
  ]
  for (const [at, how] of [
    [2, 'reject'],
    [3, 'accept'],
  ] as const)
    await ask(urls, owner, { path, body: { act: 'decide', how, which: [{ id: ids[at], revision: 1 }], reply: '' } })
  const { json } = await ask(urls, owner, { path, method: 'GET' })
  const all = json as SuggestionView[]
  const [own, open, rejected, accepted] = ids.map((id) => all.find((one) => one.id === id))
  if (!own || !open || rejected?.state !== 'rejected' || accepted?.state !== 'accepted')
    throw new Error('the room is not as it should be')
  await until('the accepted one is seen', () => screens.every(({ doc }) => plain(doc).includes('nhận ')))
  return { own, others: open, rejected, accepted }
}

function field({ status, json }: Answer, name: string): string {
  const held = typeof json === 'object' && json !== null ? new Map(Object.entries(json)).get(name) : undefined
  if (typeof held !== 'string') throw new Error(`no ${name}: ${status} ${JSON.stringify(json)}`)
  return held
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + WITHIN_MS; !isSo(); await sleep(5))
    if (Date.now() > end) throw new Error(`not in time: ${what}`)
}
