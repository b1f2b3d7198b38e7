/** Remembers for one visit whether a person was writing or reading in a draft, for when they come back to it. */

const key = (draftId: string) => `writing/${draftId}`

/** Null in a new visit: nothing is remembered. */
export function remembersWriting(draftId: string): boolean | null {
  try {
    const held = sessionStorage.getItem(key(draftId))
    return held === null ? null : held === 'yes'
  } catch {
    return null // storage is switched off
  }
}

export function rememberWriting(draftId: string, writing: boolean): void {
  try {
    sessionStorage.setItem(key(draftId), writing ? 'yes' : 'no')
  } catch {
    // Storage is switched off: nothing to remember with.
  }
}
