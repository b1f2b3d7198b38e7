/** Answers that tell of work step by step as it really happens: one JSON value a line (src/lib/ndjson.ts). */
import { lasts } from '../../server/http/doors.ts'

/**
 * Runs `work` and sends what it tells; a page that is closed meanwhile does not stop it. `work` catches its own failures
 * and tells of them.
 */
export function told<Told>(work: (tell: (told: Told) => void) => Promise<void>): Response {
  const encoder = new TextEncoder()
  let isListening = true
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const working = work((event) => {
        if (isListening) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      })
      lasts(working)
      await working
      if (isListening) controller.close()
    },
    cancel() {
      isListening = false
    },
  })
  return new Response(stream, {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  })
}
