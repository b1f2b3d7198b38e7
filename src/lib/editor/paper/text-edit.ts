/**
 * A text box tells us only what it holds now. These functions turn that into the one small edit that was made (so that
 * two people may type in one field) and carry the caret over edits that others made.
 */

/** Offsets count UTF-16 units, as `Y.Text` and text boxes do. */
export interface TextEdit {
  index: number
  remove: number
  insert: string
}

/**
 * The edit that leads from `before` to `after`, or null. `caret` is where the caret stands in `after`: it decides
 * between equal answers ("aa" → "aaa"), so that the letter is inserted where it was typed.
 */
export function editBetween(before: string, after: string, caret: number): TextEdit | null {
  if (before === after) return null
  const tailLimit = Math.min(before.length, after.length - Math.min(caret, after.length))
  let tail = 0
  while (tail < tailLimit && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const headLimit = Math.min(before.length, after.length) - tail
  let head = 0
  while (head < headLimit && before[head] === after[head]) head++
  // Half a surrogate pair in an update is an error in Yjs: step back to the whole character.
  if (head > 0 && isHigh(before, head - 1)) head--
  if (tail > 0 && isLow(before, before.length - tail)) tail--
  return { index: head, remove: before.length - head - tail, insert: after.slice(head, after.length - tail) }
}

function isHigh(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** One part of a `Y.Text` event's delta. */
export interface DeltaPart {
  retain?: number | undefined
  insert?: unknown
  delete?: number | undefined
}

/** Where a caret at `position` stands after somebody else's edit; text inserted exactly at the caret goes after it. */
export function carryCaret(position: number, delta: readonly DeltaPart[]): number {
  let index = 0
  let carried = position
  for (const part of delta) {
    if (part.retain !== undefined) index += part.retain
    else if (typeof part.insert === 'string') {
      if (index < carried) carried += part.insert.length
      index += part.insert.length
    } else if (part.delete !== undefined) {
      if (index < carried) carried = Math.max(index, carried - part.delete)
    }
  }
  return carried
}
