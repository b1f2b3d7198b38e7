import type { Editor } from '@tiptap/core'
import type { Mend } from '../../document/check/index.ts'
import { mendTransaction, readsAsFound } from '../../document/check/mend.ts'
import { setField } from '../../document/fields.ts'
import { type Fields, SCHEMA_VERSION } from '../../document/model.ts'
import { FIELD_ORIGIN } from '../core/field-origin.ts'
import type { DraftFields } from '../core/fields.svelte.ts'
import { plainBody } from '../core/plain.ts'
import type { Findings } from './findings.svelte.ts'

/** What is open for the draft, as far as mending needs it. */
export interface Mended {
  readonly editor: Editor | undefined
  readonly fields: DraftFields | undefined
  readonly values: Fields
  readonly findings: Findings
}

/**
 * One click mends it, as an ordinary edit that Ctrl+Z takes back. False when the passage no longer reads as it did when
 * it was looked at: nothing is changed, and the text is looked at again.
 */
export function mend(desk: Mended, wanted: Mend | undefined): boolean {
  const { editor, fields, findings, values } = desk
  if (!wanted || !editor || editor.view.composing) return true
  const now = { schemaVersion: SCHEMA_VERSION, fields: values, body: plainBody(editor.state.doc) }
  const isAsFound = findings.looked !== null && readsAsFound(findings.looked, now, wanted)
  if (isAsFound && wanted.act === 'set-field') {
    const { field, value } = wanted
    fields?.map.doc?.transact(() => setField(fields.map, field, value), FIELD_ORIGIN)
    findings.askAgain()
    return true
  }
  const transaction = isAsFound ? mendTransaction(editor.state, wanted) : null
  if (transaction) {
    editor.view.dispatch(transaction.scrollIntoView())
    editor.view.focus() // where Ctrl+Z takes it back
  }
  findings.askAgain() // the next card is pressed before a pause in typing has come
  return transaction !== null
}
