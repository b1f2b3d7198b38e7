/** The two windows that open from anywhere: the palette (Ctrl+K) and the help with the list of keys (?). */
class Windows {
  palette = $state(false)
  keys = $state(false)
}

export const windows = new Windows()

/** True while somebody writes: single-letter keys then belong to the text. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
