/** What a revision of a file holds to check its signatures with: the Document Security Store (ISO 32000-2, 12.8.4.3). */
import type { PdfFile } from './revisions/file.ts'
import { catalogOf } from './revisions/form.ts'
import { dictOf, Stream } from './revisions/values.ts'

export interface Store {
  certificates: Buffer[]
  ocsps: Buffer[]
  lists: Buffer[]
}

export const NO_STORE: Store = { certificates: [], ocsps: [], lists: [] }

/** Of each kind. A paper has two signatures with their stamps, and a stamp more for every renewal. */
const MOST = 64
const MOST_BYTES = 8 * 1024 * 1024

export function storeOf(file: PdfFile, revision: number): Store {
  const read = readerOf(file)
  return { certificates: read(revision, 'Certs'), ocsps: read(revision, 'OCSPs'), lists: read(revision, 'CRLs') }
}

/** Of all revisions, and as many of each kind. */
const MOST_EVER = 256

/**
 * What any revision of the file has ever held of answers about revocation, the oldest first, each once: whoever adds to a file can
 * put another store in the place of the one that tells of a revocation, and cannot take it out of the bytes before.
 */
export function everStored(file: PdfFile): Pick<Store, 'ocsps' | 'lists'> {
  const read = readerOf(file, new Set())
  const ever: Pick<Store, 'ocsps' | 'lists'> = { ocsps: [], lists: [] }
  for (const { index } of file.revisions) {
    try {
      ever.ocsps.push(...read(index, 'OCSPs').slice(0, MOST_EVER - ever.ocsps.length))
      ever.lists.push(...read(index, 'CRLs').slice(0, MOST_EVER - ever.lists.length))
    } catch {
      // One that cannot be read holds nothing; that something is wrong with the file is told elsewhere.
    }
  }
  return ever
}

/** `seen`: streams that are not read again. */
function readerOf(file: PdfFile, seen?: Set<Stream>): (revision: number, key: string) => Buffer[] {
  let left = MOST_BYTES
  return (revision, key) => {
    const store = dictOf(file.resolve(catalogOf(file, revision).dict.get('DSS'), revision))
    const list = file.resolve(store?.get(key), revision)
    return (Array.isArray(list) ? list.slice(0, MOST) : []).flatMap((item) => {
      const stream = file.resolve(item, revision)
      if (!(stream instanceof Stream) || seen?.has(stream)) return []
      seen?.add(stream)
      const bytes = file.unfold(stream, revision)
      if (!bytes || bytes.length > left) return []
      left -= bytes.length
      return [bytes]
    })
  }
}
