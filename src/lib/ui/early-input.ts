/**
 * What people type and choose before the scripts of a page have come. Hydration sets each control back to what the
 * server sent, so on a slow line or machine a name that was typed early would be gone.
 */
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Call before the page is hydrated. What it gives back puts everything in again afterwards. */
export function keepEarlyInput(page: Document): () => void {
  const kept = [...page.querySelectorAll<Control>('input, textarea, select')].flatMap(
    (control) => putBack(control) ?? [],
  )
  return () => kept.forEach((put) => put())
}

/** Null for a control that nobody has touched, and for one whose content only the browser may set. */
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
  const { value } = control
  if (control.type === 'file' || control.type === 'hidden' || !isTouched(control)) return null
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
