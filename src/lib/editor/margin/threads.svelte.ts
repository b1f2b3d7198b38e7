/** The threads of a draft in the browser: what was said, and saying more. */
import { z } from 'zod'
import { m } from '$lib/paraglide/messages'
import { type Anchor, storedAnchor } from '../../document/anchors/anchor.ts'
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { errorText } from '../../ui/errors.ts'
import { toasts } from '../../ui/toasts.svelte.ts'
import type { ThreadItem } from '../types.ts'

const named = z.object({ id: z.string(), name: z.string() })
const threadList = z.array(
  z.object({
    id: z.string(),
    anchor: storedAnchor.nullable(),
    quote: z.string(),
    createdAt: z.coerce.date(),
    resolved: z.object({ at: z.coerce.date(), by: named }).nullable(),
    comments: z.array(
      z.object({
        id: z.string(),
        author: named.extend({ position: z.string() }),
        text: z.string(),
        createdAt: z.coerce.date(),
        editedAt: z.coerce.date().nullable(),
        isMine: z.boolean(),
      }),
    ),
  }),
)

export interface Passage {
  anchor: Anchor | null
  quote: string
}

export class Threads {
  list = $state.raw<ThreadItem[]>([])
  active = $state<string | null>(null)
  /** The passage that a new thread will be about, while its first words are being written. */
  drafted = $state.raw<Passage | null>(null)
  showResolved = $state(false)
  readonly #address: string

  constructor(draftId: string, list: ThreadItem[]) {
    this.#address = `/drafts/${draftId}/threads`
    this.list = list
  }

  readonly open = $derived(this.list.filter(({ resolved }) => !resolved))
  readonly shown = $derived(this.showResolved ? this.list : this.open)

  async refresh(): Promise<void> {
    const answer = await fetch(this.#address, { headers: { accept: 'application/json' } }).catch(() => null)
    if (!answer?.ok) return // the socket will tell again; the list stays as it was
    this.list = threadList.parse(await answer.json())
  }

  /** `now` is the passage as it stands by now, where it still does. */
  start(text: string, now: Passage | null): Promise<boolean> {
    const { drafted } = this
    if (!drafted) return Promise.resolve(false)
    const passage = now ?? drafted
    const quote = passage.quote.slice(0, LIMITS.quote) // a selection may be the whole draft
    return this.#send('', { act: 'open', ...passage, quote, text }).then((sent) => {
      if (sent) this.drafted = null
      return sent
    })
  }

  reply(threadId: string, text: string): Promise<boolean> {
    return this.#send(`/${threadId}`, { act: 'reply', text })
  }

  resolve(threadId: string): Promise<boolean> {
    if (this.active === threadId) this.active = null
    return this.#send(`/${threadId}`, { act: 'resolve' })
  }

  reopen(threadId: string): Promise<boolean> {
    return this.#send(`/${threadId}`, { act: 'reopen' })
  }

  edit(threadId: string, commentId: string, text: string): Promise<boolean> {
    return this.#send(`/${threadId}`, { act: 'edit', commentId, text })
  }

  /** False when it was not taken; the words stay where they were typed, and a toast says why. */
  async #send(path: string, body: unknown): Promise<boolean> {
    const answer = await fetch(this.#address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => null)
    if (!answer?.ok) {
      toasts.show(answer ? await reasonOf(answer) : m.common_unreachable(), 'fault')
      return false
    }
    await this.refresh()
    return true
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
