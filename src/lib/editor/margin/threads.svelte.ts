/** The threads of a draft in the browser: what was said, and saying more. */
import { SvelteMap } from 'svelte/reactivity'
import { z } from 'zod'
import { m } from '$lib/paraglide/messages'
import { type Anchor, storedAnchor } from '../../document/anchors/anchor.ts'
import { SHOWN_FIELDS, type ShownField } from '../../document/fields.ts'
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { errorText } from '../../ui/errors.ts'
import { toasts } from '../../ui/toasts.svelte.ts'
import { type Audience, AUDIENCES } from '../../vocabulary.ts'
import type { ThreadItem } from '../types.ts'
import { EVERYTHING_OPEN, type Filter, furthest, NO_MARKS, passes, speakersIn, unreadIn } from './filter.ts'
import { postJson } from './post.ts'

const named = z.object({ id: z.string(), name: z.string() })
const threadList = z.array(
  z.object({
    id: z.string(),
    anchor: storedAnchor.nullable(),
    field: z.enum(SHOWN_FIELDS).nullable(),
    suggestionId: z.string().nullable(),
    quote: z.string(),
    audience: z.enum(AUDIENCES),
    unit: z.string().nullable(),
    createdAt: z.coerce.date(),
    resolved: z.object({ at: z.coerce.date(), by: named }).nullable(),
    readUpTo: z.number(),
    comments: z.array(
      z.object({
        id: z.string(),
        author: named.extend({ position: z.string(), unit: z.string().nullable(), isOutside: z.boolean() }),
        text: z.string(),
        mentions: z.array(named),
        createdAt: z.coerce.date(),
        editedAt: z.coerce.date().nullable(),
        deletedAt: z.coerce.date().nullable(),
        isMine: z.boolean(),
        seq: z.number(),
      }),
    ),
  }),
)
const marks = z.record(z.string(), z.number())

/** What a new thread will be about; of nothing in particular, the whole draft. */
export interface Passage {
  anchor: Anchor | null
  quote: string
  field?: ShownField
  suggestionId?: string
}

/** Words to a thread. */
export interface Words {
  text: string
  /** Who is spoken to. */
  mentions: string[]
}

/** Many comments in a row are one look. */
const GATHER_MS = 250

export class Threads {
  active = $state<string | null>(null)
  /** What a new thread will be about, while its first words are being written. */
  drafted = $state.raw<Passage | null>(null)
  filter = $state.raw<Filter>(EVERYTHING_OPEN)
  /** By clause, one below the other, also where there is room beside the page. */
  byClause = $state(false)
  /** Asked for by a key, wherever the focus is: the margin goes there once it is open. */
  wanted = $state<1 | -1 | null>(null)
  /** Words that were begun and not sent, by thread: they outlive their card. */
  readonly unsent = new SvelteMap<string, string>()
  readonly me: string
  #told = $state.raw<ThreadItem[]>([])
  /** Read here, before the server has said so. */
  #marks = $state.raw(NO_MARKS)
  #waiting: Promise<void> | undefined
  readonly #address: string

  /** `list`: as the page brings it. */
  constructor(draftId: string, list: unknown, me: string) {
    this.#address = `/drafts/${draftId}/threads`
    this.me = me
    this.#told = threadList.parse(list)
  }

