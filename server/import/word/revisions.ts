/** The tracked changes of a file, one by one: who, when, which words (ISO/IEC 29500-1, 17.13.5). */
import type { WordRevision } from './shapes.ts'
import { wordsUnder } from './tally.ts'
import { type Element, taken } from './xml.ts'

const WORDS = new Set(['w:ins', 'w:del', 'w:moveFrom', 'w:moveTo'])
const FORMS = new Set(['w:rPrChange', 'w:pPrChange'])
/** Of the grid of a table, of the paper: a draft makes these by itself. */
const LAYOUT = new Set([
  ...['w:cellIns', 'w:cellDel', 'w:cellMerge', 'w:tblPrChange', 'w:tblGridChange', 'w:tblPrExChange'],
  ...['w:trPrChange', 'w:tcPrChange', 'w:sectPrChange', 'w:numberingChange'],
])
/** Beyond these nobody looks for a date. */
const MOST = 20_000
const LONGEST = 200

/** `hosts`: of those that stand in the new words of others. */
export function revisionsIn(root: Element, hosts: ReadonlyMap<Element, string>): WordRevision[] {
  const found: WordRevision[] = []
  const walk = (parent: Element) => {
    for (const element of taken(parent)) {
      const { name, attributes } = element
      const author = attributes['w:author'] ?? ''
      if ((WORDS.has(name) || FORMS.has(name) || LAYOUT.has(name)) && found.length < MOST) {
        const cannot = LAYOUT.has(name) ? 'layout' : hosts.has(element) ? 'nested' : null
        const words = FORMS.has(name) || LAYOUT.has(name) ? '' : beginningOf(element)
        const host = hosts.get(element) ?? null
        found.push({ author, date: attributes['w:date'] ?? '', words, cannot, does: doingOf(name), host })
      }
      walk(element)
    }
  }
  walk(root)
  return found
}

function doingOf(name: string): WordRevision['does'] {
  if (name === 'w:ins' || name === 'w:moveTo') return 'put'
  return WORDS.has(name) ? 'gone' : 'look'
}

function beginningOf(element: Element): string {
  let words = ''
  for (const { text } of wordsUnder(element)) {
    words += text
    if (words.length >= LONGEST) break
  }
  return words.slice(0, LONGEST).trim()
}
