/** What takes an accepted suggestion out of the text again, and leaves what colleagues wrote since then. */
import * as Y from 'yjs'
import { fieldsMap } from '../fields.ts'
import { blockNow, letterNow, type Moved } from './apply.ts'
import { idOf } from './blocks.ts'
import { backToLetters, backToText, fieldChanges, lineBack } from './compare.ts'
import type { Way } from './hunks.ts'
import { isLine, type Letter, lettersOf } from './letters.ts'
import { elementAt, Found, lettersAt } from './places.ts'
import { type Change, keyOf, type Undo } from './shapes.ts'

/** Lines with their letters, as they were. */
export type LinesBefore = ReadonlyMap<Y.XmlElement, readonly Letter[]>

/** Of a suggestion about letters alone, before it is applied; null for any other. */
export function linesOf(doc: Y.Doc, changes: readonly Change[], found = new Found()): LinesBefore | null {
  const lines = new Map<Y.XmlElement, readonly Letter[]>()
  for (const change of changes) {
    if (change.is === 'words' && change.put.every(({ text }) => text !== undefined)) {
      const place = found.of(doc, change)
      if (place) lines.set(place.line, place.letters)
    } else if (change.is === 'look') {
      for (const { line } of lettersAt(doc, change.letters)) if (!lines.has(line)) lines.set(line, lettersOf(line))
    } else return null
  }
  return lines
}

/** What takes out again what came into these lines; null where `tr` has reached beyond them. */
export function inverseOfLines({ changed }: Y.Transaction, lines: LinesBefore): Undo[] | null {
  for (const type of changed.keys()) {
    const line = lineOfType(type)
    if (!line || !lines.has(line)) return null
  }
  return [...lines].flatMap(([line, letters]) => {
    const id = line._item?.id
    return id ? backToLetters(id, lettersOf(line), letters) : []
  })
}

/**
 * From the text as `tr` left it, back to `before`, which holds the same items but those of `tr`. Call it for each change of
 * a text in turn: only the lines that `tr` changed are read, where it changed no more than lines. `moved` says which of the items
 * are known by another id since `tr`.
 */
export function inverseOf(tr: Y.Transaction, before: Y.Doc, moved: Moved): Undo[] {
  const after = tr.doc
  const fields = fieldsMap(after)
  const way: Way = {
    isExact: true,
    letters: (line) => lettersOf(line).map((letter) => ({ ...letter, ...idOf(letterNow(letter, moved)) })),
    block: (id) => blockNow(id, moved),
  }
  const lines = new Set<Y.XmlElement>()
  let [isInFields, isInBlocks] = [false, false]
  for (const type of tr.changed.keys()) {
    if (isWithin(type, fields)) isInFields = true
    else {
      const line = lineOfType(type)
      if (line) lines.add(line)
      else isInBlocks = true
    }
  }
  if (isInBlocks) {
    const touched = touchedBy(tr)
    return backToText(after, before, way, (block) => block._item !== null && touched.has(keyOf(block._item.id)))
  }
  const own = [...lines].flatMap((line) => {
    const was = line._item && elementAt(before, line._item.id)
    return was ? lineBack(line, was, way) : []
  })
  return isInFields ? [...own, ...fieldChanges(after, before).flat()] : own
}

function lineOfType(type: unknown): Y.XmlElement | null {
  if (isLine(type)) return type
  if (!(type instanceof Y.AbstractType)) return null
  const parent: unknown = type.parent
  return isLine(parent) ? parent : null
}

function isWithin(type: unknown, root: unknown): boolean {
  for (let at: unknown = type; at instanceof Y.AbstractType; at = at.parent) if (at === root) return true
  return false
}

/** Ids of the blocks that it changed, and of those around them. */
function touchedBy({ changed }: Y.Transaction): Set<string> {
  const ids = new Set<string>()
  for (const type of changed.keys())
    for (let at: unknown = type; at instanceof Y.AbstractType; at = at.parent) if (at._item) ids.add(keyOf(at._item.id))
  return ids
}
