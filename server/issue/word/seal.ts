/** The same document gives the same file: no clock in it, no order of chance. */
import { strFromU8, strToU8, zipSync } from 'fflate'

/** The earliest day a zip can name; months count from 0. */
const ENTRY_DATE = new Date(1980, 0, 1)

/** `given`: the parts of the file. `date`: yyyy-MM-dd of issue; without one the file says nothing of when it was made. */
export function seal(given: Readonly<Record<string, Uint8Array>>, date: string | null): Uint8Array {
  const entries = { ...given }
  const core = entries['docProps/core.xml']
  if (core) {
    const stamp = date === null ? '' : `$1${date}T00:00:00Z$2`
    const xml = strFromU8(core).replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*(<\/dcterms:\w+>)/g, stamp)
    entries['docProps/core.xml'] = strToU8(xml)
  }
  return zipSync(entries, { mtime: ENTRY_DATE, level: 6 })
}
