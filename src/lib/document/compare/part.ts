/**
 * Of a comparison as much as a page draws at once. The words in short are told of the whole; of its lines come those that
 * changed, with the ones beside them, and the rest when somebody asks for it.
 */
import type { Row, Shown, ShownComparison, ShownRow, Stretch } from './shown.ts'
import type { Unit } from './summary.ts'

/** A row of a part. `at`: its place among all of them. `isCut`: it is longer than what is shown of it. */
export type PartRow = Row & { at: number; isCut: boolean }

export interface Rows {
  rows: PartRow[]
  /** Where the next part begins; null where nothing that was asked for is left. */
  next: number | null
}

export interface Units {
  units: (Unit & { at: number })[]
  /** Of all of them, how many are not told of yet. */
  left: number
}

/** What a page begins with. */
export interface ShownPart extends Omit<ShownComparison, 'rows' | 'summary'>, Rows {
  summary: Units & Pick<ShownComparison['summary'], 'renumbered'>
  /** Of all rows, and of all rows that changed. */
  count: number
  changes: number
}

/** What else of it may be asked for: rows from one place to another, or units of the summary from one on. */
export type Wanted = { is: 'rows'; at: number; upTo: number; onlyChanges: boolean } | { is: 'units'; at: number }

/** Rows shown around a change. */
const AROUND = 1

/**
 * What rows weigh, in letters: an element of the page is as dear as so many. The first part is drawn on the server, in a
 * process that serves everybody (some 30 ms); others are drawn by whoever asks for them.
 */
const WEIGHT = { row: 200, stretch: 60, cell: 150 }
const FIRST = { all: 60_000, row: 20_000, units: 100 }
const LATER = { all: 500_000, row: 500_000, units: 500 }
type Most = typeof FIRST

/** The sentence on them names no more. */
const MOST_RENUMBERED = 9

/** Whether a row shows anything but what both texts have in the same place. */
export const isChange = ({ is, isMoved }: Pick<Row, 'is' | 'isMoved'>): boolean => is !== 'same' || isMoved

export function firstPart({ rows, summary, ...others }: ShownComparison): ShownPart {
  return {
    ...others,
    summary: { renumbered: summary.renumbered.slice(0, MOST_RENUMBERED), ...unitsFrom(summary.units, 0, FIRST) },
    count: rows.length,
    changes: rows.filter(isChange).length,
    ...rowsFrom(rows, { at: 0, upTo: rows.length, onlyChanges: true }, FIRST),
  }
}

export const laterPart = ({ rows, summary }: ShownComparison, wanted: Wanted): Rows | Units =>
  wanted.is === 'rows' ? rowsFrom(rows, wanted, LATER) : unitsFrom(summary.units, wanted.at, LATER)

function unitsFrom(units: readonly (Unit & { at: number })[], from: number, most: Most): Units {
  return { units: units.slice(from, from + most.units), left: Math.max(0, units.length - from - most.units) }
}

/** At least one where there is one. */
function rowsFrom(
  rows: readonly Row[],
  { at: from, upTo, onlyChanges }: { at: number; upTo: number; onlyChanges: boolean },
  most: Most,
): Rows {
  const isWanted = onlyChanges ? nearChanges(rows) : () => true
  const part: PartRow[] = []
  let weight = 0
  for (const [at, row] of rows.slice(0, upTo).entries()) {
    if (at < from || !isWanted(at)) continue
    const purse = { left: most.row - WEIGHT.row }
    const shown = cut(row.shown, purse)
    weight += most.row - Math.max(0, purse.left)
    if (weight > most.all && part.length > 0) return { rows: part, next: at }
    part.push({ ...row, shown, at, isCut: purse.left < 0 })
  }
  return { rows: part, next: null }
}

function nearChanges(rows: readonly Row[]): (at: number) => boolean {
  const near = new Uint8Array(rows.length)
  for (const [at, row] of rows.entries()) if (isChange(row)) near.fill(1, Math.max(0, at - AROUND), at + AROUND + 1)
  return (at) => near[at] === 1
}

/** What may still be taken. Below zero: something had to be left out. */
interface Purse {
  left: number
}

function cut(shown: Shown, purse: Purse): Shown {
  if (shown.is === 'line') return { ...shown, stretches: cutStretches(shown.stretches, purse) }
  return shown.is === 'table' ? { ...shown, rows: cutRows(shown.rows, purse) } : shown
}

function cutStretches(stretches: readonly Stretch[], purse: Purse): Stretch[] {
  const kept: Stretch[] = []
  for (const stretch of stretches) {
    const room = purse.left - WEIGHT.stretch
    const weight = stretch.text.length + WEIGHT.stretch
    if (room <= 0) {
      purse.left = -1
      return kept
    }
    kept.push(weight <= purse.left ? stretch : { ...stretch, text: stretch.text.slice(0, room).toWellFormed() })
    purse.left -= weight
    if (purse.left < 0) return kept
  }
  return kept
}

/** Whole rows of a table, first those that changed: so long as there is room, in the order of the table. */
function cutRows(rows: readonly ShownRow[], purse: Purse): ShownRow[] {
  const kept = new Map<number, ShownRow>()
  const byWeight = [...rows.entries()].toSorted(([, a], [, b]) => Number(a.is === 'same') - Number(b.is === 'same'))
  for (const [at, row] of byWeight) {
    if (purse.left <= 0) {
      purse.left = -1
      break
    }
    const cells: ShownRow['cells'] = []
    for (const cell of row.cells) {
      purse.left -= WEIGHT.cell
      if (purse.left < 0) break
      cells.push({ ...cell, blocks: cell.blocks.map((block) => cut(block, purse)) })
    }
    // Half a row is shown only where there is no other.
    if (purse.left < 0 && kept.size > 0) break
    kept.set(at, { ...row, cells })
  }
  return [...kept].toSorted(([a], [b]) => a - b).map(([, row]) => row)
}
