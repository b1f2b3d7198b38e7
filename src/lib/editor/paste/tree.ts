/**
 * Pasted HTML as plain data. The browser parses it, in a document of its own where nothing runs and nothing is fetched;
 * all that is read from it afterwards needs no page, so that it is tested without one.
 */

export interface Tag {
  /** In small letters. */
  name: string
  attributes: ReadonlyMap<string, string>
  children: (Tag | string)[]
  parent: Tag | null
}

/** What is nested deeper stands beside its parent: browsers nest less deep, and what reads a tree calls itself. */
const MOST_DEPTH = 600

/** What a parser of HTML gives, as far as it is read here. */
export interface Given {
  name: string
  attributes: Iterable<readonly [string, string]>
  children: Iterable<Given | string>
}

/** One pass over everything that was given, without calling itself. */
export function treeOf(root: Given): Tag {
  const tree: Tag = { name: root.name, attributes: new Map(root.attributes), children: [], parent: null }
  const open: { rest: Iterator<Given | string>; into: Tag; depth: number }[] = [
    { rest: root.children[Symbol.iterator](), into: tree, depth: 0 },
  ]
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const next = level.rest.next()
    if (next.done) open.pop()
    else if (typeof next.value === 'string') level.into.children.push(next.value)
    else {
      const { name, attributes, children } = next.value
      const tag: Tag = { name, attributes: new Map(attributes), children: [], parent: level.into }
      level.into.children.push(tag)
      const isDeep = level.depth >= MOST_DEPTH
      const into = isDeep ? level.into : tag
      open.push({ rest: children[Symbol.iterator](), into, depth: level.depth + (isDeep ? 0 : 1) })
    }
  }
  return tree
}

/** What `treeOf` takes, without ways back to a parent: as it goes to a worker. */
export interface BareTag extends Given {
  attributes: [string, string][]
  children: (BareTag | string)[]
}

/** Calls itself for each level, of which a tree has few. */
export function bareTree({ name, attributes, children }: Tag): BareTag {
  return {
    name,
    attributes: [...attributes],
    children: children.map((child) => (typeof child === 'string' ? child : bareTree(child))),
  }
}

/** In the browser only. `html` is never put into the page. */
export function parseHtml(html: string): Tag {
  return treeOf(givenBy(new DOMParser().parseFromString(html, 'text/html').documentElement))
}

function givenBy(element: Element): Given {
  return {
    name: element.localName.toLowerCase(),
    attributes: [...element.attributes].map(({ name, value }) => [name.toLowerCase(), value] as const),
    children: childrenOf(element),
  }
}

function* childrenOf(element: Element): Generator<Given | string> {
  for (let child = element.firstChild; child; child = child.nextSibling) {
    if (child instanceof Text) yield child.data
    else if (child instanceof Element) yield givenBy(child)
  }
}

export function attribute(tag: Tag, name: string): string {
  return tag.attributes.get(name) ?? ''
}

/** The tag and all below it, in reading order. */
export function* tagsIn(tag: Tag): Generator<Tag> {
  const open: Tag[] = [tag]
  for (let next = open.pop(); next; next = open.pop()) {
    yield next
    for (const child of next.children.toReversed()) if (typeof child !== 'string') open.push(child)
  }
}

/** The words below, whatever they are, one space between them; not many more than `most` letters. */
export function wordsBelow(tag: Tag, most: number): string {
  const words: string[] = []
  const open: { of: Tag; at: number }[] = [{ of: tag, at: 0 }]
  let left = most
  for (let level = open.at(-1); level && left > 0; level = open.at(-1)) {
    const child = level.of.children[level.at++]
    left--
    if (child === undefined) open.pop()
    else if (typeof child !== 'string') open.push({ of: child, at: 0 })
    else {
      words.push(child.slice(0, most))
      left -= child.length
    }
  }
  return words.join('').replaceAll(/\s+/g, ' ').trim()
}

/** The nearest tag around that `is` says yes to, or null. */
export function around(tag: Tag, is: (tag: Tag) => boolean): Tag | null {
  for (let up = tag.parent; up; up = up.parent) if (is(up)) return up
  return null
}
