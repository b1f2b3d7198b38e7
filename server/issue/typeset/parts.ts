/** A document and its appendices, as the page counts them: each is a part of its own. */
import type { PrintBlock } from '../../../src/lib/document/model.ts'

export type AppendixHead = Extract<PrintBlock, { type: 'appendix' }>

export interface Parts {
  main: PrintBlock[]
  /** `at`: place of the heading among the document's blocks; its content follows. */
  appendices: { head: AppendixHead; at: number; blocks: PrintBlock[] }[]
}

/** Empty lines at the end of the main part are dropped: the signature block keeps its own distance. */
export function partsOf(blocks: readonly PrintBlock[]): Parts {
  const parts: Parts = { main: [], appendices: [] }
  let current = parts.main
  for (const [at, block] of blocks.entries()) {
    if (block.type === 'appendix') {
      current = []
      parts.appendices.push({ head: block, at, blocks: current })
    } else current.push(block)
  }
  while (isEmpty(parts.main.at(-1))) parts.main.pop()
  return parts
}

function isEmpty(block: PrintBlock | undefined): boolean {
  if (block?.type !== 'paragraph') return false
  return block.runs.every((run) => run.text.trim() === '' && run.footnote === undefined)
}
