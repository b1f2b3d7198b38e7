/** Drafts with suggestions, made for the Word file: each of what can be suggested, alone and side by side. */
import type { Node } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'
import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { Marked } from '../../../../server/issue/word/marked.ts'
import { FIRST_RESERVED_CLIENT } from '../../../../src/lib/clients.ts'
import { fieldsMap, setField } from '../../../../src/lib/document/fields.ts'
import type { BodyNode, Fields } from '../../../../src/lib/document/model.ts'
import { passageOf } from '../../../../src/lib/document/passage.ts'
import { schema } from '../../../../src/lib/document/schema.ts'
import { newText } from '../../../../src/lib/document/seed.ts'
import { nodeOf } from '../../../../src/lib/document/shared-form.ts'
import { compare } from '../../../../src/lib/document/suggest/compare.ts'
import {
  appendix,
  attached,
  basis,
  bold,
  br,
  cell,
  clause,
  documentOf,
  formula,
  line,
  p,
  ref,
  row,
  table,
} from '../../../../src/lib/document/testing.ts'

export const AUTHORS = ['Lò Thị Mai', 'Nguyễn Văn "Bình" & Cộng sự', 'Phạm <Minh> Đức'] as const

type Edit = (copy: Y.Doc) => void

export interface Case {
  name: string
  marked: Marked
}

const start = () =>
  newText(
    documentOf(
      'quyet-dinh',
      [
        basis('Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025'),
        basis('Theo đề nghị của Giám đốc Sở Nội vụ'),
        formula('QUYẾT ĐỊNH:'),
        clause('dieu', 'Phạm vi điều chỉnh của Quy chế làm việc này.', 'd1'),
        clause('khoan', 'Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh.', 'k1'),
        clause('khoan', 'Ủy ban nhân dân các xã, phường aaa bbb ccc.', 'k2'),
        clause('dieu', ['Trách nhiệm thi hành theo ', ref('d1'), ' của Quyết định này.'], 'd2'),
        p('Đoạn thường có ', bold('chữ đậm'), ' và một câu dài để sửa, thêm, bớt nhiều lần.'),
        line('Gạch đầu dòng thứ nhất'),
        line('Gạch đầu dòng thứ hai'),
        table(
          row(cell('TT', {}, 'tableHeader'), cell('Nội dung', {}, 'tableHeader')),
          row(cell('1'), cell('Máy tính để bàn')),
          row(cell('2'), cell('Máy in khổ A4')),
        ),
        clause('dieu', 'Hiệu lực thi hành kể từ ngày ký.', 'd3'),
        clause('dieu', 'Các ông bà có tên chịu trách nhiệm thi hành Quyết định này./.', 'd4'),
        appendix('Danh mục thiết bị được cấp', 'pl1'),
        p('Nội dung của phụ lục thứ nhất.'),
        attached('Quy chế', 'Làm việc của Ủy ban nhân dân tỉnh', 'qc'),
        clause('dieu', 'Nguyên tắc làm việc', 'q1'),
      ],
      { subject: 'Về việc ban hành Quy chế làm việc' } satisfies Partial<Fields>,
    ),
  )

/** As the editor writes it. */
const edit =
  (change: (tr: Transform) => void): Edit =>
  (copy) => {
    const body = copy.getXmlFragment('body')
    const { doc, meta } = initProseMirrorDoc(body, schema)
    const tr = new Transform(doc)
    change(tr)
    copy.transact(() => updateYFragment(copy, body, tr.doc, meta))
  }

/** One letter of the text alone, which no comparison could tell from those beside it. */
const letterOut =
  (words: string, offset: number): Edit =>
  (copy) => {
    for (const block of copy.getXmlFragment('body').toArray()) {
      const text =
        block instanceof Y.XmlElement ? block.toArray().find((child) => child.toString().includes(words)) : null
      if (text instanceof Y.XmlText) text.delete(text.toString().indexOf(words) + offset, 1)
    }
  }

/** Where these words begin. */
function at(doc: Node, words: string): number {
  let found = -1
  doc.descendants((node, pos) => {
    if (found < 0 && node.isTextblock) {
      const inner = node.textBetween(0, node.content.size, '', '\uFFFC').indexOf(words)
      if (inner >= 0) found = pos + 1 + inner
    }
  })
  if (found < 0) throw new Error(`nowhere: ${words}`)
  return found
}

/** The block at the top in which these words stand: where it begins and ends. */
function around(doc: Node, words: string): { from: number; to: number; node: Node } {
  const place = doc.resolve(at(doc, words))
  return { from: place.before(1), to: place.after(1), node: place.node(1) }
}

