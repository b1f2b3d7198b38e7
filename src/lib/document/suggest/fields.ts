/** Which fields of the page may be suggested: those that a page lets everybody type or choose, each shown on the card. */
import { TEXT_FIELDS } from '../model.ts'

const CHOICES = ['urgency', 'circulation', 'sheet'] as const
const SUGGESTED = [...TEXT_FIELDS, ...CHOICES]
export type SuggestedField = (typeof SUGGESTED)[number]

/** The office's own (its name, place and symbol), the signer and the kind are no matter of a suggestion. */
export const isSuggestedField = (name: string): name is SuggestedField => SUGGESTED.some((field) => field === name)
