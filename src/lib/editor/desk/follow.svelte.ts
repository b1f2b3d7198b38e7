/** What follows once the text or its standing has changed: highlights, findings, the PDF, the rights. */
import { untrack } from 'svelte'
import { invalidate } from '$app/navigation'
import type { HouseRules } from '../../document/check/index.ts'
import { SCHEMA_VERSION } from '../../document/model.ts'
import { plainBody } from '../core/plain.ts'
import { showSuggested } from '../core/suggested.ts'
import { undoTogether } from '../core/undo.ts'
import { onPassages, showHighlights } from './commenting.ts'
import type { Desk } from './desk.svelte.ts'

interface Facts {
  house: HouseRules
  /** What is frozen can be mended no more: nothing is said against it. */
  isFrozen: boolean
}

/** For the life of the component that calls it. `desk.version` grows after the paint: no letter waits for any of this. */
export function followText(desk: Desk, facts: () => Facts): void {
  $effect(() => {
    const { mode, connection } = desk
    const text = connection?.synced ? connection.doc : undefined
    if (mode === 'suggesting' && text) return untrack(() => desk.beginSuggesting(text))
  })
  $effect(() => {
    const { editor } = desk
    const { open, fork, active } = desk.suggestions
    const shown = open.map(({ id, changes, isMine, author }) => ({ id, changes, isMine, name: author.name }))
    if (!editor) return
    untrack(() => {
      showSuggested(editor, { shown, fork, active })
      desk.suggestions.version++
    })
  })
  $effect(() => {
    if (!desk.text) return
    return untrack(() => desk.bindFields())
  })
  $effect(() => {
    const { editor, fields } = desk
    if (editor && fields) return untrack(() => undoTogether(editor.state, fields.history))
  })
  $effect(() => {
    if (desk.isWriting) desk.fields?.completeTexts()
  })
  $effect(() => {
    const { editor, version } = desk
    const { list, drafted, active } = desk.threads
    if (editor && version >= 0) showHighlights(editor, list, drafted, active)
  })
  $effect(() => {
    const { editor } = desk
    if (editor) return onPassages(editor, () => desk.changed())
  })
  $effect(() => {
    const { house, isFrozen } = facts()
    void [desk.version, desk.values]
    untrack(() => (isFrozen ? desk.findings.clear() : check(desk, house)))
  })
  $effect(() => {
    void [desk.editor, desk.version, desk.values, desk.connection?.unsaved, desk.connection?.status]
    untrack(() => desk.printed.changed())
  })
  $effect(() => {
    // The right to write came or went: what this person may do is asked anew.
    void desk.connection?.standing
    untrack(() => void (desk.connection?.standing && invalidate('draft:state')))
  })
}

function check(desk: Desk, house: HouseRules): void {
  desk.findings.ask(
    () =>
      desk.editor
        ? { schemaVersion: SCHEMA_VERSION, fields: desk.values, body: plainBody(desk.editor.state.doc) }
        : null,
    house,
  )
}
