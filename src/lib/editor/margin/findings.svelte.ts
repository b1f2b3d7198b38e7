/** What the format check says about the text as it stands; asked again when typing pauses. */
import { type HouseRules, unprintableOf } from '../../document/check/index.ts'
import type { OfficialDocument } from '../../document/model.ts'
import { asShown, type TwoReadings } from './as-shown.ts'
import type { Asked, CheckAnswer, CheckRequest } from './check.worker.ts'
import { type Found, named, openChecker } from './checker.ts'
import { findingWords } from './finding-words.ts'

/** A pause in typing. */
const PAUSE_MS = 500

/** A text; where something is suggested, as it is shown and as it would read. */
export type Looked = { shown: OfficialDocument } | TwoReadings

export class Findings {
  list = $state.raw<Found[]>([])
  /** What was looked at: the places and mends of the list are those of this text. */
  looked: OfficialDocument | null = null
  #asked: Looked | null = null
  #askNow: () => void = () => undefined
  #worker: Worker | undefined
  #pause: ReturnType<typeof setTimeout> | undefined
  #round = 0
  /** Grows with each change of the text. */
  #asking = 0

  /** What cannot be printed as it is read, in words, each once. */
  readonly unprintable = $derived(
    unprintableOf(this.list.map(({ finding }) => finding))
      .map(findingWords)
      .filter((words, at, all) => all.indexOf(words) === at),
  )
  readonly faults = $derived(this.list.filter(({ finding }) => finding.severity === 'fault').length)

  /**
   * `read` is called when typing has paused, so that a key press pays nothing for it. Where it takes long, it asks whether it is still
   * wanted: answered when what waits has been done.
   */
  ask(read: (isWanted: () => Promise<boolean>) => Promise<Looked | null>, house: HouseRules): void {
    clearTimeout(this.#pause)
    const asking = ++this.#asking
    this.#askNow = () => void this.#ask(read, house, asking)
    this.#pause = setTimeout(this.#askNow, PAUSE_MS)
  }

  async #ask(read: Parameters<Findings['ask']>[0], house: HouseRules, asking: number): Promise<void> {
    clearTimeout(this.#pause)
    const round = ++this.#round
    const isWanted = () => round === this.#round && asking === this.#asking
    const looked = await read(async () => {
      await new Promise((resolve) => setTimeout(resolve))
      return isWanted()
    })
    if (!looked || !isWanted()) return
    this.#asked = looked
    const document = 'final' in looked ? looked.final : looked.shown
    const asked: Asked = { document, house }
    const request: CheckRequest = { round, json: JSON.stringify(asked) }
    this.#open().postMessage(request)
  }

  /** Asks the same again without waiting for a pause. */
  askAgain(): void {
    this.#askNow()
  }

  /** Nothing is found, and no answer under way counts. */
  clear(): void {
    clearTimeout(this.#pause)
    this.#askNow = () => undefined
    this.#round += 1
    this.looked = null
    this.list = []
  }

  destroy(): void {
    clearTimeout(this.#pause)
    this.#round += 1
    this.#worker?.terminate()
    this.#worker = undefined
  }

  #open(): Worker {
    if (this.#worker) return this.#worker
    const worker = openChecker()
    worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
      if (data.round !== this.#round) return // the text has changed since; the next answer is on its way
      const asked = this.#asked
      this.looked = asked?.shown ?? null
      const found = asked && 'final' in asked ? data.findings.map(asShown(asked)) : data.findings
      const list = named(found, this.list)
      const isSame = list.length === this.list.length && list.every((found, at) => found === this.list[at])
      if (!isSame) this.list = list
    }
    this.#worker = worker
    return worker
  }
}
