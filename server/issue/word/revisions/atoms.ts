/** A paragraph as a row of letters and other small things, each with its look and with what is known of it. */
import type { Tag } from '../../../../src/lib/document/suggest/readings.ts'
import { LABEL } from '../body.ts'
import { childOf, elementsOf, writeXml, type Xml } from './xml.ts'

export interface Atom {
  is: 'atom'
  /** A letter; of anything else what makes two of them the same. */
  value: string
  /** What is no letter. */
  held: Xml | null
  look: Look
  tag: Tag
  isLabel: boolean
}

/** The end of a paragraph. */
export interface End {
  is: 'end'
  properties: Xml[]
  tag: Tag
}

export interface Look {
  properties: Xml | null
  key: string
}

export interface Source {
  tags: readonly Tag[]
  /** Texts of footnotes by their number. */
  notes: readonly string[]
}

const UNKNOWN: Tag = {}

/** What stands behind the point says which part of its block an element is. */
export function tagOf({ attributes }: Xml, { tags }: Source): { tag: Tag; part: string } | null {
  const [number, part = '0'] = attributes.tag?.split('.') ?? []
  const tag = number === undefined ? undefined : tags[Number(number)]
  return tag ? { tag, part } : null
}

export function endOf(paragraph: Xml, source: Source): End {
  const properties = childOf(paragraph, 'w:pPr')
  return {
    is: 'end',
    properties: properties ? elementsOf(properties).filter(({ name }) => name !== 'w:rPr' && name !== 'w:sectPr') : [],
    tag: tagOf(paragraph, source)?.tag ?? UNKNOWN,
  }
}

export function atomsOf(paragraph: Xml, source: Source): Atom[] {
  const move = tagOf(paragraph, source)?.tag.move
  const unknown = move === undefined ? UNKNOWN : { move }
  return elementsOf(paragraph).flatMap((run): Atom[] => {
    if (run.name === 'w:pPr') return []
    if (run.name !== 'w:r') return [held(run, NO_LOOK, unknown, source)]
    const look = lookOf(childOf(run, 'w:rPr'))
    const isLabel = run.attributes.tag === String(LABEL)
    const tag = tagOf(run, source)?.tag ?? unknown
    return elementsOf(run).flatMap((part): Atom[] => {
      if (part.name === 'w:rPr') return []
      if (part.name !== 'w:t') return [{ ...held(part, look, tag, source), isLabel }]
      const words = part.children.filter((child) => typeof child === 'string').join('')
      return Array.from(words, (value): Atom => ({ is: 'atom', value, held: null, look, tag, isLabel }))
    })
  })
}

const NO_LOOK: Look = { properties: null, key: '' }

function lookOf(properties: Xml | undefined): Look {
  return properties ? { properties, key: writeXml(properties) } : NO_LOOK
}

function held(part: Xml, look: Look, tag: Tag, source: Source): Atom {
  return { is: 'atom', value: valueOf(part, source), held: part, look, tag, isLabel: false }
}

/** The same note and the same image have other numbers in the other reading. */
function valueOf(part: Xml, { notes }: Source): string {
  if (part.name === 'w:footnoteReference') return `note ${notes[Number(part.attributes['w:id']) - 1] ?? ''}`
  return writeXml(part).replaceAll(/<wp:docPr [^>]*>|<pic:cNvPr [^>]*>/g, '')
}
