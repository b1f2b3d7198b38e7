/** A ceremony as the page follows it. What is done is what the server has told, never what is hoped for. */
import type { ErrorCode } from '../../errors.ts'
import type { KeyFailure } from '../../ui/key-failure-told.ts'
import { type CeremonyStep, readEvents } from './events.ts'

export type CeremonyState =
  | { kind: 'ready' }
  | { kind: 'running' }
  | { kind: 'done' }
  /** `code` null: an unexpected fault. `begun`: something had been done before it, and is safe. */
  | ({ kind: 'failed'; code: ErrorCode | null; begun: boolean } & KeyFailure)
  /** The line broke: the server may have gone on. */
  | { kind: 'lost' }

/** Which of several keys, and its PIN where that is typed here. */
interface KeyWish {
  keyId?: string
  pin?: string
}

export type CeremonyWish =
  | ({ act: 'finalize'; step: number; reservedId?: string } & KeyWish)
  | ({ act: 'resume' } & KeyWish)
  | ({ act: 'seal'; step: number } & KeyWish)
  | { act: 'issue'; step: number }

export class Ceremony {
  state = $state.raw<CeremonyState>({ kind: 'ready' })
  done = $state.raw<readonly CeremonyStep[]>([])
  number = $state<string | null>(null)
  readonly #address: string
  readonly #onend: () => void

  /** `onend` runs after every end, good or bad: the page then asks how things stand. */
  constructor(draftId: string, onend: () => void) {
    this.#address = `/drafts/${draftId}/finalize/run`
    this.#onend = onend
  }

  async run(wish: CeremonyWish): Promise<void> {
    if (this.state.kind === 'running') return
    this.state = { kind: 'running' }
    try {
      this.state = await this.#follow(wish)
    } catch {
      this.state = { kind: 'lost' }
    }
    this.#onend()
  }

  async #follow(wish: CeremonyWish): Promise<CeremonyState> {
    const answer = await fetch(this.#address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(wish),
    })
    if (!answer.ok || !answer.body) return { kind: 'failed', code: null, begun: false }
    let begun = false
    for await (const event of readEvents(answer.body)) {
      if ('step' in event) {
        begun = true
        this.done = [...this.done, event.step]
        this.number = event.number ?? this.number
      } else if ('failed' in event) {
        const { failed: code, remaining, reason } = event
        return { kind: 'failed', code, begun, remaining, reason }
      } else return { kind: 'done' }
    }
    return { kind: 'lost' }
  }
}
