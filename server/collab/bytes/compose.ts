/** Writes updates (format v1) from runs of structs: headers are made anew, the structs are copied as they came. */
import * as Y from 'yjs'
import { Deleted } from './deleted.ts'
import type { Run, Update } from './update.ts'
import { copyBytes, sizeOfNumber, writeNumber } from './wire.ts'

/** Where an update of a size is to be written. */
export type SpaceFor = (size: number) => { bytes: Buffer; at: number }

const SKIP = 10

/** For what stays: memory of its own. */
const ownSpace: SpaceFor = (size) => ({ bytes: Buffer.allocUnsafeSlow(size), at: 0 })

/** For what is gone in a moment: a part of Node's pool. */
export const briefSpace: SpaceFor = (size) => ({ bytes: Buffer.allocUnsafe(size), at: 0 })

/** Writes an update from runs, in any order; those of one client must not overlap. Gives what `spaceFor` gave. */
export function encodeUpdate(runs: Run[], deleted: Deleted, spaceFor = ownSpace): Buffer {
  bringInOrder(runs)
  const sections = sectionsOf(runs)
  let size = sizeOfNumber(sections.length) + deleted.size()
  for (const section of sections) size += section.size

  const { bytes, at: start } = spaceFor(size)
  let at = writeNumber(bytes, start, sections.length)
  for (const section of sections) at = writeSection(bytes, at, runs, section)
  deleted.write(bytes, at)
  return bytes
}

/** As `encodeUpdate`, for runs that may overlap where a client sent an edit twice. */
export function composeUpdate(runs: Run[], deleted: Deleted, spaceFor = ownSpace): Buffer {
  bringInOrder(runs)
  if (!hasOverlap(runs)) return encodeUpdate(runs, deleted, spaceFor)
  const parts = runs.map((run) => encodeUpdate([run], new Deleted()))
  return place(Y.mergeUpdates([...parts, encodeUpdate([], deleted)]), spaceFor)
}

/** Several updates as one. */
export function mergeUpdates(updates: Update[], spaceFor: SpaceFor): Buffer {
  const [only] = updates
  if (only && updates.length === 1) return place(only.bytes, spaceFor)
  const runs: Run[] = []
  const deleted = new Deleted()
  for (const update of updates) {
    for (const run of update.runs) runs.push(run)
    deleted.add(update.deleted)
  }
  return composeUpdate(runs, deleted, spaceFor)
}

function place(update: Uint8Array, spaceFor: SpaceFor): Buffer {
  const { bytes, at } = spaceFor(update.length)
  bytes.set(update, at)
  return bytes
}

function inYjsOrder(a: Run, b: Run): number {
  return b.client - a.client || a.clock - b.clock
}

function bringInOrder(runs: Run[]): void {
  for (let i = 1; i < runs.length; i++) {
    if (inYjsOrder(runs[i - 1] as Run, runs[i] as Run) > 0) return void runs.sort(inYjsOrder)
  }
}

function hasOverlap(runs: Run[]): boolean {
  return runs.some(({ client, clock }, i) => {
    const before = runs[i - 1]
    return before !== undefined && before.client === client && before.end > clock
  })
}

/** The runs `first` … `last - 1` of one client, with the count of their structs (Skips included) and their size. */
interface Section {
  first: number
  last: number
  structs: number
  size: number
}

function sectionsOf(runs: Run[]): Section[] {
  const sections: Section[] = []
  for (let first = 0; first < runs.length;) {
    const { client, clock } = runs[first] as Run
    let structs = 0
    let size = 0
    let end = clock
    let last = first
    for (; last < runs.length && (runs[last] as Run).client === client; last++) {
      const run = runs[last] as Run
      if (run.clock > end) {
        structs++
        size += 1 + sizeOfNumber(run.clock - end)
      }
      structs += run.count
      size += run.to - run.from
      end = run.end
    }
    size += sizeOfNumber(structs) + sizeOfNumber(client) + sizeOfNumber(clock)
    sections.push({ first, last, structs, size })
    first = last
  }
  return sections
}

function writeSection(into: Buffer, start: number, runs: Run[], section: Section): number {
  const first = runs[section.first] as Run
  let at = writeNumber(into, start, section.structs)
  at = writeNumber(into, at, first.client)
  at = writeNumber(into, at, first.clock)
  let end = first.clock
  for (let i = section.first; i < section.last; i++) {
    const run = runs[i] as Run
    if (run.clock > end) {
      into[at++] = SKIP
      at = writeNumber(into, at, run.clock - end)
    }
    at = copyBytes(run.bytes, run.from, run.to, into, at)
    end = run.end
  }
  return at
}
