import type { Finding } from '../../document/check/index.ts'
import { mendTransaction } from '../../document/check/mend.ts'
import { setField } from '../../document/fields.ts'
import type { Desk } from '../desk/desk.svelte.ts'
import { FIELD_ORIGIN } from '../page/origin.ts'

/** One click mends it, as an ordinary edit that Ctrl+Z takes back. Nothing happens when the text has moved on. */
export function mend({ editor, fields }: Pick<Desk, 'editor' | 'fields'>, { mend }: Finding): void {
  if (!mend) return
  if (mend.act === 'set-field') {
    const { field, value } = mend
    fields?.map.doc?.transact(() => setField(fields.map, field, value), FIELD_ORIGIN)
    return
  }
  if (!editor || editor.view.composing) return
  const transaction = mendTransaction(editor.state, mend)
  if (!transaction) return
  editor.view.dispatch(transaction.scrollIntoView())
  editor.view.focus() // where Ctrl+Z takes it back
}
