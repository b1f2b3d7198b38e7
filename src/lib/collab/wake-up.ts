export interface Watch {
  /** The computer woke up, the network came back, the tab is looked at again. */
  wake(): void
  /** Leaving now could cost something. */
  mustStay(): boolean
  /** The tab is hidden or left: it may never run again. */
  leave(): void
}

/** Listens to the browser. Returns how to stop. Does nothing outside a browser. */
export function onWakeUp({ wake, mustStay, leave }: Watch): () => void {
  if (typeof window === 'undefined') return () => {}
  const seen = () => {
    if (document.visibilityState === 'visible') wake()
    else leave()
  }
  const leaving = (event: BeforeUnloadEvent) => {
    if (mustStay()) event.preventDefault()
  }
  window.addEventListener('online', wake)
  window.addEventListener('offline', wake) // asks the line; a server on this computer needs no network
  window.addEventListener('pageshow', wake)
  window.addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('beforeunload', leaving)
  return () => {
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', wake)
    window.removeEventListener('pageshow', wake)
    window.removeEventListener('pagehide', leave)
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('beforeunload', leaving)
  }
}
