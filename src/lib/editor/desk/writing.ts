/** Who was writing in a draft goes on writing when coming back in the same visit; a new visit begins with reading. */

const key = (draftId: string) => `writing/${draftId}`

export function remembersWriting(draftId: string): boolean {
  try {
    return sessionStorage.getItem(key(draftId)) === 'yes'
  } catch {
    return false // storage is switched off: then one begins by reading
  }
}

export function rememberWriting(draftId: string, writing: boolean): void {
  try {
    if (writing) sessionStorage.setItem(key(draftId), 'yes')
    else sessionStorage.removeItem(key(draftId))
  } catch {
    // Storage is switched off: nothing to remember with.
  }
}
