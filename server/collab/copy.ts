/**
 * Reads large values from Postgres as the bytes they are: `copy … to stdout (format binary)`. Any other way node-postgres
 * knows brings a bytea as text, two letters for each byte, which both ends must write and read.
 * Format: postgresql.org/docs/current/sql-copy.html, "Binary Format".
 */
import type { ClientBase, Connection, Submittable } from 'pg'

/** Signature, flags, and the length of a header extension that nobody uses. */
const HEADER_BYTES = 19

class Copy implements Submittable {
  private readonly text: string
  private readonly chunks: Buffer[] = []
  private readonly done: (bytes: Buffer) => void
  private readonly fail: (error: Error) => void

  constructor(text: string, done: (bytes: Buffer) => void, fail: (error: Error) => void) {
    this.text = text
    this.done = done
    this.fail = fail
  }

  submit(connection: Connection): void {
    connection.query(this.text)
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.chunks.push(chunk)
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.done(Buffer.concat(this.chunks))
  }

  handleError(error: Error): void {
    this.fail(error)
  }
}

/** The first row of a query without parameters, each column in Postgres' binary form; null when there is no row. */
export async function copyRow(client: ClientBase, query: string): Promise<(Buffer | null)[] | null> {
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    client.query(new Copy(`copy (${query}) to stdout (format binary)`, resolve, reject))
  })
  const columns = bytes.readInt16BE(HEADER_BYTES)
  if (columns < 0) return null
  const row: (Buffer | null)[] = []
  let at = HEADER_BYTES + 2
  for (let i = 0; i < columns; i++) {
    const size = bytes.readInt32BE(at)
    at += 4
    row.push(size < 0 ? null : own(bytes, at, size))
    at += Math.max(0, size)
  }
  return row
}

/** In memory of its own: a column that is kept must not keep alive the others. */
function own(bytes: Buffer, from: number, size: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(size)
  bytes.copy(copy, 0, from, from + size)
  return copy
}
