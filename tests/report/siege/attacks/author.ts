/** What somebody can send who may write: texts that cost whoever reads, draws or prints them, and files. */
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap'
import { strToU8, zipSync } from 'fflate'
import * as Y from 'yjs'
import { fieldsMap, setField } from '../../../../src/lib/document/fields.ts'
import type { BodyNode } from '../../../../src/lib/document/model.ts'
import { schema } from '../../../../src/lib/document/schema.ts'
import { sharedForm } from '../../../../src/lib/document/shared-form.ts'
import { bold, cell, clause, p, ref, row, table } from '../../../../src/lib/document/testing.ts'
import { bombPng } from '../../../fixtures/bomb-png.ts'
import {
  cell as wordCell,
  p as wordLine,
  row as wordRow,
  table as wordTable,
  wordFile,
} from '../../../fixtures/word-files.ts'
import { many, type Visitor } from '../house.ts'
import { Pen } from '../pen.ts'
import type { Attack, Field } from './attack.ts'

/** Everything that a person who opens the draft makes the server do. */
async function lookAt(author: Visitor, draftId: string): Promise<void> {
  await Promise.all([
    author.ask(`/drafts/${draftId}`, { kind: 'page' }),
    author.ask(`/drafts/${draftId}/pages?pictures`, { kind: 'typesetting' }),
    author.ask(`/drafts/${draftId}/preview.pdf`, { kind: 'typesetting' }),
    author.post(`/drafts/${draftId}?/submit`, new URLSearchParams({ step: '0' })),
  ])
}

/** Writes a change into a new draft and looks at it. */
async function write({ url, author }: Field, change: (doc: Y.Doc) => void): Promise<void> {
  const draftId = await author.newDraft()
  const pen = await Pen.open(url, draftId, author.cookie)
  await pen.write(change)
  await lookAt(author, draftId)
  pen.close()
}

/** Lines that a page of ours could have made. */
const lines =
  (...content: BodyNode[]) =>
  (doc: Y.Doc) =>
    prosemirrorJSONToYXmlFragment(schema, sharedForm({ type: 'doc', content }), doc.getXmlFragment('body'))

const repeat = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

const text = (name: string, isQuick: boolean, make: () => (doc: Y.Doc) => void): Attack => ({
  name,
  from: 'author',
  isQuick,
  run: (field) => write(field, make()),
})

const word = (name: string, isQuick: boolean, make: () => Uint8Array, times = 1): Attack => ({
  name,
  from: 'author',
  isQuick,
  async run({ author }) {
    const bytes = Buffer.from(make())
    await many(times, () => {
      const form = new FormData()
      form.set('docx', new Blob([bytes]), 'van-ban.docx')
      return author.ask('/drafts/new/word', { kind: 'upload', method: 'POST', body: form })
    })
  },
})

/** Textblocks within textblocks, which no page of ours makes. */
function nested(depth: number) {
  return (doc: Y.Doc) => {
    let at: Y.XmlFragment = doc.getXmlFragment('body')
    for (let level = 0; level < depth; level++) {
      const inner = new Y.XmlElement('textblock')
      at.insert(0, [inner]) // from the outside: Yjs puts in by recursion what is made before
      at = inner
    }
    at.insert(0, [new Y.XmlText('đáy')])
  }
}

/** Starts of what the rules, the numbering and the parsers look for, never finished. */
const ALMOST = ['Điều 5 ', '((', '«“', '.. ', '1.1.', ' ,;', 'Căn cứ ', '31/02/2026 ', '\u00A0 ', 'a) ', '-–', 'IVX']
const almost = (length: number) => lines(...ALMOST.map((start) => p(start.repeat(Math.ceil(length / start.length)))))

