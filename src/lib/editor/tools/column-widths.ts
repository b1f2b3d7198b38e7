/** Column widths without a mouse: wider and narrower in small steps; the other columns give and take. */
import type { Command } from '@tiptap/pm/state'
import { isInTable, selectedRect, type TableRect } from '@tiptap/pm/tables'
import { fittedShares, WHOLE } from '../../document/column-fit.ts'
import { sheetWidthMm } from '../../document/image.ts'
import { columnShares } from '../../document/print/table.ts'
import { plainBlock } from '../core/plain.ts'
import { appendixAround } from './landscape.ts'

const STEP = 20
const NARROWEST = 40

/** Makes the selected columns wider (+1) or narrower (-1). Every cell carries its width, so that any row may go. */
export function widenColumn(by: 1 | -1): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false
    const rect = selectedRect(state)
    const widths = resized(columnShares(plainBlock(rect.table)), rect, by)
    if (widths && dispatch) dispatch(write(state.tr, rect, (from, to) => widths.slice(from, to)))
    return true
  }
}

/** All columns as wide as each other. */
export const evenColumns: Command = (state, dispatch) => {
  if (!isInTable(state)) return false
  dispatch?.(write(state.tr, selectedRect(state), () => null))
  return true
}

/** Each column as wide as its words want: numbers narrow, running text wide. */
export const fitColumns: Command = (state, dispatch) => {
  if (!isInTable(state)) return false
  if (!dispatch) return true
  const rect = selectedRect(state)
  const room = sheetWidthMm(appendixAround(state)?.node.attrs.isLandscape === true)
  const widths = fittedShares(plainBlock(rect.table), room).map((share) => Math.round(share * WHOLE))
  dispatch(write(state.tr, rect, (from, to) => widths.slice(from, to)))
  return true
}

/** Null when the columns are at their limit. */
function resized(shares: number[], { left, right }: TableRect, by: 1 | -1): number[] | null {
  const widths = shares.map((share) => Math.round(share * WHOLE))
  const isChosen = (column: number) => column >= left && column < right
  const chosen = right - left
  const others = widths.filter((_, column) => !isChosen(column))
  if (others.length === 0) return null
  const change = by * STEP * chosen
  const rest = others.reduce((sum, width) => sum + width, 0)
  const next = widths.map((width, column) => (isChosen(column) ? width + by * STEP : width - (change * width) / rest))
  return next.some((width) => width < NARROWEST) ? null : next.map(Math.round)
}

type Tr = Parameters<NonNullable<Parameters<Command>[1]>>[0]

function write(
  tr: Tr,
  { map, table, tableStart }: TableRect,
  widths: (from: number, to: number) => number[] | null,
): Tr {
  for (const pos of new Set(map.map)) {
    const { left, right } = map.findCell(pos)
    const wanted = widths(left, right)
    const had: unknown = table.nodeAt(pos)?.attrs.colwidth
    if (JSON.stringify(had) !== JSON.stringify(wanted)) tr.setNodeAttribute(tableStart + pos, 'colwidth', wanted)
  }
  return tr
}
