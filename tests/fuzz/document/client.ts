/**
 * One person's editor without a browser: a Yjs replica, the ProseMirror state that y-tiptap binds to it, and the
 * document's own plugins. The binding, and what follows passages, ask of a view only what stands here.
 */
import { EditorState, type Plugin, type Transaction } from '@tiptap/pm/state'
import { ySyncPlugin, yUndoPlugin } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { schema } from '../../../src/lib/document/schema.ts'
import { keepTexts } from '../../../src/lib/document/shared-texts.ts'
import { tableCare, tableCareKey } from '../../../src/lib/document/tables.ts'
import { endStepBetween, undoSteps } from '../../../src/lib/editor/body/undo-steps.ts'
import { followText, highlightsKey } from '../../../src/lib/editor/core/highlights.ts'
import { type StepHistory, textHistory } from '../../../src/lib/editor/core/undo.ts'

interface BindingView {
  readonly state: EditorState
  readonly composing: boolean
  readonly isDestroyed: boolean
  dispatch(tr: Transaction): void
  hasFocus(): boolean
}

export interface Client {
  readonly ydoc: Y.Doc
  /** Updates made here, in order; the network takes them from here. */
  readonly sent: Uint8Array[]
  readonly state: EditorState
  /** How often this replica mended a table. */
  readonly mends: number
  /** Of what was done to the body here. */
  readonly history: StepHistory
  /** Lengths that the body lost while another's update was taken in here: y-tiptap deletes what it finds invalid. */
  readonly losses: number[]
  dispatch(tr: Transaction): void
  receive(update: Uint8Array): void
  /** Lets time go by. */
  wait(ms: number): void
  destroy(): void
}

/** Between two acts, by a clock that a loaded machine does not slow. */
const KEY_MS = 100

/** `initial` is what its replica begins with, or the replica itself. */
export function createClient(clientId: number, initial: Uint8Array | Y.Doc, others: readonly Plugin[] = []): Client {
  const ydoc = initial instanceof Y.Doc ? initial : new Y.Doc()
  ydoc.clientID = clientId
  if (!(initial instanceof Y.Doc)) Y.applyUpdate(ydoc, initial)
  const sent: Uint8Array[] = []
  const losses: number[] = []
  let mends = 0
  let isDestroyed = false
  let now = 0
  let isReceiving = false

  const body = ydoc.getXmlFragment('body')
  const sync = ySyncPlugin(body)
  const history = textHistory(body)
  const care = tableCare(() => true)
  let state = EditorState.create({
    schema,
    plugins: [sync, yUndoPlugin({ undoManager: history }), undoSteps(), care, ...others],
  })
  const dispatch = (tr: Transaction) => {
    const before = state
    const applied = state.applyTransaction(tr.setTime((now += KEY_MS)))
    state = applied.state
    endStepBetween(before, state)
    mends += applied.transactions.filter((one) => one.getMeta(tableCareKey)).length
    bound?.update()
    following?.update(view)
  }
  const view: BindingView = {
    get state() {
      return state
    },
    composing: false,
    get isDestroyed() {
      return isDestroyed
    },
    dispatch,
    hasFocus: () => false,
  }
  let bound: { update(): void; destroy(): void } | null = null
  let following: ReturnType<typeof followText> | null = null
  ydoc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'network') sent.push(update)
  })
  ydoc.on('afterTransaction', (transaction: Y.Transaction) => {
    // Merging two neighbouring Y.Text of one's own is a deletion too, but it loses no letter.
    if (isReceiving && transaction.origin !== 'network' && deletesElement(transaction))
      losses.push(transaction.deleteSet.clients.size)
  })
  bound = sync.spec.view(view)
  if (others.some(({ spec }) => spec.key === highlightsKey)) following = followText(view)
  const endTexts = keepTexts(ydoc, schema)
  sent.length = 0 // taking in the initial state is no edit
  history.clear()

  return {
    ydoc,
    sent,
    history,
    losses,
    dispatch,
    get state() {
      return state
    },
    get mends() {
      return mends
    },
    wait(ms) {
      now += ms
    },
    receive(update) {
      isReceiving = true
      Y.applyUpdate(ydoc, update, 'network')
      isReceiving = false
    },
    destroy() {
      isDestroyed = true
      endTexts()
      following?.destroy()
      bound?.destroy()
      ydoc.destroy()
    },
  }
}

function deletesElement(transaction: Y.Transaction): boolean {
  let found = false
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (
      struct instanceof Y.Item &&
      struct.content instanceof Y.ContentType &&
      struct.content.type instanceof Y.XmlElement
    )
      found = true
  })
  return found
}
