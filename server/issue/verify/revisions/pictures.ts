/** Where the picture of a later signature lies over what others had signed before. */
import { type Box, boxIn, isWithin, overlap } from './boxes.ts'
import type { Drawn } from './compare.ts'
import type { PdfFile } from './file.ts'
import { type Page, annotationsOf, pagesOf } from './pages.ts'
import { paints, unstretched } from './paints.ts'
import { type Dict, dictOf, nameOf, Ref } from './values.ts'
import { wordsOn } from './words.ts'

/**
 * `words`: it lies over signed words. `beside`: it laps over an earlier signature, and over words next to that one, as
 * a seal does by rule (Decree 30/2020, appendix I, II.8).
 */
export interface Cover {
  page: number
  over: 'words' | 'beside'
  /** Up to where the file goes that the covering signature is about. */
  end: number
}

/** The largest seal of the state is 42 mm wide; with room for those who scan it with its margin. */
const LARGEST_SEAL_POINTS = (50 / 25.4) * 72
/** How far from a signature the words may stand that a seal over it may touch: capacity above, name below. */
const BESIDE_POINTS = 60
const HIDDEN = 2
/** No signature needs more for its picture: what lies under a larger one stays words. */
const LARGEST_PICTURE_POINTS = (60 / 25.4) * 72
/** They show nothing of their own. */
const UNSEEN = new Set(['Link', 'Popup'])
/** A seal is round or nearly square, and covers about a third of the signature. */
const MOST_STRETCH = 1.3
const LEAST_LAP = 0.1

function isSeal({ left, right, bottom, top }: Box): boolean {
  const [short, long] = [Math.min(right - left, top - bottom), Math.max(right - left, top - bottom)]
  return long <= LARGEST_SEAL_POINTS && long <= short * MOST_STRETCH
}

/** How much of a box lies under another. */
function shareOf(box: Box, over: Box): number {
  const width = Math.min(box.right, over.right) - Math.max(box.left, over.left)
  const height = Math.min(box.top, over.top) - Math.max(box.bottom, over.bottom)
  const size = (box.right - box.left) * (box.top - box.bottom)
  return width > 0 && height > 0 && size > 0 ? (width * height) / size : 0
}

/** `index` is the update that drew it; `earlier` are the widgets of the intact signatures before it. */
export function coverOf(
  file: PdfFile,
  index: number,
  { page, widget }: Drawn,
  words: WordsOfPages,
  earlier: Set<number>,
): Cover['over'] | null {
  const before = index - 1
  const area = areaOf(file, widget, index)
  const sheet = words.page(page, before)
  if (!area || !sheet) return null
  const { signatures, others } = shownOn(file, sheet, before, widget, earlier)
  const excused = signatures.filter(isSane)
  const large = signatures.filter((box) => !isSane(box))
  const covered = [...words.on(page, before), ...others, ...large].filter(
    (box) => overlap(box, area) && !excused.some((signature) => isWithin(box, signature)),
  )
  if (covered.length === 0) return null
  const lapped = signatures.filter((signature) => shareOf(signature, area) >= LEAST_LAP)
  const isBeside = (box: Box) =>
    lapped.some(
      ({ left, right, bottom, top }) =>
        box.bottom >= bottom - BESIDE_POINTS &&
        box.top <= top + BESIDE_POINTS &&
        box.left <= right + BESIDE_POINTS &&
        box.right >= left - BESIDE_POINTS,
    )
  return isSeal(area) && covered.every(isBeside) ? 'beside' : 'words'
}

/** Reads each page once: its words do not change as long as nothing but signatures comes. */
export class WordsOfPages {
  private readonly pages = new Map<number, Page[]>()
  private readonly words = new Map<number, Box[]>()

  constructor(private readonly file: PdfFile) {}

  page(page: number, revision: number): Page | undefined {
    const pages = this.pages.get(revision) ?? pagesOf(this.file, revision)
    this.pages.set(revision, pages)
    return pages[page - 1]
  }

  on(page: number, revision: number): Box[] {
    const sheet = this.page(page, revision)
    if (!sheet) return []
    const boxes = this.words.get(page) ?? wordsOn(this.file, sheet, revision)
    this.words.set(page, boxes)
    return boxes
  }
}

/** Null when it shows nothing. */
function areaOf(file: PdfFile, widget: number, revision: number): Box | null {
  const dict = dictOf(file.object(widget, revision))
  const flags = file.resolve(dict?.get('F'), revision)
  if (!dict || (typeof flags === 'number' && (flags & HIDDEN) !== 0)) return null
  if (!paints(file, dict, revision)) return null
  const rectangle = boxIn(file, dict.get('Rect'), revision)
  // Readers stretch the picture to its rectangle (12.5.5). One that does not would draw it from the lower left corner.
  return rectangle && unstretched(file, dict, rectangle, revision)
}

const isSane = ({ left, right, bottom, top }: Box) =>
  right - left <= LARGEST_PICTURE_POINTS && top - bottom <= LARGEST_PICTURE_POINTS

/** What is to be seen above a page's content: pictures of earlier signatures, and whatever else may hold words. */
function shownOn(
  file: PdfFile,
  page: Page,
  revision: number,
  except: number,
  earlier: Set<number>,
): Record<'signatures' | 'others', Box[]> {
  const shown: Record<'signatures' | 'others', Box[]> = { signatures: [], others: [] }
  for (const item of annotationsOf(file, page.dict, revision)) {
    const dict = dictOf(file.resolve(item, revision))
    const num = item instanceof Ref ? item.num : null
    if (!dict || num === except || !isShown(file, dict, revision)) continue
    const box = boxIn(file, dict.get('Rect'), revision)
    if (!box) continue
    const isSignature = num !== null && earlier.has(num)
    if (isSignature) shown.signatures.push(box)
    else shown.others.push(unstretched(file, dict, box, revision))
  }
  return shown
}

function isShown(file: PdfFile, dict: Dict, revision: number): boolean {
  if (paints(file, dict, revision)) return true
  const kind = nameOf(file.resolve(dict.get('Subtype'), revision)) ?? ''
  if (kind !== 'Widget') return !UNSEEN.has(kind)
  // Readers that make a field's look themselves write its value into it.
  const field = dict.has('FT') ? dict : dictOf(file.resolve(dict.get('Parent'), revision))
  return nameOf(file.resolve(field?.get('FT'), revision)) !== 'Sig' && (field?.has('V') ?? false)
}
