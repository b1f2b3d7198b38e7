/** Postgres: connection lost or refused, shutting down, starting, out of connections. Node: nobody there. */
const GONE = /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/
/** What pg says without a code. */
const GONE_WORDS = /connection terminated|timeout exceeded when trying to connect/i

/** Whether something failed because the database does not answer: nothing of ours is at fault, trying later helps. */
export function isOutage(failure: unknown): boolean {
  for (let error = failure; error instanceof Error; error = error.cause) {
    if ('code' in error && GONE.test(String(error.code))) return true
    if (GONE_WORDS.test(error.message)) return true
    if (error instanceof AggregateError && error.errors.some(isOutage)) return true
  }
  return false
}
