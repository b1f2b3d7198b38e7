/**
 * Edits that a draft will not take any more: it was frozen, or the person's right ended, before they reached the disk.
 * They are never dropped in silence: the person sees the passages as they had left them and can copy them.
 */
import * as Y from 'yjs'

/** Why edits were refused. */
export type StrandedReason = 'frozen' | 'right-lost' | 'refused'

export interface Stranded {
  reason: StrandedReason
  /** Each paragraph or field that the edits touched, as the person had left it, one a line. Empty = only deletions. */
  text: string
  changes: number
}

export interface Lack<T> {
  /** Those of the edits the draft does not hold. */
  missing: T[]
  /** Those it does hold. */
  held: T[]
  text: string
}

/** Compares a draft as the server has it with edits made in this browser. Leaves `doc` untouched. */
export function lackOf<T extends { update: Uint8Array }>(doc: Y.Doc, edits: readonly T[]): Lack<T> {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const before = linesOf(copy)
  const missing: T[] = []
  const held: T[] = []
  for (const edit of edits) (brings(copy, edit.update) ? missing : held).push(edit)
  const text = newLines(before, linesOf(copy)).join('\n')
  copy.destroy()
  return { missing, held, text }
}

/** Whether applying the update changed anything: Yjs reports no update for what it already has, deletions included. */
function brings(doc: Y.Doc, update: Uint8Array): boolean {
  let isNew = false
  const heard = () => (isNew = true)
  doc.on('update', heard)
  Y.applyUpdate(doc, update)
  doc.off('update', heard)
  return isNew || doc.store.pendingStructs !== null || doc.store.pendingDs !== null
}

/** The draft's text: a line per text block of the body and per field. */
export function linesOf(doc: Y.Doc): string[] {
  const lines: string[] = []
  for (const value of doc.getMap('fields').values()) {
    if (value instanceof Y.Text || typeof value === 'string') lines.push(...value.toString().split('\n'))
  }
  collect(doc.getXmlFragment('body'), lines)
  return lines
}

function collect(parent: Y.XmlFragment, lines: string[]): void {
  let line = ''
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) line += plainText(child)
    else if (child instanceof Y.XmlElement && child.length > 0) collect(child, lines)
  }
  if (line !== '') lines.push(line)
}

function plainText(text: Y.XmlText): string {
  const delta: { insert?: unknown }[] = text.toDelta()
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '\n')).join('')
}

/** Lines of `after` beyond those of `before`, each as often as it was added. */
function newLines(before: string[], after: string[]): string[] {
  const known = new Map<string, number>()
  for (const line of before) known.set(line, (known.get(line) ?? 0) + 1)
  return after.filter((line) => {
    const count = known.get(line) ?? 0
    known.set(line, count - 1)
    return count <= 0 && line.trim() !== ''
  })
}
