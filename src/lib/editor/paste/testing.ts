/** Pasted HTML in a test, parsed as a browser parses it. */
import { type DefaultTreeAdapterMap, parse } from 'parse5'
import { linesOfTree, type Pasted } from './html.ts'
import { type Given, type Tag, treeOf } from './tree.ts'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

export function pasted(html: string): Pasted {
  return linesOfTree(treeIn(html))
}

export function treeIn(html: string): Tag {
  const root = parse(html).childNodes.find(isElement)
  if (!root) throw new Error('a parsed page has a root')
  return treeOf(givenBy(root))
}

const isElement = (node: Node): node is Element => 'tagName' in node

function givenBy(element: Element): Given {
  return {
    name: element.tagName.toLowerCase(),
    attributes: element.attrs.map(({ name, value }) => [name, value] as const),
    children: childrenOf(element),
  }
}

/** One after the other: a page may be nested deeper than a function can call itself. */
function* childrenOf(element: Element): Generator<Given | string> {
  for (const child of element.childNodes) {
    if (isElement(child)) yield givenBy(child)
    else if (child.nodeName === '#text' && 'value' in child) yield child.value
  }
}
