/**
 * In the final reading what others suggest stands among the letters as if it were accepted. Who edits there suggests something
 * of their own about the text; about another's suggestion one comments, or decides.
 */
import type { Node, Slice } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { AddMarkStep, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, type Step } from '@tiptap/pm/transform'

/** Letters, or a whole block, that somebody else suggests. */
export interface TheirStretch {
  from: number
  to: number
}

/** Whether a change would touch what others suggest. What comes beside it is free. */
export function touchesTheirs(tr: Transaction, stretches: readonly TheirStretch[]): boolean {
  if (stretches.length === 0) return false
  return tr.steps.some((step, at) => {
    const before = tr.docs[at]
    const mapping = tr.mapping.slice(0, at)
    const now = stretches.map(({ from, to }) => ({ from: mapping.map(from, 1), to: mapping.map(to, -1) }))
    return before !== undefined && rangesOf(step, before).some((range) => now.some((theirs) => meets(range, theirs)))
  })
}

/** A place between two letters meets only what stands around it. */
const meets = (a: TheirStretch, b: TheirStretch): boolean => a.from < b.to && a.to > b.from

function rangesOf(step: Step, doc: Node): TheirStretch[] {
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return [{ from: step.from, to: step.to }]
  if (step instanceof ReplaceStep || step instanceof ReplaceAroundStep) {
    const { from, to, slice } = step
    // Where a line is cut or joined, or has another inline node put into it, the letters behind are written anew.
    return [isPlain(doc, from, to, slice) ? { from, to } : wholeLines(doc, from, to)]
  }
  const ranges: TheirStretch[] = []
  step.getMap().forEach((from, to) => ranges.push({ from, to }))
  return ranges
}

function isPlain(doc: Node, from: number, to: number, { content, openStart, openEnd }: Slice): boolean {
  const [start, end] = [doc.resolve(from), doc.resolve(to)]
  if (!start.parent.isTextblock) return start.sameParent(end) // whole blocks come or go
  const isOne = start.sameParent(end) && openStart === 0 && openEnd === 0
  return isOne && content.content.every(({ isText }) => isText)
}

function wholeLines(doc: Node, from: number, to: number): TheirStretch {
  const [start, end] = [doc.resolve(from), doc.resolve(to)]
  return {
    from: start.parent.isTextblock ? start.start() : from,
    to: end.parent.isTextblock ? end.end() : to,
  }
}
