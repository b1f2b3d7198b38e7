/**
 * The ProseMirror schema of an official document, as Tiptap extensions that need no browser: the server reads with it,
 * the editor writes with it. Completeness is the format checker's work, never the schema's (`block*`, no counts).
 */
import { getSchema, type AnyExtension } from '@tiptap/core'
import { Appendix, Clause } from './nodes/clause.ts'
import { Footnote, HardBreak, marks, Reference } from './nodes/inline.ts'
import { tableNodes } from './nodes/table.ts'
import { Basis, Formula, ListLine, OfficialDocumentNode, PageBreak, Paragraph, Text } from './nodes/text-blocks.ts'

export const documentExtensions: AnyExtension[] = [
  OfficialDocumentNode,
  Paragraph,
  Text,
  Basis,
  Formula,
  Clause,
  Appendix,
  ListLine,
  PageBreak,
  ...tableNodes,
  HardBreak,
  Reference,
  Footnote,
  ...marks,
]

export const schema = getSchema(documentExtensions)
