/**
 * What is suggested on a draft, in the browser: what colleagues suggest, and one's own. In suggesting mode one edits a copy of
 * the text (document/suggest/fork.ts); what differs there is kept on the server when one pauses, and in this browser until it is.
 */
import type * as Y from 'yjs'
import { z } from 'zod'
import { m } from '$lib/paraglide/messages'
import { FIRST_RESERVED_CLIENT } from '../../clients.ts'
import type { ConnectionStatus, SavingState } from '../../collab/saving-state.ts'
import { hasCome } from '../../document/suggest/beyond.ts'
import type { Standing } from '../../document/suggest/final.ts'
import { Fork } from '../../document/suggest/fork.ts'
import { type Change, changesShape } from '../../document/suggest/shapes.ts'
import { NO_WAYS } from '../../document/suggest/ways.ts'
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts'
import { errorText } from '../../ui/errors.ts'
import { toasts } from '../../ui/toasts.svelte.ts'
import { byId } from '../core/ids.ts'
import type { SuggestionItem } from '../types.ts'
import { type Left, Outbox } from './outbox.ts'
import { postJson } from './post.ts'

const named = z.object({ id: z.string(), name: z.string() })
const item = z.object({
  id: z.string(),
  author: named.extend({ position: z.string(), isOutside: z.boolean() }),
  isMine: z.boolean(),
  changes: changesShape,
  client: z.number(),
  revision: z.number(),
  createdAt: z.coerce.date(),
  reason: z.string(),
  state: z.enum(['open', 'accepted', 'rejected', 'withdrawn']),
  decided: z.object({ at: z.coerce.date(), by: named, reply: z.string() }).nullable(),
  needsAnother: z.boolean(),
})

/** Those that stay as they were decided. */
const kept = z.object({ decided: z.array(z.string()) })
const ids = z.array(z.string())
const decided = z.object({ done: ids, gone: ids, changed: ids, needed: ids, own: ids, position: z.number().nullable() })

const NAMES = ['done', 'gone', 'changed', 'needed', 'own'] as const
export type How = 'accept' | 'reject' | 'reopen'
/** Why a decision did not reach a suggestion: its place is gone, it is not as it was seen, the document needs the part, another has to accept it. */
export type Why = Exclude<(typeof NAMES)[number], 'done'>

/** A suggestion is sent when nobody has typed for so long. */
const PAUSE_MS = 800
const RETRY_MS = 4_000
/** A decision that takes longer is said to be under way. */
const LONG_MS = 1_000
/** The text is not put together anew under somebody's hands. */
const HANDS_OFF_MS = 700
const MOST_AT_ONCE = 500

export type View = 'marked' | 'final' | 'original' | 'mine' | `by:${string}`

function isInView({ isMine, author }: SuggestionItem, view: View): boolean {
  if (view === 'mine') return isMine
  return view.startsWith('by:') ? author.id === view.slice(3) : true
}

export interface SuggestionsOptions {
  draftId: string
  personId: string
  list: unknown
  /** An input method is at work. */
  isComposing: () => boolean
  /** The text that everybody shares, once it is here. */
  text: () => Y.Doc | undefined
  /** An own decision has changed the text, whose log now ends here. */
  onchanged: (position: number) => void
  /** Somebody's decision has changed the text. */
  onmoved: () => void
}

export class Suggestions {
  list = $state.raw<SuggestionItem[]>([])
  active = $state<string | null>(null)
  /** Where one suggests; none in the other modes. */
  fork = $state.raw<Fork | null>(null)
  /** Own suggestions that are not yet known to be on disk. */
  unsaved = $state(0)
  /** Grows when what stands in the copy was worked out anew. */
  version = $state(0)
  /** The last decision that was made here, until it is undone or another is made. */
  last = $state.raw<{ how: 'accept' | 'reject'; ids: string[] } | null>(null)
  /** Of the last decision, those that it did not reach, and why. */
  left = $state.raw<{ suggestion: SuggestionItem; why: Why }[]>([])
  /** From where to where blocks would be moved, by id; worked out with the final reading. */
  ways = $state.raw(NO_WAYS)
  /** What is said of a decision that takes a while. */
  deciding = $state<string | null>(null)
  readonly #address: string
  readonly #outbox: Outbox
  readonly #isComposing: () => boolean
  readonly #onchanged: (position: number) => void
  readonly #onmoved: () => void
  /** The text that everybody shares, once it is here. */
  readonly #text: () => Y.Doc | undefined
  /** What others suggest, where the copy is the final reading: it is made anew when that changes. */
  #others: readonly SuggestionItem[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #lastEdit = 0
  #isSending = false
  #isDestroyed = false
  #stop: () => void = () => {}

