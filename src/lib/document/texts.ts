/** All words of a text that was read: what is printed of it, line by line. */
import { imageAttributes } from './image.ts'
import { type BodyNode, type Fields, TEXT_FIELDS } from './model.ts'

interface Read {
  fields: Partial<Fields>
  blocks: readonly BodyNode[]
}

/** Fields, then blocks; a footnote and the description of an image stand by themselves, and the words around run on. Linear. */
export function textsOf({ fields, blocks }: Read): string[] {
  const names = [...TEXT_FIELDS, 'signerName'] as const
  return [...names.map((name) => fields[name] ?? ''), ...blocks.flatMap((block) => [...linesOf(block)])]
}

function* linesOf({ type, attrs, content = [] }: BodyNode): Generator<string> {
  if (type === 'image') yield imageAttributes(attrs ?? {}).alt
  let line = ''
  for (const node of content) {
    if (node.type === 'footnote') yield typeof node.attrs?.text === 'string' ? node.attrs.text : ''
    else if (node.text !== undefined) line += node.text
    else if (node.type === 'hardBreak') line += '\n'
    else yield* linesOf(node)
  }
  if (line !== '') yield line
}
