/**
 * A press on a blank of the sheet, while one writes. The browser would leave the caret where it was, often out of sight, and
 * the next letters would go there. As in Word, the caret goes to the text that is nearest; a drag from there chooses words.
 */
import type { Editor } from '@tiptap/core'
import { type Selection, TextSelection } from '@tiptap/pm/state'

interface Point {
  x: number
  y: number
}

/** A box in which one can write: a field of the page, or a block of the text. */
type Nearest = { away: number; box: DOMRect } & ({ field: HTMLTextAreaElement } | { block: Element })

/** What answers presses by itself. */
const TAKES_PRESSES = 'textarea, select, button, input, a, label, [draggable="true"]'
/** A line above or below is further from a press than the words beside it. */
const LINE_WEIGHT = 3

/**
 * Answers where the press went: `text`, and the browser shall do nothing more; `words` that the office writes by itself, to be
 * read or copied; `elsewhere`, where it means something of its own.
 */
export function pressBlank(event: MouseEvent, sheet: HTMLElement, editor: Editor): 'text' | 'words' | 'elsewhere' {
  const { target, button, detail } = event
  if (button !== 0 || !(target instanceof Element) || !target.closest('.paper')) return 'elsewhere'
  if (target.closest(TAKES_PRESSES)) return 'elsewhere'
  const part = target.closest<HTMLElement>('[contenteditable]')
  if (part?.contentEditable === 'true') return 'elsewhere'
  const point = { x: event.clientX, y: event.clientY }
  if (!editor.view.dom.contains(target) && isOnWords(target, point)) return 'words'
  const near = nearest(sheet, editor, point)
  // The second press of a double one would choose a word far from the pointer.
  if (!near || detail > 1) return near ? 'text' : 'elsewhere'
  if ('field' in near) near.field.focus({ preventScroll: true })
  if ('field' in near) putCaretInField(near.field, within(near.box, point))
  else putCaretInText(editor, near.block, within(near.box, point))
  return 'text'
}

function isOnWords(target: Element, point: Point): boolean {
  const range = document.createRange()
  return [...target.childNodes].some((node) => {
    if (!(node instanceof Text) || node.data.trim() === '') return false
    range.selectNodeContents(node)
    return [...range.getClientRects()].some((box) => distance(box, point) === 0)
  })
}

function nearest(sheet: HTMLElement, editor: Editor, point: Point): Nearest | null {
  let found: Nearest | null = null
  const look = (box: DOMRect, place: { field: HTMLTextAreaElement } | { block: Element }) => {
    if (box.width === 0 || box.height === 0) return
    const away = distance(box, point)
    if (!found || away < found.away) found = { away, box, ...place }
  }
  for (const field of sheet.querySelectorAll<HTMLTextAreaElement>('.field textarea'))
    look(field.getBoundingClientRect(), { field })
  for (const block of editor.view.dom.children)
    if (!block.matches('[contenteditable="false"]')) look(block.getBoundingClientRect(), { block })
  return found
}

function distance({ left, right, top, bottom }: DOMRect, { x, y }: Point): number {
  return Math.hypot(Math.max(left - x, x - right, 0), LINE_WEIGHT * Math.max(top - y, y - bottom, 0))
}

/** The place in the box that is nearest to the point. */
const within = ({ left, right, top, bottom }: DOMRect, { x, y }: Point): Point => ({
  x: Math.min(Math.max(x, left + 1), right - 1),
  y: Math.min(Math.max(y, top + 1), bottom - 1),
})

/** Behind its words where the browser cannot say which letter is meant. */
function putCaretInField(field: HTMLTextAreaElement, { x, y }: Point): void {
  const place = document.caretPositionFromPoint?.(x, y)
  const at = place?.offsetNode === field ? place.offset : field.value.length
  field.setSelectionRange(at, at)
}

function putCaretInText(editor: Editor, block: Element, point: Point): void {
  const anchor = placeIn(editor, block, point)
  editor.view.focus()
  choose(editor, anchor)
  const drag = ({ clientX, clientY, buttons }: MouseEvent) => {
    if (buttons === 0) return end()
    const box = editor.view.dom.getBoundingClientRect()
    const { x, y } = within(box, { x: clientX, y: clientY })
    const head = editor.view.posAtCoords({ left: x, top: y })
    if (head && !editor.isDestroyed) choose(editor, anchor, head.pos)
  }
  const end = () => {
    removeEventListener('mousemove', drag)
    removeEventListener('mouseup', end)
  }
  addEventListener('mousemove', drag)
  addEventListener('mouseup', end)
}

function choose({ state, view }: Editor, anchor: number, head = anchor): void {
  const [$anchor, $head] = [state.doc.resolve(anchor), state.doc.resolve(head)]
  const selection: Selection = TextSelection.between($anchor, $head)
  view.dispatch(state.tr.setSelection(selection))
}

/** A block that is partly out of the window or below a bar is known by its ends only. */
function placeIn({ view }: Editor, block: Element, { x, y }: Point): number {
  const start = view.posAtDOM(block, 0)
  const end = view.posAtDOM(block, block.childNodes.length)
  const place = view.posAtCoords({ left: x, top: y })
  if (place && place.pos >= start && place.pos <= end) return place.pos
  return y > block.getBoundingClientRect().top + 1 ? end : start
}
