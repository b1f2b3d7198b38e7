/** The worker that cuts, from the page: one photo open at a time; of several cuts only the last is told. */
import type { CutSettings } from './cut.ts'
import type { Purpose } from './ink.ts'
import type { PhotoFault } from './true-size.ts'
import type { Ask, CutDone, Frame, Opened, Told } from './work.ts'

/** `browser`: it has no worker that draws. */
export type CutterFault = PhotoFault | 'browser'

export class Cutter {
  #worker: Worker | null = null
  #n = 0
  #waiting = new Map<number, (told: Told | null) => void>()

  static isPossible(): boolean {
    return typeof Worker !== 'undefined' && typeof OffscreenCanvas !== 'undefined'
  }

  async open(file: Blob, purpose: Purpose): Promise<Opened | { is: 'fault'; fault: CutterFault }> {
    if (!Cutter.isPossible()) return { is: 'fault', fault: 'browser' }
    const told = await this.#ask({ is: 'open', file, purpose })
    return told?.is === 'opened' || told?.is === 'fault' ? told : { is: 'fault', fault: 'broken' }
  }

  /** `replaced`: another was asked for meanwhile, and is told instead. */
  async cut(
    frame: Frame,
    turn: number,
    settings: CutSettings,
  ): Promise<CutDone | { is: 'replaced' } | { is: 'failed' }> {
    const asked = this.#n + 1
    const told = await this.#ask({ is: 'cut', frame, turn, settings })
    if (asked !== this.#n) return { is: 'replaced' }
    return told?.is === 'cut' ? told : { is: 'failed' }
  }

  destroy(): void {
    this.#worker?.terminate()
    this.#worker = null
    for (const tell of this.#waiting.values()) tell(null)
    this.#waiting.clear()
  }

  #ask(ask: Ask): Promise<Told | null> {
    const n = ++this.#n
    this.#worker ??= this.#start()
    const worker = this.#worker
    return new Promise((resolve) => {
      this.#waiting.set(n, resolve)
      worker.postMessage({ n, ask })
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./cut.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data: { n, told } }: MessageEvent<{ n: number; told: Told }>) => {
      this.#waiting.get(n)?.(told)
      this.#waiting.delete(n)
    }
    worker.onerror = () => this.destroy() // asked again, it starts anew
    return worker
  }
}
