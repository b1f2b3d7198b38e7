import { contentAfter } from '../inline.ts'
import type { BodyNode } from '../model.ts'
import { bareContent } from './bare.ts'
import { recognise, type SourceText } from './line.ts'

/** A line of text in a cell: running text, or a line of a list. */
export function cellLine({ text, content, align }: SourceText, isHead = false): BodyNode {
  const words = content ?? (text === '' ? [] : [{ type: 'text', text }])
  const found = recognise(text)
  if (found.is === 'listLine')
    return { type: 'listLine', attrs: { marker: found.marker }, content: contentAfter(words, found.labelLength) }
  const attrs = { align: align ?? 'left', indent: false }
  return { type: 'paragraph', attrs, content: isHead ? bareContent(words) : words }
}
