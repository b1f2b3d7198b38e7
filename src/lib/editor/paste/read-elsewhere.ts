import { type Asked, type Reading, readPaste } from './reading.ts'

/** Reads in a worker while the page goes on; in the page itself where no worker can be had (its file cannot be fetched). */
export async function readElsewhere(asked: Asked): Promise<Reading> {
  return (await inWorker(asked)) ?? readPaste(asked)
}

async function inWorker(asked: Asked): Promise<Reading | null> {
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<string>) => resolve(JSON.parse(data))
      worker.onerror = () => resolve(null) // read here, it fails again where all can see it
      worker.postMessage(JSON.stringify(asked))
    })
  } finally {
    worker.terminate()
  }
}
