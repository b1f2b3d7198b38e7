/**
 * Sets documents as PDF/A-2b, tagged, by Decree 30/2020: Typst does the setting, in processes of their own (set.ts).
 */
export type { PageBreak } from './page-breaks.ts'
export type { Box, Typeset } from './set.ts'
export type { Images, Look, Manuscript, Paging, Picture, StoredText, Wanted } from './shapes.ts'
