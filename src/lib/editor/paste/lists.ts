/** The label of an item of a list, as the list shows it: "I. ", "1. ", "1.1. ", "a) " or "- ". parse.ts reads it as it reads typed ones. */
import { roman, vietnameseLetter } from '../../document/numbering.ts'
import { recognise } from '../../document/parse.ts'
import { own } from '../../own.ts'
import type { Sheet } from './style.ts'
import { attribute, type Tag, wordsBelow } from './tree.ts'

type Series = 'roman' | 'number' | 'letter' | 'bullet'

/** By what `list-style-type` and the old `type` call them. Offices count no i), ii): such items are bullets. */
const SERIES: Record<string, Series> = {
  'upper-roman': 'roman',
  I: 'roman',
  decimal: 'number',
  'decimal-leading-zero': 'number',
  '1': 'number',
  'lower-alpha': 'letter',
  'lower-latin': 'letter',
  'upper-alpha': 'letter',
  'upper-latin': 'letter',
  a: 'letter',
  A: 'letter',
}

export class ListLabels {
  readonly #sheet: Sheet
  /** By list, the number of its last item: a list may have thousands. */
  readonly #last = new Map<Tag, number>()
  /** By list, what its last item was. */
  readonly #series = new Map<Tag, Series>()

  constructor(sheet: Sheet) {
    this.#sheet = sheet
  }

  /** "" when the item's words bring their own label. Call it for each item in turn. */
  of(item: Tag): string {
    const list = item.parent
    if (!list || (list.name !== 'ol' && list.name !== 'ul')) return ''
    const number = this.#numberOf(item, list)
    const depth = depthOf(list)
    const series = this.#seriesOf(item, list, depth)
    this.#series.set(list, series)
    if (recognise(wordsBelow(item, LONGEST_LABEL)).is === 'clause') return ''
    if (series === 'roman') return `${roman(number)}. `
    if (series === 'number') return `${this.#outerNumbers(list, depth)}${number}. `
    if (series === 'letter') return `${vietnameseLetter(number)}) `
    return depth % 2 === 0 ? '- ' : '+ '
  }

  #numberOf(item: Tag, list: Tag): number {
    const first = whole(attribute(list, 'start')) ?? 1
    const number = whole(attribute(item, 'value')) ?? (this.#last.get(list) ?? first - 1) + 1
    this.#last.set(list, number)
    return Math.max(1, number)
  }

  /** "2.1." for a list in item 1 of a list in item 2, all of numbers: an office writes its items "2.1.1.", no deeper. */
  #outerNumbers(list: Tag, depth: number): string {
    if (depth > 2) return ''
    let numbers = ''
    for (let outer = listAround(list); outer && this.#series.get(outer) === 'number'; outer = listAround(outer))
      numbers = `${this.#last.get(outer) ?? 1}.${numbers}`
    return numbers
  }

  #seriesOf(item: Tag, list: Tag, depth: number): Series {
    if (list.name === 'ul') return 'bullet'
    const styled = [item, list].map((tag) => {
      const style = this.#sheet.styleOf(tag)
      return style.get('list-style-type') ?? style.get('list-style')?.split(/\s/)[0]
    })
    const said = [...styled, attribute(item, 'type'), attribute(list, 'type')].find(Boolean)
    if (said) return own(SERIES, said) ?? 'bullet'
    return depth === 0 ? 'number' : 'letter'
  }
}

/** Only so many letters are looked at: a label stands at the very beginning. */
const LONGEST_LABEL = 60
/** Longer lists than any office writes. */
const MOST_ITEMS = 9_999

function whole(text: string): number | null {
  return /^-?\d{1,6}$/.test(text.trim()) ? Math.min(Number(text), MOST_ITEMS) : null
}

function listAround(tag: Tag): Tag | null {
  let up = tag.parent
  while (up && up.name !== 'ol' && up.name !== 'ul') up = up.parent
  return up
}

/** How many lists are around it. */
function depthOf(list: Tag): number {
  let depth = 0
  for (let up = listAround(list); up; up = listAround(up)) depth++
  return depth
}
