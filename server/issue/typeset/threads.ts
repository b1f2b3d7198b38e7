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
type Wish = 'pdf' | 'breaks' | { known: ReadonlySet<string> }

interface Order {
  data: string
  wish: Wish
  signal: AbortSignal | undefined
  resolve(answer: unknown): void
  reject(error: Error): void
}

interface Thread {
  worker: Worker
  order: Order | undefined
  timer: NodeJS.Timeout | undefined
}

export interface Threads {
  /** The file. Comes before whatever is only looked at: somebody waits to sign it. */
  set(data: string, signal?: AbortSignal): Promise<PageSet>
  breaks(data: string): Promise<PagesBroken>
  draw(data: string, known: ReadonlySet<string>): Promise<PagesDrawn>
  close(): Promise<void>
}

/** A hundred pages take half a second; whatever takes this long will not end. */
const LONGEST_MS = 60_000

export function createThreads(deps: { root: string; fonts: string[]; log: Logger; count: number }): Threads {
  const { root, fonts, log, count } = deps
  const folder = path.join(root, 'server/issue/typeset')
  const waiting: Order[] = []
  const threads: Thread[] = []
  let isClosed = false

  function start(): Thread {
    const worker = new Worker(path.join(folder, 'typeset.worker.js'), {
      workerData: { folder, fonts, measures: JSON.stringify(MEASURES) },
    })
    const thread: Thread = { worker, order: undefined, timer: undefined }
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
    thread.worker.postMessage({ data: order.data, wish: order.wish })
  }

  function order<Answer>(data: string, wish: Wish, signal?: AbortSignal): Promise<Answer> {
    if (isClosed) return Promise.reject(new AppError('typeset_failed'))
    return new Promise<Answer>((resolve, reject) => {
      const looks = waiting.findIndex((other) => other.wish !== 'pdf')
      const place = wish === 'pdf' && looks !== -1 ? looks : waiting.length
      waiting.splice(place, 0, { data, wish, signal, resolve, reject })
      next()
    })
  }

  start() // ready before the first person asks
  return {
    set: (data, signal) => order<PageSet>(data, 'pdf', signal),
    breaks: (data) => order<PagesBroken>(data, 'breaks'),
    draw: (data, known) => order<PagesDrawn>(data, { known }),
    async close() {
      isClosed = true
      for (const order of waiting.splice(0)) order.reject(new AppError('typeset_failed'))
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}
