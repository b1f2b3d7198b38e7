import { expect, test } from 'vitest'
import * as Y from 'yjs'
import en from '../../../messages/en/checker.json' with { type: 'json' }
import vi from '../../../messages/vi/checker.json' with { type: 'json' }
import { KIND_IDS } from '../kinds.ts'
import type { BodyNode, OfficialDocument } from '../model.ts'
import { readDocument } from '../read.ts'
import { seedUpdate } from '../seed.ts'
import { appendix, basis, cell, clause, documentOf, formula, line, p, row, sonLa, table } from '../testing.ts'
import { checkDocument, faultsOf, type Mend, RULES } from './index.ts'
import { applyMend, readsAsFound } from './mend.ts'

const right = () =>
  documentOf(
    'quyet-dinh',
    [
      basis('Căn cứ Luật Tổ chức chính quyền địa phương;'),
      basis('Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh.'),
      formula('QUYẾT ĐỊNH:'),
      clause('dieu', 'Ban hành kèm theo Quyết định này Quy chế làm việc.'),
      clause('dieu', 'Quyết định này có hiệu lực kể từ ngày ký.'),
      clause('dieu', 'Chánh Văn phòng và các cơ quan có liên quan chịu trách nhiệm thi hành Quyết định này./.'),
    ],
    { subject: 'Ban hành Quy chế làm việc' },
  )

const rules = (document: OfficialDocument) => checkDocument(document).map(({ rule }) => rule)

test('a right decision has no findings', () => {
  expect(checkDocument(right())).toEqual([])
})

test('every rule has a stable name, an article, and a sentence in both languages', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  const sentences = { vi, en } as Record<string, Record<string, string>>
  for (const { id, article } of RULES) {
    expect(article, id).not.toBe('')
    for (const [language, texts] of Object.entries(sentences))
      expect(texts[`checker_${id}`], `${language} ${id}`).toBeTruthy()
  }
})

test('a new draft of any kind has things to do, and no mistakes', () => {
  for (const kind of KIND_IDS) {
    const ydoc = new Y.Doc()
    Y.applyUpdate(ydoc, seedUpdate({ kind, office: sonLa }))
    const findings = checkDocument(readDocument(ydoc))
    expect(
      findings.filter(({ isGap }) => !isGap).map(({ rule }) => rule),
      kind,
    ).toEqual([])
    expect(findings, kind).not.toEqual([])
  }
})

test('an agency may block on advice, be told of a fault, or hear nothing', () => {
  const document = {
    ...right(),
    fields: { ...right().fields, subject: 'Ban hành Quy chế.', place: 'sơn La', signerName: '' },
  }
  const found = checkDocument(document, {
    policy: { subject_end_mark: 'fault', place_capitalised: 'advice', signer_missing: 'off' },
  })
  expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([
    ['place_capitalised', 'advice'],
    ['subject_end_mark', 'fault'],
  ])
  expect(faultsOf(found)).toHaveLength(1)
})

test('mends put a document right, step by step', () => {
  let document: OfficialDocument = documentOf(
    'quyet-dinh',
    [
      basis('Căn cứ Luật Đất đai.'),
      basis('Theo đề nghị của Chánh Văn phòng,'),
      clause('dieu', 'Điều 1. Ban hành Quy chế.'),
      p('Điều 2. Quyết định này có hiệu lực kể từ ngày ký'),
    ],
    {
      subject: 'ban hành Quy chế.',
      recipients: 'Như Điều 9\nSở Tài chính',
      capacity: 'KT Chủ tịch\nPhó Chủ tịch',
      signerName: 'TS. Nguyễn Văn A',
      symbol: 'QĐ - UBND',
    },
  )
  for (let step = 0; step < 30; step++) {
    const mend = checkDocument(document).find((finding) => finding.mend)?.mend
    if (!mend) break
    document = applyMend(document, mend)
  }
  expect(rules(document)).toEqual([])
  expect(document.fields).toMatchObject({
    subject: 'Ban hành Quy chế',
    recipients: 'Như Điều 2\nSở Tài chính\nLưu: VT',
    capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
    signerName: 'Nguyễn Văn A',
    symbol: 'QĐ-UBND',
  })
  expect(document.body.content?.map((block) => [block.type, block.content?.[0]?.text])).toEqual([
    ['basis', 'Căn cứ Luật Đất đai;'],
    ['basis', 'Theo đề nghị của Chánh Văn phòng.'],
    ['formula', 'QUYẾT ĐỊNH:'],
    ['clause', 'Ban hành Quy chế.'],
    ['clause', 'Quyết định này có hiệu lực kể từ ngày ký./.'],
  ])
})

test('the second signer is held to the same as the first', () => {
  const document = documentOf('bien-ban', [p('Cuộc họp kết thúc vào 10 giờ./.')], {
    subject: 'Họp giao ban',
    secondCapacity: 'Thư ký',
    secondName: 'Bà LÒ THỊ MAI',
  })
  const mended = checkDocument(document).reduce((now, { mend }) => (mend ? applyMend(now, mend) : now), document)
  expect(mended.fields).toMatchObject({ secondCapacity: 'THƯ KÝ' })
  expect(rules(document)).toEqual(expect.arrayContaining(['capacity_capitals', 'signer_title', 'signer_capitals']))
})

