/** Work that is told step by step: one JSON value a line, read as it comes. */
import type { z } from 'zod'

/** Throws when the line is lost or something else answers. */
export async function* readLines<S extends z.ZodType>(
  body: ReadableStream<Uint8Array>,
  schema: S,
): AsyncGenerator<z.infer<S>> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    rest += decoder.decode(value, { stream: !done })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield schema.parse(JSON.parse(line))
    if (done) return
  }
}
