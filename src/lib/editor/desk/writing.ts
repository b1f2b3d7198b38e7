/** Who was writing in a draft goes on writing when coming back in the same visit, and who was reading reads on. */

const key = (draftId: string) => `writing/${draftId}`

/** Null in a new visit. */
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
