/** Expressions over the lines that would make them slow, in a thread that is ended when one hangs. */
import { Worker } from 'node:worker_threads'
import { type Attack, attacksOn } from './attacks.ts'
import type { Expression } from './expressions.ts'

/** One line takes a linear expression some milliseconds, a cubic one minutes. */
const DEADLINE_MS = 4_000

type Message = { trying: Attack } | { slow: Attack | null }

export class Race {
  #worker: Worker | null = null

  /** The line that an expression grew too slow on, or null. */
  async run({ source, flags }: Expression): Promise<Attack | null> {
    const worker = (this.#worker ??= new Worker(new URL('./race.worker.js', import.meta.url)))
    return new Promise((resolve, reject) => {
      let last: Attack | null = null
      const timer = setTimeout(() => (last ? done(last) : reject(new Error('The thread did not begin'))), DEADLINE_MS)
      const done = (slow: Attack | null) => {
        clearTimeout(timer)
        worker.removeAllListeners('message').removeAllListeners('error')
        if (slow) void this.close() // it may still be busy
        resolve(slow)
      }
      worker.on('error', reject)
      worker.on('message', (message: Message) => {
        if ('slow' in message) return done(message.slow)
        last = message.trying
        timer.refresh()
      })
      worker.postMessage({ source, flags, attacks: attacksOn(source, flags) })
    })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}
