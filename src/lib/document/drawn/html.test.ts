import { expect, test } from 'vitest'
import { storedHtml } from './html.ts'

const AROUND = { address: '/drafts/x', undescribed: 'Hình ảnh' }

const text = (words: string, ...marks: string[]) => ({
  type: 'text',
  text: words,
  marks: marks.map((type) => ({ type })),
})

test('the stored text has its numbers, its marks and its empty lines', () => {
  const { main: html } = storedHtml(
    {
      type: 'doc',
      content: [
        { type: 'basis', content: [text('Căn cứ Luật <số> & "điều";')] },
        {
          type: 'clause',
          attrs: { level: 'dieu', id: 'x' },
          content: [text('Ban hành '), text('Quy chế', 'bold', 'italic')],
        },
        { type: 'clause', attrs: { level: 'khoan', id: 'y' } },
        {
          type: 'paragraph',
          attrs: { align: 'center', indent: true },
          content: [text('a'), { type: 'hardBreak' }, text('b')],
        },
      ],
    },
    'quyet-dinh',
    AROUND,
  )
  expect(html).toContain('Căn cứ Luật &lt;số&gt; &amp; &quot;điều&quot;;</p>')
  expect(html).toMatch(/<p [^>]*data-label="Điều 1\."[^>]*>Ban hành <strong><em>Quy chế<\/em><\/strong><\/p>/)
  expect(html).toMatch(/data-label="1\."[^>]*><br><\/p>/)
  expect(html).toMatch(/<p data-align="center">a<br>b<\/p>/)
})

test('a table keeps its rows and merged cells', () => {
  const cell = (words: string, colspan = 1) => ({
    type: 'tableCell',
    attrs: { colspan, rowspan: 1, colwidth: null },
    content: [{ type: 'paragraph', content: [text(words)] }],
  })
  const { main: html } = storedHtml(
    {
      type: 'doc',
      content: [
        {
          type: 'table',
          content: [
            { type: 'tableRow', content: [cell('một', 2)] },
            { type: 'tableRow', content: [cell('hai'), cell('ba')] },
          ],
        },
      ],
    },
    'bao-cao',
    AROUND,
  )
  expect(html).toMatch(/<tr><td colspan="2"[^>]*><p>một<\/p><\/td><\/tr>/)
  expect(html).toMatch(/<p>hai<\/p><\/td><td[^>]*><p>ba<\/p>/)
})

test('appendices stand apart, behind the signatures, and their numbers go on', () => {
  const paragraph = (words: string, type = 'paragraph') => ({ type, content: [text(words)] })
  const { main, appendices } = storedHtml(
    {
      type: 'doc',
      content: [paragraph('một'), paragraph('hai', 'appendix'), paragraph('ba'), paragraph('bốn', 'appendix')],
    },
    'quyet-dinh',
    AROUND,
  )
  expect(main).toBe('<p>một</p>')
  expect(appendices).toMatch(/^<p [^>]*data-label="Phụ lục I"[^>]*>hai<\/p><p>ba<\/p><p [^>]*data-label="Phụ lục II"/)
})

test('a document that is put into force has a letterhead above it, without words, and no label', () => {
  const rules = { type: 'appendix', attrs: { id: 'x', isAttached: true }, content: [text('Quy chế')] }
  const { appendices } = storedHtml({ type: 'doc', content: [{ type: 'paragraph' }, rules] }, 'quyet-dinh', AROUND)
  expect(appendices).toMatch(/^<div class="attached-head letterhead" contenteditable="false" aria-hidden="true">/)
  expect(appendices.replaceAll(/<[^>]*>/g, '')).toBe('Quy chế')
  expect(appendices).toMatch(/<p [^>]*data-attached="true"[^>]*data-label=""[^>]*>Quy chế<\/p>$/)
})

test('what stands in an appendix that lies across says so, up to the next appendix', () => {
  const paragraph = (words: string, type = 'paragraph', attrs = {}) => ({ type, attrs, content: [text(words)] })
  const across = paragraph('hai', 'appendix', { id: 'x', isLandscape: true })
  const upright = paragraph('bốn', 'appendix', { id: 'y', isLandscape: false })
  const content = [paragraph('một'), across, paragraph('ba'), upright, paragraph('năm')]
  const { main, appendices } = storedHtml({ type: 'doc', content }, 'quyet-dinh', AROUND)
  const said = `${main}${appendices}`.split('</p>').map((block) => block.includes('data-across="true"'))
  expect(said).toEqual([false, true, true, false, false, false])
})

test('an image is shown where it stands, in a cell too', () => {
  const image = {
    type: 'image',
    attrs: { hash: 'a'.repeat(64), widthMm: 40, pixelWidth: 4, pixelHeight: 3, alt: 'Máy in' },
  }
  const cell = { type: 'tableCell', content: [image, { type: 'paragraph', content: [text('Máy in')] }] }
  const content = [image, { type: 'table', content: [{ type: 'tableRow', content: [cell] }] }]
  const { main } = storedHtml({ type: 'doc', content }, 'quyet-dinh', AROUND)
  expect(main.match(/<img src="\/drafts\/x\/images\/a{64}" alt="Máy in">/g)).toHaveLength(2)
})
