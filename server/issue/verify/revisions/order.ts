/**
 * Whether an update stands in the file as the standard wants it: its table names everything in its bytes, and nothing
 * outside them. Else a reader that mends files sees objects which the table does not show.
 */
import { irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { isSpace } from './parse.ts'
import { sameEntry } from './section.ts'

const HIDING = /obj|stream|xref|trailer/

export function needOrderly(file: PdfFile, index: number): void {
  const revision = file.revisions[index]
  if (!revision) return
  const { start, eof, entries, hidden, trailer } = revision
  for (const num of hidden) {
    const entry = entries.get(num)
    const isTable = entry?.type === 'at' && entry.offset === trailer.get('XRefStm')
    if (!isTable && !sameEntry(entry, file.entry(num, index - 1)))
      irregular('an update that shows old readers another file')
  }
  // Some programs repeat the table that stood in the revision before.
  const extents = revision.extents.filter(([from]) => from >= start)
  for (const [num, entry] of entries) {
    if (entry.type === 'free' || sameEntry(entry, file.entry(num, index - 1))) continue
    const home = entry.type === 'at' ? entry : file.entry(entry.container, index)
    if (home?.type !== 'at' || home.offset < start || home.offset >= eof)
      irregular(`object ${num} of an update is not in it`)
    if (entry.type === 'at') extents.push(file.extent(entry, num, index))
  }
  // A table's own stream may name itself, and is then there twice.
  const ordered = extents.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  let at = start
  let last = -1
  for (const [from, to] of ordered) {
    if (from === last && to <= at) continue
    if (from < at) irregular('objects that overlap')
    last = from
    needBlank(file.bytes, at, from)
    at = to
  }
  needBlank(file.bytes, at, eof)
}

/** White space, and comments that nobody can take for more. */
function needBlank(bytes: Buffer, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    if (isSpace(bytes[at])) continue
    if (bytes[at] !== 0x25) irregular(`bytes that no table names at ${at}`)
    const begin = at
    while (at < to && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++
    if (at - begin > 256 || HIDING.test(bytes.toString('latin1', begin, at))) irregular(`an odd comment at ${begin}`)
  }
}
