/** Căn cứ, thẩm quyền ban hành and the formula line (Phụ lục I, Mục II.6.a; Phụ lục III, Mẫu 1.1–1.3). */
import { outdatedBasis } from '../known-basis.ts'
import { basisEnding } from '../print/blocks.ts'
import { endBegins, linesOf } from '../text.ts'
import { type Block, excerpt, type Inspected, placeOf, replaceText } from './inspect.ts'
import { field, isUpperCase, type Rule } from './rule.ts'

const OPENINGS = /^(căn cứ|theo đề nghị|theo|xét|thực hiện|sau khi|được sự|trên cơ sở)(?=\s|$)/i
/** A document itself: Enter opened the next căn cứ, and only its opening words were forgotten. */
const CITED =
  /^(hiến pháp|bộ luật|luật|pháp lệnh|nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kết luận|công văn)(?=\s)/i
const EMPTY = /^(căn cứ|theo đề nghị( của)?|xét( đề nghị)?( của)?)?[\s.;,:…_]*$/i
/** What closes the row of bases. */
const PROPOSAL = /^(theo|xét)\s+đề nghị/i
const NUMBER = /số[\s:]*(?:[\p{L}\d]{1,20}\s*)?\/\s*[\p{L}\d/-]|\d\/(?:\d{4}\/)?\p{Lu}{2}/iu

const basesOf = ({ proper }: Inspected) => proper.filter(({ node }) => node.type === 'basis')
const formulasOf = ({ proper }: Inspected) => proper.filter(({ node }) => node.type === 'formula')
const isFilled = ({ text }: Block) => !EMPTY.test(text.trim())

/** Whether a line is the formula but for its capitals, blanks and colon. */
const isTyped = (text: string, formula: string) => bareWords(text) === bareWords(formula)
const bareWords = (text: string) =>
  text
    .toUpperCase()
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()

/**
 * Lines of running text where only bases stand: from the first of them to the formula, or to the last where there is none.
 * Above a formula one that opens as a basis does is meant as one, even before the first.
 */
function plainAmongBases({ proper, kind }: Inspected): Block[] {
  const isBasis = ({ node }: Block) => node.type === 'basis'
  const formula = proper.findIndex(({ node }) => node.type === 'formula')
  const article = proper.findIndex(({ node }) => node.type === 'clause')
  const first = proper.findIndex(isBasis)
  const above = formula === -1 ? proper.findLastIndex(isBasis) : formula
  const end = article === -1 ? above : Math.min(above, article)
  return proper.slice(0, Math.max(end, 0)).filter(({ node, text }, at) => {
    if (node.type !== 'paragraph' && node.type !== 'listLine') return false
    if (text.trim() === '' || (kind.formula !== null && isTyped(text, kind.formula))) return false
    return (first !== -1 && at > first) || (formula !== -1 && OPENINGS.test(text.trim()))
  })
}

