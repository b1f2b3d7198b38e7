/** What follows once the text or its standing has changed: highlights, findings, the PDF, the rights. */
import { untrack } from 'svelte'
import { m } from '$lib/paraglide/messages'
import type { HouseRules } from '../../document/check/index.ts'
import { SCHEMA_VERSION } from '../../document/model.ts'
import { blocksIn } from '../../document/suggest/blocks.ts'
import { keyOf } from '../../document/suggest/shapes.ts'
import { NO_WAYS, waysOf } from '../../document/suggest/ways.ts'
import { refresh } from '../../ui/refresh.ts'
import { toasts } from '../../ui/toasts.svelte.ts'
import { type FinalReading, finalReading } from '../core/final-reading.ts'
import { idSet } from '../core/ids.ts'
import { plainBody } from '../core/plain.ts'
import { showReading, showSuggested } from '../core/suggested.ts'
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
    const { shared: text } = desk
    if (text) untrack(() => desk.suggestions.resume(text))
  })
  $effect(() => {
    const { isInCopy, shared: text } = desk
    // The copy of the final reading is another one.
    void desk.suggestions.isFinal
    if (isInCopy && text) return untrack(() => desk.beginSuggesting(text))
  })
  $effect(() => {
    const { shared, isInCopy } = desk
    const { isFinal, open } = desk.suggestions
    if (isFinal && !isInCopy && shared && open) return untrack(() => desk.suggestions.beginFinal(shared))
  })
  $effect(() => {
    const { editor } = desk
    const { open, inView, isDrawn, fork, active, view } = desk.suggestions
    const drawn = idSet(isDrawn ? inView : [])
    const shown = open.map(({ id, changes, client, isMine, author }) => {
      return { id, changes, client, isMine, name: author.name, isDrawn: drawn.has(id) }
    })
    if (!editor) return
    const own = isDrawn ? fork : null
    untrack(() => {
      const guards = view === 'final' ? fork : null
      const onrefused = () => toasts.show(m.suggest_refused(), 'fault')
      showSuggested(editor, {
        ...{ shown, active, guards, onrefused },
        ...{ fork: own, isCopy: own !== null, isNumbered: view === 'marked' },
      })
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
    void [desk.version, desk.values, desk.suggestions.open]
    untrack(() => (isFrozen ? desk.findings.clear() : check(desk, house)))
  })
  $effect(() => {
    void [desk.editor, desk.version, desk.values, desk.connection?.unsaved, desk.connection?.status]
    untrack(() => desk.printed.changed())
  })
  $effect(() => {
    // The right to write came or went: what this person may do is asked anew.
    void desk.connection?.standing
    untrack(() => void (desk.connection?.standing && refresh('draft:state')))
  })
}

function check(desk: Desk, house: HouseRules): void {
  desk.findings.ask(async (isWanted) => {
    const { editor, text, values } = desk
    if (!editor) return null
    const shown = { schemaVersion: SCHEMA_VERSION, fields: values, body: plainBody(editor.state.doc) }
    if (!text) return { shown }
    const shownIds = blocksIn(text.getXmlFragment('body')).map(keyOf)
    const reading = await readFinal(desk, isWanted)
    if (!reading) return reading === null ? { shown } : null
    const final = { ...reading.document, fields: desk.inOffice(reading.document.fields) }
    return { final, finalIds: reading.ids, shown, shownIds }
  }, house)
}

type Asking = Parameters<typeof finalReading>

/**
 * Once typing has paused: the text with all that is suggested in it. What its lines are called is told to the page. Null where there
 * is none, undefined where it is not wanted any more.
 */
async function readFinal(desk: Desk, isWanted: Asking[2]): Promise<FinalReading | null | undefined> {
  const { shared } = desk
  const { standing } = desk.suggestions
  const reading = shared && standing ? await finalOrNone(shared, standing, isWanted) : null
  if (reading === undefined) return undefined
  if (desk.editor) showReading(desk.editor, reading)
  desk.suggestions.ways = shared && standing && reading ? waysOf(shared, reading.document, standing) : NO_WAYS
  return reading
}

/** None where a forged suggestion makes the text unreadable: deciding on it will say so. */
async function finalOrNone(...asked: Asking): Promise<FinalReading | null | undefined> {
  try {
    return await finalReading(...asked)
  } catch {
    return null
  }
}
