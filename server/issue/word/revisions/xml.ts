/** The XML of a part that we wrote ourselves, as a tree that can be written again. */
import { SaxesParser } from 'saxes'

export interface Xml {
  name: string
  attributes: Record<string, string>
  children: (Xml | string)[]
}

export const element = (
  name: string,
  attributes: Record<string, string> = {},
  children: readonly (Xml | string)[] = [],
): Xml => ({ name, attributes, children: [...children] })

/** Throws where it is not well-formed. */
export function parseXml(source: string): Xml {
  const parser = new SaxesParser({ position: false })
  const root = element('')
  const open = [root]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const said = Object.entries<unknown>(attributes).map(([key, value]) => [key, String(value)])
    const made = element(name, Object.fromEntries(said))
    open.at(-1)?.children.push(made)
    open.push(made)
  })
  parser.on('text', (text) => void (open.length > 1 && open.at(-1)?.children.push(text)))
  parser.on('closetag', () => void open.pop())
  parser.write(source).close()
  const [top] = elementsOf(root)
  if (!top) throw new Error('no element')
  return top
}

export function writeXml({ name, attributes, children }: Xml): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : writeXml(child))).join('')
  return inner === '' ? `<${name}${said.join('')}/>` : `<${name}${said.join('')}>${inner}</${name}>`
}

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)

export const elementsOf = ({ children }: Xml): Xml[] => children.filter((child) => typeof child !== 'string')
export const childOf = (parent: Xml | undefined, name: string): Xml | undefined =>
  parent && elementsOf(parent).find((child) => child.name === name)

/** The words of all that stands in an element. */
export function wordsOf({ name, children }: Xml): string {
  if (name === 'w:t') return children.filter((child) => typeof child === 'string').join('')
  if (name === 'w:br') return ' '
  return children.map((child) => (typeof child === 'string' ? '' : wordsOf(child))).join('')
}

export function* everyIn(root: Xml, name: string): Generator<Xml> {
  for (const child of elementsOf(root)) {
    if (child.name === name) yield child
    yield* everyIn(child, name)
  }
}
