/** Which style each clause of a file has. Those with titles are headings, so that Word's navigation and contents find them. */
import type { ClauseLevel, PrintBlock } from '../../../src/lib/document/model.ts'
import { rank } from '../../../src/lib/document/nodes/clause.ts'
import { type ClauseForm, clauseForm } from '../typeset/clause-form.ts'
import { MUC_IN_LINE } from './numbers/levels.ts'
import type { Lists } from './numbers/lists.ts'
import { APPENDIX_STYLE, STYLE } from './style-names.ts'

type Clause = Extract<PrintBlock, { type: 'clause' }>

export interface ClauseStyle {
  id: string
  name: string
  alias: string
  /** Null: like running text, or like nothing where it stands centred. */
  basedOn: string | null
  form: ClauseForm
  /** Level in Word's outline, from 0. */
  outline: number | null
  /** The number that it brings along. */
  list: { level: number; number: number } | null
}

/** Kinds of clauses that look and are named apart. A mục stands centred among articles, and on the line of its title elsewhere. */
type Kind = ClauseLevel | 'muc-in-line'

interface Names {
  id: string
  name: string
  /** It always has a title. */
  isTitle: boolean
}

const KINDS: Readonly<Record<Kind, Names>> = {
  phan: { id: 'Phan', name: 'Phần', isTitle: true },
  chuong: { id: 'Chuong', name: 'Chương', isTitle: true },
  muc: { id: 'Muc', name: 'Mục', isTitle: true },
  'muc-in-line': { id: 'MucLaMa', name: 'Mục số La Mã', isTitle: true },
  'tieu-muc': { id: 'TieuMuc', name: 'Tiểu mục', isTitle: true },
  dieu: { id: 'Dieu', name: 'Điều', isTitle: false },
  khoan: { id: 'Khoan', name: 'Khoản', isTitle: false },
  decimal: { id: 'DiemSo', name: 'Điểm số 1.1', isTitle: false },
  'sub-decimal': { id: 'TietSo', name: 'Tiết số 1.1.1', isTitle: false },
  diem: { id: 'Diem', name: 'Điểm', isTitle: false },
}
const ORDER = Object.keys(KINDS).filter(isKind)

function isKind(name: string): name is Kind {
  return name in KINDS
}

const kindOf = ({ level, isCentred }: Clause): Kind => (level === 'muc' && !isCentred ? 'muc-in-line' : level)
const levelOf = (kind: Kind): ClauseLevel => (kind === 'muc-in-line' ? 'muc' : kind)
const isLead = (kind: Kind): boolean => KINDS[kind].isTitle && kind !== 'muc-in-line'

/** Word knows nine. */
const MOST_HEADINGS = 9

export class ClauseStyles {
  readonly #headings: ReadonlyMap<Kind, number>
  readonly #hasAppendices: boolean
  readonly #lists: Lists

  /** `blocks`: of the whole document, and of each reading of it that is written into one file; `lists`: when all are planned. */
  constructor(blocks: readonly PrintBlock[], lists: Lists) {
    this.#lists = lists
    this.#hasAppendices = blocks.some(({ type }) => type === 'appendix')
    const used = new Set(
      blocks.flatMap((block) => (block.type === 'clause' && clauseForm(block) !== 'plain' ? [kindOf(block)] : [])),
    )
    const first = this.#hasAppendices ? 2 : 1
    this.#headings = new Map(ORDER.filter((kind) => used.has(kind)).map((kind, at) => [kind, first + at]))
  }

  idOf(clause: Clause): string {
    const kind = kindOf(clause)
    const heading = this.#headings.get(kind)
    if (clauseForm(clause) !== 'plain' && heading !== undefined) return headingId(heading)
    return KINDS[kind].isTitle ? STYLE.body : KINDS[kind].id
  }

  get all(): ClauseStyle[] {
    return [...(this.#hasAppendices ? [this.#appendix()] : []), ...ORDER.flatMap((kind) => this.#of(kind))]
  }

  #appendix(): ClauseStyle {
    const scheme = this.#lists.heads
    return {
      ...{ id: APPENDIX_STYLE, name: headingName(1), alias: 'Phụ lục', basedOn: null, form: 'lead', outline: 0 },
      list: scheme ? { level: 0, number: this.#lists.plain(scheme) } : null,
    }
  }

  #of(kind: Kind): ClauseStyle[] {
    const { id, name, isTitle } = KINDS[kind]
    const heading = this.#headings.get(kind)
    const asHeading = heading !== undefined && { id: headingId(heading), name: headingName(heading) }
    const outline = heading === undefined ? null : Math.min(heading, MOST_HEADINGS) - 1
    const list = this.#listOf(kind)
    if (isTitle) {
      const form = isLead(kind) ? 'lead' : 'titled'
      const alias = asHeading ? name : ''
      return [{ id, name, ...asHeading, alias, basedOn: null, form, outline: outline ?? rank(levelOf(kind)), list }]
    }
    const plain: ClauseStyle = { id, name, alias: '', basedOn: null, form: 'plain', outline: null, list }
    if (!asHeading) return [plain]
    return [plain, { ...asHeading, alias: `${name} có tiêu đề`, basedOn: id, form: 'titled', outline, list: null }]
  }

  /** Both kinds of mục have one level, and only one of them its number. */
  #listOf(kind: Kind): ClauseStyle['list'] {
    const own = levelOf(kind)
    const scheme = this.#lists.ownerOf(own)
    const level = scheme.levels?.indexOf(own) ?? -1
    if (own === 'muc') {
      const isInLine = scheme.looks.get(level)?.text === MUC_IN_LINE.text
      if (isInLine !== (kind === 'muc-in-line')) return null
    }
    return { level, number: this.#lists.plain(scheme) }
  }
}

const headingId = (depth: number): string => (depth > MOST_HEADINGS ? `TieuDe${depth}` : `Heading${depth}`)
const headingName = (depth: number): string => (depth > MOST_HEADINGS ? `Tiêu đề ${depth}` : `heading ${depth}`)
