/**
 * What a document is made of besides its textblocks and tables. Everything is `*` and flat: two edits that are valid apart
 * must stay valid together, because y-tiptap deletes a node that is not (with its words, for everybody).
 */
import { mergeAttributes, Node } from '@tiptap/core'
import { sharedTexts } from '../shared-texts.ts'

export const OfficialDocumentNode = Node.create({
  name: 'doc',
  topNode: true,
  content: 'block*',
  addProseMirrorPlugins: () => [sharedTexts()],
})

export const Text = Node.create({ name: 'text', group: 'inline' })

export const PageBreak = Node.create({
  name: 'pageBreak',
  group: 'block',
  atom: true,
  parseHTML: () => [{ tag: 'hr[data-block="page-break"]' }],
  renderHTML: ({ HTMLAttributes }) => ['hr', mergeAttributes(HTMLAttributes, { 'data-block': 'page-break' })],
})
