/** Which marks of fields belong together: a mark without its partner is none (ECMA-376, 17.16.18), and hides nothing. */
import { type Element, taken } from './xml.ts'

/** Fields do not reach out of these. */
const CLOSED = new Set(['w:tc', 'w:txbxContent', 'w:footnote', 'w:endnote', 'w:comment'])

/** The marks of `root` that have their partners. */
export function pairedMarks(root: Element): Set<Element> {
  const paired = new Set<Element>()
  pair(root, [], paired)
  return paired
}

interface Open {
  begin: Element
  separate?: Element
}

function pair(parent: Element, open: Open[], paired: Set<Element>): void {
  for (const element of taken(parent)) {
    if (element.name !== 'w:fldChar') {
      pair(element, CLOSED.has(element.name) ? [] : open, paired)
      continue
    }
    const type = element.attributes['w:fldCharType']
    const last = open.at(-1)
    if (type === 'begin') open.push({ begin: element })
    else if (type === 'separate' && last && !last.separate) last.separate = element
    else if (type === 'end' && last) {
      open.pop()
      for (const mark of [last.begin, last.separate, element]) if (mark) paired.add(mark)
    }
  }
}
