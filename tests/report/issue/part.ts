import type { House } from './house.ts'

/** What is measured on one house, and the line of the report that comes of it. */
export interface Part {
  name: string
  /** Settings that the nodes need for it. */
  settings?(): Promise<NodeJS.ProcessEnv>
  lines(house: House, say: (line: string) => void): Promise<string[]>
}

/** The value under which this share of them lies. */
export function at(share: number, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** What is measured without a house. */
export interface Measure {
  name: string
  figures(say: (line: string) => void): Promise<string[]>
}
