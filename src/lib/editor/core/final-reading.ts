/** The final reading of a text: with all that is suggested, and what each of its lines is called then. */
import type * as Y from 'yjs'
import { type BlockLook, looksOf } from '../../document/drawn/looks.ts'
import type { OfficialDocument } from '../../document/model.ts'
import { readCopy } from '../../document/read.ts'
import { citations } from '../../document/references.ts'
import { blocksIn } from '../../document/suggest/blocks.ts'
import { finalText, type Standing } from '../../document/suggest/final.ts'
import { keyOf } from '../../document/suggest/shapes.ts'

export interface FinalReading {
  document: OfficialDocument
  /** Ids of the blocks, in the order of the document. */
  ids: readonly string[]
  looks: ReadonlyMap<string, BlockLook | null>
  /** By client: of the blocks that a suggestion brings, in their order. */
  brought: ReadonlyMap<number, (BlockLook | null)[]>
  /** What references to each clause say then; computed when asked for. */
  cites: () => ReadonlyMap<string, string>
}

/**
 * Of the text as it is when it is called. Before its second half it asks whether it is still wanted, when keys that waited have been
 * heard; undefined where it is not. Throws InvalidDocument where a forged suggestion makes the text unreadable.
 */
export async function finalReading(
  text: Y.Doc,
  open: readonly Standing[],
  isWanted: () => Promise<boolean>,
): Promise<FinalReading | undefined> {
  const copy = finalText(text, open)
  try {
    if (!(await isWanted())) return undefined
    const document = readCopy(copy)
    const blocks = blocksIn(copy.getXmlFragment('body'))
    const all = looksOf(document.body.content ?? [], document.fields.kind)
    const looks = new Map(blocks.map((block, at) => [keyOf(block), all[at] ?? null]))
    const clients = new Set(open.map(({ client }) => client))
    const brought = new Map<number, (BlockLook | null)[]>()
    for (const [at, { client }] of blocks.entries()) {
      if (!clients.has(client)) continue
      const list = brought.get(client) ?? []
      list.push(all[at] ?? null)
      brought.set(client, list)
    }
    let words: ReadonlyMap<string, string> | undefined
    const cites = () => (words ??= citations(document.body, document.fields.kind))
    return { document, ids: blocks.map(keyOf), looks, brought, cites }
  } finally {
    copy.destroy()
  }
}

/** «Điều 5 → 6»: what a line is called, and what it would be. Null where it stays as it is. */
export function becomes(now: string | undefined, then: string | undefined): string | null {
  if (now === undefined || then === undefined || now === then) return null
  const same = now.lastIndexOf(' ') + 1
  const isAlike = same > 0 && then.startsWith(now.slice(0, same))
  return `${withoutMark(now)} → ${isAlike ? then.slice(same) : then}`
}

/** "5." → "5", "a)" → "a" */
function withoutMark(number: string): string {
  let end = number.length
  while (end > 0 && /[.)\s]/.test(number.charAt(end - 1))) end--
  return number.slice(0, end)
}
