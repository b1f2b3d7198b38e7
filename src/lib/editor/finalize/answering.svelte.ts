/** A request that is answered from this page: with a one-time password, or on the page of the service, where the browser goes. */
import { z } from 'zod'
import { errorCode } from '../../error-code.ts'
import type { ErrorCode } from '../../errors.ts'
import { type KeyFailure, keyFailure } from '../../ui/key-failure-told.ts'

export type AnsweringState =
  | { kind: 'ready' }
  | { kind: 'sending' }
  /** Another code is on its way to the signer. */
  | { kind: 'sent-again' }
  /** The browser is about to leave. */
  | { kind: 'leaving' }
  /** `code` null: unexpected, or the server cannot be reached. */
  | ({ kind: 'refused'; code: ErrorCode | null } & KeyFailure)

const refusal = z.object({ code: errorCode, detail: z.object(keyFailure).catch({}).default({}) })
const journey = z.object({ address: z.url() })

export class Answering {
  state = $state.raw<AnsweringState>({ kind: 'ready' })
  readonly #page: string
  readonly #onend: () => void

  /** `onend` runs after every end, good or bad: the page then asks how things stand. */
  constructor(draftId: string, onend: () => void) {
    this.#page = `/drafts/${draftId}/finalize`
    this.#onend = onend
  }

  get isBusy(): boolean {
    return this.state.kind === 'sending' || this.state.kind === 'leaving'
  }

  /** What was typed goes to the server, and is kept nowhere here. */
  async type(given: { requestId: string; code: string; pin?: string }): Promise<void> {
    const said = await this.#send('typed', given)
    if (said !== null) this.state = { kind: 'ready' }
    this.#onend()
  }

  async sendAgain(): Promise<void> {
    const said = await this.#send('typed/again')
    if (said !== null) this.state = { kind: 'sent-again' }
    this.#onend()
  }

  /** To the service's page; from there the browser comes back by itself. */
  async goThere(): Promise<void> {
    const said = await this.#send('service')
    if (said === null) return this.#onend()
    const to = journey.safeParse(said)
    this.state = to.success ? { kind: 'leaving' } : { kind: 'refused', code: null }
    if (to.success) location.assign(to.data.address)
  }

  /** Null when it was refused, which the state then says. */
  async #send(what: string, given: object = {}): Promise<NonNullable<unknown> | null> {
    if (this.isBusy) return null
    this.state = { kind: 'sending' }
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    try {
      const answer = await fetch(`${this.#page}/${what}`, { method: 'POST', headers, body: JSON.stringify(given) })
      const said: unknown = await answer.json()
      if (answer.ok && said !== null && said !== undefined) return said
      const told = refusal.safeParse(said).data
      this.state = { kind: 'refused', code: told?.code ?? null, ...told?.detail }
    } catch {
      this.state = { kind: 'refused', code: null }
    }
    return null
  }
}
