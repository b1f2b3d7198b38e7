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

  /** What cannot be printed as it is read, in words, each once. */
  readonly unprintable = $derived(
    unprintableOf(this.list.map(({ finding }) => finding))
      .map(findingWords)
      .filter((words, at, all) => all.indexOf(words) === at),
  )
  readonly faults = $derived(this.list.filter(({ finding }) => finding.severity === 'fault').length)

  /** `read` is called when typing has paused, so that a key press pays nothing for it. */
  ask(read: () => Looked | null, house: HouseRules): void {
    clearTimeout(this.#pause)
    this.#askNow = () => {
      clearTimeout(this.#pause)
      const asking = read()
      if (!asking) return
      this.#asked = asking
      const document = 'final' in asking ? asking.final : asking.shown
      const asked: Asked = { document, house }
      const request: CheckRequest = { round: ++this.#round, json: JSON.stringify(asked) }
      this.#open().postMessage(request)
    }
    this.#pause = setTimeout(this.#askNow, PAUSE_MS)
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
