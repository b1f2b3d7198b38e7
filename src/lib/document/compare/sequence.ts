/** Two rows of things compared: what both have in the same order. */

/**
 * Comparing costs with what differs; this is all there is of it for one comparison. Counted, not timed, so that the same
 * two texts are compared in the same way on every machine.
 */
export class Purse {
  private left: number
  /** Something was left out because it would have cost too much. */
  isEmpty = false

  constructor(steps: number) {
    this.left = steps
  }

  take(steps: number): boolean {
    if (steps > this.left) {
      this.isEmpty = true
      return false
    }
    this.left -= steps
    return true
  }
}

/** Lines that differ in more places than this are written anew for any reader. */
const MOST_EDITS = 600

/** The pairs of the longest row that both have in common, rising in both. Null where finding it would cost too much. */
export function common(a: readonly unknown[], b: readonly unknown[], purse: Purse): [number, number][] | null {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  const most = Math.min(a.length, b.length) - start
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const middle = myers(a.slice(start, a.length - end), b.slice(start, b.length - end), purse)
  if (!middle) return null
  const pairs: [number, number][] = []
  for (let i = 0; i < start; i++) pairs.push([i, i])
  for (const [i, j] of middle) pairs.push([i + start, j + start])
  for (let i = end; i > 0; i--) pairs.push([a.length - i, b.length - i])
  return pairs
}

/** E. W. Myers, "An O(ND) Difference Algorithm", 1986: the furthest that can be reached with 0, 1, 2 … edits. */
function myers(a: readonly unknown[], b: readonly unknown[], purse: Purse): [number, number][] | null {
  const [n, m] = [a.length, b.length]
  if (n === 0 || m === 0) return []
  const most = Math.min(n + m, MOST_EDITS)
  const reach = new Int32Array(2 * most + 3)
  const trace: Int32Array[] = []
  for (let edits = 0; edits <= most; edits++) {
    if (!purse.take(edits + 1)) return null
    trace.push(reach.slice(most + 1 - edits, most + 2 + edits))
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && at(reach, most + k) < at(reach, most + k + 2))
      let x = down ? at(reach, most + k + 2) : at(reach, most + k) + 1
      let y = x - k
      while (x < n && y < m && a[x] === b[y]) {
        x++
        y++
      }
      reach[most + k + 1] = x
      if (x >= n && y >= m) return walkBack(trace, edits, n, m)
    }
  }
  purse.isEmpty ||= n + m > most
  return null
}

const at = (row: Int32Array, index: number): number => row[index] ?? 0

function walkBack(trace: readonly Int32Array[], edits: number, n: number, m: number): [number, number][] {
  const pairs: [number, number][] = []
  let [x, y] = [n, m]
  for (let d = edits; d > 0; d--) {
    const row = trace[d] ?? new Int32Array()
    /** `row` holds the diagonals -d … d as they were before this edit. */
    const of = (k: number) => at(row, k + d)
    const k = x - y
    const down = k === -d || (k !== d && of(k - 1) < of(k + 1))
    const from = down ? k + 1 : k - 1
    const [fromX, fromY] = [of(from), of(from) - from]
    const [intoX, intoY] = down ? [fromX, fromY + 1] : [fromX + 1, fromY]
    while (x > intoX && y > intoY) pairs.push([--x, --y])
    ;[x, y] = [fromX, fromY]
  }
  while (x > 0 && y > 0) pairs.push([--x, --y])
  return pairs.toReversed()
}

/**
 * Of things in a new order those that kept the old one: the heaviest row of them whose numbers rise. Gives back their
 * indexes. A Fenwick tree over the numbers: n log n.
 */
export function heaviestRising(numbers: readonly number[], weights: readonly number[]): Set<number> {
  const size = Math.max(0, ...numbers) + 1
  /** Of each stretch of numbers, the index at which the heaviest row so far ends. */
  const tree = new Int32Array(size + 1).fill(-1)
  const heights = new Float64Array(numbers.length)
  const before = new Int32Array(numbers.length).fill(-1)
  const heightOf = (index: number) => (index < 0 ? 0 : (heights[index] ?? 0))
  let highest = -1
  for (const [index, number] of numbers.entries()) {
    let below = -1
    for (let i = number; i > 0; i -= i & -i) if (heightOf(at(tree, i)) > heightOf(below)) below = at(tree, i)
    before[index] = below
    heights[index] = heightOf(below) + (weights[index] ?? 1)
    for (let i = number + 1; i <= size; i += i & -i) if (heightOf(at(tree, i)) < heightOf(index)) tree[i] = index
    if (heightOf(index) > heightOf(highest)) highest = index
  }
  const kept = new Set<number>()
  for (let index = highest; index >= 0; index = at(before, index)) kept.add(index)
  return kept
}
