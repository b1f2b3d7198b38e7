/**
 * Digests of the byte ranges of a file's signatures. The part before a signature is the beginning of the file, so one
 * pass serves them all; what else is hashed is counted, and there is an end to it.
 */
import type { Hash } from 'node:crypto'
import { copyHash, type Digest, startHash } from './algorithms.ts'

export interface Range {
  /** The signed bytes: from 0 to `gapStart`, and from `gapEnd` to `end`. */
  gapStart: number
  gapEnd: number
  end: number
}

/** Thrown when more would have to be hashed than the file is worth. */
export class TooManyBytes extends Error {}

const TIMES_THE_FILE = 4
const ALLOWANCE_BYTES = 4 * 1024 * 1024

export class Ranges {
  private readonly running = new Map<Digest, { hash: Hash; at: number }>()
  private left: number

  constructor(private readonly bytes: Uint8Array) {
    this.left = bytes.length * TIMES_THE_FILE + ALLOWANCE_BYTES
  }

  digest(algorithm: Digest, { gapStart, gapEnd, end }: Range): Buffer {
    let running = this.running.get(algorithm)
    if (!running || running.at > gapStart) running = { hash: startHash(algorithm), at: 0 }
    this.charge(gapStart - running.at + end - gapEnd)
    running.hash.update(this.bytes.subarray(running.at, gapStart))
    running.at = gapStart
    this.running.set(algorithm, running)
    return copyHash(running.hash, algorithm).update(this.bytes.subarray(gapEnd, end)).digest()
  }

  /** The bytes themselves, for signatures that are about them and not about a digest. */
  parts({ gapStart, gapEnd, end }: Range): Uint8Array[] {
    this.charge(gapStart + end - gapEnd)
    return [this.bytes.subarray(0, gapStart), this.bytes.subarray(gapEnd, end)]
  }

  private charge(bytes: number): void {
    this.left -= bytes
    if (this.left < 0) throw new TooManyBytes(`more than ${TIMES_THE_FILE} times the file`)
  }
}
