import { composed } from './composed.ts'

/** Whether two spellings are one printed name: composed or not, in capitals or not, blanks aside. Accents count. */
export function isSamePrintedName(one: string, other: string): boolean {
  return printed(one) === printed(other)
}

function printed(name: string): string {
  return composed(name).trim().replaceAll(/\s+/gu, ' ').toLowerCase()
}
