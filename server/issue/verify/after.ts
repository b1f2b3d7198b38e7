/** What came into a file after each of its signatures. */
import type { Integrity } from './cms.ts'
import { Irregular, type Irregularity } from './revisions/budget.ts'
import { type Change, compare, type Update } from './revisions/compare.ts'
import type { PdfFile } from './revisions/file.ts'
import { type Cover, coverOf, isSeen, WordsOfPages } from './revisions/pictures.ts'
import type { SignedField } from './revisions/signatures.ts'

export type After =
  | { state: 'nothing' }
  /** Bytes came that show nothing and are no signature: blanks, objects nobody uses, data for checking signatures. */
  | { state: 'data' }
  /** Signatures or time stamps came, and else only such data; `covers` lap over earlier signatures and words beside. */
  | { state: 'allowed'; covers: Cover[] }
  /** Only signatures came, and the picture of one lies over words that had been signed. */
  | { state: 'covered'; covers: Cover[] }
  | { state: 'changed'; changes: Change[] }
  | { state: 'unclear'; why: Irregularity }

/** `isMore`: it adds what even a signature that allows no changes at all must bear, and something besides. */
type Judged =
  { state: 'read'; update: Update; covers: Cover[]; isMore: boolean } | { state: 'unclear'; why: Irregularity }

/** One answer for each signature, in their order. `integrityOf`: whether a signature fits its bytes. */
export function afterEach(
  file: PdfFile,
  signatures: SignedField[],
  integrityOf: (signature: SignedField) => Integrity,
): After[] {
  const first = Math.min(...signatures.map(({ revision }) => revision))
  const words = new WordsOfPages(file)
  const intact = signatures.filter((one) => integrityOf(one).state === 'intact')
  const judged = file.revisions.map(({ index, eof }) => {
    if (index <= first) return null
    const earlier = new Set(intact.flatMap(({ revision, field }) => (revision < index ? field.widgets : [])))
    const own = signatures.find(({ revision }) => revision === index)
    const isBroken = own !== undefined && integrityOf(own).state === 'broken'
    return judge(file, { index, end: own?.end ?? eof, earlier, isBroken }, words)
  })
  return signatures.map((signature) => {
    const later = judged.slice(signature.revision + 1).filter((update) => update !== null)
    if (later.length === 0) return { state: signature.end < file.bytes.length ? 'data' : 'nothing' }
    return summed(
      later,
      signature,
      signatures.some(({ revision }) => revision > signature.revision),
    )
  })
}

interface Judging {
  index: number
  end: number
  /** Widgets of the intact signatures before it. */
  earlier: Set<number>
  /** Its own signature or time stamp is none. */
  isBroken: boolean
}

function judge(file: PdfFile, { index, end, earlier, isBroken }: Judging, words: WordsOfPages): Judged {
  try {
    const update = compare(file, index)
    // That is said before anything else: an odd picture besides must not hide it.
    if (update.changes.length > 0) return { state: 'read', update, covers: [], isMore: false }
    const covers = update.drawn.flatMap((drawn): Cover[] => {
      const over = coverOf(file, index, drawn, words, earlier)
      return over ? [{ page: drawn.page, over, end }] : []
    })
    const isMore = update.signs || isBroken || update.drawn.some((drawn) => isSeen(file, index, drawn))
    return { state: 'read', update, covers, isMore }
  } catch (error) {
    if (!(error instanceof Irregular)) throw error
    return { state: 'unclear', why: error.irregularity }
  }
}

/** `isSigned`: what came holds a signature or a time stamp. */
function summed(later: Judged[], { isFinal, locks }: SignedField, isSigned: boolean): After {
  const read = later.flatMap((one) => (one.state === 'read' ? [one] : []))
  const changes = read.flatMap(({ update }) => update.changes)
  const isForbidden = isFinal && read.some(({ isMore }) => isMore)
  if (isForbidden || read.some(({ update }) => update.filled.some(locks))) changes.push({ what: 'field', page: null })
  if (changes.length > 0) return { state: 'changed', changes: unique(changes) }
  const unclear = later.find((one) => one.state === 'unclear')
  if (unclear) return { state: 'unclear', why: unclear.why }
  if (!isSigned && !read.some(({ isMore }) => isMore)) return { state: 'data' }
  const covers = unique(read.flatMap((one) => one.covers))
  return { state: covers.some(({ over }) => over === 'words') ? 'covered' : 'allowed', covers }
}

function unique<T extends Change | Cover>(items: T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}
