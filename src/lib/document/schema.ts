/**
 * The ProseMirror schema of an official document, as Tiptap extensions that need no browser: the server reads with it,
 * the editor writes with it. Completeness is the format checker's work, never the schema's (`block*`, no counts).
 */
import { type AnyExtension, getSchema } from '@tiptap/core'
import { OfficialDocumentNode, PageBreak, Text } from './nodes/frame.ts'
import { Image } from './nodes/image.ts'
import { Footnote, HardBreak, marks, Reference } from './nodes/inline.ts'
import { tableNodes } from './nodes/table.ts'
import { Textblock } from './nodes/textblock.ts'

export const documentExtensions: AnyExtension[] = [
  OfficialDocumentNode,
  Textblock,
  Text,
  PageBreak,
  Image,
  ...tableNodes,
  HardBreak,
  Reference,
  Footnote,
  ...marks,
]

export const schema = getSchema(documentExtensions)
