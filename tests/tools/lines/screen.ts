/** What stands on which line of the paper on the screen, as the browser has set it. */
import type { Page } from '@playwright/test'

export interface ScreenWord {
  text: string
  /** First of a line. */
  startsLine: boolean
  /** First of a paragraph, a cell or a field: a line begins here in any setting. */
  startsBlock: boolean
  /** Of the sheet, px. */
  top: number
  /** Stands in the heading of an appendix. */
  isAppendix: boolean
}

export interface Screen {
  words: ScreenWord[]
  /** Heights at which pages end, px from the top of the sheet. */
  edges: number[]
}

/** The page must be open for reading, its text in step. A word that is broken over two lines counts as two. */
export const readScreen = (page: Page): Promise<Screen> => page.evaluate(screenNow)

/** Runs in a browser, whichever: it knows nothing but the page. */
export function screenNow(): Screen {
  const SAME_LINE_PX = 8
  const paper = document.querySelector('.paper')
  if (!paper) throw new Error('there is no paper on this page')
  const origin = paper.getBoundingClientRect().top
  const words: ScreenWord[] = []
  let block: Element | null = null
  let last = -Infinity
  let wasSpace = true

  function take(text: string, rect: DOMRect, parent: Element): void {
    const own = parent.closest('p, td, th, .field-line, .letterhead div, h1, .recipients-head, .title')
    const middle = (rect.top + rect.bottom) / 2
    const startsBlock = own !== block
    const startsLine = startsBlock || middle - last > SAME_LINE_PX
    const before = words.at(-1)
    if (!wasSpace && !startsLine && before) before.text += text
    else {
      const isAppendix = parent.closest('[data-block="appendix"]') !== null
      words.push({ text, startsLine, startsBlock, top: rect.top - origin, isAppendix })
    }
    block = own
    last = middle
    wasSpace = false
  }

  const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    const text = node.nodeValue ?? ''
    if (!parent || parent.closest('textarea, select, .sr-only, .caret, .page-edge')) continue
    const range = document.createRange()
    for (const match of text.matchAll(/[^\s\u00a0]+|[\s\u00a0]+/g)) {
      if (/^[\s\u00a0]/.test(match[0])) {
        wasSpace = true
        continue
      }
      range.setStart(node, match.index)
      range.setEnd(node, match.index + match[0].length)
      const rects = [...range.getClientRects()]
      if (rects.length === 0) continue
      if (rects.length === 1 && rects[0]) take(match[0], rects[0], parent)
      else {
        for (const [at, letter] of [...match[0]].entries()) {
          range.setStart(node, match.index + at)
          range.setEnd(node, match.index + at + letter.length)
          const [rect] = range.getClientRects()
          if (rect) take(letter, rect, parent)
        }
      }
    }
  }
  const sheet = paper.closest('.desk-sheet')?.getBoundingClientRect().top ?? origin
  const edges = [...document.querySelectorAll<HTMLElement>('.page-edge')].map(
    (edge) => parseFloat(edge.style.top) + sheet - origin,
  )
  return { words, edges: edges.sort((a, b) => a - b) }
}
