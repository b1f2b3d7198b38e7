/** What the attributes of the shared text may hold, as every client of ours writes them; the schema knows only their names. */
import { own } from '../../own.ts'
import { isClauseLevel } from '../nodes/clause.ts'
import { alignment, isBlockRole, lineMarker } from '../nodes/textblock.ts'
import { MAX_SPAN } from '../span.ts'

type Test = (value: unknown) => boolean

/** Longer than any id, hash or style name of ours; a description or a footnote may be prose. */
const NAME_LENGTH = 200
const PROSE_LENGTH = 1_000_000

const isBoolean: Test = (value) => typeof value === 'boolean'
const isName: Test = (value) => typeof value === 'string' && value.length <= NAME_LENGTH
const isProse: Test = (value) => typeof value === 'string' && value.length <= PROSE_LENGTH
const isSpan: Test = (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_SPAN
const isSize: Test = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isWidths: Test = (value) => Array.isArray(value) && value.length <= MAX_SPAN && value.every(isSize)
const isNothing: Test = (value) => value === null || value === undefined

const cell: Record<string, Test> = { colspan: isSpan, rowspan: isSpan, colwidth: isWidths }

const ATTRIBUTES: Record<string, Record<string, Test>> = {
  textblock: {
    role: isBlockRole,
    level: isClauseLevel,
    id: isName,
    restarts: isBoolean,
    align: (value) => alignment(value) === value,
    indent: isBoolean,
    marker: (value) => lineMarker(value) === value,
    byHand: isBoolean,
    isLandscape: isBoolean,
    isAttached: isBoolean,
  },
  image: { hash: isName, widthMm: isSize, pixelWidth: isSize, pixelHeight: isSize, alt: isProse },
  reference: { target: isName },
  footnote: { text: isProse },
  tableCell: cell,
  tableHeader: cell,
}

function testOf(node: string, name: string): Test | undefined {
  return own(own(ATTRIBUTES, node) ?? {}, name)
}

export function hasRule(node: string, name: string): boolean {
  return testOf(node, name) !== undefined
}

/** Whether an attribute of a node that the schema knows holds what it should. */
export function isSoundAttribute(node: string, name: string, value: unknown): boolean {
  if (isNothing(value)) return true
  const test = testOf(node, name)
  return test !== undefined && test(value)
}

/** The mark's value as y-tiptap writes it: no mark of ours has attributes. Null takes the mark away. */
export function isSoundMark(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}
