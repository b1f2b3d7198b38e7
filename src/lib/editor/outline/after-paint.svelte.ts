/** What follows the text beside the page never holds up a letter: it is told when the letter is on the screen. */

import { AfterPaint } from '../../ui/after-paint.ts'

/** A value as it was at the last picture on the screen; made while a component is. */
export function afterPaint<T>(read: () => T): { readonly current: T } {
  let current = $state.raw(read())
  $effect(() => {
    const now = read()
    const painted = new AfterPaint(() => (current = now))
    painted.ask()
    return () => painted.cancel()
  })
  return {
    get current() {
      return current
    },
  }
}
