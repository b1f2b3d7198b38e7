import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { fieldsMap, readFields, setField, textField } from './fields.ts'
import { KIND_IDS, KINDS } from './kinds.ts'
import { symbolOf } from './office.ts'
import { canonicalJson, InvalidDocument, parseDocument, readDocument, readUpdate } from './read.ts'
import { seedUpdate } from './seed.ts'
import { signer, sonLa } from './testing.ts'

const draft = (kind: (typeof KIND_IDS)[number] = 'quyet-dinh') => {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, seedUpdate({ kind, office: sonLa, signer }))
  return ydoc
}

test('all 29 kinds of Điều 7 and the phiếu trình begin as a readable document', () => {
  expect(KIND_IDS).toHaveLength(30)
  for (const kind of KIND_IDS) {
    const read = readDocument(draft(kind))
    expect(read.fields.kind).toBe(kind)
    expect(read.body.content?.length, kind).toBeGreaterThan(0)
    expect(parseDocument(JSON.parse(canonicalJson(read))), kind).toEqual(read)
  }
})

test('abbreviations are those of Phụ lục III, each once; công văn and thư công have none', () => {
  const known = Object.values(KINDS).map((kind) => kind.abbreviation)
  expect(known.filter((abbreviation) => abbreviation === null)).toHaveLength(2)
  expect(new Set(known).size).toBe(29)
  expect(known).toEqual(
    expect.arrayContaining([
      'NQ',
      'QĐ',
      'CT',
      'QC',
      'QyĐ',
      'TC',
      'TB',
      'HD',
      'CTr',
      'KH',
      'PA',
      'ĐA',
      'DA',
      'BC',
      'BB',
    ]),
  )
  expect(known).toEqual(
    expect.arrayContaining(['TTr', 'HĐ', 'CĐ', 'BGN', 'BTT', 'GUQ', 'GM', 'GGT', 'GNP', 'PG', 'PC', 'PB']),
  )
})

test('a decision begins with its letterhead, two căn cứ, the formula and three articles', () => {
  const { fields, body } = readDocument(draft())
  expect(fields).toMatchObject({
    symbol: 'QĐ-UBND',
    authority: 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA',
    recipients: 'Như Điều 3\nLưu: VT, NC',
    capacity: 'CHỦ TỊCH',
    signerName: 'Nguyễn Văn A',
  })
  expect(body.content?.map((block) => block.attrs?.level ?? block.type)).toEqual([
    'basis',
    'basis',
    'basis',
    'formula',
    'dieu',
    'dieu',
    'dieu',
  ])
})

test('a deputy signs a letter of the Committee for the body and in the chairman’s place', () => {
  const deputy = { ...signer, position: 'Phó Chủ tịch' }
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, seedUpdate({ kind: 'cong-van', office: sonLa, signer: deputy }))
  const { fields } = readDocument(ydoc)
  expect(fields.capacity).toBe('TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH')
  expect(fields.symbol).toBe('UBND-NC')
  expect(fields.authority).toBe('')
})

test('a letter from an office without a drafting unit has the agency alone in its symbol', () => {
  expect(symbolOf(KINDS['cong-van'], { abbreviation: 'UBND', unitAbbreviation: '' })).toBe('UBND')
})

test('a text field keeps its Y.Text when it is set, and two people’s typing in it merges', () => {
  const one = draft()
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
  setField(fieldsMap(one), 'subject', 'Về việc ban hành Quy chế')
  const held = textField(fieldsMap(one), 'subject')
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
  setField(fieldsMap(one), 'subject', 'Về việc ban hành Quy chế làm việc')
  textField(fieldsMap(other), 'subject').insert(0, '«nháp» ')
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
  expect(textField(fieldsMap(one), 'subject')).toBe(held)
  expect(readFields(fieldsMap(one)).subject).toBe('«nháp» Về việc ban hành Quy chế làm việc')
})

test('text comes out NFC and well-formed, with everything in it that the checker must tell of', () => {
  const ydoc = draft()
  const messy = 'Vie\u0302\u0323c\u0000 \u200e\ud83d'
  setField(fieldsMap(ydoc), 'subject', 'Viê\u0323c\u0007')
  const paragraph = new Y.XmlElement('textblock')
  paragraph.insert(0, [new Y.XmlText('Viê\u0323c\u0007 ban hành')])
  ydoc.getXmlFragment('body').push([paragraph])
  const { fields, body } = readDocument(ydoc)
  expect(fields.subject).toBe('Việc\u0007')
  expect(body.content?.at(-1)?.content?.[0]?.text).toBe('Việc\u0007 ban hành')
  expect(
    parseDocument({ schemaVersion: 1, fields: { ...fields, place: messy }, body }).fields.place.isWellFormed(),
  ).toBe(true)
})

test('a body the schema does not know is refused whole: nothing is left out in silence, nothing deleted', () => {
  const ydoc = draft()
  const foreign = new Y.XmlElement('clauseOfTomorrow')
  foreign.insert(0, [new Y.XmlText('Nội dung')])
  ydoc.getXmlFragment('body').push([foreign])
  const before = Y.encodeStateAsUpdate(ydoc)
  expect(() => readDocument(ydoc)).toThrow(InvalidDocument)
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before)
})

test('a colspan that is text, or a level that is none, is put right instead of trusted', () => {
  const ydoc = draft()
  const cell = new Y.XmlElement('tableCell')
  cell.setAttribute('colspan', '2')
  const row = new Y.XmlElement('tableRow')
  const table = new Y.XmlElement('table')
  ydoc.getXmlFragment('body').push([table])
  table.push([row])
  row.push([cell])
  const read = readUpdate(Y.encodeStateAsUpdate(ydoc))
  expect(read.body.content?.at(-1)?.content?.[0]?.content?.[0]?.attrs).toEqual({
    colspan: 2,
    rowspan: 1,
    colwidth: null,
  })
})

test('JSON that is no document is refused', () => {
  expect(() => parseDocument({ fields: { kind: 'tho-tay' }, body: { type: 'doc' } })).toThrow(InvalidDocument)
  expect(() => parseDocument(null)).toThrow(InvalidDocument)
})
