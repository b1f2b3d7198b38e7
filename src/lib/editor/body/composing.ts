/**
 * Vietnamese input methods compose: while a syllable is being built, the browser owns that piece of the page, and any
 * change of it from outside doubles or swallows letters. So while somebody composes anywhere in the draft, what others
 * send is held back, and is let in as soon as the syllable stands.
 */

/** Chromium and Safari report the last letters up to this long after `compositionend`; ProseMirror reads them then. */
const SETTLE_MS = 60
/** An input method that never says it has ended must not cut a person off from the others. */
const LONGEST_HOLD_MS = 8000

export interface Holdable {
  hold(): void
  release(): void
}

/** Watches `element` for composition; returns the end of the watch. */
export function holdWhileComposing(element: HTMLElement, remote: Holdable): () => void {
  let holding = false
  let settle: ReturnType<typeof setTimeout> | undefined
  let limit: ReturnType<typeof setTimeout> | undefined

  function release() {
    clearTimeout(settle)
    clearTimeout(limit)
    if (!holding) return
    holding = false
    remote.release()
  }
  function extend() {
    clearTimeout(settle)
    clearTimeout(limit)
    limit = setTimeout(release, LONGEST_HOLD_MS)
    if (holding) return
    holding = true
    remote.hold()
  }
  function end() {
    clearTimeout(settle)
    settle = setTimeout(release, SETTLE_MS)
  }

  element.addEventListener('compositionstart', extend, true)
  element.addEventListener('compositionupdate', extend, true)
  element.addEventListener('compositionend', end, true)
  return () => {
    element.removeEventListener('compositionstart', extend, true)
    element.removeEventListener('compositionupdate', extend, true)
    element.removeEventListener('compositionend', end, true)
    release()
  }
}
