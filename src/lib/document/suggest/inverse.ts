/** What takes an accepted suggestion out of the text again, and leaves what colleagues wrote since then. */
import * as Y from 'yjs'
import { fieldsMap } from '../fields.ts'
import { compare, compareLine, fieldChanges } from './compare.ts'
import { isLine } from './letters.ts'
import { elementAt } from './places.ts'
import { type Change, keyOf } from './shapes.ts'

/**
 * From the text as `tr` left it, back to `before`, which holds the same items but those of `tr`. Call it for each change of
 * a text in turn: only the lines that `tr` changed are read, where it changed no more than lines.
 */
export function inverseOf(tr: Y.Transaction, before: Y.Doc): Change[] {
  const after = tr.doc
  const fields = fieldsMap(after)
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
    return compare(after, before, (block) => block._item !== null && touched.has(keyOf(block._item.id))).flat()
  }
  const own = [...lines].flatMap((line) => {
    const was = line._item && elementAt(before, line._item.id)
    return was ? compareLine(line, was).flat() : []
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
