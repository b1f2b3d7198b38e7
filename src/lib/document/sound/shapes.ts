/** How a stored text is shown, whole or broken, and how one that cannot be read becomes one that can. */
import type { Fields } from '../model.ts'
import type { Flaw } from './flaw.ts'

/** A document as its page shows it before the editor is there. */
export interface Drawn {
  fields: Fields
  html: { main: string; appendices: string }
}

/** The text of a draft for its page: whole, or what of it can be read (OPEN-1). */
export type DrawnText =
  | ({ is: 'whole' } & Drawn)
  /** `isMended`: `shown` is the text as it would be once it is mended; otherwise it is an earlier moment of it. */
  | { is: 'broken'; flaws: Flaw[]; shown: Drawn | null; lines: string[]; isMended: boolean }

/** How a text that cannot be read becomes one that can. */
export type WayBack =
  | { is: 'sound' }
  /**
   * A change like any other, to be put behind the log. `position`: the moment it goes back to; null = all is kept that can
   * be read. `squashed`: the log with it, where reading the log itself takes too long.
   */
  | {
      is: 'change'
      update: Uint8Array
      position: number | null
      squashed?: { state: Uint8Array; vector: Uint8Array }
    }
  /** No change helps: the log itself is damaged. The text at `position`, to be read in place of the log up to its end. */
  | { is: 'state'; state: Uint8Array; vector: Uint8Array; position: number }
  | { is: 'none' }
