/**
 * Tracked changes in the new words of somebody else. They cannot be decided without those words, so they are no change of
 * their own: what was put in there belongs to the words around it, what was taken out there stays. Both are told.
 */
import { child, type Element, taken } from './xml.ts'

const INSERTED = new Set(['w:ins', 'w:moveTo'])
/** All others that a reading takes or leaves. */
const OTHERS = new Set(['w:del', 'w:moveFrom', 'w:rPrChange', 'w:pPrChange'])

/** By change, whose new words it stands in. Linear. */
export function hostsIn(root: Element): Map<Element, string> {
  const hosts = new Map<Element, string>()
  new Walk(hosts).container(root, null)
  return hosts
}

const authorOf = ({ attributes }: Element): string => attributes['w:author'] ?? ''

/** Something put in: words, or the end of a paragraph. */
interface Put {
  element: Element
  author: string
  isEnd: boolean
}

/** What was put in without anything old between, over the ends of paragraphs. */
interface Group {
  puts: Put[]
  /** It begins where its paragraph does. */
  isAtStart: boolean
}

class Walk {
  readonly #hosts
  #group: Group = { puts: [], isAtStart: true }

  constructor(hosts: Map<Element, string>) {
    this.#hosts = hosts
  }

  /** Of paragraphs, rows or cells. `host`: whose new words all of it is. */
  container(parent: Element, host: string | null): void {
    for (const element of taken(parent)) {
      if (element.name === 'w:p') {
        if (host === null) this.#paragraph(element)
        else this.#within(element, host)
        continue
      }
      this.#close(true)
      if (INSERTED.has(element.name) || OTHERS.has(element.name)) this.#note(element, host)
      const row = element.name === 'w:tr' ? child(child(element, 'w:trPr'), 'w:ins') : undefined
      const own = INSERTED.has(element.name) ? element : row
      this.container(element, host ?? (own ? authorOf(own) : null))
      this.#close(true)
    }
  }

  #paragraph(paragraph: Element): void {
    this.#content(paragraph)
    const properties = child(paragraph, 'w:pPr')
    const mark = child(properties, 'w:rPr')
    const end = mark?.children.find(({ name }) => INSERTED.has(name))
    if (end) this.#group.puts.push({ element: end, author: authorOf(end), isEnd: true })
    else this.#close(true)
    if (properties && end) this.#within(properties, authorOf(end))
  }

  #content(parent: Element): void {
    for (const element of taken(parent)) {
      if (INSERTED.has(element.name)) {
        this.#group.puts.push({ element, author: authorOf(element), isEnd: false })
        this.#within(element, authorOf(element))
      } else if (CLEAR.has(element.name)) this.#content(element)
      else if (!NOTHING.has(element.name) && !isReference(element)) {
        this.#close(false)
        this.container(element, null) // a text box
        this.#close(false)
      }
    }
  }

  /** Everything in the new words of one. */
  #within(parent: Element, host: string): void {
    for (const element of taken(parent)) {
      if (INSERTED.has(element.name) || OTHERS.has(element.name)) this.#note(element, host)
      this.#within(element, host)
    }
  }

  #note(element: Element, host: string | null): void {
    if (host !== null && authorOf(element) !== host && !this.#hosts.has(element)) this.#hosts.set(element, host)
  }

  #close(isAtStart: boolean): void {
    const { puts, isAtStart: beganAtStart } = this.#group
    this.#group = { puts: [], isAtStart }
    if (puts.length < 2) return
    const owners = surrounded(puts)
    this.#ofParagraphs(puts, owners, beganAtStart)
    for (const [at, { element, author }] of puts.entries()) {
      const owner = owners[at]
      if (owner === undefined || owner === author) continue
      this.#hosts.set(element, owner)
      this.#within(element, owner)
    }
  }

  /** A paragraph is new by the end before it, as Word has it, or by its own one, where it is new from its beginning. */
  #ofParagraphs(puts: readonly Put[], owners: string[], isOwnEnd: boolean): void {
    let from = 0
    let maker: string | undefined
    for (const [at, { isEnd }] of puts.entries()) {
      if (!isEnd) continue
      const own = isOwnEnd ? owners[at] : maker
      if (own !== undefined) owners.fill(own, from, at)
      from = at + 1
      maker = owners[at]
    }
    if (!isOwnEnd && maker !== undefined) owners.fill(maker, from)
  }
}

/** What stands between two insertions of one person is theirs. */
function surrounded(puts: readonly Put[]): string[] {
  const last = new Map(puts.map(({ author }, at) => [author, at]))
  const owners: string[] = []
  let [owner, until] = ['', -1]
  for (const [at, { author }] of puts.entries()) {
    if (at > until) [owner, until] = [author, last.get(author) ?? at]
    owners.push(owner)
  }
  return owners
}

/** A run that only says which comment ends here. */
const isReference = ({ name, children }: Element): boolean =>
  name === 'w:r' && children.every((part) => part.name === 'w:rPr' || part.name === 'w:commentReference')

/** Wrappers that hold parts of a line. */
const CLEAR = new Set([
  'w:smartTag',
  'w:customXml',
  'w:sdt',
  'w:sdtContent',
  'w:hyperlink',
  'w:dir',
  'w:bdo',
  'w:fldSimple',
])
/** Say nothing in a line. */
const NOTHING = new Set([
  ...['w:pPr', 'w:bookmarkStart', 'w:bookmarkEnd', 'w:proofErr', 'w:permStart', 'w:permEnd', 'w:sdtPr', 'w:smartTagPr'],
  ...['w:commentRangeStart', 'w:commentRangeEnd', 'w:moveToRangeStart', 'w:moveToRangeEnd', 'w:customXmlPr'],
  ...['w:moveFromRangeStart', 'w:moveFromRangeEnd'],
])
