import { DrizzleQueryError } from 'drizzle-orm'
import pino, { type Logger } from 'pino'

/** The program's log. The values of a failed statement stay out of it: they are people's words, hashes and keys. */
export function createLog(level: string, stream?: pino.DestinationStream): Logger {
  const options = { level, serializers: { err: describe } }
  return stream ? pino(options, stream) : pino(options)
}

function describe(failure: unknown): unknown {
  if (failure instanceof DrizzleQueryError) {
    const cause = failure.cause ? pino.stdSerializers.err(failure.cause) : undefined
    const stack = failure.stack?.split('\n').filter((line) => /^\s+at /.test(line)) // what stands above repeats the values
    return { type: failure.name, query: failure.query, cause: cause && { ...cause, ...WITHOUT_VALUES }, stack }
  }
  return failure instanceof Error ? pino.stdSerializers.err(failure) : failure
}

/** Where Postgres names values of the row in question. */
const WITHOUT_VALUES = { detail: undefined, where: undefined }