  constructor({ draftId, personId, list, isComposing, text, onchanged, onmoved }: SuggestionsOptions) {
    this.#address = `/drafts/${draftId}/suggestions`
    this.#outbox = new Outbox(personId, draftId)
    this.#isComposing = isComposing
    this.#text = text
    this.#onchanged = onchanged
    this.#onmoved = onmoved
    this.list = z.array(item).catch([]).parse(list)
  }

  readonly open = $derived(this.list.filter(({ state }) => state === 'open'))
  /** How the text is shown: with all that is suggested drawn over it, or part of it, or as it would be, or as it is. */
  view = $state<View>('marked')
  /** Of those that are open, the ones that this view speaks of; and whether they are drawn over the text. */
  readonly inView = $derived(this.open.filter((one) => isInView(one, this.view)))
  readonly isFinal = $derived(this.view === 'final')
  readonly isDrawn = $derived(this.view !== 'final' && this.view !== 'original')
  /** In the final reading: the text with all of them in it. */
  final = $state.raw<Fork | null>(null)

  /** Shows the text as it would be, as long as that view lasts. Returns what ends it. */
  beginFinal(text: Y.Doc): () => void {
    const fork = new Fork(text, this.#standing())
    fork.watch(this.open.map(({ client }) => client))
    this.final = fork
    return () => {
      if (this.final === fork) this.final = null
      fork.destroy()
    }
  }

  /** All that is open, one's own as it stands in the copy by now. */
  #standing(): { id: string; client: number; changes: Change[] }[] {
    const own = this.fork?.known
    const mine = own?.map(({ id, changes }) => ({ id, changes, client: this.#clientOf(id) })) ?? []
    return [...this.open.filter(({ isMine }) => !own || !isMine), ...mine]
  }

  /** Not yet known to the server: it is given one there. */
  #clientOf(id: string): number {
    return this.open.find((one) => one.id === id)?.client ?? FIRST_RESERVED_CLIENT
  }

  /** For the final reading of the text; null where nothing is suggested. */
  get standing(): readonly (Standing & { id: string })[] | null {
    const all = this.#standing()
    return all.length > 0 ? all : null
  }

  /** Begins to suggest: in a copy of the text with what this person has suggested so far. */
  begin(text: Y.Doc): void {
    this.#close()
    if (this.#haveCome(text)) this.#outbox.rescue(this.list, text)
    const own = this.open.filter(({ isMine }) => isMine)
    this.#others = this.view === 'final' ? this.open.filter(({ isMine }) => !isMine) : []
    const fork = new Fork(text, this.#outbox.begin(own, this.#isDecided), this.#others)
    this.fork = fork
    this.unsaved = this.#outbox.size
    if (!this.#outbox.take(fork) || this.unsaved > 0) this.#soon(0)
    this.#stop = fork.onEdit(() => this.#edited())
    fork.onHeld(() => void this.refresh())
    addEventListener('pagehide', this.#leave)
    this.#watch()
  }

  /** Back to the text itself. What was suggested goes on to the server. */
  end(): void {
    if (!this.fork) return
    this.#note()
    void this.#send()
    this.#close()
  }

  /** Before the page goes: what was typed in the last moment is in this browser's store, and perhaps on its way. */
  readonly #leave = (): void => {
    this.#note()
    void this.#send()
  }

  /** What another visit left unsent, once all of the text is here: it may have been decided meanwhile. */
  resume(text: Y.Doc): void {
    if (this.fork || this.#outbox.size === 0) return
    if (this.#haveCome(text)) this.#outbox.rescue(this.list, text)
    void this.#send()
  }

  /** Whether the text holds what was accepted of what one is still writing: it comes by another line than the list. */
  #haveCome(text: Y.Doc): boolean {
    const accepted = this.list.filter(({ state }) => state === 'accepted')
    return this.#outbox.known(accepted).every((one) => hasCome(text, one))
  }

  #close(): void {
    removeEventListener('pagehide', this.#leave)
    this.#stop()
    this.fork?.destroy()
    this.fork = null
  }

  /** What is said of saving while one suggests. */
  saving({ kind }: ConnectionStatus): SavingState {
    const { unsaved: count } = this
    if (count > 0 && kind === 'live') return { saving: 'saving', sentence: { key: 'collab_saving' }, tone: 'busy' }
    if (count > 0) return { saving: 'unsaved', sentence: { key: 'collab_unsaved', count }, tone: 'warning' }
    if (kind === 'live') return { saving: 'stored', sentence: { key: 'collab_saved' }, tone: 'calm' }
    return { saving: 'stored', sentence: { key: 'collab_saved_offline' }, tone: 'warning' }
  }

  #isDecided = (id: string): boolean =>
    this.#outbox.hasEnded(id) || this.list.some((one) => one.id === id && one.state !== 'open')

  #edited(): void {
    this.#lastEdit = Date.now()
    this.unsaved = Math.max(1, this.unsaved)
    this.#soon(PAUSE_MS)
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#isComposing()) return this.#soon(PAUSE_MS)
      this.#note()
      void this.#send()
    }, ms)
  }

  #note(): void {
    if (!this.fork) return
    this.#outbox.note(this.fork)
    this.unsaved = this.#outbox.size
    this.version++
  }

  async #send(): Promise<void> {
    const { put, take } = this.#outbox.ahead
    if (this.#isSending || put.length + take.length === 0) return
    this.#isSending = true
    const part: Left = { put: put.slice(0, MOST_AT_ONCE), take: take.slice(0, MOST_AT_ONCE) }
    const answer = await this.#post({ act: 'keep', ...part })
    this.#isSending = false
    if (!answer || answer.status >= 500 || answer.status === 429) return this.#later()
    if (!answer.ok) return void toasts.show(await reasonOf(answer), 'fault')
    this.#outbox.answered(part, kept.parse(await answer.json()).decided)
    this.unsaved = this.#outbox.size
    if (this.unsaved > 0) this.#soon(0)
    await this.refresh()
    const text = this.#text()
    if (!this.fork && text) this.resume(text)
  }

  #later(): void {
    if (this.#isDestroyed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#send(), RETRY_MS)
  }

  async refresh(): Promise<void> {
    const answer = await fetch(this.#address, { headers: { accept: 'application/json' } }).catch(() => null)
    if (!answer?.ok) return // the socket will tell again; the list stays as it was
    const before = byId(this.list, ({ state }) => state)
    this.list = sameWhereSame(z.array(item).parse(await answer.json()), this.list)
    if (this.list.some(({ id, state }) => (state === 'accepted') !== (before.get(id) === 'accepted'))) this.#onmoved()
    for (const { id, state } of this.list) if (state === 'open' && isSettled(before.get(id))) this.#outbox.revive(id)
    this.#followDecisions()
    this.#watch()
  }

  #watch(): void {
    this.fork?.watch(this.open.map(({ client }) => client))
  }

  get #haveOthersChanged(): boolean {
    if (this.view !== 'final') return false
    const others = this.open.filter(({ isMine }) => !isMine)
    const now = byId(others, ({ revision }) => revision)
    return now.size !== this.#others.length || this.#others.some(({ id, revision }) => now.get(id) !== revision)
  }

  /** One's own that were decided, or put elsewhere, meanwhile: the copy is made anew, when the hands are off it. */
  #followDecisions(): void {
    const { fork } = this
    if (!fork) return
    const decided = this.#outbox.decided(this.#isDecided)
    const own = this.open.filter(({ isMine }) => isMine)
    const isBack = this.#outbox.known(own).length < own.length
    if (decided.length === 0 && !isBack && !fork.isHeld && !this.#haveOthersChanged) return
    const isLate = decided.length > 0 && !this.#haveCome(fork.shared)
    if (isLate || this.#isComposing() || Date.now() - this.#lastEdit < HANDS_OFF_MS) {
      setTimeout(() => this.#followDecisions(), HANDS_OFF_MS)
      return
    }
    this.#note()
    this.#outbox.forget(decided, this.list, fork.shared)
    this.begin(fork.shared)
  }

  /**
   * What could not be applied is told, each by its words, and stops nothing else. Answers which were decided; null where
   * nothing was.
   */
  async decide(how: How, items: readonly SuggestionItem[], reply = ''): Promise<string[] | null> {
    const long = setTimeout(() => (this.deciding = m.suggest_deciding({ count: items.length })), LONG_MS)
    try {
      return await this.#decide(how, items, reply)
    } finally {
      clearTimeout(long)
      this.deciding = null
    }
  }

  async #decide(how: How, items: readonly SuggestionItem[], reply: string): Promise<string[] | null> {
    const all = Object.fromEntries(NAMES.map((name) => [name, [] as string[]])) as Record<
      (typeof NAMES)[number],
      string[]
    >
    for (let at = 0; at < items.length; at += MOST_AT_ONCE) {
      const which = items.slice(at, at + MOST_AT_ONCE).map(({ id, revision }) => ({ id, revision }))
      const answer = await this.#post({ act: 'decide', how, which, reply })
      if (!answer?.ok) {
        toasts.show(answer ? await reasonOf(answer) : m.common_unreachable(), 'fault')
        break
      }
      const result = decided.parse(await answer.json())
      if (result.position !== null) this.#onchanged(result.position)
      for (const name of NAMES) all[name].push(...result[name])
    }
    const left = NAMES.flatMap((name) => (name === 'done' ? [] : all[name].map((id) => ({ id, why: name }))))
    this.left = left.flatMap(({ id, why }) => {
      const suggestion = items.find((one) => one.id === id)
      return suggestion ? [{ suggestion, why }] : []
    })
    await this.refresh()
    if (all.done.length === 0) return null
    this.last = how === 'reopen' ? null : { how, ids: all.done }
    return all.done
  }

  /** Takes the last decision back, of all that it was about. */
  async undoLast(): Promise<void> {
    const { last } = this
    if (!last) return
    this.last = null
    await this.decide(
      'reopen',
      this.list.filter(({ id }) => last.ids.includes(id)),
    )
  }

  /** One's own, from outside suggesting mode. */
  async takeBack(id: string): Promise<void> {
    const answer = await this.#post({ act: 'keep', put: [], take: [id] })
    if (!answer?.ok) toasts.show(answer ? await reasonOf(answer) : m.common_unreachable(), 'fault')
    else this.#outbox.end([id])
    await this.refresh()
  }

  /** What goes and what comes of a replacement are two suggestions from now on. */
  async takeApart({ id, revision }: SuggestionItem): Promise<void> {
    const answer = await this.#post({ act: 'part', id, revision })
    if (!answer?.ok) toasts.show(answer ? await reasonOf(answer) : m.common_unreachable(), 'fault')
    await this.refresh()
  }

  /** Why one suggests it. False when it was not taken; the words stay where they were typed. */
  async giveReason(id: string, reason: string): Promise<boolean> {
    const answer = await this.#post({ act: 'keep', reasons: [{ id, reason }] })
    if (!answer?.ok) {
      toasts.show(answer ? await reasonOf(answer) : m.common_unreachable(), 'fault')
      return false
    }
    await this.refresh()
    return true
  }

  #post(body: unknown): Promise<Response | null> {
    return postJson(this.#address, body)
  }

  destroy(): void {
    this.end()
    this.#isDestroyed = true
    clearTimeout(this.#timer)
  }
}

/** Changes that say the same are the very same: what is drawn of them stays. */
function sameWhereSame(now: SuggestionItem[], before: readonly SuggestionItem[]): SuggestionItem[] {
  const known = byId(before, ({ changes }) => changes)
  return now.map((one) => {
    const was = known.get(one.id)
    return was && JSON.stringify(was) === JSON.stringify(one.changes) ? { ...one, changes: was } : one
  })
}

const isSettled = (state: SuggestionItem['state'] | undefined) => state === 'accepted' || state === 'rejected'

const failure = z.object({ code: z.string().optional(), reference: z.string().optional() })

async function reasonOf(answer: Response): Promise<string> {
  const { code, reference } = failure.catch({}).parse(await answer.json().catch(() => ({})))
  return isErrorCode(code) ? errorText(code) : m.common_error_unexpected({ id: reference ?? '–' })
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(ERROR_STATUS, code)
}