test('a mend is as found only while what it changes reads as it did', () => {
  const found = documentOf('quyet-dinh', [p('Một.'), p('Hai  chữ.'), p('Ba.')], { place: 'sơn La' })
  const reading = (...blocks: string[]) => ({
    ...found,
    body: documentOf(
      'quyet-dinh',
      blocks.map((text) => p(text)),
    ).body,
  })
  const mends: Record<string, Mend> = {
    text: { act: 'replace-text', path: [1], from: 3, to: 5, text: ' ' },
    gone: { act: 'remove-block', index: 1 },
    put: { act: 'insert-block', index: 1, node: p('Mới.') },
    field: { act: 'set-field', field: 'place', value: 'Sơn La' },
  }
  const alike = (now: OfficialDocument) =>
    Object.keys(mends).filter((name) => mends[name] && readsAsFound(found, now, mends[name]))
  expect(alike(reading('Một.', 'Hai  chữ.', 'Ba khác.'))).toEqual(['text', 'gone', 'put', 'field'])
  expect(alike(reading('Một khác.', 'Hai  chữ.', 'Ba.'))).toEqual(['text', 'gone', 'field'])
  expect(alike(reading('Một.', 'Hai khác.', 'Ba.'))).toEqual(['field'])
  expect(alike(reading('Không.', 'Một.', 'Hai  chữ.', 'Ba.'))).toEqual(['field'])
  expect(alike({ ...found, fields: { ...found.fields, place: 'Lai Châu' } })).toEqual(['text', 'gone', 'put'])
})

test('a blank before the right mark of a căn cứ is told once, and the mark itself is not called wrong', () => {
  const blanks = (ending: string) =>
    rules({
      ...right(),
      body: { type: 'doc', content: [basis(`Căn cứ Luật Lưu trữ${ending}`), ...(right().body.content ?? [])] },
    })
  for (const ending of [' ;', '\u00a0;']) expect(blanks(ending), ending).toEqual(['space_before_mark'])
  expect(blanks(' .')).toContain('basis_ending')
})

test('a number is told that would be printed alone: a table, an image or a page end is not its words', () => {
  const below = (...blocks: BodyNode[]) => {
    const above = [clause('dieu', 'Ban hành danh mục:'), clause('khoan', 'Danh mục một.')]
    const content = [...above, clause('khoan', ''), ...blocks, clause('dieu', 'Hiệu lực từ ngày ký./.')]
    return rules({
      ...right(),
      body: { type: 'doc', content: [...(right().body.content ?? []).slice(0, 3), ...content] },
    })
  }
  const filled = table(row(cell(line('Số')), cell(line('Tên'))))
  for (const block of [filled, { type: 'pageBreak' }]) expect(below(block), block.type).toContain('clause_empty')
  expect(below(p('Danh mục hai.'))).not.toContain('clause_empty')
  expect(below(clause('diem', 'Một;'), clause('diem', 'Hai.'))).not.toContain('clause_empty')
})

test('"1.1." in nothing that counts is a fault, in a khoản, a điều or a mục none; as a paragraph it is offered as a clause', () => {
  const found = (...content: BodyNode[]) =>
    checkDocument(documentOf('ke-hoach', content))
      .map(({ rule }) => rule)
      .filter((rule) => /decimal|as_paragraph|typed_number|point_/.test(rule))
  expect(found(clause('decimal', 'Một'))).toEqual(['decimal_without_clause'])
  expect(found(clause('khoan', 'Một'), clause('sub-decimal', 'Hai'))).toEqual(['decimal_without_clause'])
  for (const outer of ['muc', 'dieu', 'khoan'] as const)
    expect(
      found(clause(outer, 'Một'), clause('decimal', 'Hai'), clause('sub-decimal', 'Ba'), clause('diem', 'bốn;')),
    ).toEqual([])
  expect(found(clause('khoan', 'Một'), clause('decimal', '1.1. Hai'))).toEqual(['clause_typed_number'])
  expect(found(clause('khoan', 'Một'), clause('decimal', '1.5 tỷ đồng'))).toEqual([])
  expect(found(p('1.1. Mục tiêu'), p('1.1.1 Cụ thể'), p('1.5 tỷ đồng'))).toEqual([
    'clause_as_paragraph',
    'clause_as_paragraph',
  ])
})

test('a table that breaks words is laid across by one click, where it stands in an upright appendix that then has room', () => {
  const wide = (columns: number) => table(row(...Array.from({ length: columns }, () => cell('Nghiêng'))))
  const found = (...body: BodyNode[]) => {
    const document = documentOf('ke-hoach', body, { subject: 'Chuyển đổi số' })
    const finding = checkDocument(document).find(({ rule }) => rule === 'table_words_broken')
    return { document, finding }
  }
  const { document, finding } = found(p('Nội dung./.'), appendix('Danh mục'), wide(12))
  const mend = finding?.mend
  expect(mend).toEqual({ act: 'lay-across', index: 1 })
  const after = mend && applyMend(document, mend)
  expect(after?.body.content?.[1]?.attrs?.isLandscape).toBe(true)
  expect(after && rules(after)).not.toContain('table_words_broken')
  // Outside an appendix, or where it helps nothing, a person has to decide.
  for (const body of [[wide(12)], [appendix('Danh mục'), wide(40)]])
    expect(found(...body).finding).toMatchObject({ rule: 'table_words_broken', place: { at: 'block' } })
  expect(found(appendix('Danh mục'), wide(40)).finding?.mend).toBeUndefined()
})
