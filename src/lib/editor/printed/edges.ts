/** From the place where a page begins to the height on the sheet at which the page before it ends. */
import type { Editor } from '@tiptap/core'
import { MEASURES } from '../../document/measures.ts'
import type { PagePlace } from './page-starts.ts'

export interface Edge {
  number: number
  /** Pixels from the top of the sheet. */
  top: number
  /** A line is there already: that of a forced page break. */
  isBare: boolean
}

const { body, face } = MEASURES
/** From the letters' box up to the edge of their line. */
const HALF_LEADING_PX = ((body.linePt - (face.ascent + face.descent) * body.sizePt) / 2) * (96 / 72)

/** Null for the first page of an appendix, whose head shows that it begins, and for a place that is not drawn now. */
export function edgeOf({ view }: Editor, { number, kind, pos }: PagePlace, sheet: HTMLElement): Edge | null {
  if (number === 1 || pos > view.state.doc.content.size) return null
  const origin = sheet.getBoundingClientRect().top
  try {
    if (kind === 'line') {
      return { number, top: view.coordsAtPos(pos, 1).top - HALF_LEADING_PX - origin, isBare: false }
    }
    const element = view.nodeDOM(pos)
    if (!(element instanceof HTMLElement)) return null
    const { top, bottom } = element.getBoundingClientRect()
    if (kind === 'after') return { number, top: bottom - origin, isBare: false }
    const before = element.matches('tr') ? null : element.previousElementSibling
    if (!before) return { number, top: top - origin, isBare: false }
    const isBreak = before.matches('hr')
    const above = before.getBoundingClientRect()
    return {
      number,
      top: (isBreak ? (above.top + above.bottom) / 2 : (above.bottom + top) / 2) - origin,
      isBare: isBreak,
    }
  } catch {
    return null // the view is being redrawn; the next round finds it
  }
}
