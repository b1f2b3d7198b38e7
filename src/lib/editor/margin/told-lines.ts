/** What a suggestion does, change by change, as its card lists it: nothing is hidden behind what is long. */
import { m } from '$lib/paraglide/messages'
import { CIRCULATION_MARKS, SHEET_TITLES, URGENCY_MARKS } from '../../document/print/lines.ts'
import type { Change, Id } from '../../document/suggest/shapes.ts'
import { withMoved } from '../../document/suggest/travel.ts'
import { type Cite, type Kind, moveIn, type ToldChange, toldEach, type Trait } from '../../document/suggest/words.ts'
import { fieldName, traitName } from '../core/part-names.ts'

export interface ToldLine {
  /** "Sửa thể thức: Trích yếu". */
  label: string
  /** Words that only look or stand otherwise. */
  stays: string
  was: string
  put: string
}

const MOST_LINES = 4
const MOST_WORDS = 240

/** How a line reads now: what a suggestion says of it comes from whoever made it. So do lines that are moved. */
export function asItReads(changes: readonly Change[], wordsAt: (line: Id) => string | null): Change[] {
  const move = moveIn(changes)
  if (!move)
    return changes.map((change) =>
      change.is === 'form' ? { ...change, text: wordsAt(change.block) ?? change.text } : change,
    )
  const now = move.gone.was.map((block, at) => {
    const id = move.gone.removed[at]
    const words = id && wordsAt(id)
    return words === null || words === undefined ? block : { ...block, content: [{ type: 'text', text: words }] }
  })
  return withMoved(move, now) ?? [...changes]
}

/** The first of them, cut short, or all of them whole. `left`: how many are not shown; `isCut`: words are not. */
export function toldLines(
  changes: readonly Change[],
  isWhole: boolean,
  kindWords: (kind: Kind) => string,
  cite?: Cite,
): { lines: ToldLine[]; left: number; isCut: boolean } {
  const all = toldEach(changes, cite)
  const shown = isWhole ? all : all.slice(0, MOST_LINES)
  const short = (words: string) =>
    isWhole || words.length <= MOST_WORDS ? words : `${words.slice(0, MOST_WORDS).toWellFormed()}…`
  return {
    lines: shown.map((told) => {
      const isThere = told.kind === 'look' || told.kind === 'form'
      const was = short(shownWords(told, told.was))
      return {
        label: labelOf(told, all.length === 1 ? '' : kindWords(told.kind)),
        stays: isThere ? was : '',
        was: isThere ? '' : was,
        put: short(shownWords(told, told.put)),
      }
    }),
    left: all.length - shown.length,
    isCut: shown.some(({ was, put }) => Math.max(was.length, put.length) > MOST_WORDS),
  }
}

/** A choice of the page reads as it is printed. */
function shownWords({ kind, traits: [first] }: ToldChange, words: string): string {
  if (kind !== 'field' || !first) return words
  const { name } = first
  if (name === 'urgency' || name === 'circulation' || name === 'sheet') return CHOICES[name][words] ?? '–'
  return words
}
const CHOICES: Record<'urgency' | 'circulation' | 'sheet', Partial<Record<string, string | null>>> = {
  urgency: URGENCY_MARKS,
  circulation: CIRCULATION_MARKS,
  sheet: SHEET_TITLES,
}

const labelOf = ({ traits }: ToldChange, kind: string): string =>
  [kind, traits.map(traitWords).join(', ')].filter(Boolean).join(': ')

const MARKS: Partial<Record<string, () => string>> = {
  bold: m.editor_bold,
  italic: m.editor_italic,
  underline: m.editor_underline,
  strike: m.editor_strike,
  superscript: m.editor_superscript,
  subscript: m.editor_subscript,
}
const VALUES: Partial<Record<string, () => string>> = {
  paragraph: m.editor_block_paragraph,
  basis: m.editor_block_basis,
  formula: m.editor_block_formula,
  clause: m.suggest_clause,
  phan: m.editor_block_phan,
  chuong: m.editor_block_chuong,
  muc: m.editor_block_muc,
  'tieu-muc': m.editor_block_tieu_muc,
  dieu: m.editor_block_dieu,
  khoan: m.editor_block_khoan,
  decimal: m.editor_block_decimal,
  'sub-decimal': m.editor_block_sub_decimal,
  diem: m.editor_block_diem,
  listLine: m.editor_block_line,
  quote: m.editor_block_quote,
  appendix: m.editor_block_appendix,
  attached: m.editor_block_attached,
  tableRow: m.suggest_table_row,
  tableCell: m.suggest_table_cell,
  justify: m.editor_align_justify,
  left: m.editor_align_left,
  center: m.editor_align_center,
  right: m.editor_align_right,
}

function traitWords({ of, name, was, put }: Trait): string {
  if (of === 'field') return fieldName(name)
  if (of === 'line') return (VALUES[name]?.() ?? name).toLocaleLowerCase('vi')
  if (of === 'mark') {
    const look = (MARKS[name]?.() ?? name).toLocaleLowerCase('vi')
    return put === true ? look : m.suggest_look_off({ look })
  }
  return m.suggest_trait({ name: traitName(name), was: valueWords(was), put: valueWords(put) })
}

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? m.suggest_yes() : m.suggest_no()
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return (VALUES[value]?.() ?? value).toLocaleLowerCase('vi')
  return '–'
}
