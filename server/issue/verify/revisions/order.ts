/**
 * Whether an update stands in the file as the standard wants it: its table names everything in its bytes, and nothing
 * outside them. Else a reader that mends files sees objects which the table does not show.
 */
import { irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { needBlank } from './parse.ts'
import { sameEntry } from './section.ts'

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
  needSize(file, index)
  file.needListed(index)
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

/**
 * "Size" is one more than the highest number of an object, and readers do without what lies beyond it: a file whose last
 * update lowers it takes away what was signed. They also give up a table that says more than they can hold.
 */
function needSize(file: PdfFile, index: number): void {
  const [size, before, newest] = [index, index - 1, file.revisions.length - 1].map((one) =>
    file.revisions[one]?.trailer.get('Size'),
  )
  if (typeof size !== 'number' || !Number.isSafeInteger(size)) irregular('an update without its size')
  if (size > LARGEST_SIZE) irregular('an update of too many objects')
  if (typeof before === 'number' && !(typeof newest === 'number' && newest >= before))
    irregular('an update that makes the file smaller')
}
/** Of Chromium's reader, the least of those tried. */
const LARGEST_SIZE = 4_194_304
