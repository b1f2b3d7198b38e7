/**
 * Shift+Tab from the first control of the margin, of its cards, or of a comment that is being begun goes back to the text for whoever came from there, with F6 or to comment:
 * the fields that stand between the two in the order of the page have nothing to do with it.
 */
import type { Editor } from '@tiptap/core'
import type { Attachment } from 'svelte/attachments'
import { focusText } from '../core/reading.ts'

const FIRSTS = ['', '[data-slot]', '[data-slot="drafted"]']

export function wayBack(editor: () => Editor | undefined): Attachment<HTMLElement> {
  return (area) => {
    let isFromText = false
    const enter = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && area.contains(relatedTarget)) return
      isFromText = relatedTarget !== null && relatedTarget === editor()?.view.dom
    }
    const leave = (event: KeyboardEvent) => {
      const isBack = event.key === 'Tab' && event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey
      const firsts = FIRSTS.map((where) => area.querySelector(`${where} :is(button:enabled, textarea, a[href])`))
      const isFirst = event.target === area || firsts.some((first) => first !== null && first === event.target)
      if (!isFromText || !isBack || !isFirst) return
      event.preventDefault()
      focusText(editor())
    }
    area.addEventListener('focusin', enter)
    area.addEventListener('keydown', leave)
    return () => {
      area.removeEventListener('focusin', enter)
      area.removeEventListener('keydown', leave)
    }
  }
}
