/** The text as one of the views shows it, for print: with all that is suggested in it, or marked up. */
import * as Y from 'yjs'
import { finalText } from '../../src/lib/document/suggest/final.ts'
import { type Marked, markUp } from '../../src/lib/document/suggest/marked.ts'

export interface AskedView {
  state: Uint8Array
  open: Marked[]
  /** What goes and what comes is drawn; else the text reads as if all were accepted. */
  isMarked: boolean
}

export function suggestedText({ state, open, isMarked }: AskedView): Uint8Array {
  const text = new Y.Doc()
  Y.applyUpdate(text, state)
  const shown = isMarked ? text : finalText(text, open)
  if (isMarked) markUp(text, open)
  const update = Y.encodeStateAsUpdate(shown)
  text.destroy()
  shown.destroy()
  return update
}
