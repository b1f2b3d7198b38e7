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
  const store = dictOf(file.resolve(catalogOf(file, revision).dict.get('DSS'), revision))
  if (!store) return NO_STORE
  let left = MOST_BYTES
  const read = (key: string): Buffer[] => {
    const list = file.resolve(store.get(key), revision)
    return (Array.isArray(list) ? list.slice(0, MOST) : []).flatMap((item) => {
      const stream = file.resolve(item, revision)
      const bytes = stream instanceof Stream ? file.unfold(stream, revision) : null
      if (!bytes || bytes.length > left) return []
      left -= bytes.length
      return [bytes]
    })
  }
  return { certificates: read('Certs'), ocsps: read('OCSPs'), lists: read('CRLs') }
}
