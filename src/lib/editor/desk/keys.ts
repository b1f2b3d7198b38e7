/** The keys of the whole desk, wherever the focus is. */
import { m } from '$lib/paraglide/messages'
import { savingText } from '../../collab/saving-text.ts'
import { isWriting } from '../../ui/shell/windows.svelte.ts'
import { toasts } from '../../ui/toasts.svelte.ts'
import { focusText } from '../core/reading.ts'
import { zoom } from '../paper/zoom.svelte.ts'
import type { Desk } from './desk.svelte.ts'

interface Acts {
  comment: () => void
  /** Ctrl+Alt+PageDown, PageUp: to the next of what people say, or the one before. */
  toThread: (by: 1 | -1) => void
  /** F6: from the text into the margin, and back. */
  changePane: () => void
  /** Alt+F10: from the text, where Tab changes levels, to the tools; Escape leads back. */
  toTools: () => void
  /** Takes away what lies over the page. */
  uncover: () => void
  /** The PDF beside the page, or away again. */
  togglePdf: () => void
  /** Ctrl+P: the PDF. */
  print: () => void
  /** F8, Shift+F8: to the next suggestion, to the one before. */
  stepSuggestion: (by: 1 | -1) => void
  /** Ctrl+Alt+Enter, Ctrl+Alt+Backspace: decides on the one in view, and goes on. */
  decide: (how: 'accept' | 'reject') => void
}

export function deskKeys(
  desk: Desk,
  { comment, toThread, changePane, toTools, uncover, togglePdf, print, stepSuggestion, decide }: Acts,
): (event: KeyboardEvent) => void {
  const acts: [isPressed: (event: KeyboardEvent) => boolean, act: (event: KeyboardEvent) => void][] = [
    // Everything is saved as it is typed; the browser's own "save page" would only puzzle.
    [(event) => isCommand(event, 'KeyS'), () => desk.saving && toasts.show(savingText(desk.saving.sentence))],
    [(event) => isCommand(event, 'KeyP'), print],
    [(event) => isCommand(event, 'KeyM', true), comment],
    [(event) => isCommand(event, 'PageDown', true), () => toThread(1)],
    [(event) => isCommand(event, 'PageUp', true), () => toThread(-1)],
    [(event) => isCommand(event, 'KeyP', true), togglePdf],
    [(event) => isCommand(event, 'KeyF') && desk.editor !== undefined, () => find(desk, false)],
    [(event) => isCommand(event, 'KeyH') && desk.editor !== undefined, () => find(desk, true)],
    [(event) => event.key === 'F3' && desk.editor !== undefined, (event) => findNext(desk, event.shiftKey ? -1 : 1)],
    [(event) => event.key === 'F6', changePane],
    [
      (event) => event.key === 'F8' && desk.suggestions.open.length > 0,
      (event) => stepSuggestion(event.shiftKey ? -1 : 1),
    ],
    [(event) => isCommand(event, 'Enter', true), () => decide('accept')],
    [(event) => isCommand(event, 'Backspace', true), () => decide('reject')],
    [(event) => event.key === 'F10' && event.altKey && desk.isWriting, toTools],
    [(event) => isCommand(event, 'Equal', true) || isCommand(event, 'NumpadAdd', true), () => zoom.step(1)],
    [(event) => isCommand(event, 'Minus', true) || isCommand(event, 'NumpadSubtract', true), () => zoom.step(-1)],
    [(event) => isCommand(event, 'Digit0', true), () => zoom.toTrueSize()],
    [isNextMode, () => desk.maySuggest && desk.nextMode()],
    [(event) => isCommand(event, 'KeyE', true) && desk.mayWrite, () => desk.write(desk.mode !== 'writing')],
  ]
  let isTold = false
  return (event) => {
    const isLeaving = event.key === 'Escape'
    const act = acts.find(([isPressed]) => isPressed(event))?.[1]
    if (event.isComposing) return
    const isBeside = isLetter(event) && !isWriting(document.activeElement)
    if (!isLeaving && !act && !isBeside) return
    if (document.querySelector('[role="dialog"], [role="menu"]')) return
    if (isBeside && !typeOn(desk) && event.key !== '?' && !isTold) {
      isTold = true
      toasts.show(desk.mayWrite ? m.editor_typing_where() : m.editor_typing_reading())
    }
    if (isLeaving && !event.defaultPrevented) leave(desk, uncover)
    if (!act) return
    event.preventDefault()
    act(event)
  }
}

/** Ctrl+Shift+E */
const isNextMode = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && event.code === 'KeyE'

const isCommand = (event: KeyboardEvent, code: string, alt = false) =>
  (event.ctrlKey || event.metaKey) && event.altKey === alt && !event.shiftKey && event.code === code
/** A blank presses the button that has the focus. */
const isLetter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) =>
  !ctrlKey && !metaKey && !altKey && key !== ' ' && [...key].length === 1

/**
 * Letters that are typed with the focus left on a button belong where the caret was: it goes back there before the browser
 * writes them. False where there was none, or nobody may write.
 */
function typeOn({ lastText, editor, mayWrite }: Desk): boolean {
  if (!lastText?.isConnected || !mayWrite) return false
  if (lastText === editor?.view.dom) focusText(editor)
  else lastText.focus({ preventScroll: true })
  return true
}

function find(desk: Desk, replacing: boolean): void {
  if (desk.editor) desk.find.open(desk.editor, replacing)
}

function findNext(desk: Desk, by: 1 | -1): void {
  if (!desk.editor) return
  if (!desk.find.isOpen) return find(desk, false)
  desk.find.go(desk.editor, by)
}

function leave(desk: Desk, uncover: () => void): void {
  if (desk.find.isOpen && desk.editor) return desk.find.close(desk.editor)
  uncover()
  if (desk.threads.drafted) desk.threads.drafted = null
  focusText(desk.editor)
}
