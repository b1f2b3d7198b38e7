/**
 * A WebSocket that tells which sync messages leave on it. Counting here, where frames leave, instead of in the
 * provider's handlers makes the count exact by construction: what the server counts is what passed this point.
 */
import { messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import { MESSAGE } from './protocol.ts'

export type SocketClass = typeof WebSocket
export type SyncMessage = 'step2' | 'update'

export interface SocketTap {
  /** A new connection begins; the one before it is over, whatever it may still want to send. */
  opening(): void
  /** A sync message is about to leave. False keeps it back. */
  leaving(message: SyncMessage): boolean
}

export function countingSocket(Base: SocketClass, tap: SocketTap): SocketClass {
  let opened = 0
  return class CountingSocket extends Base {
    readonly #number = ++opened

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      tap.opening()
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (this.#number !== opened || this.readyState !== Base.OPEN) return
      const message = data instanceof Uint8Array ? syncMessageOf(data) : null
      if (message === null || tap.leaving(message)) super.send(data)
    }
  }
}

/** Types are varUints below 128, so one byte each. Step 1 only asks; it is not counted. */
function syncMessageOf(frame: Uint8Array): SyncMessage | null {
  if (frame[0] !== MESSAGE.sync) return null
  if (frame[1] === messageYjsSyncStep2) return 'step2'
  return frame[1] === messageYjsUpdate ? 'update' : null
}
