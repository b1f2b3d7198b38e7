/** Where the picture of a later signature lies over what others had signed before. */
import { A4, around, type Box, boxIn, overlap } from './boxes.ts'
import { irregular } from './budget.ts'
import type { Drawn } from './compare.ts'
import type { PdfFile } from './file.ts'
import { annotationsOf, type Page, pagesOf } from './pages.ts'
import { isDrawn, paints, unstretched } from './paints.ts'
import {
  childrenOf,
  type Dict,
  dictOf,
  isDict,
  isWrittenAsReal,
  nameOf,
  type PdfValue,
  Ref,
  same,
  Stream,
  Text,
} from './values.ts'
import { holdsWords, wordsOn } from './words.ts'

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
const NO_ZOOM = 8
const NO_ROTATE = 16
const NO_VIEW = 32
const LARGEST_FLAGS = 2 ** 31 - 1
/** What keeps its size on the screen covers more of a page that is shown smaller; at less than half nobody reads. */
const SMALLEST_ZOOM = 0.5
/** The longer side of the smallest sheet that an office uses (A6). What is shown on a smaller one is enlarged to be read. */
const SMALLEST_SHEET_POINTS = 419
/** No signature needs more for its picture: a larger one counts as words. */
const LARGEST_PICTURE_POINTS = (60 / 25.4) * 72
/** They show nothing of their own. */
const UNSEEN = new Set(['Link', 'Popup'])
/** A seal is round or nearly square, and covers about a third of the signature. */
const MOST_STRETCH = 1.3
const LEAST_LAP = 0.1

function isSeal({ left, right, bottom, top }: Box, unit: number): boolean {
  const [short, long] = [Math.min(right - left, top - bottom), Math.max(right - left, top - bottom)]
  return long <= LARGEST_SEAL_POINTS * unit && long <= short * MOST_STRETCH
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
  const sheet = words.page(page, before)
  if (!sheet) return null
  if (losesWords(file, index, widget)) return 'words'
  const area = areaOf(file, widget, index, isTurned(file, sheet, before))
  if (!area) return null
  const unit = unitOf(file, sheet, before)
  const { signatures, others } = shownOn(file, sheet, before, widget, earlier)
  // An earlier signature excuses nothing of what lies under it: it may show nothing, and handwriting is read through.
  const isLarge = ({ left, right, bottom, top }: Box) =>
    Math.max(right - left, top - bottom) > LARGEST_PICTURE_POINTS * unit
  const covered = [...words.on(page, before), ...others, ...signatures.filter(isLarge)].filter((box) =>
    overlap(box, area, unit),
  )
  if (covered.length === 0) return null
  const lapped = signatures.filter((signature) => shareOf(signature, area) >= LEAST_LAP)
  const beside = BESIDE_POINTS * unit
  const isBeside = (box: Box) =>
    lapped.some(
      ({ left, right, bottom, top }) =>
        box.bottom >= bottom - beside &&
        box.top <= top + beside &&
        box.left <= right + beside &&
        box.right >= left - beside,
    )
  return isSeal(area, unit) && covered.every(isBeside) ? 'beside' : 'words'
}

/** Whether an empty field that was filled showed words before, which are others now or gone: they had been signed. */
function losesWords(file: PdfFile, index: number, widget: number): boolean {
  const before = index - 1
  const [was, is] = [before, index].map((revision) => dictOf(file.object(widget, revision)))
  if (!was || !is || (flagsOf(was) & (HIDDEN | NO_VIEW)) !== 0) return false
  const [had, has] = [looksOf(file, was, before), looksOf(file, is, index)]
  if (had.length === has.length && had.every((look, at) => same(look, has[at]))) return false
  return had.some((look) => (look instanceof Stream ? holdsWords(file, look, before) : look instanceof Text))
}

const CAPTIONS = ['CA', 'RC', 'AC', 'I', 'RI', 'IX']

