/**
 * Phần, chương, mục, tiểu mục, điều, khoản, điểm: flat blocks. The number is never stored; numbering.ts computes it.
 */
import type { ClauseLevel } from '../model.ts'

export const CLAUSE_LEVELS: readonly ClauseLevel[] = ['phan', 'chuong', 'muc', 'tieu-muc', 'dieu', 'khoan', 'diem']

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
