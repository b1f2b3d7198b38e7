import type { Fault } from '../src/lib/companion/protocol.ts'

/** What a page is told, by a word that it knows. */
export class Failure extends Error {
  readonly code: Fault
  readonly remaining: number | undefined

  constructor(code: Fault, remaining?: number) {
    super(code)
    this.code = code
    this.remaining = remaining
  }
}