/** Its drawings in all their states, and the words and icons of which readers make one. */
function looksOf(file: PdfFile, widget: Dict, revision: number): PdfValue[] {
  const now = (value: PdfValue | undefined) => file.resolve(value, revision)
  const drawings = Array.from(childrenOf(now(widget.get('AP'))), now)
  const states = drawings.flatMap((one) => (isDict(one) ? Array.from(one.values(), now) : [one]))
  const look = now(widget.get('MK'))
  const captions = isDict(look) ? CAPTIONS.map((key) => now(look.get(key))) : []
  return [...states, ...captions].filter(
    (one) => one instanceof Stream || (one instanceof Text && one.bytes.length > 0),
  )
}

/** What a point of paper is on this page: less where the sheet is so small that it is shown enlarged. */
function unitOf(file: PdfFile, { inherited }: Page, revision: number): number {
  const box = boxIn(file, inherited.CropBox, revision) ?? boxIn(file, inherited.MediaBox, revision) ?? A4
  return Math.min(1, Math.max(box.right - box.left, box.top - box.bottom) / SMALLEST_SHEET_POINTS)
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

/** Whether a widget that an update has drawn in can be seen anywhere. */
export function isSeen(file: PdfFile, index: number, { widget }: Drawn): boolean {
  if (areaOf(file, widget, index, false) === null) return false
  const rectangle = boxIn(file, dictOf(file.object(widget, index))?.get('Rect'), index)
  return rectangle !== null && rectangle.right > rectangle.left && rectangle.top > rectangle.bottom
}

/** Null when it shows nothing. */
function areaOf(file: PdfFile, widget: number, revision: number, isTurned: boolean): Box | null {
  const dict = dictOf(file.object(widget, revision))
  if (!dict) return null
  const flags = flagsOf(dict)
  if ((flags & HIDDEN) !== 0 || !paints(file, dict, revision)) return null
  const rectangle = boxIn(file, dict.get('Rect'), revision) ?? irregular('a picture without a place')
  // Readers stretch the picture to its rectangle (12.5.5). One that does not would draw it from the lower left corner.
  const area = unstretched(file, dict, rectangle, revision)
  const grown = (flags & NO_ZOOM) === 0 ? area : unzoomed(area, rectangle)
  return isTurned && (flags & NO_ROTATE) !== 0 ? swept(grown, rectangle) : grown
}

function isTurned(file: PdfFile, { inherited }: Page, revision: number): boolean {
  const turn = file.resolve(inherited.Rotate, revision) ?? 0
  return turn !== 0
}

/** Readers do not agree on flags that are no whole number of 31 bits; and no program puts them anywhere else. */
function flagsOf(dict: Dict): number {
  const flags = dict.get('F') ?? 0
  const isSound = typeof flags === 'number' && Number.isInteger(flags) && flags >= 0 && flags <= LARGEST_FLAGS
  return isSound && !isWrittenAsReal(dict, 'F') ? flags : irregular('flags that are none')
}

/** What it covers of a page that is shown smaller, when it stays as large as it is, by its upper left corner (12.5.3). */
function unzoomed(area: Box, { left, top }: Box): Box {
  const [wide, high] = [(area.right - area.left) / SMALLEST_ZOOM, (area.top - area.bottom) / SMALLEST_ZOOM]
  return around(area, { left, right: left + wide, bottom: top - high, top })
}

/** Wherever it may lie that keeps its upper left corner and does not turn with the page (12.5.3). */
function swept(area: Box, { left: x, top: y }: Box): Box {
  const reach = Math.hypot(area.right - area.left, area.top - area.bottom)
  return { left: x - reach, right: x + reach, bottom: y - reach, top: y + reach }
}

/**
 * What is to be seen above a page's content: pictures of earlier signatures, and whatever else may hold words. A
 * signature that nobody sees hides nothing, so what lies under it is still read: it is left out.
 */
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
    if (num !== null && earlier.has(num)) {
      const isHidden = (flagsOf(dict) & (HIDDEN | NO_VIEW)) !== 0
      if (!isHidden && isDrawn(file, dict, revision)) shown.signatures.push(box)
    } else shown.others.push(unstretched(file, dict, box, revision))
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
