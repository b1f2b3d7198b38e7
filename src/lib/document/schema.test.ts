import { prosemirrorJSONToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { normalBody } from './read.ts'
import { schema } from './schema.ts'
import { nodeOf, plainOf } from './shared-form.ts'

const text = (words: string, ...marks: string[]) => ({
  type: 'text',
  text: words,
  marks: marks.map((type) => ({ type })),
})

/** One of everything the schema knows. */
const everything = {
  type: 'doc',
  content: [
    { type: 'basis', content: [text('Căn cứ Luật Tổ chức chính quyền địa phương;')] },
    { type: 'formula', content: [text('QUYẾT ĐỊNH:')] },
    {
      type: 'clause',
      attrs: { level: 'dieu', id: 'a1' },
      content: [text('Ban hành ', 'bold'), text('Quy chế', 'italic', 'underline')],
    },
    {
      type: 'paragraph',
      attrs: { align: 'center', indent: false },
      content: [
        text('m'),
        text('2', 'superscript'),
        { type: 'hardBreak' },
        text('H'),
        text('2', 'subscript'),
        text('O', 'strike'),
      ],
    },
    {
      type: 'listLine',
      attrs: { marker: '+' },
      content: [
        { type: 'reference', attrs: { target: 'a1' } },
        { type: 'footnote', attrs: { text: 'Ghi chú' } },
      ],
    },
    {
      type: 'table',
      content: [
        {
          type: 'tableRow',
          content: [
            {
              type: 'tableHeader',
              attrs: { colspan: 2, rowspan: 1, colwidth: [30, 70] },
              content: [{ type: 'paragraph' }],
            },
          ],
        },
        {
          type: 'tableRow',
          content: [
            { type: 'tableCell', content: [{ type: 'paragraph', content: [text('1')] }] },
            { type: 'tableCell', content: [] },
          ],
        },
      ],
    },
    { type: 'pageBreak' },
    {
      type: 'image',
      attrs: { hash: 'a'.repeat(64), widthMm: 120, pixelWidth: 400, pixelHeight: 300, alt: 'Bản đồ' },
    },
    { type: 'appendix', attrs: { id: 'p1', isLandscape: true }, content: [text('Danh mục')] },
    { type: 'appendix', attrs: { id: 'p2', isAttached: true }, content: [text('Quy chế')] },
    { type: 'table', content: [] },
  ],
}

test('every node and mark goes through Yjs and comes back the same', () => {
  const before = nodeOf(everything)
  before.check()
  const ydoc = new Y.Doc()
  prosemirrorJSONToYXmlFragment(schema, before.toJSON(), ydoc.getXmlFragment('body'))
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc))
  const after = yXmlFragmentToProseMirrorRootNode(copy.getXmlFragment('body'), schema)
  expect(after.toJSON()).toEqual(before.toJSON())
  expect(plainOf(after)).toEqual(normalBody(everything))
})

test('a block keeps only what its role means; in a table cell a clause is running text', () => {
  const stray = {
    align: 'center',
    indent: false,
    level: 'muc',
    id: 'a',
    restarts: true,
    marker: '+',
    isLandscape: true,
    isAttached: true,
  }
  const textblock = (role: string) => ({ type: 'textblock', attrs: { ...stray, role } })
  const cell = { type: 'tableCell', content: [textblock('clause')] }
  const table = { type: 'table', content: [{ type: 'tableRow', content: [cell] }] }
  const doc = { type: 'doc', content: [textblock('clause'), textblock('basis'), textblock('listLine'), table] }
  const [clause, basis, line, after] = plainOf(schema.nodeFromJSON(doc)).content ?? []
  expect(clause).toEqual({ type: 'clause', attrs: { level: 'muc', id: 'a', restarts: true } })
  expect(basis).toEqual({ type: 'basis' })
  expect(line).toEqual({ type: 'listLine', attrs: { marker: '+' } })
  expect(after?.content?.[0]?.content?.[0]?.content?.[0]?.type).toBe('paragraph')
})

test('SCHEMA: no block asks for content, so that no merge of two edits can make one invalid', () => {
  for (const type of Object.values(schema.nodes)) {
    if (type.isLeaf) continue
    expect(type.contentMatch.validEnd, type.name).toBe(true)
    expect(() => type.createChecked(), type.name).not.toThrow()
  }
})

test('a table cell holds running text, never another table', () => {
  const cell = schema.nodes.tableCell
  expect(cell?.contentMatch.matchType(schema.nodes.textblock!)).not.toBeNull()
  expect(cell?.contentMatch.matchType(schema.nodes.table!)).toBeNull()
})
