/** What stands between words: marks, a forced line end, a live reference to a clause, a footnote. */
import { mergeAttributes, Node } from '@tiptap/core'
import { Bold as TiptapBold } from '@tiptap/extension-bold'
import { HardBreak as TiptapHardBreak } from '@tiptap/extension-hard-break'
import { Italic as TiptapItalic } from '@tiptap/extension-italic'
import { Strike as TiptapStrike } from '@tiptap/extension-strike'
import { Subscript as TiptapSubscript } from '@tiptap/extension-subscript'
import { Superscript as TiptapSuperscript } from '@tiptap/extension-superscript'
import { Underline as TiptapUnderline } from '@tiptap/extension-underline'

/** Markdown shortcuts off: "*" and "_" are characters in an official document ("Thửa số *12*"). */
const noShortcuts = { addInputRules: () => [], addPasteRules: () => [] }

export const marks = [
  TiptapBold.extend(noShortcuts),
  TiptapItalic.extend(noShortcuts),
  TiptapUnderline.extend(noShortcuts),
  TiptapStrike.extend(noShortcuts),
  TiptapSubscript.extend(noShortcuts),
  TiptapSuperscript.extend(noShortcuts),
]

export const HardBreak = TiptapHardBreak.extend({ addAttributes: () => ({}) })

/** "khoản 2 Điều 5": holds the id of a clause; the words are computed (references.ts) and follow renumbering. */
export const Reference = Node.create({
  name: 'reference',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return {
      target: {
        default: null,
        parseHTML: (element) => element.dataset.target ?? null,
        renderHTML: ({ target }) => (target ? { 'data-target': target } : {}),
      },
    }
  },
  parseHTML: () => [{ tag: 'span[data-inline="reference"]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', mergeAttributes(HTMLAttributes, { 'data-inline': 'reference' })],
})

/** The mark of a footnote; its text is an attribute, so that it cannot be merged into an invalid node. */
export const Footnote = Node.create({
  name: 'footnote',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return {
      text: {
        default: '',
        parseHTML: (element) => element.dataset.text ?? '',
        renderHTML: ({ text }) => ({ 'data-text': text, title: text }),
      },
    }
  },
  parseHTML: () => [{ tag: 'span[data-inline="footnote"]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', mergeAttributes(HTMLAttributes, { 'data-inline': 'footnote' })],
})
