/** What the house says of itself while it is besieged: how long its main thread was held, and its memory. */
import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf, sharesOf } from '../../tools/memory.ts'

const EVERY_MS = 500
/** prom-client samples the event loop so often: a loop that is never held shows this much. */
const RESOLUTION_MS = 10

export class Watch {
  longestBlockMs = 0
  memoryPeakBytes = 0
  /** What was going on when the main thread was held longest. */
  longestBlockDuring = ''
  memoryPeakDuring = ''
  /** Named by the siege. */
  during = ''
  #isOver = false
  #watching: Promise<unknown>

  /** `pid`: the server; its children count with it. `token`: its METRICS_TOKEN. */
  constructor(url: string, token: string, pid: number) {
    this.#watching = Promise.all([this.#lag(url, token), this.#memory(pid)])
  }

  async stop(): Promise<void> {
    this.#isOver = true
    await this.#watching
  }

  /** The server forgets its longest block each time it is asked. */
  async #lag(url: string, token: string): Promise<void> {
    for (let isFirst = true; !this.#isOver; await sleep(EVERY_MS), isFirst = false) {
      const { during } = this
      const metrics = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } }).then(
        (answer) => answer.text(),
        () => null, // cut off among the attackers: asked again
      )
      if (metrics === null) continue
      const [, seconds] = /^nodejs_eventloop_lag_max_seconds ([\d.e+-]+)$/m.exec(metrics) ?? []
      if (seconds === undefined) throw new Error('the server does not tell how long its event loop waited')
      const ms = Number(seconds) * 1_000 - RESOLUTION_MS
      if (isFirst || ms <= this.longestBlockMs) continue // the first answer tells of what was before
      this.longestBlockMs = ms
      this.longestBlockDuring = during
    }
  }

  async #memory(pid: number): Promise<void> {
    for (; !this.#isOver; await sleep(EVERY_MS)) {
      const bytes = await memoryOf(pid)
      if (bytes <= this.memoryPeakBytes) continue
      this.memoryPeakBytes = bytes
      this.memoryPeakDuring = `${this.during} (MB: ${(await sharesOf(pid)).join(', ')})`
    }
  }
}
