/** What follows the text beside the page never holds up a letter: it is told when the letter is on the screen. */

/** A value as it was at the last picture on the screen; made while a component is. */
export function afterPaint<T>(read: () => T): { readonly current: T } {
  let current = $state.raw(read())
  $effect(() => {
    const now = read()
    let task: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      task = setTimeout(() => (current = now))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(task)
    }
  })
  return {
    get current() {
      return current
    },
  }
}
