/**
 * The textblocks of a document. Everything is `inline*` and flat: two edits that are valid apart must stay valid
 * together, because y-tiptap deletes a node that is not (with its words, for everybody).
 */
import { mergeAttributes, Node } from '@tiptap/core'
import type { Alignment } from '../model.ts'
import { sharedTexts } from '../shared-texts.ts'

const ALIGNMENTS: readonly Alignment[] = ['left', 'center', 'right', 'justify']

/** The alignment, or `justify` (Phụ lục I, II.6.e) for anything that is none. */
export function alignment(value: unknown): Alignment {
  return ALIGNMENTS.find((known) => known === value) ?? 'justify'
}

export const OfficialDocumentNode = Node.create({
  name: 'doc',
  topNode: true,
  content: 'block*',
  addProseMirrorPlugins: () => [sharedTexts()],
})

export const Text = Node.create({ name: 'text', group: 'inline' })

/** Running text; `indent` is the first line's 1 cm (Phụ lục I, II.6.e). */
export const Paragraph = Node.create({
  name: 'paragraph',
  priority: 1000, // what Enter and a parser fall back to
  group: 'block cellBlock',
  content: 'inline*',
  addAttributes() {
    return {
      align: {
        default: 'justify',
        parseHTML: (element) => alignment(element.style.textAlign || element.getAttribute('align')),
        renderHTML: ({ align }) => (align === 'justify' ? {} : { 'data-align': align }),
      },
      indent: {
        default: true,
        parseHTML: (element) => element.dataset.indent !== 'none',
        renderHTML: ({ indent }) => (indent ? {} : { 'data-indent': 'none' }),
      },
    }
  },
  parseHTML: () => [{ tag: 'p' }, { tag: 'h1' }, { tag: 'h2' }, { tag: 'h3' }, { tag: 'h4' }, { tag: 'h5' }],
  renderHTML: ({ HTMLAttributes }) => ['p', HTMLAttributes, 0],
})

/** A căn cứ, or the "Theo đề nghị của …" that closes them (Phụ lục I, II.6.a). Its punctuation is part of the text. */
export const Basis = Node.create({
  name: 'basis',
  group: 'block',
  content: 'inline*',
  parseHTML: () => [{ tag: 'p[data-block="basis"]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['p', mergeAttributes(HTMLAttributes, { 'data-block': 'basis' }), 0],
})

/** "QUYẾT ĐỊNH:" on its line (Phụ lục III, Mẫu 1.1–1.3). Text, so that it can be read, searched and commented on. */
export const Formula = Node.create({
  name: 'formula',
  group: 'block',
  content: 'inline*',
  parseHTML: () => [{ tag: 'p[data-block="formula"]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['p', mergeAttributes(HTMLAttributes, { 'data-block': 'formula' }), 0],
})

export const LINE_MARKERS = ['-', '+', '•'] as const
export type LineMarker = (typeof LINE_MARKERS)[number]

/** The marker, or "-" for anything that is none. */
export function lineMarker(value: unknown): LineMarker {
  return LINE_MARKERS.find((known) => known === value) ?? '-'
}

/** One line of a list that offices write with a dash, a plus below it, or a bullet. */
export const ListLine = Node.create({
  name: 'listLine',
  group: 'block cellBlock',
  content: 'inline*',
  addAttributes() {
    return {
      marker: {
        default: '-',
        parseHTML: (element) => lineMarker(element.dataset.marker),
        renderHTML: ({ marker }) => ({ 'data-marker': marker }),
      },
    }
  },
  parseHTML: () => [{ tag: 'p[data-block="line"]', priority: 60 }, { tag: 'li' }],
  renderHTML: ({ HTMLAttributes }) => ['p', mergeAttributes(HTMLAttributes, { 'data-block': 'line' }), 0],
})

export const PageBreak = Node.create({
  name: 'pageBreak',
  group: 'block',
  atom: true,
  parseHTML: () => [{ tag: 'hr[data-block="page-break"]' }],
  renderHTML: ({ HTMLAttributes }) => ['hr', mergeAttributes(HTMLAttributes, { 'data-block': 'page-break' })],
})
