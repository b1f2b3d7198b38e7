/**
 * The draft as the server prints it at this moment: where its pages end and, when wanted, how they look. Asked again
 * whenever the text has changed and is stored; one question at a time.
 */
import { z } from 'zod'
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts'
import { type PagesAnswer, pagesAnswer, unprintableAnswer } from './answer.ts'

/** `opening`: nothing has been seen yet. In the other cases the pages seen last stay as they are. */
export type PrintedState =
  | { is: 'opening' }
  | { is: 'current' }
  /** The server cannot be reached; asked again by itself. */
  | { is: 'away' }
  /** An expected failure; `character` is one that cannot be printed. */
  | { is: 'failed'; code: ErrorCode | null; character: string | null }

export interface PrintedOptions {
  address: string
  /** Is everything written here on the server's disk? Only then is it in what the server prints. */
  isStored(): boolean
  /** How many blocks the text has now. */
  blocks(): number | null
}

/** Quiet time after a change, and how long to wait for it at most while somebody goes on typing. */
const CALM = { quietMs: 500, longestMs: 3_000 }
const WATCHED = { quietMs: 35, longestMs: 1_000 }
/** What others write is shown before it is on disk: looked at once more when it must have got there. */
const SETTLE_MS = 1_500
const RETRY_MS = 3_000
const MOST_MISFITS = 5

const failure = z.object({
  code: z.string().optional(),
  detail: z.object({ character: z.string().optional(), seconds: z.number().optional() }).optional(),
})

export class Printed {
  latest = $state.raw<PagesAnswer | null>(null)
  state = $state.raw<PrintedState>({ is: 'opening' })
  readonly #options: PrintedOptions
  #watched = $state(false)
  #etag = ''
  #isAsking = false
  #isEnded = false
  #isDue = false
  /** Answers in a row that were about a text of other blocks. */
  #misfits = 0
  /** When the first change came that has not been asked about. */
  #changedAt: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #settle: ReturnType<typeof setTimeout> | undefined

  constructor(options: PrintedOptions) {
    this.#options = options
  }

  /** Says whether the pages themselves are looked at. */
  watch(wanted: boolean): void {
    this.#watched = wanted
    this.state = { is: 'opening' }
    this.#askIn(0)
  }

  /** The text or what is stored of it has changed. */
  changed(): void {
    const { quietMs, longestMs } = this.#watched ? WATCHED : CALM
    this.#changedAt ??= performance.now()
    this.#askIn(Math.max(0, Math.min(quietMs, this.#changedAt + longestMs - performance.now())))
  }

  destroy(): void {
    this.#isEnded = true
    clearTimeout(this.#timer)
    clearTimeout(this.#settle)
  }

  #askIn(ms: number): void {
    if (this.#isEnded) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(), ms)
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) {
      this.#isDue = true
      return
    }
    if (!this.#options.isStored()) return // `changed` is called once it is
    const isAfterChange = this.#changedAt !== null
    this.#changedAt = null
    this.#isAsking = true
    try {
      await this.#take(await this.#request())
    } catch {
      this.state = { is: 'away' }
      this.#askIn(RETRY_MS)
    }
    this.#isAsking = false
    if (this.#isDue) {
      this.#isDue = false
      this.changed()
    } else if (isAfterChange) {
      clearTimeout(this.#settle)
      this.#settle = setTimeout(() => this.#askIn(0), SETTLE_MS)
    }
  }

  #request(): Promise<Response> {
    const query = this.#watched ? '?pictures' : ''
    return fetch(this.#options.address + query, {
      headers: { accept: 'application/json', ...(this.#etag && { 'if-none-match': this.#etag }) },
    })
  }

  async #take(answer: Response): Promise<void> {
    if (this.#isEnded) return
    if (answer.status === 304) {
      if (this.latest) this.latest = { ...this.latest } // places that were carried along are found anew
      this.state = { is: 'current' }
      return
    }
    const said: unknown = await answer.json().catch(() => ({}))
    if (!answer.ok) return this.#fail(answer.status, failure.catch({}).parse(said))
    const reason = unprintableAnswer.safeParse(said)
    if (reason.success) return this.#fail(answer.status, reason.data)
    const look = pagesAnswer.parse(said)
    if (this.#watched && look.pictures.length === 0) return this.#askIn(0) // asked before they were wanted
    const blocks = this.#options.blocks()
    if (blocks !== null && look.blocks !== blocks && this.#misfits++ < MOST_MISFITS) {
      // A block more or less has been written meanwhile, and places would be off by one.
      this.#askIn(CALM.quietMs)
      if (!this.#watched) return
    } else this.#misfits = 0
    this.#etag = answer.headers.get('etag') ?? ''
    this.latest = look
    this.state = { is: 'current' }
  }

  #fail(status: number, { code, detail }: z.infer<typeof failure>): void {
    if (code === 'too_many_requests') return this.#askIn((detail?.seconds ?? 1) * 1000)
    if (status >= 500) throw new Error(`the server answered ${status}`)
    this.#etag = ''
    const known = code !== undefined && isErrorCode(code) ? code : null
    this.state = { is: 'failed', code: known, character: detail?.character ?? null }
  }
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_STATUS, code)
