/** A document laid out for the rules: looked at once, read by all of them. */
import { ATOM, inlineText } from '../inline.ts'
import { type Kind, kindOf } from '../kinds.ts'
import type { KnownBasis } from '../known-basis.ts'
import type { BodyNode, ClauseLevel, Fields, OfficialDocument } from '../model.ts'
import { clauseLevel } from '../nodes/clause.ts'
import { bodyLabels, type ClauseLabel } from '../numbering.ts'
import type { Offices } from '../office.ts'
import { citations } from '../references.ts'
import { titledClauses } from '../titled.ts'
import type { Breach, Mend, Place } from './finding.ts'

/** A textblock, in the body or in a cell. */
export interface Line {
  path: readonly number[]
  node: BodyNode
  /** One character per inline position: "\n" for a line end, U+FFFC for another atom. Composed (NFC), as rules read it. */
  text: string
  /** Where each character of `text` stands in the line, when somebody's keyboard wrote letters and tones apart. */
  positions?: readonly number[]
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

function composed(raw: string): Pick<Line, 'text' | 'positions'> {
  const text = raw.normalize('NFC')
  if (text === raw) return { text }
  const positions: number[] = []
  let whole = ''
  for (const { 0: cluster, index } of raw.matchAll(/\P{M}\p{M}*|^\p{M}+/gu)) {
    const letter = cluster.normalize('NFC')
    whole += letter
    for (let unit = 0; unit < letter.length; unit++) positions.push(index)
  }
  return { text: whole, positions: [...positions, raw.length] }
}

/** The inline position at which a character of a line's `text` stands. */
export function positionOf({ positions }: Pick<Line, 'positions'>, at: number): number {
  return positions?.[at] ?? at
}

const composedFields = (fields: Fields): Fields => ({
  ...fields,
  ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value).normalize('NFC')])),
})

export function inspect({ fields: written, body }: OfficialDocument): Omit<Inspected, 'library' | 'offices'> {
  const fields = composedFields(written)
  const labels = bodyLabels(body, fields.kind)
  const titled = titledClauses(body.content ?? [])
  const blocks = (body.content ?? []).map((node, index): Block => {
    const level = node.type === 'clause' ? clauseLevel(node.attrs?.level) : null
    const isTitled = titled[index] === true
    return { index, path: [index], node, ...composed(inlineText(node)), label: labels[index] ?? null, level, isTitled }
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
    return isRowOrCell ? cellLines(child, at) : [{ path: at, node: child, ...composed(inlineText(child)) }]
  })
}

/** The place of a line, or of a part of its text. */
export function placeOf(line: Line, start?: number, end?: number): Place {
  const { path, node } = line
  const [from, to] = [start, end].map((at) => (at === undefined ? undefined : positionOf(line, at)))
  const id = typeof node.attrs?.id === 'string' ? node.attrs.id : null
  return { at: 'block', path, id, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/** Another text between two positions of a line. */
export function replaceText(line: Line, from: number, to: number, text: string): Mend {
  return { act: 'replace-text', path: line.path, from: positionOf(line, from), to: positionOf(line, to), text }
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
/** So much of a text is looked at for it, whatever blanks it begins with. */
const EXCERPT_SOURCE = 2_000

export function excerpt(text: string): string {
  const line = text.slice(0, EXCERPT_SOURCE).replaceAll(ATOM, '').replaceAll(/\s+/g, ' ').trim()
  return line.length <= EXCERPT_LENGTH ? line : `${line.slice(0, EXCERPT_LENGTH).trimEnd()}…`
}

/** By level: "tiết 1.1.1" is one, and an a) a điểm, however deep they stand where a reference cites them. */
const CALLED: Partial<Record<ClauseLevel, string>> = {
  khoan: 'khoản',
  decimal: 'điểm',
  'sub-decimal': 'tiết',
  diem: 'điểm',
}

/** What a finding calls a clause: as the tools of the page call its level, where its writer has chosen it. */
export function calledIn({ level, label }: Pick<Block, 'level' | 'label'>): string {
  const name = level && CALLED[level]
  return name && label ? `${name} ${label.label.replace(/[.)]$/, '')}` : (label?.cite ?? '')
}
