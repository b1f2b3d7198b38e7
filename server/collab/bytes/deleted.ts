/**
 * Which clocks are deleted. Written sorted and joined, as Yjs does it: Yjs keeps deletions that come before their
 * text in a form that unsorted ranges would corrupt.
 */
import { sizeOfNumber, writeNumber } from './wire.ts'

/** Most edits delete nothing: what they share is never written to. */
const NOTHING = new Map<number, number[]>()

export class Deleted {
  /** Of each client: begin, end, begin, end … */
  private clients = NOTHING
  private unsorted: Set<number> | null = null
  ranges = 0

  get isEmpty(): boolean {
    return this.clients.size === 0
  }

  /** Three numbers each: client, clock, length. */
  add(deleted: number[]): void {
    for (let i = 0; i < deleted.length; i += 3) {
      const clock = deleted[i + 1] as number
      this.addRange(deleted[i] as number, clock, clock + (deleted[i + 2] as number))
    }
  }

  absorb(other: Deleted): void {
    for (const [client, ranges] of other.clients) {
      for (let i = 0; i < ranges.length; i += 2) this.addRange(client, ranges[i] as number, ranges[i + 1] as number)
    }
  }

  private addRange(client: number, begin: number, end: number): void {
    if (begin === end) return
    const ranges = this.clients.get(client)
    if (!ranges) {
      if (this.clients === NOTHING) this.clients = new Map()
      this.clients.set(client, [begin, end])
      this.ranges++
      return
    }
    const last = ranges.length - 1
    const lastBegin = ranges[last - 1] as number
    const lastEnd = ranges[last] as number
    if (begin >= lastBegin && begin <= lastEnd) {
      if (end > lastEnd) ranges[last] = end // the next letters, deleted forwards
      return
    }
    if (begin < lastBegin) (this.unsorted ??= new Set()).add(client)
    if (end === lastBegin) {
      ranges[last - 1] = begin // the letter before, deleted backwards
      return
    }
    ranges.push(begin, end)
    this.ranges++
  }

  private settle(): void {
    if (!this.unsorted) return
    for (const client of this.unsorted) this.clients.set(client, joined(this.clients.get(client) ?? []))
    this.unsorted = null
  }

  /** The given ranges (client, clock, length) without those that are known whole. */
  unknown(deleted: number[]): number[] {
    this.settle()
    const rest: number[] = []
    for (let i = 0; i < deleted.length; i += 3) {
      const client = deleted[i] as number
      const clock = deleted[i + 1] as number
      const length = deleted[i + 2] as number
      if (length > 0 && !covers(this.clients.get(client), clock, clock + length)) rest.push(client, clock, length)
    }
    return rest
  }

  /** Bytes that `write` needs. */
  size(): number {
    this.settle()
    let size = sizeOfNumber(this.clients.size)
    for (const [client, ranges] of this.clients) {
      size += sizeOfNumber(client) + sizeOfNumber(ranges.length / 2)
      for (let i = 0; i < ranges.length; i += 2) {
        const begin = ranges[i] as number
        size += sizeOfNumber(begin) + sizeOfNumber((ranges[i + 1] as number) - begin)
      }
    }
    return size
  }

  /** As the delete set of an update; `size` must have been asked for before. Returns the position after it. */
  write(into: Buffer, start: number): number {
    let at = writeNumber(into, start, this.clients.size)
    for (const [client, ranges] of this.clients) {
      at = writeNumber(into, at, client)
      at = writeNumber(into, at, ranges.length / 2)
      for (let i = 0; i < ranges.length; i += 2) {
        const begin = ranges[i] as number
        at = writeNumber(into, at, begin)
        at = writeNumber(into, at, (ranges[i + 1] as number) - begin)
      }
    }
    return at
  }
}

/** Sorted, with ranges that touch made one. */
function joined(ranges: number[]): number[] {
  const pairs: [number, number][] = []
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i] as number, ranges[i + 1] as number])
  pairs.sort((a, b) => a[0] - b[0])
  const out: number[] = []
  for (const [begin, end] of pairs) {
    const last = out.length - 1
    if (last > 0 && begin <= (out[last] as number)) out[last] = Math.max(out[last] as number, end)
    else out.push(begin, end)
  }
  return out
}

function covers(ranges: number[] | undefined, begin: number, end: number): boolean {
  if (!ranges) return false
  let low = 0
  let high = ranges.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[2 * middle + 1] as number) < end) low = middle + 1
    else high = middle
  }
  return low < ranges.length / 2 && (ranges[2 * low] as number) <= begin
}
