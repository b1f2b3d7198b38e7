/** What content says, so that what is shown can be held against what stands: its words without its form, in one spelling. */
import { canonicalJson } from '../canonical.ts'
import type { BodyNode } from '../model.ts'
import { isBlockRole } from '../nodes/textblock.ts'
import { cleanText, storedText } from '../text.ts'

type Part = string | readonly unknown[]

/** Equal for what reads the same: letters, line ends, footnotes, images, and what references point to. */
export const sayingOf = (content: readonly BodyNode[]): string => canonicalJson(partsOf(content))

function partsOf(content: readonly BodyNode[]): Part[] {
  const parts: Part[] = []
  let text = ''
  const close = () => {
    const words = spelt(text)
    if (words !== '') parts.push(words)
    text = ''
  }
  for (const node of content) {
    if (node.text !== undefined) text += node.text
    else {
      close()
      parts.push(partOf(node))
    }
  }
  close()
  return parts
}

function partOf({ type, attrs = {}, content = [] }: BodyNode): Part {
  if (type === 'footnote') return [type, spelt(String(attrs.text ?? ''))]
  if (type === 'reference') return [type, attrs.target ?? null]
  if (type === 'image') return [type, attrs.hash ?? '', spelt(String(attrs.alt ?? ''))]
  return [isBlockRole(type) ? 'line' : type, ...partsOf(content)]
}

/** As a suggestion is kept (normal.ts). */
export const spelt = (text: string): string => storedText(cleanText(text)).replaceAll('\n', ' ')

/** Inline content letter by letter, as `Letter` counts: UTF-16 units and whole inline nodes. */
export const unitsOf = (content: readonly BodyNode[]): string[] =>
  content.flatMap((node) =>
    node.text === undefined
      ? [sayingOf([node])]
      : Array.from({ length: node.text.length }, (_, at) => node.text?.charAt(at) ?? ''),
  )
