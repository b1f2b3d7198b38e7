/** The body and its structure (Phụ lục I, Phần I, Mục II.6.c–đ). */
import { contentAfter } from '../inline.ts'
import type { BodyNode, ClauseLevel } from '../model.ts'
import { rank } from '../nodes/clause.ts'
import { numberedOf } from '../numbering.ts'
import { endBegins } from '../text.ts'
import { type Block, calledIn, excerpt, type Inspected, placeOf, positionOf, replaceText } from './inspect.ts'
import type { Rule } from './rule.ts'
import { unwrittenAt } from './unwritten.ts'

const HEADINGS: ReadonlySet<ClauseLevel> = new Set(['phan', 'chuong', 'muc', 'tieu-muc'])

/** A number that was typed in front of a clause, which brings its own. */
const TYPED_LABEL: Record<ClauseLevel, RegExp> = {
  phan: /^\s*phần\s+([IVXLC]+|thứ\s+\p{L}+)(?![\p{L}\d])[\s.:–-]*/iu,
  chuong: /^\s*chương\s+([IVXLC]+|\d+)(?![\p{L}\d])[\s.:–-]*/iu,
  muc: /^\s*(mục\s+([IVXLC]+|\d+)(?![\p{L}\d])[\s.:–-]*|[IVXLC]+\s*(?:\.\s+|[./)–-]\s*(?=\p{Lu})))/iu,
  'tieu-muc': /^\s*tiểu\s+mục\s+\d+(?![\p{L}\d])[\s.:–-]*/iu,
  dieu: /^\s*điều\s+\d+\s*[.:–-]\s*/iu,
  khoan: /^\s*(?:[Kk]hoản\s+\d{1,3}\s*[.:)]\s*|\d{1,3}\s*[.)]\s+|\d{1,3}\s*[.)/–-]\s*(?=\p{Lu}\p{Ll}))/u,
  decimal: /^\s*\d{1,2}\.\d{1,2}(?:\s*[.)/–-]\s*(?=\p{L})|\s+(?=\p{Lu}))/u,
  'sub-decimal': /^\s*\d{1,2}\.\d{1,2}\.\d{1,2}(?:\s*[.)/–-]\s*(?=\p{L})|\s+(?=\p{Lu}))/u,
  diem: /^\s*(?:điểm\s+)?(?:[a-zđ]\s*\)\s*|[a-zđ]\s*[./]\s+(?=\p{L}))/iu,
}