const LAW = /luật|pháp lệnh/iu
const LAW_NUMBER = /[\s(]((?:số[\s:]*)?\d{1,6}\s*\/\s*\d{4}\s*\/\s*(?:QH|UBTVQH)\s*\d+)/iu

/** "59/2020/QH14" behind the name of a law, in words without a ";". */
function lawNumberIn(words: string): string[] {
  const law = LAW.exec(words)
  const number = law && LAW_NUMBER.exec(words.slice(law.index + law[0].length))
  return number?.[1] === undefined ? [] : [number[1]]
}

export const basisRules: Rule[] = [
  {
    id: 'authority_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    find: ({ fields, kind }) =>
      field('authority', kind.authority === 'required' && linesOf(fields.authority).length === 0),
  },
  {
    id: 'authority_capitals',
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    find: ({ fields: { authority } }) => field('authority', !isUpperCase(authority), {}, authority.toUpperCase()),
  },
  {
    id: 'basis_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.a; Phụ lục III, Mẫu 1.1–1.3',
    *find(document) {
      if (document.kind.bases !== 'required' || basesOf(document).length > 0) return // a blank one speaks for itself
      yield { place: { at: 'document' }, params: { kind: document.kind.name } }
    },
  },
  {
    id: 'basis_empty',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.a',
    *find(document) {
      for (const basis of basesOf(document)) {
        if (!isFilled(basis)) yield { place: placeOf(basis) }
      }
    },
  },
  {
    id: 'basis_ending',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.a',
    *find(document) {
      const nodes = document.blocks.map(({ node }) => node)
      for (const basis of basesOf(document).filter(isFilled)) {
        const ending = basisEnding(nodes, basis.index)
        const { length } = basis.text
        const from = endBegins(basis.text, /[\s;.,:/]/)
        const typed = basis.text.slice(from)
        // One that is missing is printed by itself; of blanks around the right one the rules for blanks speak.
        if (typed.trim() === ending || typed.trim() === '') continue
        yield {
          place: placeOf(basis, from, length),
          params: { ending, found: excerpt(basis.text) },
          mend: replaceText(basis, from, length, ending),
        }
      }
    },
  },
  {
    id: 'basis_opening',
    severity: 'advice',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    *find(document) {
      for (const basis of basesOf(document).filter(isFilled)) {
        if (OPENINGS.test(basis.text.trim())) continue
        yield {
          place: placeOf(basis),
          params: { found: excerpt(basis.text) },
          ...(CITED.test(basis.text) && { mend: replaceText(basis, 0, 0, 'Căn cứ ') }),
        }
      }
    },
  },
  {
    id: 'basis_law_number',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.a',
    *find(document) {
      for (const basis of basesOf(document)) {
        const [found] = basis.text.split(';').flatMap(lawNumberIn)
        if (found !== undefined) yield { place: placeOf(basis), params: { found } }
      }
    },
  },
  {
    id: 'basis_incomplete',
    isGap: true,
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.a',
    *find(document) {
      for (const basis of basesOf(document)) {
        if (!/^căn cứ/i.test(basis.text.trim()) || !NUMBER.test(basis.text)) continue
        if (/(luật|pháp lệnh)\s/i.test(basis.text) && /\/(QH|UBTVQH)\d/.test(basis.text)) continue
        const hasDate = /ngày\s+[\d.…«]/i.test(basis.text)
        const hasIssuer = /\scủa\s/i.test(basis.text)
        if (!hasDate || !hasIssuer) yield { place: placeOf(basis), params: { found: excerpt(basis.text) } }
      }
    },
  },
  {
    id: 'basis_twice',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.a',
    *find(document) {
      const seen = new Set<string>()
      for (const basis of basesOf(document).filter(isFilled)) {
        const words = basis.text
          .toLowerCase()
          .replaceAll(/[^\p{L}\d]+/gu, ' ')
          .trim()
        if (seen.has(words))
          yield {
            place: placeOf(basis),
            params: { found: excerpt(basis.text) },
            mend: { act: 'remove-block', index: basis.index },
          }
        seen.add(words)
      }
    },
  },
  {
    id: 'basis_after_proposal',
    severity: 'advice',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    *find(document) {
      const bases = basesOf(document)
      const proposal = bases.findIndex(({ text }) => PROPOSAL.test(text.trim()))
      for (const basis of proposal === -1 ? [] : bases.slice(proposal + 1)) {
        if (/^căn cứ/i.test(basis.text.trim())) yield { place: placeOf(basis), params: { found: excerpt(basis.text) } }
      }
    },
  },
  {
    id: 'basis_outdated',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.a',
    *find(document) {
      const { bases, today } = document.library
      for (const basis of basesOf(document)) {
        const over = outdatedBasis(basis.text, bases, today)
        if (!over) continue
        const until = (over.validTo ?? '').split('-').reverse().join('/')
        const rule = { found: excerpt(over.wording), until, replacedBy: over.replacedBy || '–' }
        yield { place: placeOf(basis), params: rule }
      }
    },
  },
  {
    id: 'basis_misplaced',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.a',
    *find({ blocks }) {
      const start = blocks.findIndex(({ node }) => node.type === 'formula' || node.type === 'clause')
      for (const basis of blocks) {
        if (basis.node.type === 'basis' && start !== -1 && basis.index > start) {
          yield { place: placeOf(basis), params: { found: excerpt(basis.text) } }
        }
      }
    },
  },
  {
    id: 'basis_plain',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.a; Phụ lục III, Mẫu 1.1–1.3',
    *find(document) {
      for (const line of plainAmongBases(document)) {
        const node = { type: 'basis', content: line.node.content ?? [] }
        yield {
          place: placeOf(line),
          params: { found: excerpt(line.text) },
          ...(OPENINGS.test(line.text.trim()) && { mend: { act: 'replace-block', index: line.index, node } }),
        }
      }
    },
  },
  {
    id: 'formula_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    *find(document) {
      const { formula } = document.kind
      if (formula === null || formulasOf(document).length > 0) return
      const index = document.proper.findLastIndex(({ node }) => node.type === 'basis') + 1
      const node = { type: 'formula', content: [{ type: 'text', text: formula }] }
      // It was typed as running text: that line becomes it.
      const typed = document.proper.find(({ node, text }) => node.type === 'paragraph' && isTyped(text, formula))
      yield {
        place: typed ? placeOf(typed) : { at: 'document' },
        params: { formula },
        mend: typed ? { act: 'replace-block', index: typed.index, node } : { act: 'insert-block', index, node },
      }
    },
  },
  {
    id: 'formula_wrong',
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    *find(document) {
      const wanted = document.kind.formula
      for (const formula of formulasOf(document)) {
        if (wanted === null || formula.text === wanted) continue
        const mend = replaceText(formula, 0, formula.text.length, wanted)
        yield { place: placeOf(formula), params: { found: formula.text.trim(), formula: wanted }, mend }
      }
    },
  },
  {
    id: 'formula_twice',
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    *find(document) {
      for (const formula of formulasOf(document).slice(1)) {
        yield { place: placeOf(formula), mend: { act: 'remove-block', index: formula.index } }
      }
    },
  },
  {
    id: 'formula_not_here',
    severity: 'fault',
    article: 'Phụ lục III, Mục II',
    *find(document) {
      if (document.kind.formula !== null) return
      for (const formula of formulasOf(document)) {
        const params = { kind: document.kind.name, found: formula.text.trim() }
        yield { place: placeOf(formula), params, mend: { act: 'remove-block', index: formula.index } }
      }
    },
  },
]
