/** Widths of the columns of a pasted table: Word and Google Docs tell them in ways of their own. */

export interface PastedCell {
  colspan: number
  rowspan: number
  /** In px; null where the cell does not tell. */
  width: number | null
}

/** For each cell of a grid within its bounds the widths of the columns it covers; null unless every column of the table is known. */
export function cellWidths(
  rows: readonly (readonly PastedCell[])[],
  told: readonly (number | null)[],
): number[][][] | null {
  const columns: (number | null)[] = [...told]
  const taken: boolean[][] = rows.map(() => [])
  const starts = rows.map((cells, row) => {
    let column = 0
    return cells.map(({ colspan, rowspan, width }) => {
      while (taken[row]?.[column]) column++
      const start = column
      for (let y = row; y < Math.min(row + rowspan, rows.length); y++)
        for (let x = start; x < start + colspan; x++) (taken[y] ??= [])[x] = true
      if (colspan === 1) columns[start] ??= width
      column += colspan
      return start
    })
  })
  const count = taken.reduce((most, row) => Math.max(most, row.length), 0)
  const widths = columns.slice(0, count).flatMap((width) => (width !== null && width > 0 ? [Math.round(width)] : []))
  if (count === 0 || widths.length < count) return null
  return rows.map((cells, row) =>
    cells.map(({ colspan }, at) => {
      const start = starts[row]?.[at] ?? 0
      return widths.slice(start, start + colspan)
    }),
  )
}
