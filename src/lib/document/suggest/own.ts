/**
 * What a person suggests, as it is drawn in their copy: there what they put in stands among the letters already, and what they
 * took away is gone from them. Reads the copy as `compare` does, so that what is drawn is what is suggested.
 */
import type * as Y from 'yjs'
import type { BodyNode } from '../model.ts'
import { type Block, blocksIn, plainBlock } from './blocks.ts'
import { formChange, type Step, stepsOf, type Touched } from './compare.ts'
import { cutLine, joinedLines } from './cuts.ts'
import type { Fork } from './fork.ts'
import { hunksOf } from './hunks.ts'
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
  let { removed, added } = step
  if (was && now && isTouched(now.type)) {
    if (formChange(was, now)) marks.push({ is: 'form', block: now.type })
    if (isLine(was.type)) ({ removed, added } = lineMarks(was, now, { removed, added }, marks))
    else marks.push(...within(was.type, now.type, isTouched))
  }
  const after = now?.type ?? null
  for (const block of removed) marks.push({ is: 'gone-block', parent, after, block: plainBlock(block) })
  for (const { type } of added) marks.push({ is: 'put-block', block: type })
  return marks
}

function lineMarks(
  was: Block,
  now: Block,
  { removed, added }: Pick<Step, 'removed' | 'added'>,
  marks: OwnMark[],
): Pick<Step, 'removed' | 'added'> {
  const [old, own, line] = [lettersOf(was.type), lettersOf(now.type), now.type]
  const { hunks, looks } = hunksOf(old, own)
  const last = hunks.at(-1)
  const atEnd = last?.to === old.length ? last : undefined
  const cut = atEnd && cutLine(was, old, atEnd, added)
  const joined = !cut && atEnd ? joinedLines(was, atEnd, removed) : null
  const plain = cut || joined ? hunks.slice(0, -1) : hunks
  for (const { from, to, put, at } of [...plain, ...(cut ? [cut.hunk] : []), ...(joined ? [joined.hunk] : [])]) {
    gone(marks, line, at, old.slice(from, to))
    if (put.length > 0) marks.push({ is: 'put', line, from: at, to: at + put.length })
  }
  const changed = new Set(looks.map((look) => keyOf(look.was)))
  for (const [at, letter] of own.entries())
    if (changed.has(keyOf(letter))) marks.push({ is: 'look', line, from: at, to: at + 1 })
  if (cut) {
    marks.push({ is: 'cut', line, at: own.length })
    for (const [at, { block, gone: before, kept, goneBehind }] of cut.pieces.entries()) {
      const letters = lettersOf(block.type)
      gone(marks, block.type, 0, before)
      if (letters.length > kept) marks.push({ is: 'put', line: block.type, from: kept, to: letters.length })
      gone(marks, block.type, letters.length, goneBehind)
      if (at < cut.pieces.length - 1) marks.push({ is: 'cut', line: block.type, at: letters.length })
    }
  }
  if (joined) {
    const at = own.length - joined.kept
    marks.push({ is: 'joined', line, at })
    for (const { type } of removed.slice(0, -1)) gone(marks, line, at, lettersOf(type))
    gone(marks, line, at, joined.gone)
  }
  return { removed: joined ? joined.removed : removed, added: cut ? cut.added : added }
}

function gone(marks: OwnMark[], line: Y.XmlElement, at: number, letters: readonly Letter[]): void {
  if (letters.length > 0) marks.push({ is: 'gone', line, at, words: wordsOf(letters) })
}