const put = (before: string, words: string) => edit((tr) => tr.insert(at(tr.doc, before), schema.text(words)))
const drop = (words: string) => edit((tr) => tr.delete(at(tr.doc, words), at(tr.doc, words) + words.length))
const swap = (words: string, by: string) =>
  edit((tr) => tr.replaceWith(at(tr.doc, words), at(tr.doc, words) + words.length, schema.text(by)))
const look = (words: string, mark: string) =>
  edit((tr) => tr.addMark(at(tr.doc, words), at(tr.doc, words) + words.length, schema.mark(mark)))
const plain = (words: string, mark: string) =>
  edit((tr) => tr.removeMark(at(tr.doc, words), at(tr.doc, words) + words.length, schema.marks[mark]))
const form = (words: string, attrs: Record<string, unknown>) =>
  edit((tr) => {
    const { from, node } = around(tr.doc, words)
    tr.setNodeMarkup(from, null, { ...node.attrs, ...attrs })
  })
const cut = (before: string) => edit((tr) => tr.split(at(tr.doc, before)))
const join = (words: string) => edit((tr) => tr.join(around(tr.doc, words).from))
const block = (before: string, ...nodes: BodyNode[]) =>
  edit((tr) =>
    tr.insert(
      around(tr.doc, before).from,
      nodes.map((node) => nodeOf(node)),
    ),
  )
const away = (words: string) =>
  edit((tr) => {
    const { from, to } = around(tr.doc, words)
    tr.delete(from, to)
  })
const move = (words: string, before: string) =>
  edit((tr) => {
    const { from, to, node } = around(tr.doc, words)
    tr.delete(from, to)
    tr.insert(around(tr.doc, before).from, node)
  })
const tableWith = (change: (rows: BodyNode[]) => BodyNode[]) =>
  edit((tr) => {
    const { from, to, node } = around(tr.doc, 'Máy tính')
    const plainTable: BodyNode = node.toJSON()
    tr.replaceWith(from, to, schema.nodeFromJSON({ ...plainTable, content: change(plainTable.content ?? []) }))
  })
const inline = (before: string, ...nodes: BodyNode[]) =>
  edit((tr) =>
    tr.insert(
      at(tr.doc, before),
      nodes.map((node) => schema.nodeFromJSON(node)),
    ),
  )
const field =
  <Name extends 'subject' | 'recipients' | 'capacity' | 'signerName'>(name: Name, value: Fields[Name]): Edit =>
  (copy) =>
    setField(fieldsMap(copy), name, value)

