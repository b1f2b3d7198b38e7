/** Documents in the shape of the decree's own forms have no findings; published texts have the ones they deserve. */
import { expect, test } from 'vitest'
import { publishedText } from '../../../../tests/fixtures/published.ts'
import { KIND_IDS, KINDS } from '../kinds.ts'
import type { BodyNode, OfficialDocument } from '../model.ts'
import { parseText } from '../parse.ts'
import { initialBody } from '../seed.ts'
import { clause, documentOf, p } from '../testing.ts'
import { plainText } from '../titled.ts'
import { checkDocument } from './index.ts'

const rules = (document: OfficialDocument) => checkDocument(document).map(({ rule }) => rule)

/** A new draft with its blanks filled, as a writer leaves it. */
function filled(body: BodyNode): BodyNode[] {
  const blocks = body.content ?? []
  return blocks.map((block, index) => {
    const text = plainText(block)
    const isLastBasis = blocks[index + 1]?.type !== 'basis'
    if (block.type === 'basis')
      return { ...block, content: [{ type: 'text', text: `${text.trim()} Luật ${index}${isLastBasis ? '.' : ';'}` }] }
    const words = text
      .replaceAll('…', '10')
      .replace(/^$|^(?=\.\/\.$)|: $/, (blank) => `${blank}Nội dung cụ thể${text === '' || blank === ': ' ? '.' : ''}`)
      .replace(/^Tới dự $/, 'Tới dự hội nghị.')
    const isHeading = block.attrs?.level === 'chuong' || block.attrs?.level === 'muc'
    return { ...block, content: [{ type: 'text', text: isHeading ? text : words }] }
  })
}

test.each(KIND_IDS)('%s: a new draft with its blanks filled has nothing wrong', (kind) => {
  const { recipients, addressees } = KINDS[kind]
  const articles = KINDS[kind].body.filter(([type]) => type === 'dieu').length
  const document = documentOf(kind, filled(initialBody(KINDS[kind])), {
    subject: 'Công tác văn thư năm 2026',
    secondName: KINDS[kind].second?.need === 'required' ? 'Lò Thị Mai' : '',
    addressees: addressees === 'required' ? 'Sở Nội vụ' : '',
    recipients: [
      ...recipients.map((line) => line.replace(/\d+/, String(articles))),
      'Sở Tài chính',
      'Lưu: VT, NC',
    ].join('\n'),
  })
  expect(checkDocument(document).map(({ rule, params }) => [rule, params])).toEqual([])
})

test('an appendix as in Mẫu 2.2 is right when the text points to it', () => {
  const body = [p('Danh mục nhiệm vụ tại Phụ lục kèm theo Thông báo này./.')]
  const appendix = {
    type: 'appendix',
    attrs: { id: 'a', isLandscape: false },
    content: [{ type: 'text', text: 'Danh mục nhiệm vụ' }],
  }
  const document = documentOf('thong-bao', [...body, appendix, clause('muc', 'Nhiệm vụ chung'), p('Nội dung.')], {
    subject: 'Phân công nhiệm vụ',
    recipients: 'Sở Nội vụ\nLưu: VT, NC',
  })
  expect(rules(document)).toEqual([])
})

test('the ward’s template of 2025: its blanks, its law with a number, what it forgot', () => {
  const { fields, blocks } = parseText(publishedText('quyet-dinh-mau-2025.txt'))
  const document = documentOf('quyet-dinh', blocks, { ...fields, kind: 'quyet-dinh' })
  const found = new Set(rules(document))
  expect(found).toContain('blank_left') // «Chu_su_dung», ………
  expect(found).toContain('basis_law_number') // Luật Đất đai số 31/2024/QH15
  expect(found).toContain('recipients_filing')
  // What it has right is not held against it.
  for (const right of [
    'formula_missing',
    'authority_missing',
    'end_mark_missing',
    'articles_missing',
    'place_capitalised',
    'clause_typed_number',
  ]) {
    expect(found, right).not.toContain(right)
  }
})

test('the decision of 2018: its subject in capitals and its last căn cứ with a comma', () => {
  const { fields, blocks } = parseText(publishedText('quyet-dinh-2018.txt'))
  const found = rules(documentOf('quyet-dinh', blocks, { ...fields, kind: 'quyet-dinh' }))
  expect(found).toContain('subject_capitals')
  expect(found.filter((rule) => rule === 'basis_ending')).toHaveLength(1)
})
