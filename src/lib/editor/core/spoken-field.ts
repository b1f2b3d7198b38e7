/** Which field of the page somebody has chosen words of, or stands in: what a comment would be about. */
import { SHOWN_FIELDS, type ShownField } from '../../document/fields.ts'
import { SHEET_ABOUT } from '../../document/print/lines.ts'

export interface SpokenField {
  field: ShownField
  /** The chosen words, or all of the field. */
  quote: string
}

/** Null where the focus and the selection are elsewhere. */
export function spokenField(paper: HTMLElement): SpokenField | null {
  const focused = document.activeElement
  const control = focused?.matches('textarea, select') && paper.contains(focused) ? focused : null
  const selection = getSelection()
  const anchor = selection?.anchorNode ?? null
  const within = anchor instanceof HTMLElement ? anchor : anchor?.parentElement
  const words = selection && !selection.isCollapsed && within && paper.contains(within) ? within : null
  const element = (control ?? words)?.closest<HTMLElement>('[data-field]')
  const field = SHOWN_FIELDS.find((one) => one === element?.dataset.field)
  if (!element || field === undefined) return null
  if (control instanceof HTMLTextAreaElement) return { field, quote: chosenIn(control) }
  if (control instanceof HTMLSelectElement) return { field, quote: control.selectedOptions[0]?.text ?? '' }
  return { field, quote: withoutLead(selection?.toString().trim() ?? '') }
}

const LEADS = ['V/v', SHEET_ABOUT]

/** What is printed before the words of a subject is none of them. */
export function withoutLead(words: string): string {
  const rest = words.slice(LEADS.find((lead) => words.startsWith(lead))?.length)
  return /^\s/u.test(rest) ? rest.trimStart() : words
}

/** Whether words are chosen, on the page or in a text box of it. */
export function hasChosen(paper: HTMLElement): boolean {
  const focused = document.activeElement
  if (focused instanceof HTMLTextAreaElement && paper.contains(focused))
    return focused.selectionStart !== focused.selectionEnd
  return getSelection()?.isCollapsed === false
}

function chosenIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): string {
  return (value.slice(selectionStart, selectionEnd).trim() || value).trim()
}
