// @ts-check

/** A file that is refused, and why. */
export class Refusal extends Error {
  /**
   * @param {import('./shapes.ts').Reason} reason
   * @param {string} [what] the part or address at fault
   */
  constructor(reason, what = '') {
    super(reason)
    this.reason = reason
    this.what = what
  }
}
