/**
 * What a person suggests, as it is drawn in their copy: there what they put in stands among the letters already, and what they
 * took away is gone from them. Reads the copy as `compare` does, so that what is drawn is what is suggested.
 */
import type * as Y from 'yjs'
import type { BodyNode } from '../model.ts'
import { type Block, blocksIn, plainBlock } from './blocks.ts'
import { formChange, type Step, stepsOf, type Touched } from './compare.ts'
import { type Behind, endOf, type Joined } from './cuts.ts'
import type { Fork } from './fork.ts'
import { type Hunk, hunksOf } from './hunks.ts'
import { isLine, type Letter, lettersOf, wordsOf } from './letters.ts'
import { keyOf } from './shapes.ts'

/** Places are counted in letters of a line of the copy; `gone` stands in front of that letter. */
export type OwnMark =
  | { is: 'put' | 'look'; line: Y.XmlElement; from: number; to: number }
  | { is: 'gone'; line: Y.XmlElement; at: number; words: string }
  /** Here the line was cut in two: at its end. */
  | { is: 'cut'; line: Y.XmlElement; at: number }
  /** Here a line was joined to it. */
  | { is: 'joined'; line: Y.XmlElement; at: number }
  | { is: 'form' | 'put-block'; block: Y.XmlElement }
  /** A block, row or cell that went, behind the one before it; null at the beginning of `parent`. */
  | { is: 'gone-block'; parent: Y.XmlFragment; after: Y.XmlElement | null; block: BodyNode }

export function ownMarks(fork: Fork): OwnMark[] {
  return within(fork.text.getXmlFragment('body'), fork.doc.getXmlFragment('body'), (type) => fork.isTouched(type))
}

function within(was: Y.XmlFragment, now: Y.XmlFragment, isTouched: Touched): OwnMark[] {
  return stepsOf(blocksIn(was), blocksIn(now)).flatMap((step) => marksOf(step, now, isTouched))
}

function marksOf(step: Step, parent: Y.XmlFragment, isTouched: Touched): OwnMark[] {
  const { was, now } = step
  const marks: OwnMark[] = []
  let { removed, added }: Behind = step
  if (was && now && isTouched(now.type)) {
    if (formChange(was, now)) marks.push({ is: 'form', block: now.type })
    if (isLine(was.type)) ({ removed, added } = lineMarks(was, now, step, marks))
    else marks.push(...within(was.type, now.type, isTouched))
  }
  const after = now?.type ?? null
  for (const block of removed) marks.push({ is: 'gone-block', parent, after, block: plainBlock(block) })
  for (const { type } of added) marks.push({ is: 'put-block', block: type })
  return marks
}

function lineMarks(was: Block, now: Block, step: Step, marks: OwnMark[]): Behind {
  const [old, own, line] = [lettersOf(was.type), lettersOf(now.type), now.type]
  const { hunks, looks } = hunksOf(old, own)
  const last = hunks.at(-1)
  const end = endOf(was, old, last?.to === old.length ? last : undefined, step, step.whole)
  const { cut, joined, taken } = end
  const plain = cut || joined ? hunks.slice(0, -1) : hunks
  wordMarks(marks, line, old, { hunks: [...plain, ...(cut ? [cut.hunk] : []), ...(joined ? [joined.hunk] : [])] })
  const changed = new Set(looks.map((look) => keyOf(look.was)))
  for (const [at, letter] of own.entries())
    if (changed.has(keyOf(letter))) marks.push({ is: 'look', line, from: at, to: at + 1 })
  if (cut) {
    marks.push({ is: 'cut', line, at: own.length })
    for (const [at, piece] of cut.pieces.entries()) {
      const { type } = piece.block
      const { length } = lettersOf(type)
      gone(marks, type, 0, piece.gone)
      wordMarks(marks, type, piece.held, piece)
      gone(marks, type, length, piece.goneBehind)
      if (piece.joined) joinMarks(marks, type, length, piece.joined, taken)
      if (at < cut.pieces.length - 1) marks.push({ is: 'cut', line: type, at: length })
    }
  }
  if (joined) joinMarks(marks, line, own.length, joined, taken)
  return end
}

/** At the end of a line of so many letters. */
function joinMarks(
  marks: OwnMark[],
  line: Y.XmlElement,
  letters: number,
  joined: Joined,
  removed: readonly Block[],
): void {
  const at = letters - joined.length
  marks.push({ is: 'joined', line, at })
  for (const { type } of removed.slice(0, -1)) gone(marks, line, at, lettersOf(type))
  gone(marks, line, at, joined.gone)
  const hunks = joined.hunks.map((hunk) => ({ ...hunk, at: at + hunk.at }))
  wordMarks(marks, line, joined.held, { hunks })
}

function wordMarks(
  marks: OwnMark[],
  line: Y.XmlElement,
  old: readonly Letter[],
  { hunks }: { hunks: readonly Hunk[] },
): void {
  for (const { from, to, put, at } of hunks) {
    gone(marks, line, at, old.slice(from, to))
    if (put.length > 0) marks.push({ is: 'put', line, from: at, to: at + put.length })
  }
}

function gone(marks: OwnMark[], line: Y.XmlElement, at: number, letters: readonly Letter[]): void {
  if (letters.length > 0) marks.push({ is: 'gone', line, at, words: wordsOf(letters) })
}
