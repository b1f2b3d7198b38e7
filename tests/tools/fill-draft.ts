/** Puts a whole document into a draft that is open for writing, as a client of the shared text. For tests and reports. */
import { setTimeout as sleep } from 'node:timers/promises'
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { COLLAB_PATH, MESSAGE } from '../../src/lib/collab/protocol.ts'
import { fieldsMap, setField } from '../../src/lib/document/fields.ts'
import { type OfficialDocument, TEXT_FIELDS } from '../../src/lib/document/model.ts'
import { schema } from '../../src/lib/document/schema.ts'
import { sharedForm } from '../../src/lib/document/shared-form.ts'

const WITHIN_MS = 20_000

export interface Target {
  /** Address of the office, http://… */
  office: string
  draftId: string
  /** The session of somebody who may write, as the Cookie header says it. */
  cookie: string
}

/** Resolves when all of it is on the server's disk. The draft keeps its letterhead and its signer. */
export async function fillDraft(
  { office, draftId, cookie }: Target,
  { fields, body }: OfficialDocument,
): Promise<void> {
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
    doc.transact(() => {
      const fragment = doc.getXmlFragment('body')
      fragment.delete(0, fragment.length)
      prosemirrorJSONToYXmlFragment(schema, sharedForm(body), fragment)
      for (const name of TEXT_FIELDS) setField(fieldsMap(doc), name, fields[name])
      setField(fieldsMap(doc), 'urgency', fields.urgency)
      setField(fieldsMap(doc), 'circulation', fields.circulation)
    })
    await until(() => stored >= 2)
  } finally {
    provider.destroy()
    doc.destroy()
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + WITHIN_MS; !isSo(); await sleep(20)) {
    if (Date.now() > end) throw new Error('the draft did not take the text')
  }
}
