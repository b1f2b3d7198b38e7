/** The pages of a revision in their order (ISO 32000-2, 7.7.3). */
import { irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { catalogOf } from './form.ts'
import { type Dict, isDict, nameOf, type PdfValue, Ref } from './values.ts'

export interface Page {
  num: number
  dict: Dict
  /** What it has from the nodes above it. */
  inherited: {
    Resources?: PdfValue | undefined
    MediaBox?: PdfValue | undefined
    CropBox?: PdfValue | undefined
    Rotate?: PdfValue | undefined
  }
}

const MAX_DEPTH = 48

export function pagesOf(file: PdfFile, revision: number): Page[] {
  const pages: Page[] = []
  const seen = new Set<number>()
  const visit = (value: PdfValue | undefined, above: Page['inherited'], depth: number) => {
    if (!(value instanceof Ref) || depth > MAX_DEPTH || seen.has(value.num)) return irregular('an odd page tree')
    seen.add(value.num)
    const dict = file.object(value.num, revision, value.gen)
    if (!isDict(dict)) return irregular('a page that is none')
    const inherited = {
      Resources: dict.get('Resources') ?? above.Resources,
      MediaBox: dict.get('MediaBox') ?? above.MediaBox,
      CropBox: dict.get('CropBox') ?? above.CropBox,
      Rotate: dict.get('Rotate') ?? above.Rotate,
    }
    const kids = file.resolve(dict.get('Kids'), revision)
    if (nameOf(dict.get('Type')) === 'Page' || !Array.isArray(kids)) pages.push({ num: value.num, dict, inherited })
    else for (const kid of kids) visit(kid, inherited, depth + 1)
  }
  visit(catalogOf(file, revision).dict.get('Pages'), {}, 0)
  return pages
}

/** What is drawn above a page's content. */
export function annotationsOf(file: PdfFile, page: Dict, revision: number): PdfValue[] {
  const list = file.resolve(page.get('Annots'), revision)
  const items = Array.isArray(list) ? list : []
  for (const item of items) file.resolve(item, revision) // throws where one leads to no annotation but to another
  return items
}
