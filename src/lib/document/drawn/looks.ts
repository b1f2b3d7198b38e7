/** What a block carries around its words, for the page: one answer for the live editor and for the stored text. */
import { type KindId, kindOf } from '../kinds.ts'
import type { BodyNode } from '../model.ts'
import { clauseLabels, numberedOf } from '../numbering.ts'
import { basisEnding } from '../print/blocks.ts'
import { DANGLING } from '../references.ts'
import { plainText, titledClauses, wordingOf } from '../titled.ts'

/** Attributes for the block's own element; CSS draws them. */
export type BlockLook = Record<string, string>

const ENDED = /[;.,:]\s*$/

/** One entry per top-level block; null for a block that is only its words. */
export function looksOf(blocks: readonly BodyNode[], kind: KindId): (BlockLook | null)[] {
  const labels = clauseLabels(blocks.map(numberedOf), kindOf(kind).series)
  const titled = titledClauses(blocks)
  const across = blocksAcross(blocks)
  return blocks.map((block, index): BlockLook | null => {
    const own = lookOf(block, index)
    return across.has(index) ? { ...own, 'data-across': 'true' } : own
  })

  function lookOf(block: BodyNode, index: number): BlockLook | null {
    const label = labels[index]
    if (label) {
      const isTitled = block.type === 'appendix' || titled[index]
      const form = label.isCentred ? 'centred' : isTitled ? 'titled' : 'plain'
      return { 'data-label': label.label, 'data-form': form }
    }
    if (block.type !== 'basis') return null
    const words = plainText(block)
    return words.trim() === '' || ENDED.test(words) ? null : { 'data-ending': basisEnding(blocks, index) }
  }
}

/** What stands in an appendix whose sheets lie across; an image has its own measure of the sheet. */
function blocksAcross(blocks: readonly BodyNode[]): ReadonlySet<number> {
  const found = new Set<number>()
  let isAcross = false
  for (const [index, block] of blocks.entries()) {
    if (block.type === 'appendix') isAcross = block.attrs?.isLandscape === true
    if (isAcross && block.type !== 'image') found.add(index)
  }
  return found
}

/** All that `looksOf` takes from the words of a block: while it stays equal, writing in the block changes no look. */
export function lookOfWords(block: BodyNode): string {
  if (block.type === 'table') return '' // the words of a long one are many, and none counts
  const words = plainText(block)
  return [words.trim() === '', ENDED.test(words), wordingOf(block)].join()
}

/** For the element of a reference; without words its clause is gone. */
export function referenceLook(words: string | undefined): Record<string, string> {
  return words === undefined ? { 'data-words': DANGLING, 'data-lost': 'true' } : { 'data-words': words }
}
