import type { KindId } from '../../../src/lib/document/kinds.ts'
import type { Fields } from '../../../src/lib/document/model.ts'
import type { Username } from '../people.ts'

export interface DemonstrationText {
  kind: KindId
  subject: string
  /** Who is to sign it. */
  signer: Username
  fields: Partial<Omit<Fields, 'kind'>>
  /** As people would paste it: one block a line, with its label. */
  body: string
}

/** What a text needs to know of the day on which the office is made, so that its dates make sense. */
export interface Today {
  /** "ngày 05 tháng 01 năm 2026", so many days from today. */
  day(offset: number): string
  year: number
}
export type Write = (today: Today) => DemonstrationText
