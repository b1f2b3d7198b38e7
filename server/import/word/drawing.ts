/** What is drawn in a line: images of today's files and of older ones. */
import type { WordImage } from './shapes.ts'
import { descendants, type Element, taken } from './xml.ts'

const EMU_PER_MM = 36_000
const MM_OF: Record<string, number> = { pt: 25.4 / 72, in: 25.4, cm: 10, mm: 1 }

/** Of a shape whose style is written as in CSS; 0 when it says none. */
function widthOf(shape: Element | undefined) {
  const [, number, unit] = /(?:^|;)\s*width:\s*([\d.]+)(pt|in|cm|mm)/.exec(shape?.attributes.style ?? '') ?? []
  return Number(number ?? 0) * (MM_OF[unit ?? ''] ?? 0)
}

/**
 * `picture`: pic:pic, or v:imagedata of older files; `pathOf`: the path of an image that a draft may hold, "" for any
 * other, null for one outside the file. Null for the latter.
 */
export function imageOf(drawing: Element, picture: Element, pathOf: (id: string) => string | null): WordImage | null {
  if (picture.name === 'v:imagedata') {
    const shape = [...descendants(drawing, 'v:shape')].find(({ children }) => children.includes(picture))
    const path = pathOf(picture.attributes['r:id'] ?? picture.attributes['r:href'] ?? '')
    if (path === null) return null
    return { is: 'image', path, widthMm: widthOf(shape), alt: shape?.attributes.alt ?? '' }
  }
  const [blip] = descendants(picture, 'a:blip')
  const path = pathOf(blip?.attributes['r:embed'] || (blip?.attributes['r:link'] ?? ''))
  if (path === null) return null
  const own = [...descendants(picture, 'a:ext')].find(({ attributes }) => attributes.cx !== undefined)
  const [extent] = descendants(drawing, 'wp:extent')
  const [properties] = descendants(drawing, 'wp:docPr')
  return {
    is: 'image',
    path,
    widthMm: Number((own ?? extent)?.attributes.cx) / EMU_PER_MM,
    alt: properties?.attributes.descr ?? '',
  }
}

/** What is drawn: of two ways to draw the same thing the first, and nothing inside a text box. */
export function* shown(element: Element): Generator<Element> {
  for (const one of taken(element)) {
    yield one
    if (one.name !== 'w:txbxContent') yield* shown(one)
  }
}
