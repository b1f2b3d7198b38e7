/**
 * The letterhead above a document that this one puts into force, as its pages have it: no words of the text. CSS draws
 * them from what the paper says of the agency (Paper.svelte), so that they follow it and nobody can write in them.
 */
import { type DOMOutputSpec, DOMSerializer } from '@tiptap/pm/model'
import { Decoration } from '@tiptap/pm/view'

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

/** Before the block at `pos`, behind the closing part. The key is the same for good: it is never drawn anew. */
export function attachedHead(pos: number): Decoration {
  const draw = () => DOMSerializer.renderSpec(document, ATTACHED_HEAD).dom
  return Decoration.widget(pos, draw, { key: 'attached-head', side: -0.5, ignoreSelection: true })
}
