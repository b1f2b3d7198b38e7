/** Which rows of a table are those of the other reading. */
import { common, Purse } from '../../../../src/lib/document/compare/sequence.ts'
import { elementsOf, wordsOf, writeXml, type Xml } from './xml.ts'

export interface RowStep {
  old?: Xml
  now?: Xml
}

const STEPS = 1_000_000

/** `isSame`: one table that has kept its rows and cells, whatever stands in them. */
export function pairedRows(old: Xml | undefined, now: Xml | undefined, isSame: boolean): RowStep[] {
  const [a, b] = [rowsOf(old), rowsOf(now)]
  if (isSame && a.length === b.length && a.every((row, at) => isLike(row, b[at]))) return sideBySide(a, b)
  const steps: RowStep[] = []
  let [i, j] = [0, 0]
  for (const [x, y] of common(a.map(textOf), b.map(textOf), new Purse(STEPS)) ?? []) {
    steps.push(...between(a.slice(i, x), b.slice(j, y)), ...sideBySide(a.slice(x, x + 1), b.slice(y, y + 1)))
    ;[i, j] = [x + 1, y + 1]
  }
  return [...steps, ...between(a.slice(i), b.slice(j))]
}

const sideBySide = (a: readonly Xml[], b: readonly Xml[]): RowStep[] =>
  a.flatMap((old, at) => {
    const now = b[at]
    return now ? [{ old, now }] : []
  })

/** Rows that share a cell are one row; Word knows no cell that came or went, so others go and come whole. */
function between(old: readonly Xml[], now: readonly Xml[]): RowStep[] {
  const steps: RowStep[] = []
  let next = 0
  for (const row of old) {
    const at = now.findIndex((other, index) => index >= next && isLike(row, other) && sharesCell(row, other))
    const found = now[at]
    if (at < 0 || !found) {
      steps.push({ old: row })
      continue
    }
    steps.push(...now.slice(next, at).map((other) => ({ now: other })), { old: row, now: found })
    next = at + 1
  }
  return [...steps, ...now.slice(next).map((row) => ({ now: row }))]
}

const rowsOf = (table: Xml | undefined) => (table ? elementsOf(table).filter(({ name }) => name === 'w:tr') : [])
const cellsOf = (row: Xml | undefined) => (row ? elementsOf(row).filter(({ name }) => name === 'w:tc') : [])
/** The words of each cell, and which cells there are. */
const textOf = (row: Xml) =>
  cellsOf(row)
    .map((cell) => `${spansOf(cell)} ${wordsOf(cell)}`)
    .join('\n')

const isLike = (row: Xml, other: Xml | undefined) =>
  cellsOf(row).map(spansOf).join('\n') === cellsOf(other).map(spansOf).join('\n')

function spansOf(cell: Xml): string {
  const properties = elementsOf(cell).find(({ name }) => name === 'w:tcPr')
  const spans = properties ? elementsOf(properties) : []
  return spans
    .filter(({ name }) => name === 'w:gridSpan' || name === 'w:vMerge')
    .map(writeXml)
    .join('')
}

function sharesCell(row: Xml, other: Xml): boolean {
  const [a, b] = [cellsOf(row).map(wordsOf), cellsOf(other).map(wordsOf)]
  return a.some((words, at) => words.trim() !== '' && words === b[at])
}
