import type { Transaction } from '@tiptap/pm/state'

/** What asks where an edit came from hears that it was a paste; what came in is brought into sight. */
export const asPaste = (tr: Transaction): Transaction =>
  tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste')
