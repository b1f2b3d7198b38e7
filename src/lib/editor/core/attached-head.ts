/** The letterhead of a document that is put into force, in the live editor. */
import { DOMSerializer } from '@tiptap/pm/model'
import { Decoration } from '@tiptap/pm/view'
import { ATTACHED_HEAD } from '../../document/drawn/attached-head.ts'

/** Before the block at `pos`, behind the closing part. The key is the same for good: it is never drawn anew. */
export function attachedHead(pos: number): Decoration {
  const draw = () => DOMSerializer.renderSpec(document, ATTACHED_HEAD).dom
  return Decoration.widget(pos, draw, { key: 'attached-head', side: -0.5, ignoreSelection: true })
}
