/** The fields of a document's form as one of its revisions has them (ISO 32000-2, 12.7). */
import { textOf } from '../text.ts'
import { irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { type Dict, dictOf, isDict, nameOf, type PdfValue, Ref, Text } from './values.ts'

export interface Field {
  /** Object number; null where the dictionary stands directly in a list. */
  num: number | null
  dict: Dict
  /** "Sig", "Tx" … , also where a parent says so. */
  type: string | null
  /** Fully qualified, decoded: only compared. */
  name: string
  /** Object numbers of what shows it on pages; the field itself where the two are one. */
  widgets: number[]
  /** Stands in the form's own list, not below another field. */
  isTop: boolean
}

const MAX_DEPTH = 24

/** The catalog, and the object that it is. */
export function catalogOf(file: PdfFile, revision: number): { num: number; dict: Dict } {
  const root = file.revisions[revision]?.trailer.get('Root')
  if (!(root instanceof Ref)) return irregular('no catalog')
  const dict = file.object(root.num, revision, root.gen)
  return isDict(dict) ? { num: root.num, dict } : irregular('a catalog that is none')
}

export function formOf(file: PdfFile, revision: number): Dict | null {
  return dictOf(file.resolve(catalogOf(file, revision).dict.get('AcroForm'), revision))
}

/** All fields that have no fields below them. */
export function fieldsOf(file: PdfFile, revision: number): Field[] {
  const form = formOf(file, revision)
  const list = form && file.resolve(form.get('Fields'), revision)
  const found: Field[] = []
  const seen = new Set<number>()
  const visit = (value: PdfValue, above: { type: string | null; name: string }, depth: number) => {
    if (depth > MAX_DEPTH) irregular('fields too deep')
    const num = value instanceof Ref ? value.num : null
    if (num !== null) {
      if (seen.has(num)) irregular('a field that stands in two places')
      seen.add(num)
    }
    const dict = file.resolve(value, revision)
    if (!isDict(dict)) return
    const type = nameOf(file.resolve(dict.get('FT'), revision)) ?? above.type
    const title = file.resolve(dict.get('T'), revision)
    const own = title instanceof Text ? (textOf(title.bytes) ?? '') : ''
    const name = above.name && own ? `${above.name}.${own}` : above.name || own
    const kids = file.resolve(dict.get('Kids'), revision)
    const below = Array.isArray(kids) ? kids : []
    const isWidget = (kid: PdfValue) => !dictOf(file.resolve(kid, revision))?.has('T')
    if (below.length > 0 && !below.every(isWidget)) {
      for (const kid of below) visit(kid, { type, name }, depth + 1)
      return
    }
    const widgets = below.flatMap((kid) => (kid instanceof Ref ? [kid.num] : []))
    // With a place it is a widget, whatever it calls itself: some readers draw it.
    if ((dict.has('Subtype') || dict.has('Rect')) && num !== null) widgets.push(num)
    found.push({ num, dict, type, name, widgets, isTop: depth === 0 })
  }
  for (const value of Array.isArray(list) ? list : []) visit(value, { type: null, name: '' }, 0)
  return found
}

/** The value of a field's `V`, where it has one. */
export function valueOf(file: PdfFile, field: Field, revision: number): PdfValue {
  return file.resolve(field.dict.get('V'), revision)
}
