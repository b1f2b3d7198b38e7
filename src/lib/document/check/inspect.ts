/** A document laid out for the rules: looked at once, read by all of them. */
import { kindOf, type Kind } from '../kinds.ts'
import type { KnownBasis } from '../known-basis.ts'
import type { BodyNode, ClauseLevel, Fields, OfficialDocument } from '../model.ts'
import { clauseLevel } from '../nodes/clause.ts'
import { bodyLabels, type ClauseLabel } from '../numbering.ts'
import { ATOM, inlineText } from '../inline.ts'
import { citations } from '../references.ts'
import { titledClauses } from '../titled.ts'
import type { Offices } from '../office.ts'
import type { Breach, Mend, Place } from './finding.ts'

/** A textblock, in the body or in a cell. */
export interface Line {
  path: readonly number[]
  node: BodyNode
  /** One character per inline position: "\n" for a line end, U+FFFC for another atom. */
  text: string
}

/** A top-level block. */
export interface Block extends Line {
  index: number
  label: ClauseLabel | null
  level: ClauseLevel | null
  /** A clause with a title. */
  isTitled: boolean
}

export interface Inspected {
  fields: Fields
  kind: Kind
  blocks: readonly Block[]
  /** All textblocks, those in tables too. */
  lines: readonly Line[]
  /** Words of each clause that can be referred to, by id. */
  citations: ReadonlyMap<string, string>
  /** Blocks before the first appendix: the document proper. */
  proper: readonly Block[]
  library: { bases: readonly KnownBasis[]; today: string }
  /** Null where nothing is known of them. */
  offices: Offices | null
}

export function inspect({ fields, body }: OfficialDocument): Omit<Inspected, 'library' | 'offices'> {
  const labels = bodyLabels(body, fields.kind)
  const titled = titledClauses(body.content ?? [])
  const blocks = (body.content ?? []).map((node, index): Block => {
    const level = node.type === 'clause' ? clauseLevel(node.attrs?.level) : null
    const isTitled = titled[index] === true
    return { index, path: [index], node, text: inlineText(node), label: labels[index] ?? null, level, isTitled }
  })
  const firstAppendix = blocks.findIndex(({ node }) => node.type === 'appendix')
  return {
    fields,
    kind: kindOf(fields.kind),
    blocks,
    lines: blocks.flatMap((block) => (block.node.type === 'table' ? cellLines(block.node, block.path) : [block])),
    citations: citations(body, fields.kind),
    proper: firstAppendix === -1 ? blocks : blocks.slice(0, firstAppendix),
  }
}

function cellLines(node: BodyNode, path: readonly number[]): Line[] {
  return (node.content ?? []).flatMap((child, index) => {
    const at = [...path, index]
    const isRowOrCell = child.type === 'tableRow' || child.type === 'tableCell' || child.type === 'tableHeader'
    return isRowOrCell ? cellLines(child, at) : [{ path: at, node: child, text: inlineText(child) }]
  })
}

/** The place of a line, or of a part of its text. */
export function placeOf({ path, node }: Line, from?: number, to?: number): Place {
  const id = typeof node.attrs?.id === 'string' ? node.attrs.id : null
  return { at: 'block', path, id, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/** Another text between two positions of a line. */
export function replaceText({ path }: Line, from: number, to: number, text: string): Mend {
  return { act: 'replace-text', path, from, to, text }
}

/** One breach per match of a global pattern; `mend` gives the better words, or null where none is sure. */
export function* matches(
  lines: readonly Line[],
  pattern: RegExp,
  mend: (match: RegExpExecArray) => string | null,
): Iterable<Breach> {
  for (const line of lines) {
    for (const match of line.text.matchAll(pattern)) {
      const from = match.index
      const to = from + match[0].length
      const better = mend(match)
      yield {
        place: placeOf(line, from, to),
        params: { found: match[0].trim(), better: better?.trim() ?? '' },
        ...(better === null ? {} : { mend: replaceText(line, from, to, better) }),
      }
    }
  }
}

/** Sentences are shorter than this; a place in a long text is shown by its first words. */
const EXCERPT_LENGTH = 60

export function excerpt(text: string): string {
  const line = text.replaceAll(ATOM, '').replaceAll(/\s+/g, ' ').trim()
  return line.length <= EXCERPT_LENGTH ? line : `${line.slice(0, EXCERPT_LENGTH).trimEnd()}…`
}
