/** Paragraphs of Word as the lines that src/lib/document/parse.ts reads. */
import type { BodyNode } from '../../src/lib/document/model.ts'
import { recognise, type SourceText } from '../../src/lib/document/parse.ts'
import type { WordParagraph } from './word/shapes.ts'
import { tidy, type Words } from './words.ts'

/** What inline content reads as, one character for each position. */
const textOf = (content: readonly BodyNode[]) =>
  content.map(({ type, text }) => text ?? (type === 'hardBreak' ? '\n' : '\uFFFC')).join('')

/**
 * The content of each line of a paragraph, its automatic number as words in front. A forced line end begins a new line
 * where titles and lists are made with it; in running text it stays.
 */
export function lineContents(paragraph: WordParagraph, words: Words): BodyNode[][] {
  const read = words.read(paragraph.content)
  const isEmpty = read.every(({ text }) => text !== undefined && text.trim() === '')
  if (isEmpty) return isTitleLabel(paragraph.label) ? [[{ type: 'text', text: paragraph.label }]] : []
  const content = paragraph.label === '' ? read : [labelNode(paragraph, read), ...read]
  const lines = partedAtBreaks(content)
    .map(tidy)
    .filter((line) => line.length > 0)
  if (lines.length < 2 || paragraph.align === 'center') return lines
  const [first = '', ...others] = lines.map(textOf)
  if (isTitleLabel(first) || others.some((line) => recognise(line).is !== 'text')) return lines
  return [lines.flatMap((line, at) => (at === 0 ? line : [{ type: 'hardBreak' }, ...line]))]
}

/** The lines of a paragraph, aligned where they are not running text. */
export function paragraphLines(paragraph: WordParagraph, words: Words, isLandscape: boolean): SourceText[] {
  const { align } = paragraph
  const contents = lineContents(paragraph, words)
  const boxes = (paragraph.boxes ?? []).map((runs) => words.plain(runs))
  const anchored = (at: number) => (at === 0 && boxes.length > 0 ? { boxes } : {})
  if (contents.length === 0) return [{ text: '', ...anchored(0) }] // parts a title from what follows
  return contents.map((content, at) => ({
    text: textOf(content),
    content,
    ...(align === '' || align === 'justify' ? {} : { align }),
    ...(isLandscape ? { isLandscape } : {}),
    ...anchored(at),
  }))
}

/** Only a list says "a." for certain where the decree says "a)", and "1.1" in front of any word. */
function labelNode({ label, isBullet }: WordParagraph, content: readonly BodyNode[]): BodyNode {
  const own = isBullet ? label : label.replace(/^([a-zđ])\.$/u, '$1)').replace(/^\d+(?:\.\d+)+$/, '$&.')
  const { marks } = content.find(({ text }) => text !== undefined && text.trim() !== '') ?? {}
  return { type: 'text', text: `${own} `, ...(marks ? { marks } : {}) }
}

function partedAtBreaks(content: readonly BodyNode[]): BodyNode[][] {
  const parts: BodyNode[][] = [[]]
  for (const node of content) {
    if (node.type === 'hardBreak') parts.push([])
    else parts.at(-1)?.push(node)
  }
  return parts
}

/** "Chương I", "Phụ lục II" or "QUYẾT ĐỊNH:" with nothing behind it on its line. */
function isTitleLabel(line: string): boolean {
  if (line === '') return false
  const found = recognise(line)
  if (found.is === 'formula' || found.is === 'appendix') return true
  return found.is === 'clause' && found.labelLength >= line.trimEnd().length
}
