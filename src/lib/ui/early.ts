/**
 * What people do on a page whose scripts are still on their way: over a slow line that takes seconds. Links and forms
 * work without them; a button that only a script answers does not, and hydration sets each control back to what the
 * server sent.
 */
import { focusFirstFault } from './submission.svelte.ts'

declare global {
  interface Window {
    /** Kept by app.html until the scripts are there: the button pressed last, unless something else was since. */
    early?: { pressed: HTMLButtonElement | null; note: (event: MouseEvent) => void }
  }
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Call before the page is hydrated. What it gives back makes up, afterwards, for everything that was done early. */
export function keepEarly(page: Document): () => void {
  const kept = [
    ...[...page.querySelectorAll<Control>('input, textarea, select')].flatMap((control) => putBack(control) ?? []),
    ...[...page.querySelectorAll('details')].map(asItStands),
  ]
  return () => {
    // A form that went to the server without us came back as a new page.
    if (page.activeElement === page.body) focusFirstFault(page.body)
    for (const put of kept) put()
    pressAgain(page)
  }
}

function pressAgain(page: Document): void {
  const { early } = window
  if (!early) return
  delete window.early
  page.removeEventListener('click', early.note, true)
  if (early.pressed?.isConnected) early.pressed.click()
}

/** What is opened or folded stays so; nobody hears of it but those who see it. */
function asItStands(folded: HTMLDetailsElement): () => void {
  const { open } = folded
  return () => (folded.open = open)
}

/** Null for a control that nobody has touched. */
function putBack(control: Control): (() => void) | null {
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
    const { checked, defaultChecked } = control
    if (checked === defaultChecked) return null
    return () => {
      if (control.checked === checked) return
      control.checked = checked
      tell(control)
    }
  }
  // What file was chosen only the browser may set, and leaves alone.
  if (control instanceof HTMLInputElement && control.type === 'file') {
    return control.files?.length ? () => tell(control) : null
  }
  const { value } = control
  if (control.type === 'hidden' || !isTouched(control)) return null
  return () => {
    if (control.value === value) return
    control.value = value
    tell(control)
  }
}

function isTouched(control: Control): boolean {
  if (!(control instanceof HTMLSelectElement)) return control.value !== control.defaultValue
  return [...control.options].some((option) => option.selected !== option.defaultSelected)
}

/** As if it were typed or chosen now, so that whoever listens hears of it. */
function tell(control: Control): void {
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }))
}
