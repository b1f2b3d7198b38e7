/** A batch as the page follows it. What is done is what the server has told, never what is hoped for. */
import type { ErrorCode } from '$lib/errors.ts'
import { readLines } from '$lib/ndjson.ts'
import { m } from '$lib/paraglide/messages'
import { keyFailureText, wrongPinText } from '../key-failure.ts'
import type { KeyFailure } from '../key-failure-told.ts'
import { batchEvent } from './told.ts'

export type PaperState =
  | { is: 'waiting' }
  /** Its seal waits for the holder's device. */
  | { is: 'asked' }
  | { is: 'sealed' }
  | { is: 'numbered' }
  | { is: 'signed' }
  | { is: 'issued' }
  | { is: 'failed'; code: ErrorCode | null }
  /** The line broke before it was told of: it may have been done. */
  | { is: 'unknown' }

export type BatchState =
  | { is: 'ready' }
  | { is: 'running' }
  | { is: 'done' }
  /** Nothing was begun. `code` null: an unexpected fault. */
  | ({ is: 'refused'; code: ErrorCode | null } & KeyFailure)
  | { is: 'lost' }

export interface Paper {
  id: string
  step: number
  numberLine: string
  /** What it is called as long as it has no number. */
  subject?: string
}

export class Batch {
  state = $state.raw<BatchState>({ is: 'ready' })
  /** Of the last batch, in the order in which they are done. */
  papers = $state.raw<(Paper & { now: PaperState })[]>([])
  readonly #onend: () => void
  readonly #address: string

  /** `onend` runs after every end, good or bad: the page then asks how things stand. `address`: what does the work. */
  constructor(onend: () => void, address: '/seal/run' | '/sign/run' = '/seal/run') {
    this.#onend = onend
    this.#address = address
  }

  get isRunning(): boolean {
    return this.state.is === 'running'
  }

  get isPinWrong(): boolean {
    return this.state.is === 'refused' && this.state.code === 'wrong_pin'
  }

  /** Beside the PIN; `said`: that it is wrong. */
  pinFault(said: string): string | undefined {
    const { state } = this
    return state.is === 'refused' && this.isPinWrong ? wrongPinText(said, state.remaining) : undefined
  }

  /** What else went wrong; `lost`: that the line broke. */
  trouble(lost: string): string | null {
    const { state } = this
    if (state.is === 'lost') return lost
    if (state.is !== 'refused' || this.isPinWrong) return null
    return state.code ? keyFailureText(state.code, state.reason) : m.finalize_unexpected()
  }

  /** `pin`: where it is typed here. */
  async run(papers: Paper[], pin: string | undefined): Promise<void> {
    if (this.state.is === 'running') return
    this.state = { is: 'running' }
    this.papers = papers.map((paper) => ({ ...paper, now: { is: 'waiting' } }))
    try {
      this.state = await this.#follow(pin)
    } catch {
      this.state = { is: 'lost' }
    }
    if (this.state.is === 'refused') this.papers = []
    else this.papers = this.papers.map((paper) => (isOver(paper.now) ? paper : { ...paper, now: { is: 'unknown' } }))
    this.#onend()
  }

  async #follow(pin: string | undefined): Promise<BatchState> {
    const papers = this.papers.map(({ id, step }) => ({ id, step }))
    const answer = await fetch(this.#address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ pin, papers }),
    })
    if (!answer.ok || !answer.body) return { is: 'refused', code: null }
    for await (const told of readLines(answer.body, batchEvent)) {
      if ('done' in told) return { is: 'done' }
      if ('refused' in told) {
        const { refused: code, remaining, reason } = told
        return { is: 'refused', code, remaining, reason }
      }
      if ('number' in told) this.#number(told.paper, told.number)
      this.#note(told.paper, 'step' in told ? { is: told.step } : { is: 'failed', code: told.failed })
    }
    return { is: 'lost' }
  }

  /** A paper to be signed has none before. */
  #number(id: string, numberLine: string): void {
    this.papers = this.papers.map((paper) => (paper.id === id ? { ...paper, numberLine } : paper))
  }

  #note(id: string, now: PaperState): void {
    this.papers = this.papers.map((paper) => (paper.id === id ? { ...paper, now } : paper))
  }
}

const isOver = ({ is }: PaperState) => is === 'issued' || is === 'signed' || is === 'asked' || is === 'failed'
