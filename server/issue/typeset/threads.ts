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

export interface PageSet {
  bytes: Uint8Array
  pages: number
  signature: Place
  seal: Place
  breaks: FirstOfPage[]
}

type Answer = (PageSet & { fault?: undefined }) | { fault: string }

interface Order {
  data: string
  signal: AbortSignal | undefined
  resolve(set: PageSet): void
  reject(error: Error): void
}

interface Thread {
  worker: Worker
  order: Order | undefined
  timer: NodeJS.Timeout | undefined
}

export interface Threads {
  set(data: string, signal?: AbortSignal): Promise<PageSet>
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
    worker.on('message', (answer: Answer) => {
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
    thread.worker.postMessage(order.data)
  }

  start() // ready before the first person asks
  return {
    set(data, signal) {
      if (isClosed) return Promise.reject(new AppError('typeset_failed'))
      return new Promise((resolve, reject) => {
        waiting.push({ data, signal, resolve, reject })
        next()
      })
    },
    async close() {
      isClosed = true
      for (const order of waiting.splice(0)) order.reject(new AppError('typeset_failed'))
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}
