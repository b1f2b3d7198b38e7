/** XML as a small tree. Strict; no DTD, so that nothing can be expanded or fetched; depth and size are bounded. */
import { SaxesParser } from 'saxes'
import { own } from '../../../src/lib/own.ts'
import { Refusal } from './refusal.ts'

export interface Element {
  /** With the usual prefix of its namespace, whatever the file calls it: "w:p". */
  name: string
  attributes: Record<string, string>
  children: Element[]
  /** Of the element itself; kept only where words stand. */
  text: string
}

/** The deepest of 70 files from offices has 20. */
const MOST_DEPTH = 256
/** The largest of 70 files from offices has 175,000. */
const MOST_ELEMENTS = 1_500_000
/** A name is looked for in every element around it; those of that file take seven million looks. */
const MOST_LOOKS = 50_000_000

/** Namespaces by their usual prefix, in the transitional and the strict form. */
const PREFIXES: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing': 'wp',
  'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing': 'wp',
  'http://schemas.openxmlformats.org/drawingml/2006/picture': 'pic',
  'http://purl.oclc.org/ooxml/drawingml/picture': 'pic',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.microsoft.com/office/word/2010/wordml': 'w14',
  'http://schemas.microsoft.com/office/word/2012/wordml': 'w15',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
  'http://schemas.openxmlformats.org/package/2006/relationships': '',
  'http://schemas.openxmlformats.org/package/2006/content-types': '',
}
const WORDS = new Set(['w:t', 'w:delText', 'w:instrText', 'm:t'])

function nameOf(uri: string, local: string): string {
  const prefix = own(PREFIXES, uri) ?? '?'
  return prefix === '' ? local : `${prefix}:${local}`
}

/** Throws `broken` where it is not well-formed, `bomb` beyond the bounds. */
export function parseXml(xml: string, part: string) {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let elements = 0
  let looks = 0

  parser.on('error', () => {
    throw new Refusal('broken', part)
  })
  parser.on('doctype', () => {
    throw new Refusal('broken', part)
  })
  parser.on('opentag', (tag) => {
    if (++elements > MOST_ELEMENTS || open.length > MOST_DEPTH) throw new Refusal('bomb', part)
    const attributes: Record<string, string> = {}
    const given = Object.values(tag.attributes)
    if ((looks += open.length * (1 + given.length)) > MOST_LOOKS) throw new Refusal('bomb', part)
    for (const { uri, local, value, prefix } of given) {
      if (prefix === 'xmlns' || local.startsWith('rsid')) continue
      attributes[uri === '' ? local : nameOf(uri, local)] = value
    }
    const element = { name: nameOf(tag.uri, tag.local), attributes, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  const say = (text: string) => {
    const element = open.at(-1)
    if (element && WORDS.has(element.name)) element.text += text
  }
  parser.on('text', say)
  parser.on('cdata', say)
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  const [top] = root.children
  if (!top) throw new Refusal('broken', part)
  return top
}

/** The first child of this name. */
export function child(element: Element | undefined, name: string) {
  return element?.children.find((one) => one.name === name)
}

export function children(element: Element | undefined, name: string) {
  return element?.children.filter((one) => one.name === name) ?? []
}

/** `w:val` of a child; undefined when it, or the child, is missing. */
export function valueOf(element: Element | undefined, name: string) {
  return child(element, name)?.attributes['w:val']
}

/** An on-off property: undefined when it is not there. */
export function flag(element: Element | undefined, name: string) {
  const found = child(element, name)
  if (!found) return undefined
  return !['0', 'false', 'off', 'none'].includes(found.attributes['w:val'] ?? '')
}

/** What is read of an element: of two ways to say the same (mc:AlternateContent) the first that says something. */
export function taken(element: Element): readonly Element[] {
  if (element.name !== 'mc:AlternateContent') return element.children
  const ways = element.children.filter(({ name }) => name === 'mc:Choice' || name === 'mc:Fallback')
  return (ways.find(({ children }) => children.length > 0) ?? element).children
}

/** A whole number, or what stands for it otherwise. */
export function whole(value: string | undefined, otherwise: number) {
  const number = Number.parseInt(value ?? '', 10)
  return Number.isSafeInteger(number) ? number : otherwise
}

export function* descendants(element: Element, name: string): Generator<Element> {
  for (const one of element.children) {
    if (one.name === name) yield one
    yield* descendants(one, name)
  }
}
