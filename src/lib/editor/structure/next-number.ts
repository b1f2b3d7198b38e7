/** Whether a number that was typed is the one that comes next, so that whoever typed it can have meant nothing else. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'
import type { ClauseLevel } from '../../document/model.ts'
import { clauseLabels, numberedOf, vietnameseLetter } from '../../document/numbering.ts'
import { type BlockChoice, clauseAround, levelOf, rank, roleOf } from '../core/blocks.ts'
import { numbersKey } from '../core/numbering.ts'
import { plainBlock } from '../core/plain.ts'

/** A line of a list that was left as words. */
const LISTED = /^\s*(?:\d{1,3}|[a-zđ])\s*[)/]/u

/** `typed`: "2) ", "b/ " or "1.2 ", to stand in front of a clause of this level at `index`. */
export function comesNext(doc: Node, index: number, level: BlockChoice, typed: string): boolean {
  if (level === 'decimal' || level === 'sub-decimal') return typed.trimEnd() === nextDecimal(doc, index, level)
  if (level !== 'khoan' && level !== 'diem') return false
  let number = 1
  /** Nothing but điểm stand here so far: below one of these "1)" is deeper than any khoản. */
  let isBelowDeeper = false
  for (let at = index - 1; at >= 0; at--) {
    const above = doc.child(at)
    const other = levelOf(above)
    if (roleOf(above) === 'appendix' || (other && rank(other) < rank(level))) break
    if (other === level) {
      number++
      if (above.attrs.restarts === true) break
    } else if (number === 1) {
      if (other) isBelowDeeper = true
      else if (roleOf(above) === 'paragraph' && LISTED.test(above.textContent)) return false
    }
  }
  if (number === 1 && isBelowDeeper) return false
  return typed.replace(/[)/]\s$/, '') === (level === 'khoan' ? String(number) : vietnameseLetter(number))
}

/** "2.3": the number that a clause of this level at `index` would have; "" where it would stand in nothing that counts. */
function nextDecimal(doc: Node, index: number, level: ClauseLevel): string {
  if (clauseAround(doc, index, level) === null) return ''
  const above = doc.children.slice(0, index).map((node) => numberedOf(plainBlock(node)))
  // Of which series the numbers above are changes none of these.
  const label = clauseLabels([...above, { level, restarts: false }], 'sections').at(-1)?.label ?? ''
  return label.replace(/\.$/, '')
}

/** Whether the number just typed stands before the clause already: Enter gave it, and the hand wrote it from habit. */
export function repeatsNumber(state: EditorState, index: number, typed: string): boolean {
  const label = numbersKey.getState(state)?.looks[index]?.['data-label']
  return label !== undefined && bareNumber(typed) === bareNumber(label)
}

const bareNumber = (label: string) =>
  label
    .trimEnd()
    .replace(/[.:)/]$/, '')
    .toLocaleLowerCase('vi')
