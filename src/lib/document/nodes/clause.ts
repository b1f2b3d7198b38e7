/**
 * Phần, chương, mục, tiểu mục, điều, khoản, "1.1.", "1.1.1.", điểm: flat blocks. The number is never stored; numbering.ts
 * computes it.
 */
import type { ClauseLevel } from '../model.ts'

/** Outermost first. */
export const CLAUSE_LEVELS: readonly ClauseLevel[] = [
  'phan',
  'chuong',
  'muc',
  'tieu-muc',
  'dieu',
  'khoan',
  'decimal',
  'sub-decimal',
  'diem',
]

/** 0 for phần … 8 for điểm: how deep a level stands. */
export function rank(level: ClauseLevel): number {
  return CLAUSE_LEVELS.indexOf(level)
}

/** Their numbers begin with the number of the clause they stand in. */
export const DECIMAL_LEVELS: ReadonlySet<ClauseLevel> = new Set(['decimal', 'sub-decimal'])

export function isClauseLevel(value: unknown): value is ClauseLevel {
  return CLAUSE_LEVELS.some((level) => level === value)
}

/** The level, or `khoan` for anything that is none: the text is kept whatever its attribute says. */
export function clauseLevel(value: unknown): ClauseLevel {
  return isClauseLevel(value) ? value : 'khoan'
}

/** 72 random bits as 12 letters: unique enough for the clauses of one document. */
export function newClauseId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
