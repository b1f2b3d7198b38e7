import type { Reason } from './shapes.ts'

/** A file that is refused, and why; `what`: the part or address at fault. */
export class Refusal extends Error {
  readonly reason: Reason
  readonly what: string

  constructor(reason: Reason, what = '') {
    super(reason)
    this.reason = reason
    this.what = what
  }
}
