/** What the server tells while a document is being finalized, sealed or issued: one JSON object a line. */
import { z } from 'zod'
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts'

export const CEREMONY_STEPS = ['frozen', 'numbered', 'typeset', 'signed', 'sealed', 'issued'] as const
export type CeremonyStep = (typeof CEREMONY_STEPS)[number]

const errorCode = z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code))

const ceremonyEvent = z.union([
  z.object({ step: z.enum(CEREMONY_STEPS), number: z.string().optional() }),
  z.object({ done: z.literal(true) }),
  /** Null: unexpected; the server's log knows more. */
  z.object({ failed: errorCode.nullable() }),
])

export type CeremonyEvent = z.infer<typeof ceremonyEvent>

/** Reads the stream line by line. Throws when the line is lost or something else answers. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<CeremonyEvent> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    rest += decoder.decode(value, { stream: !done })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield ceremonyEvent.parse(JSON.parse(line))
    if (done) return
  }
}
