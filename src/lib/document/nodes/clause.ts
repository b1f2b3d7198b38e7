/**
 * Phần, chương, mục, tiểu mục, điều, khoản, điểm: flat blocks. The number is never stored; numbering.ts computes it.
 * `id` is what a reference holds on to; it survives moves and changes of level.
 */
import { mergeAttributes, Node } from '@tiptap/core'
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

const id = {
  default: null,
  keepOnSplit: false, // the second half of a split clause is a new clause
  parseHTML: (element: HTMLElement) => element.dataset.id ?? null,
  renderHTML: (attributes: Record<string, unknown>) => (attributes.id ? { 'data-id': attributes.id } : {}),
}

export const Clause = Node.create({
  name: 'clause',
  group: 'block',
  content: 'inline*',
  defining: true,
  addAttributes() {
    return {
      level: {
        default: 'dieu',
        parseHTML: (element) => clauseLevel(element.dataset.level),
        renderHTML: ({ level }) => ({ 'data-level': level }),
      },
      id,
    }
  },
  parseHTML: () => [{ tag: 'p[data-block="clause"]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['p', mergeAttributes(HTMLAttributes, { 'data-block': 'clause' }), 0],
})

/**
 * Starts a phụ lục; its text is the title. What follows, up to the next appendix, belongs to it, and numbering begins
 * anew (Phụ lục I, III.1).
 */
export const Appendix = Node.create({
  name: 'appendix',
  group: 'block',
  content: 'inline*',
  defining: true,
  addAttributes() {
    return {
      id,
      isLandscape: {
        default: false,
        parseHTML: (element) => element.dataset.landscape === 'true',
        renderHTML: ({ isLandscape }) => (isLandscape ? { 'data-landscape': 'true' } : {}),
      },
    }
  },
  parseHTML: () => [{ tag: 'p[data-block="appendix"]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['p', mergeAttributes(HTMLAttributes, { 'data-block': 'appendix' }), 0],
})
