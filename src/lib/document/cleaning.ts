/** Takes characters that have no business in an official text out of a document that is being edited. */
import type { Node } from '@tiptap/pm/model'
import type { Transform } from '@tiptap/pm/transform'
import { cleanText, type Passage } from './letters.ts'

/** Attributes that are read as words. */
const WORDS: Record<string, string> = { footnote: 'text', image: 'alt' }

/**
 * Makes every passage that `find` finds between two positions what `cleanText` makes of it, in words, footnotes and
 * descriptions of images. Each passage by itself, so that comments and carets beside it stay.
 */
export function cleanNodes<Change extends Transform>(
  tr: Change,
  from: number,
  to: number,
  find: (text: string) => Passage[],
): Change {
  const found: { node: Node; pos: number }[] = []
  tr.doc.nodesBetween(from, Math.min(to, tr.doc.content.size), (node, pos) => {
    if (node.isText || Object.hasOwn(WORDS, node.type.name)) found.push({ node, pos })
  })
  for (const { node, pos } of found.toReversed()) {
    if (node.isText) cleanWords(tr, node, pos, find)
    else cleanAttribute(tr, node, pos, find)
  }
  return tr
}

function cleanWords(tr: Transform, node: Node, pos: number, find: (text: string) => Passage[]): void {
  for (const passage of find(node.text ?? '').toReversed()) {
    const words = cleanText(passage.text)
    const [start, end] = [pos + passage.from, pos + passage.to]
    if (words === '') tr.delete(start, end)
    else tr.replaceWith(start, end, node.type.schema.text(words, node.marks))
  }
}

function cleanAttribute(tr: Transform, node: Node, pos: number, find: (text: string) => Passage[]): void {
  const name = WORDS[node.type.name] ?? ''
  const words: unknown = node.attrs[name]
  if (typeof words === 'string' && find(words).length > 0) tr.setNodeAttribute(pos, name, cleanText(words))
}