/** What a paragraph looks like when its writer meant a clause. */
const LOOKS_LIKE: readonly [ClauseLevel, RegExp][] = [
  ['dieu', /^\s*điều\s+\d+\s*[.:]\s*/iu],
  ['sub-decimal', /^\s*\d{1,2}\.\d{1,2}\.\d{1,2}(?:\s*\.\s*|\s+)(?=[“"]?\p{Lu})/u],
  ['decimal', /^\s*\d{1,2}\.\d{1,2}(?:\s*\.\s*|\s+)(?=[“"]?\p{Lu})/u],
  ['khoan', /^\s*\d{1,2}\s*\.(?:\s+(?=[“"]?\p{Lu})|(?=\p{Lu}\p{Ll}))/u],
  ['diem', /^\s*[a-yđ]\s*\)\s*(?=[“"]?\p{L})/u],
]

const HOLDS_POINTS: ReadonlySet<ClauseLevel> = new Set(['muc', 'dieu', 'khoan', 'decimal', 'sub-decimal'])
const HOLDS_DECIMALS: readonly ClauseLevel[] = ['muc', 'dieu', 'khoan']

const isBlank = (text: string) => text.replaceAll(/[\s./…;,]/g, '') === ''

/** Whether a block between this clause and the next one of its rank holds its content. */
function hasContentBelow({ blocks }: Inspected, { index, level }: Block): boolean {
  const next = blocks[index + 1]
  if (!next || level === null) return false
  // A table or an image is no sentence: the number would be printed alone above it.
  if (next.level === null) return next.node.type === 'paragraph' || next.node.type === 'listLine'
  return rank(next.level) > rank(level)
}

export const clauseRules: Rule[] = [
  {
    id: 'body_empty',
    isGap: true,
    severity: 'fault',
    article: 'Điều 8 khoản 2; Phụ lục I, Mục II.6',
    *find({ proper }) {
      const hasWords = proper.some(
        ({ node, text }) => node.type === 'table' || (isTextblockType(node) && !isBlank(text)),
      )
      if (!hasWords) yield { place: { at: 'document' } }
    },
  },
  {
    id: 'articles_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.2–1.3',
    *find({ kind, proper }) {
      if (kind.formula !== 'QUYẾT ĐỊNH:' || proper.some(({ level }) => level === 'dieu')) return
      yield { place: { at: 'document' }, params: { kind: kind.name } }
    },
  },
  {
    id: 'clause_empty',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.d–đ',
    *find(document) {
      for (const block of document.blocks) {
        if (block.level === null || HEADINGS.has(block.level)) continue
        if (!isBlank(block.text) || hasContentBelow(document, block)) continue
        yield {
          place: placeOf(block),
          params: { label: calledIn(block) },
        }
      }
    },
  },
  {
    id: 'heading_title',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.d',
    *find({ blocks }) {
      for (const block of blocks) {
        if (block.level === null || !HEADINGS.has(block.level) || !isBlank(block.text)) continue
        yield { place: placeOf(block), params: { label: calledIn(block) } }
      }
    },
  },
  {
    id: 'heading_end_mark',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.d–đ',
    *find({ blocks }) {
      for (const block of blocks) {
        if (block.level === null || !HEADINGS.has(block.level) || isBlank(block.text)) continue
        if (!/[.:;,]$/.test(block.text.trimEnd())) continue
        const from = endBegins(block.text, /[\s/.:;,]/)
        yield {
          place: placeOf(block, from, block.text.length),
          params: { label: calledIn(block) },
          mend: replaceText(block, from, block.text.length, ''),
        }
      }
    },
  },
  {
    id: 'heading_without_content',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.c',
    *find(document) {
      for (const block of document.blocks) {
        if (block.level === null || !HEADINGS.has(block.level) || hasContentBelow(document, block)) continue
        yield { place: placeOf(block), params: { label: calledIn(block) } }
      }
    },
  },
  {
    id: 'clause_typed_number',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.đ',
    *find({ blocks }) {
      for (const block of blocks) {
        const typed = block.level === null ? null : TYPED_LABEL[block.level].exec(block.text)
        if (!typed) continue
        yield {
          place: placeOf(block, 0, typed[0].length),
          params: { label: block.label?.label ?? '', found: typed[0].trim() },
          mend: replaceText(block, 0, typed[0].length, ''),
        }
      }
    },
  },
  {
    id: 'clause_as_paragraph',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.đ',
    *find({ blocks }) {
      for (const block of blocks) {
        if (block.node.type !== 'paragraph') continue
        const found = LOOKS_LIKE.map(([level, pattern]) => ({ level, typed: pattern.exec(block.text) })).find(
          ({ typed }) => typed,
        )
        if (!found?.typed) continue
        const { length } = found.typed[0]
        const after = positionOf(block, length)
        // The id is left to the editor: a rule that drew one would find something new each time it looks.
        const node = {
          type: 'clause',
          attrs: { level: found.level, id: null },
          content: contentAfter(block.node.content ?? [], after),
        }
        yield {
          place: placeOf(block, 0, length),
          params: { found: found.typed[0].trim() },
          mend: { act: 'replace-block', index: block.index, node },
        }
      }
    },
  },
  {
    id: 'point_without_clause',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.đ',
    *find({ blocks }) {
      let parent: ClauseLevel | null = null
      for (const block of blocks) {
        if (block.node.type === 'appendix') parent = null
        if (block.level === 'diem' && (parent === null || !HOLDS_POINTS.has(parent))) {
          yield { place: placeOf(block), params: { label: calledIn(block) } }
        }
        if (block.level !== null && block.level !== 'diem') parent = block.level
      }
    },
  },
  {
    id: 'decimal_without_clause',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.c',
    *find({ blocks }) {
      let open: ClauseLevel[] = []
      for (const block of blocks) {
        const { level } = block
        if (block.node.type === 'appendix') open = []
        if (level === null) continue
        open = open.filter((outer) => rank(outer) < rank(level))
        const isWithin =
          level === 'decimal' ? HOLDS_DECIMALS.some((outer) => open.includes(outer)) : open.includes('decimal')
        if ((level === 'decimal' || level === 'sub-decimal') && !isWithin)
          yield { place: placeOf(block), params: { label: block.label?.label ?? '' } }
        open.push(level)
      }
    },
  },
  {
    id: 'clause_alone',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.c',
    *find({ blocks }) {
      for (const level of ['khoan', 'decimal', 'sub-decimal', 'diem'] as const) {
        for (const series of seriesOf(blocks, level)) {
          const [only, ...others] = series
          if (only && others.length === 0) yield { place: placeOf(only), params: { label: calledIn(only) } }
        }
      }
    },
  },
  {
    id: 'paragraph_empty',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    *find(document) {
      const { blocks } = document
      if (blocks.every(({ node, text }) => node.type !== 'table' && text.trim() === '')) return // not begun yet
      for (const block of blocks) {
        if (unwrittenAt(document, block)) continue
        if ((block.node.type === 'paragraph' || block.node.type === 'listLine') && block.text.trim() === '') {
          yield { place: placeOf(block), mend: { act: 'remove-block', index: block.index } }
        }
      }
    },
  },
  {
    id: 'reference_dangling',
    severity: 'fault',
    article: 'Phụ lục II, Mục V.7',
    *find({ lines, citations }) {
      for (const line of lines) {
        let at = 0
        for (const node of line.node.content ?? []) {
          if (node.type === 'reference' && !citations.has(String(node.attrs?.target))) {
            yield { place: placeOf(line, at, at + 1), params: { found: excerpt(line.text) } }
          }
          at += node.text?.length ?? 1
        }
      }
    },
  },
  {
    id: 'appendix_unmentioned',
    severity: 'fault',
    article: 'Phụ lục I, Mục III.1.a',
    *find({ blocks, proper }) {
      const [first] = blocks.filter(({ node }) => numberedOf(node) === 'appendix')
      const appendices = appendixIds(blocks)
      const speaksOfIt = proper.some(
        ({ text, node }) => /phụ lục|kèm theo|đính kèm/i.test(text) || refersToAppendix(node, appendices),
      )
      if (first && !speaksOfIt) yield { place: placeOf(first) }
    },
  },
  {
    id: 'attached_unmentioned',
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.3',
    *find({ blocks, proper }) {
      const [first] = blocks.filter(({ node }) => numberedOf(node) === 'attached')
      const appendices = appendixIds(blocks)
      const speaksOfIt = proper.some(({ text, node }) => /kèm theo/i.test(text) || refersToAppendix(node, appendices))
      if (first && !speaksOfIt) yield { place: placeOf(first) }
    },
  },
  {
    id: 'appendix_title',
    isGap: true,
    severity: 'advice',
    article: 'Phụ lục I, Mục III.1.b',
    *find({ blocks }) {
      for (const block of blocks) {
        if (block.node.type === 'appendix' && block.text.trim() === '')
          yield { place: placeOf(block), params: { label: partName(block) } }
      }
    },
  },
  {
    id: 'appendix_empty',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục III.1',
    *find({ blocks }) {
      for (const block of blocks) {
        const next = blocks[block.index + 1]
        if (block.node.type === 'appendix' && (!next || next.node.type === 'appendix')) {
          yield { place: placeOf(block), params: { label: partName(block) } }
        }
      }
    },
  },
]

/** At the beginning of a sentence: "Phụ lục II", "Văn bản kèm theo". */
function partName({ label }: Block): string {
  const name = label?.cite ?? ''
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}

function isTextblockType(node: BodyNode): boolean {
  return node.type === 'paragraph' || node.type === 'clause' || node.type === 'listLine' || node.type === 'quote'
}

function refersToAppendix(node: BodyNode, appendices: ReadonlySet<unknown>): boolean {
  return (node.content ?? []).some(({ type, attrs }) => type === 'reference' && appendices.has(attrs?.target))
}

const appendixIds = (blocks: readonly Block[]): ReadonlySet<unknown> =>
  new Set(blocks.flatMap(({ node }) => (node.type === 'appendix' ? [node.attrs?.id] : [])))

/** Clauses of one level that are counted together. */
function seriesOf(blocks: readonly Block[], level: ClauseLevel): Block[][] {
  const all: Block[][] = []
  for (const block of blocks) {
    if (block.level !== level) continue
    const isFirst = /^(?:\d+\.)*1\.$|^a\)$/.test(block.label?.label ?? '')
    if (isFirst || all.length === 0) all.push([block])
    else all.at(-1)?.push(block)
  }
  return all
}