export const AUTHOR: Attack[] = [
  text('50 rows of one cell that each spans 50 by 50', true, () =>
    lines(table(...repeat(50, () => row(cell('a', { colspan: 50, rowspan: 50 }))))),
  ),
  text('300 rows of 20 cells that each span 50 by 50', false, () =>
    lines(table(...repeat(300, () => row(...repeat(20, () => cell('a', { colspan: 50, rowspan: 50 })))))),
  ),
  text('a table of 5,000 rows and 20 columns', false, () =>
    lines(table(...repeat(5_000, () => row(...repeat(20, () => cell('a')))))),
  ),
  text('a word of 80,000 letters', true, () => lines(p('a'.repeat(80_000)))),
  text('a word of 300,000 letters', false, () => lines(p('ộ'.repeat(300_000)))),
  text('5,000 short paragraphs', true, () => lines(...repeat(5_000, (index) => p(`Dòng ${index}`)))),
  text('50,000 empty paragraphs', false, () => lines(...repeat(50_000, () => p()))),
  text('2,000 blanks, and 100,000', true, () => lines(p(`a${' '.repeat(2_000)}b`), p(' '.repeat(100_000)))),
  text('lines of 10,000 letters that almost are something', true, () => almost(10_000)),
  text('lines of 100,000 letters that almost are something', false, () => almost(100_000)),
  text('10,000 clauses, each one level below the last', false, () =>
    lines(
      ...repeat(10_000, (index) => clause((['dieu', 'khoan', 'diem'] as const)[index % 3] ?? 'dieu', 'a', `c${index}`)),
    ),
  ),
  text('50,000 runs, every second bold', false, () =>
    lines(p(...repeat(50_000, (index) => (index % 2 ? bold('đậm ') : 'thường ')))),
  ),
  text('5,000 footnotes of 200 letters', false, () =>
    lines(p(...repeat(5_000, () => ({ type: 'footnote', attrs: { text: 'chú '.repeat(50) } })))),
  ),
  text('20,000 references to nowhere', false, () => lines(p(...repeat(20_000, (index) => ref(`c${index}`))))),
  text('blocks nested 3,000 deep', true, () => nested(3_000)),
  text('a trích yếu of 300,000 letters and 20,000 recipients', true, () => (doc) => {
    setField(fieldsMap(doc), 'subject', 'trích yếu '.repeat(30_000))
    setField(fieldsMap(doc), 'recipients', 'Như trên\n'.repeat(20_000))
  }),
  text('a text of nothing that we know', true, () => (doc) => {
    const odd = new Y.XmlElement('vô danh')
    odd.insert(0, [new Y.XmlText('chữ')])
    doc.getXmlFragment('body').insert(0, [odd, new Y.XmlText('ở gốc')])
    doc.getMap('fields').set('kind', 5)
  }),
  {
    name: '40 previews while 40 letters are typed',
    from: 'author',
    async run({ url, author }) {
      const draftId = await author.newDraft()
      const pen = await Pen.open(url, draftId, author.cookie)
      await pen.write(lines(...repeat(400, () => p('Lời văn của một dòng dài vừa phải. '.repeat(12)))))
      await many(40, async (index) => {
        await pen.write((doc) => doc.getXmlFragment('body').insert(0, [new Y.XmlElement('textblock')]))
        await author.ask(`/drafts/${draftId}/preview.pdf?${index}`, { kind: 'typesetting' })
      })
      pen.close()
    },
  },
  {
    name: 'updates of 4 MB, ten of them, and 20,000 tiny ones in one',
    from: 'author',
    async run({ url, author }) {
      const pen = await Pen.open(url, await author.newDraft(), author.cookie)
      for (let index = 0; index < 10 && pen.closedWith === null; index++)
        await pen.write((doc) => doc.getText('t').insert(0, 'x'.repeat(4_000_000)))
      pen.close()
      await write({ url, author } as Field, (doc) => {
        for (let index = 0; index < 20_000; index++) doc.getXmlFragment('body').insert(0, [new Y.XmlText('a')])
      })
    },
  },
  {
    name: 'images with bombs in their notes, of a million empty segments, of none, and half an image',
    from: 'author',
    isQuick: true,
    async run({ author }) {
      const draftId = await author.newDraft()
      const bombs = [
        bombPng('iCCP'),
        bombPng('zTXt'),
        bombPng('iTXt'),
        bombPng('IDAT'),
        bombPng('iCCP').subarray(0, 400_000),
        Buffer.alloc(5_000_000, Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 2])),
        Buffer.concat([
          Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2]),
          Buffer.alloc(5_000_000, '\xff\xc4\0\x02', 'latin1'),
        ]),
        Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5_000_000)]),
      ]
      await Promise.all(
        bombs.map((bytes) =>
          author.ask(`/drafts/${draftId}/images`, { kind: 'upload', method: 'POST', body: Buffer.from(bytes) }),
        ),
      )
    },
  },
  word('40 Word files of 24 MB at once', false, () => Buffer.alloc(24 * 1024 * 1024, 'a'), 40),
  {
    name: '40 submissions of 6,000 lines at once, all wrong',
    from: 'author',
    async run({ url, author }) {
      const draftId = await author.newDraft()
      const pen = await Pen.open(url, draftId, author.cookie)
      await pen.write(lines(...repeat(6_000, (index) => p(`Khoản ${index} giao Sở Tài chính chủ trì thực hiện.`))))
      pen.close()
      const nobody = '00000000-0000-4000-8000-000000000000'
      const wrong = new URLSearchParams({ step: '0', reviewerId: nobody, leaderId: nobody })
      await many(40, () => author.post(`/drafts/${draftId}?/submit`, wrong))
    },
  },
  word('a Word file that unpacks to 2 GB', true, () =>
    zipSync({ '[Content_Types].xml': strToU8('<a/>'), 'word/document.xml': new Uint8Array(300 * 1024 * 1024) }),
  ),
  word('a Word file of 100,000 lines, five times', false, () => wordFile({ body: wordLine('a').repeat(100_000) }), 5),
  word('a Word file with 400 tables in one another', true, () =>
    wordFile({
      body: repeat(400, () => 0).reduce((inner) => wordTable([5_000], [wordRow(wordCell(inner))]), wordLine('a')),
    }),
  ),
  word('a Word file whose one line has 300,000 runs', false, () =>
    wordFile({ body: `<w:p>${'<w:r><w:t>a </w:t></w:r>'.repeat(300_000)}</w:p>` }),
  ),
  word('a Word file of a line of 1,000,000 letters that almost is something', false, () =>
    wordFile({
      body: wordLine(
        ALMOST.map((start) => start.repeat(10_000))
          .join('')
          .replace(/[<&]/g, ''),
      ),
    }),
  ),
]
