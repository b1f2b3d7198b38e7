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
  if (control instanceof HTMLSelectElement) {
    const { value } = control
    const isTouched = [...control.options].some((option) => option.selected !== option.defaultSelected)
    return isTouched ? () => put(control, 'value', value) : null
  }
  if (control.type === 'file' || control.type === 'hidden') return null
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
    const { checked, defaultChecked } = control
    return checked === defaultChecked ? null : () => put(control, 'checked', checked)
  }
  const { value, defaultValue } = control
  return value === defaultValue ? null : () => put(control, 'value', value)
}

/** As if it were typed or chosen now, so that whoever listens hears of it; nothing when it is still there. */
function put<Key extends 'value' | 'checked'>(
  control: Control & Record<Key, unknown>,
  key: Key,
  was: (typeof control)[Key],
): void {
  if (control[key] === was) return
  control[key] = was
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }))
}