/** Each list is what one author does. */
const CASES: Record<string, Edit[][]> = {
  'words put in': [[put('Quy chế làm việc này', 'toàn bộ ')]],
  'words taken out': [[drop('Các cơ quan chuyên môn ')]],
  'words replaced': [[swap('phường', 'đặc khu')]],
  'of «aaa» one letter': [[letterOut('aaa bbb', 1)]],
  'at both edges of a line': [
    [
      put('Đoạn thường', 'Mở đầu. '),
      edit((tr) => tr.insert(around(tr.doc, 'Đoạn thường').to - 1, schema.text(' Hết.'))),
    ],
  ],
  'two authors side by side': [[put('Quy chế làm việc này', 'A '), drop('xã, ')], [put('Quy chế làm việc này', 'B ')]],
  'two authors take out the same': [[drop('một câu dài để sửa')], [drop('câu dài để sửa, thêm')]],
  'three authors in one line': [[swap('một câu dài', 'hai câu')], [put('nhiều lần', 'rất ')], [drop('để sửa, ')]],
  'bold on': [[look('câu dài', 'bold')]],
  'bold off, italic on': [[plain('chữ đậm', 'bold'), look('Gạch đầu dòng', 'italic')]],
  'words put in bold': [
    [edit((tr) => tr.insert(at(tr.doc, 'và một'), schema.text('rất đậm ', [schema.mark('bold')])))],
  ],
  'a line centred': [[form('Đoạn thường', { align: 'center' })]],
  'a clause becomes a paragraph': [[form('Hiệu lực', { role: 'paragraph' })]],
  'a line cut in two': [[cut('và một câu dài')]],
  'a clause cut in two': [[cut('chuyên môn thuộc')]],
  'two lines joined': [[join('Gạch đầu dòng thứ hai')]],
  'cut, and words at the cut': [[cut('và một câu dài'), put('và một câu dài', 'Rồi '), drop('có ')]],
  'a line put in': [[block('Hiệu lực', p('Một đoạn hoàn toàn mới.'))]],
  'a clause put in': [[block('Hiệu lực', clause('dieu', 'Điều khoản mới về kinh phí.', 'moi'))]],
  'a clause taken out': [[away('Hiệu lực')]],
  'the first clause taken out': [[away('Phạm vi')]],
  'a clause moved down': [[move('Phạm vi', 'Các ông bà')]],
  'a clause moved up, with its words changed by another': [
    [move('Hiệu lực', 'Phạm vi')],
    [swap('thi hành kể từ', 'từ')],
  ],
  'a row put in': [[tableWith((rows) => [...rows, { ...row(cell('3'), cell('Máy chiếu')) }].map(shared))]],
  'a row taken out': [[tableWith((rows) => rows.filter((_, index) => index !== 1))]],
  'a column put in': [
    [tableWith((rows) => rows.map((one) => ({ ...one, content: [...(one.content ?? []), shared(cell('mới'))] })))],
  ],
  'words in a cell': [[swap('Máy in', 'Máy quét')]],
  'a line put in at the end of a cell': [[edit((tr) => tr.split(at(tr.doc, 'khổ A4')))]],
  'a table put in': [[block('Hiệu lực', table(row(cell('Cột một'), cell('Cột hai')), row(cell('a'), cell('b'))))]],
  'the table taken out': [[away('Máy tính')]],
  'a footnote and a line end': [
    [inline('để sửa', { type: 'footnote', attrs: { text: 'Lời chú mới.' } }), inline('và một', br)],
  ],
  'a căn cứ put in': [[block('Theo đề nghị', basis('Căn cứ Nghị định số 30/2020/NĐ-CP'))]],
  'a căn cứ taken out': [[away('Theo đề nghị')]],
  'an appendix put in': [[block('Danh mục thiết bị', appendix('Phụ lục mới', 'plm'), p('Lời của phụ lục mới.'))]],
  'an appendix taken out': [[away('Danh mục thiết bị'), away('Nội dung của phụ lục')]],
  'the title of an appendix': [[swap('thiết bị được cấp', 'vật tư')]],
  'the subject': [[field('subject', 'Về việc ban hành Quy chế tiếp công dân')]],
  'recipients and signer, by two authors': [
    [field('recipients', 'Như Điều 3\nSở Tài chính\nLưu: VT, NC')],
    [field('capacity', 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH'), field('signerName', 'Trần Thị B')],
  ],
  'a page break': [[block('Hiệu lực', { type: 'pageBreak' })]],
  'everything at once': [
    [put('Quy chế làm việc này', 'toàn bộ '), away('Hiệu lực'), cut('và một câu dài'), look('chữ đậm', 'italic')],
    [move('Phạm vi', 'Các ông bà'), tableWith((rows) => rows.slice(0, 2)), field('subject', 'Về quy chế mới')],
    [block('Danh mục thiết bị', appendix('Thêm', 'them')), swap('Gạch đầu', 'Vạch đầu')],
  ],
}

/** In the shared form, as rows of a table that stand there already. */
const shared = (node: BodyNode): BodyNode => nodeOf(node).toJSON()

function made(name: string, edits: readonly (readonly Edit[])[]): Case {
  const text = start()
  const state = Y.encodeStateAsUpdate(text)
  let client = FIRST_RESERVED_CLIENT
  const suggested = edits.flatMap((acts, author) => {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, state)
    for (const act of acts) act(copy)
    return compare(text, copy).map((changes) => ({
      client: client++,
      changes,
      author: AUTHORS[author] ?? AUTHORS[0],
      date: `2026-11-2${author}T01:02:03.000Z`,
    }))
  })
  const said = (author: string, words: string) => ({ author, date: '2026-11-28T09:30:00.000Z', text: words })
  const about = (id: string, quote: string, ...words: string[]) => ({
    id,
    quote,
    anchor: passageOf(text, quote),
    field: null,
    isSettled: id === 'b',
    said: words.map((one, step) => said(AUTHORS[step % AUTHORS.length] ?? '', one)),
  })
  const threads = [
    about('a', 'câu dài để sửa', 'Xem lại câu này.', 'Đã xem.', 'Cảm ơn\nhai dòng'),
    about('b', 'Hiệu lực thi hành', 'Từ ngày nào?'),
    {
      id: 'c',
      quote: 'chữ không còn',
      anchor: null,
      field: null,
      isSettled: false,
      said: [said(AUTHORS[0], 'Chỗ này đâu rồi?')],
    },
  ]
  return {
    name,
    marked: { state, suggested, threads, words: { left: '{was} → {put}', lost: '«{quote}»', fields: {} } },
  }
}

export const markedCases = (): Case[] => Object.entries(CASES).map(([name, edits]) => made(name, edits))