  readonly list = $derived.by(() =>
    this.#told.map((thread) => {
      const upTo = this.#marks.get(thread.id) ?? 0
      return upTo > thread.readUpTo ? { ...thread, readUpTo: upTo } : thread
    }),
  )
  /** What is still to be settled; one's own notes hold nobody up. */
  readonly open = $derived(this.list.filter(({ resolved, audience }) => !resolved && audience !== 'private'))
  /** By the filter; the one that is being read stays, whatever becomes of it meanwhile. */
  readonly shown = $derived(
    this.list.filter((thread) => thread.id === this.active || passes(thread, this.filter, this.me)),
  )
  readonly unread = $derived(this.list.filter((thread) => unreadIn(thread).length > 0))
  /** As the cards count: every comment, not every thread. */
  readonly unreadComments = $derived(this.unread.reduce((sum, thread) => sum + unreadIn(thread).length, 0))
  readonly speakers = $derived(speakersIn(this.list))

  get showResolved(): boolean {
    return this.filter.which === 'all'
  }

  set showResolved(wanted: boolean) {
    this.filter = { ...this.filter, which: wanted ? 'all' : 'open' }
  }

  /** What several colleagues say at the same time is asked for once. */
  refresh(): Promise<void> {
    this.#waiting ??= new Promise((resolve) => {
      setTimeout(() => {
        this.#waiting = undefined
        void this.#fetch().then(resolve)
      }, GATHER_MS)
    })
    return this.#waiting
  }

  async #fetch(): Promise<void> {
    const answer = await fetch(this.#address, { headers: { accept: 'application/json' } }).catch(() => null)
    if (!answer?.ok) return // the socket will tell again; the list stays as it was
    this.#told = threadList.parse(await answer.json())
  }

  /** Read on another device. */
  async refreshMarks(): Promise<void> {
    const answer = await fetch(`${this.#address}/read`, { headers: { accept: 'application/json' } }).catch(() => null)
    if (answer?.ok) this.#mark(Object.entries(marks.parse(await answer.json())))
  }

  #mark(read: Iterable<readonly [string, number]>): void {
    this.#marks = furthest(this.#marks, read)
  }

  /** Marks as read what stands there now. What the server did not hear is unread again on the next page. */
  read(threads: readonly ThreadItem[]): void {
    const read = threads
      .filter((thread) => unreadIn(thread).length > 0)
      .map(({ id, comments }) => ({ threadId: id, upTo: comments.at(-1)?.seq ?? 0 }))
    if (read.length === 0) return
    this.#mark(read.map(({ threadId, upTo }) => [threadId, upTo]))
    void this.#post('/read', { read })
  }

  /** `now` is the passage as it stands by now, where it still does. */
  start({ text, mentions }: Words, audience: Audience, now: Passage | null): Promise<boolean> {
    const { drafted } = this
    if (!drafted) return Promise.resolve(false)
    const { field, suggestionId } = drafted
    const { anchor, quote: words } = now ?? drafted
    const quote = words.slice(0, LIMITS.quote) // a selection may be the whole draft
    return this.#send('', { act: 'open', anchor, quote, field, suggestionId, audience, text, mentions }).then(
      (sent) => {
        if (sent) this.drafted = null
        return sent
      },
    )
  }

  reply(threadId: string, words: Words): Promise<boolean> {
    return this.#send(`/${threadId}`, { act: 'reply', ...words })
  }

  resolve(threadId: string): Promise<boolean> {
    if (this.active === threadId) this.active = null
    return this.#send(`/${threadId}`, { act: 'resolve' })
  }

  reopen(threadId: string): Promise<boolean> {
    return this.#send(`/${threadId}`, { act: 'reopen' })
  }

  edit(threadId: string, commentId: string, words: Words): Promise<boolean> {
    return this.#send(`/${threadId}`, { act: 'edit', commentId, ...words })
  }

  delete(threadId: string, commentId: string): Promise<boolean> {
    return this.#send(`/${threadId}`, { act: 'delete', commentId })
  }

  /** False when it was not taken; the words stay where they were typed, and a toast says why. */
  async #send(path: string, body: unknown): Promise<boolean> {
    const answer = await this.#post(path, body)
    if (!answer?.ok) {
      toasts.show(answer ? await reasonOf(answer) : m.common_unreachable(), 'fault')
      return false
    }
    await this.#fetch()
    return true
  }

  #post(path: string, body: unknown): Promise<Response | null> {
    return postJson(this.#address + path, body)
  }
}

const failure = z.object({ code: z.string().optional(), reference: z.string().optional() })

async function reasonOf(answer: Response): Promise<string> {
  const { code, reference } = failure.catch({}).parse(await answer.json().catch(() => ({})))
  return isErrorCode(code) ? errorText(code) : m.common_error_unexpected({ id: reference ?? '–' })
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(ERROR_STATUS, code)
}
