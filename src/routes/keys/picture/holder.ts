/** Whose picture an address names: a person's, or null for the agency's seal. */
export const SEAL = 'seal'
export const holderOf = (named: string): string | null => (named === SEAL ? null : named)
