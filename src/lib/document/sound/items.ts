/**
 * Yjs' types item by item. Their public methods go by index, which is quadratic where many things are wrong, and by
 * recursion, which an attacker's nesting of thousands breaks.
 */
import * as Y from 'yjs'

/** Any shared type: Yjs' declarations leave the events open. */
export type SharedType = Pick<Y.XmlElement, '_start' | '_map' | '_item'>

/** The items of a list or a text that are still there, in order. */
export function* liveItems(type: SharedType): Generator<Y.Item> {
  for (let item = type._start; item !== null; item = item.right) if (!item.deleted) yield item
}

/** The entries of a map, or the attributes of an element, that are still there. */
export function* liveEntries(type: SharedType): Generator<[name: string, item: Y.Item]> {
  for (const entry of type._map) if (!entry[1].deleted) yield entry
}

/** What an entry holds: plain data or a shared type. */
export function valueOf({ content }: Y.Item): unknown {
  const held: unknown[] = content.getContent()
  return held.at(-1)
}

export function typeIn({ content }: Y.Item): SharedType | null {
  return content instanceof Y.ContentType ? content.type : null
}

/** What types are inside an item, itself first, however deep; and the letters in them. */
export function inside(item: Y.Item, mostLetters: number): { items: Y.Item[]; words: string; depth: number } {
  const items: Y.Item[] = []
  const words: string[] = []
  let left = mostLetters
  let deepest = 0
  const ahead: { item: Y.Item; depth: number }[] = [{ item, depth: 0 }]
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { content } = next.item
    deepest = Math.max(deepest, next.depth)
    if (content instanceof Y.ContentString && left > 0) {
      words.push(content.str.slice(0, left))
      left -= content.str.length
    }
    const type = typeIn(next.item)
    if (!type) continue
    items.push(next.item)
    // Blocks inside blocks: a gap between their words. A text goes on in the next one.
    if (type instanceof Y.XmlFragment) words.push(' ')
    const children = [...liveItems(type)]
    const depth = next.depth + 1
    for (let i = children.length - 1; i >= 0; i--) ahead.push({ item: children[i] as Y.Item, depth })
    for (const [, entry] of liveEntries(type)) ahead.push({ item: entry, depth })
  }
  return { items, depth: deepest, words: words.join('').replaceAll(/\s+/g, ' ').trim() }
}

/** Deletes an item and all it holds, the innermost first: Yjs goes down by recursion. */
export function erase(transaction: Y.Transaction, item: Y.Item): void {
  const { items } = inside(item, 0)
  for (let i = items.length - 1; i >= 0; i--) items[i]?.delete(transaction)
  item.delete(transaction)
}
