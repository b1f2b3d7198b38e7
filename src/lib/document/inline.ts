/** The inside of a textblock by inline positions, as ProseMirror counts them: a character is 1, an atom is 1. */
import type { BodyNode } from './model.ts'

/** Stands for an atom that is no line end. */
export const ATOM = '\uFFFC'

/** One character per inline position: "\n" for a line end, ATOM for another atom. "" for a block without text. */
export function inlineText(node: BodyNode): string {
  if (node.type === 'table' || node.type === 'pageBreak' || node.type === 'image') return ''
  return (node.content ?? []).map((child) => child.text ?? (child.type === 'hardBreak' ? '\n' : ATOM)).join('')
}

/** Inline content without its first positions. */
export function contentAfter(content: readonly BodyNode[], positions: number): BodyNode[] {
  let left = positions
  return content.flatMap((child): BodyNode[] => {
    const size = child.text?.length ?? 1
    const cut = Math.min(left, size)
    left -= cut
    if (cut === 0) return [child]
    return cut === size || child.text === undefined ? [] : [{ ...child, text: child.text.slice(cut) }]
  })
}
