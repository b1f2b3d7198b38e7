/** Reads Word files in threads of their own: bounded in memory and time, few at once, whatever is in them. */
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../src/lib/errors.ts'
import type { Reason, WordFile } from './word/shapes.ts'

/** The largest of 70 files from offices takes 1 s and 64 MB, a hundred pages of our own half a second and 24 MB. */
const MOST_MS = 20_000
const MOST_HEAP_MB = 512
/** Two cores also serve those who are writing. */
const MOST_AT_ONCE = 1
const MOST_WAITING = 20

type Answer = { file: WordFile } | { refusal: { reason: Reason; what: string } } | { fault: string }

export interface WordReader {
  /** Throws `bad_word_file {reason, what}`, or `too_many_requests` when too many files wait. */
  read(bytes: Uint8Array): Promise<WordFile>
  close(): Promise<void>
}

export function createReader({
  root,
  mostMs = MOST_MS,
  mostHeapMb = MOST_HEAP_MB,
  mostWaiting = MOST_WAITING,
}: ReaderDeps): WordReader {
  const file = path.join(root, 'server/import/word/word.worker.js')
  const running = new Set<Worker>()
  const waiting: (() => void)[] = []
  let busy = 0

  async function turn(): Promise<void> {
    if (busy < MOST_AT_ONCE) return void busy++
    if (waiting.length >= mostWaiting) throw new AppError('too_many_requests', { seconds: 10 })
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  function done(): void {
    const next = waiting.shift()
    if (next) next()
    else busy--
  }

  function ask(bytes: Uint8Array): Promise<Answer> {
    const worker = new Worker(file, {
      execArgv: [],
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    })
    running.add(worker)
    return new Promise<Answer>((resolve, reject) => {
      const late = setTimeout(() => resolve({ refusal: { reason: 'slow', what: '' } }), mostMs)
      worker.once('message', resolve)
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ refusal: { reason: 'bomb', what: '' } })
        else reject(error)
      })
      worker.once('exit', () => {
        clearTimeout(late)
        reject(new Error('the reader ended without an answer'))
      })
    }).finally(() => {
      running.delete(worker)
      void worker.terminate()
    })
  }

  return {
    async read(bytes) {
      await turn()
      try {
        const answer = await ask(bytes)
        if ('file' in answer) return answer.file
        if ('fault' in answer) throw new Error(`a Word file could not be read: ${answer.fault}`)
        throw new AppError('bad_word_file', answer.refusal)
      } finally {
        done()
      }
    },
    async close() {
      await Promise.all([...running].map((worker) => worker.terminate()))
    },
  }
}

export interface ReaderDeps {
  /** The project folder: the thread is started from there by path. */
  root: string
  mostMs?: number
  mostHeapMb?: number
  mostWaiting?: number
}
