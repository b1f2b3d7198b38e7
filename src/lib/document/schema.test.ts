import { prosemirrorJSONToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { schema } from './schema.ts'

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
    { type: 'appendix', attrs: { id: 'p1', isLandscape: true }, content: [text('Danh mục')] },
    { type: 'table', content: [] },
  ],
}

test('every node and mark goes through Yjs and comes back the same', () => {
  const before = schema.nodeFromJSON(everything)
  before.check()
  const ydoc = new Y.Doc()
  prosemirrorJSONToYXmlFragment(schema, before.toJSON(), ydoc.getXmlFragment('body'))
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc))
  const after = yXmlFragmentToProseMirrorRootNode(copy.getXmlFragment('body'), schema)
  expect(after.toJSON()).toEqual(before.toJSON())
})

test('SCHEMA: no block asks for content, so that no merge of two edits can make one invalid', () => {
  for (const type of Object.values(schema.nodes)) {
    if (type.isLeaf) continue
    expect(type.contentMatch.validEnd, type.name).toBe(true)
    expect(() => type.createChecked(), type.name).not.toThrow()
  }
})

test('a table cell holds running text, never a clause or another table', () => {
  const cell = schema.nodes.tableCell
  expect(cell?.contentMatch.matchType(schema.nodes.paragraph!)).not.toBeNull()
  expect(cell?.contentMatch.matchType(schema.nodes.clause!)).toBeNull()
  expect(cell?.contentMatch.matchType(schema.nodes.table!)).toBeNull()
})
