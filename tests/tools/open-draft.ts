/** A draft's shared text, as a client of it. For tests and reports. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { COLLAB_PATH, MESSAGE } from '../../src/lib/collab/protocol.ts'

const WITHIN_MS = 20_000

export interface Target {
  /** Address of the office, http://… */
  office: string
  draftId: string
  /** The session of somebody with a part in it, as the Cookie header says it. */
  cookie: string
}

/** `untilStored` resolves when so many updates of this client are on the server's disk. Closed afterwards. */
export async function openDraft<T>(
  { office, draftId, cookie }: Target,
  act: (doc: Y.Doc, untilStored: (count: number) => Promise<void>) => Promise<T> | T,
): Promise<T> {
  class SignedInSocket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie }, origin: office })
    }
  }
  const doc = new Y.Doc()
  const url = office.replace(/^http/, 'ws') + COLLAB_PATH
  // `ws` is a WebSocket in all that y-websocket uses of one; their types differ in events only.
  const provider = new WebsocketProvider(url, draftId, doc, {
    WebSocketPolyfill: SignedInSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  let stored = 0
  provider.messageHandlers[MESSAGE.stored] = (_, decoder) => (stored = decoding.readVarUint(decoder))
  provider.messageHandlers[MESSAGE.standing] = () => {}
  try {
    await until(() => provider.synced && stored >= 1)
    return await act(doc, (count) => until(() => stored >= count))
  } finally {
    provider.destroy()
    doc.destroy()
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + WITHIN_MS; !isSo(); await sleep(20)) {
    if (Date.now() > end) throw new Error('the draft did not answer')
  }
}
