/** Pasted HTML in a test, parsed as a browser parses it. */
import { type DefaultTreeAdapterMap, parse } from 'parse5'
import { linesOfTree, type Pasted } from './html.ts'
import { type Given, treeOf } from './tree.ts'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

export function pasted(html: string): Pasted {
  const root = parse(html).childNodes.find(isElement)
  if (!root) throw new Error('a parsed page has a root')
  return linesOfTree(treeOf(givenBy(root)))
}

const isElement = (node: Node): node is Element => 'tagName' in node

function givenBy(element: Element): Given {
  return {
    name: element.tagName.toLowerCase(),
    attributes: element.attrs.map(({ name, value }) => [name, value] as const),
    children: element.childNodes.flatMap((child): (Given | string)[] => {
      if (isElement(child)) return [givenBy(child)]
      return child.nodeName === '#text' && 'value' in child ? [child.value] : []
    }),
  }
}
