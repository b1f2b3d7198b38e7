/** A request that waits for the token at this PC: its browser carries it there, and the value back. */
import { z } from 'zod'
import { CompanionFailure, type CompanionFault, sign } from '../../companion/client.ts'
import { needKeyHere } from '../../companion/need-key.ts'
import type { Language } from '../../companion/protocol.ts'
import { errorCode } from '../../error-code.ts'
import type { ErrorCode } from '../../errors.ts'

export type CarryingState =
  | { kind: 'ready' }
  | { kind: 'looking' }
  | { kind: 'signing' }
  | { kind: 'sending' }
  /** `begun`: the request waits; before that nothing was frozen. */
  | { kind: 'failed'; code: CompanionFault; begun: boolean }
  /** The server did not take it; null: unexpected, or it cannot be reached. */
  | { kind: 'refused'; code: ErrorCode | null }

const order = z.object({
  requestId: z.string(),
  certificate: z.string(),
  attributes: z.string(),
  title: z.string(),
  until: z.string(),
})
const SEND_TRIES = 4
const BETWEEN_MS = 1_500

export class Carrying {
  state = $state.raw<CarryingState>({ kind: 'ready' })
  readonly #address: string
  readonly #language: Language
  readonly #onend: () => void

  constructor(draftId: string, language: Language, onend: () => void) {
    this.#address = `/drafts/${draftId}/finalize/carried`
    this.#language = language
    this.#onend = onend
  }

  get isBusy(): boolean {
    return this.state.kind === 'looking' || this.state.kind === 'signing' || this.state.kind === 'sending'
  }

  /** Before anything is frozen: false when it could not sign now, which the state then says. */
  async look(certificate: string): Promise<boolean> {
    this.state = { kind: 'looking' }
    try {
      await needKeyHere(certificate)
      this.state = { kind: 'ready' }
      return true
    } catch (failure) {
      this.state = { kind: 'failed', code: codeOf(failure), begun: false }
      return false
    }
  }

  async run(): Promise<void> {
    if (this.isBusy) return
    this.state = { kind: 'signing' }
    const asked = await this.#read()
    if (asked) await this.#signAndSend(asked)
    this.#onend()
  }

  async #signAndSend({ requestId, ...given }: z.infer<typeof order>): Promise<void> {
    try {
      const signature = await sign({ ...given, language: this.#language })
      this.state = { kind: 'sending' }
      const refused = await this.#send({ requestId, signature })
      this.state = refused === undefined ? { kind: 'ready' } : { kind: 'refused', code: refused }
    } catch (failure) {
      this.state = { kind: 'failed', code: codeOf(failure), begun: true }
    }
  }

  async #read(): Promise<z.infer<typeof order> | null> {
    try {
      const answer = await fetch(this.#address, { headers: { accept: 'application/json' } })
      const said: unknown = await answer.json()
      if (answer.ok) return order.parse(said)
      this.state = { kind: 'refused', code: codeIn(said) }
    } catch {
      this.state = { kind: 'refused', code: null }
    }
    return null
  }

  /** Undefined when it was taken. Sent again where the line broke: what the token has signed is not asked for twice. */
  async #send(given: object): Promise<ErrorCode | null | undefined> {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    for (let tries = 1; ; tries++) {
      try {
        const answer = await fetch(this.#address, { method: 'POST', headers, body: JSON.stringify(given) })
        if (answer.ok) return undefined
        if (answer.status < 502) return codeIn(await answer.json().catch(() => null))
      } catch {
        // the line broke
      }
      if (tries === SEND_TRIES) return null
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS * tries))
    }
  }
}

const codeOf = (failure: unknown): CompanionFault => (failure instanceof CompanionFailure ? failure.code : 'unexpected')
const codeIn = (said: unknown): ErrorCode | null => z.object({ code: errorCode }).safeParse(said).data?.code ?? null
