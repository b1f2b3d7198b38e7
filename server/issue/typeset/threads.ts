/** The threads that set pages: a queue before them, one document at a time in each, a new thread for one that died. */
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { AppError } from '../../../src/lib/errors.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'

/** A rectangle as Typst knows it: points, origin at the top left. */
export interface Place {
  page: number
  x: number
  y: number
  width: number
  height: number
}

/** What stands first on a page, see breaks.typ. */
export interface FirstOfPage {
  page: number
  block: number
  byte?: number
  row?: number
  goesOn?: boolean
}

/** What is known of a document once it has been set. */
export interface PagesBroken {
  pages: number
  breaks: FirstOfPage[]
}

export interface PageSet extends PagesBroken {
  bytes: Uint8Array
  signature: Place
  seal: Place
}

/** A page as an SVG, named by what it shows; null for one that is known already. Sizes in points. */
export interface Picture {
  hash: string
  width: number
  height: number
  svg: string | null
}

export interface PagesDrawn extends PagesBroken {
  pictures: Picture[]
}

/** What a thread can be asked for; see typeset.worker.js. */
type Wish = 'pdf' | 'breaks' | 'image' | { known: ReadonlySet<string> }

/** What is set: data.json, and the hashes of the images that it names. */
export interface Setting {
  data: string
  images: readonly string[]
}

interface Order extends Setting {
  wish: Wish
  /** Bytes that are kept nowhere yet. */
  given?: Map<string, Uint8Array>
  signal?: AbortSignal | undefined
  resolve(answer: unknown): void
  reject(error: Error): void
}

interface Thread {
  worker: Worker
  /** Images that it has been given, by hash, with their length. */
  held: Map<string, number>
  order: Order | undefined
  timer: NodeJS.Timeout | undefined
}

export interface Threads {
  /** The file. Comes before whatever is only looked at: somebody waits to sign it. */
  set(setting: Setting, signal?: AbortSignal): Promise<PageSet>
  breaks(setting: Setting): Promise<PagesBroken>
  draw(setting: Setting, known: ReadonlySet<string>): Promise<PagesDrawn>
  tryImage(hash: string, bytes: Uint8Array): Promise<{ canBeSet: boolean }>
  close(): Promise<void>
}

/** A hundred pages take half a second; whatever takes this long will not end. */
const LONGEST_MS = 60_000
/** Of images that a thread keeps from one order to the next. */
const MOST_HELD_BYTES = 64 * 1024 * 1024

export interface ThreadsDeps {
  root: string
  fonts: string[]
  log: Logger
  count: number
  /** Throws for one that is missing. */
  readImages(hashes: readonly string[]): Promise<Map<string, Uint8Array>>
}

export function createThreads({ root, fonts, log, count, readImages }: ThreadsDeps): Threads {
  const folder = path.join(root, 'server/issue/typeset')
  const waiting: Order[] = []
  const threads: Thread[] = []
  let isClosed = false

  function start(): Thread {
    const worker = new Worker(path.join(folder, 'typeset.worker.js'), {
      workerData: { folder, fonts, measures: JSON.stringify(MEASURES) },
    })
    const thread: Thread = { worker, held: new Map(), order: undefined, timer: undefined }
    worker.unref() // an idle thread keeps no program alive
    worker.on('message', (answer: { fault?: string }) => {
      const order = release(thread)
      if (answer.fault === undefined) order?.resolve(answer)
      else order?.reject(failed('Typst refused a document', answer.fault))
      next()
    })
    worker.on('error', (error) => lose(thread, error.message))
    worker.on('exit', (code) => lose(thread, `the thread ended with code ${code}`))
    threads.push(thread)
    return thread
  }

  /** Takes the order off a thread that has answered, or never will. */
  function release(thread: Thread): Order | undefined {
    const { order } = thread
    clearTimeout(thread.timer)
    thread.order = undefined
    thread.worker.unref()
    return order
  }

  function lose(thread: Thread, reason: string): void {
    const at = threads.indexOf(thread)
    if (at === -1) return
    threads.splice(at, 1)
    release(thread)?.reject(failed('A typesetting thread was lost', reason))
    if (!isClosed) next()
  }

  function failed(message: string, reason: string): AppError {
    log.error({ reason }, message)
    return new AppError('typeset_failed')
  }

  function next(): void {
    if (waiting.length === 0) return
    const thread = threads.find(({ order }) => !order) ?? (threads.length < count ? start() : undefined)
    const order = thread && waiting.shift()
    if (!order) return
    if (order.signal?.aborted) {
      order.reject(order.signal.reason)
      return next()
    }
    thread.order = order
    thread.timer = setTimeout(() => {
      lose(thread, `no page after ${LONGEST_MS} ms`)
      void thread.worker.terminate()
    }, LONGEST_MS)
    thread.worker.ref()
    hand(thread, order).catch((error: Error) => {
      if (thread.order !== order) return
      release(thread)?.reject(error)
      next()
    })
  }

  /** The order, with those of its images that the thread does not have yet. */
  async function hand(thread: Thread, { data, wish, images: wanted, given }: Order): Promise<void> {
    const isFull = [...thread.held.values()].reduce((sum, length) => sum + length, 0) > MOST_HELD_BYTES
    if (isFull) thread.held.clear()
    const lacking = wanted.filter((hash) => !thread.held.has(hash))
    const images = given ?? (lacking.length > 0 ? await readImages(lacking) : new Map<string, Uint8Array>())
    for (const [hash, { length }] of images) thread.held.set(hash, length)
    thread.worker.postMessage({ data, wish, images, isFull })
  }

  function order<Answer>(wanted: Omit<Order, 'resolve' | 'reject'>): Promise<Answer> {
    if (isClosed) return Promise.reject(new AppError('typeset_failed'))
    return new Promise<Answer>((resolve, reject) => {
      const looks = waiting.findIndex((other) => other.wish !== 'pdf')
      const place = wanted.wish === 'pdf' && looks !== -1 ? looks : waiting.length
      waiting.splice(place, 0, { ...wanted, resolve, reject })
      next()
    })
  }

  start() // ready before the first person asks
  return {
    set: (setting, signal) => order<PageSet>({ ...setting, wish: 'pdf', signal }),
    breaks: (setting) => order<PagesBroken>({ ...setting, wish: 'breaks' }),
    draw: (setting, known) => order<PagesDrawn>({ ...setting, wish: { known } }),
    tryImage: (hash, bytes) => order({ data: hash, images: [hash], given: new Map([[hash, bytes]]), wish: 'image' }),
    async close() {
      isClosed = true
      for (const order of waiting.splice(0)) order.reject(new AppError('typeset_failed'))
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}
