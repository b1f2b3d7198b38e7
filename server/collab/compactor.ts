/** The worker that squashes texts: started when there is something to do, ended when there has been nothing for a while. */
import path from 'node:path'
import { Worker } from 'node:worker_threads'

/** Its heap is given back after so long. */
const IDLE_MS = 5_000
/** A small young generation: a text is squashed as quickly in it, and the process stays some 10 MB smaller. */
const RESOURCES = { maxOldGenerationSizeMb: 1_024, maxYoungGenerationSizeMb: 8 }

export interface Squashed {
  state: Buffer
  vector: Buffer
  /** Letters that are still there. */
  characters: number
}

interface Reply {
  id: number
  state?: Uint8Array
  vector?: Uint8Array
  characters?: number
  error?: string
}

interface Waiting {
  resolve: (squashed: Squashed) => void
  reject: (error: Error) => void
}

export class Compactor {
  private worker: Worker | null = null
  private idle: NodeJS.Timeout | undefined
  private readonly waiting = new Map<number, Waiting>()
  private lastId = 0
  private readonly file: string

  constructor(root: string) {
    this.file = path.join(root, 'server/collab/compact.worker.js')
  }

  /** The updates as one, squashed. Rejects when the worker fails; the caller keeps what it has. */
  squash(updates: Buffer[]): Promise<Squashed> {
    clearTimeout(this.idle)
    const worker = (this.worker ??= this.start())
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      worker.postMessage({ id, updates })
    })
  }

  async close(): Promise<void> {
    clearTimeout(this.idle)
    const { worker } = this
    this.worker = null
    await worker?.terminate()
  }

  private start(): Worker {
    const worker = new Worker(this.file, { execArgv: [], resourceLimits: RESOURCES })
    worker.unref()
    worker.on('message', (reply: Reply) => this.settle(reply))
    worker.on('error', (error) => this.fail(worker, error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => this.fail(worker, new Error('the compaction worker ended')))
    return worker
  }

  private settle({ id, state, vector, characters = 0, error }: Reply): void {
    const waiting = this.waiting.get(id)
    this.waiting.delete(id)
    if (state && vector) waiting?.resolve({ state: asBuffer(state), vector: asBuffer(vector), characters })
    else waiting?.reject(new Error(error ?? 'the compaction worker said nothing'))
    if (this.waiting.size === 0) this.idle = setTimeout(() => void this.close(), IDLE_MS).unref()
  }

  private fail(worker: Worker, error: Error): void {
    if (this.worker !== worker && this.worker !== null) return
    this.worker = null
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}

/** Of its own size: what comes from the worker may lie in a larger buffer. */
function asBuffer(bytes: Uint8Array): Buffer {
  const exact = Buffer.allocUnsafeSlow(bytes.length)
  exact.set(bytes)
  return exact
}
