/** What a part of the review (suggestions, versions) adds to the report. */
export interface Part {
  name: string
  /** The lines that the report ends with, in their order. Throws when a figure of the house is broken. */
  lines(say: (line: string) => void): Promise<string[]>
}
