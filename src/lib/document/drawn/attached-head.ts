/**
 * The letterhead above a document that this one puts into force, as its pages have it: no words of the text. CSS draws
 * them from what the paper says of the agency (Paper.svelte), so that they follow it and nobody can write in them.
 */
import type { DOMOutputSpec } from '@tiptap/pm/model'

/** Hidden from who has the page read out: the same words stand at its top. */
export const ATTACHED_HEAD: DOMOutputSpec = [
  'div',
  { class: 'attached-head letterhead', contenteditable: 'false', 'aria-hidden': 'true' },
  ['div', ['div', { class: 'letterhead-parent' }], ['div', { class: 'letterhead-agency ruled ruled-agency' }]],
  [
    'div',
    { class: 'letterhead-country-cell' },
    ['div', { class: 'letterhead-country' }],
    ['div', { class: 'letterhead-motto ruled ruled-motto' }],
  ],
]
