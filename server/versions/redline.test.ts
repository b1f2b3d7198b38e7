import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { compareShown } from '../../src/lib/document/compare/shown.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { bold, cell, clause, documentOf, p, row, table } from '../../src/lib/document/testing.ts'
import { redline } from './redline.ts'

const doc = (...blocks: BodyNode[]) => documentOf('quyet-dinh', blocks)

/** The text of each line, and of each cell, once all changes are accepted or refused, as Word does it. */
async function decided(
  before: ReturnType<typeof doc>,
  after: ReturnType<typeof doc>,
  accept: boolean,
): Promise<string[]> {
  const comparison = compareShown(before, after)
  const about = { title: 'So sánh', author: 'Lò Thị Mai', date: '2026-11-29T08:00:00Z', fields: {} }
  const xml = strFromU8(unzipSync(await redline({ comparison, ...about }))['word/document.xml'] ?? new Uint8Array())
  const gone = accept ? 'del' : 'ins'
  const rows = xml.replace(/<w:tr>(?:(?!<\/w:tr>).)*?<\/w:tr>|<w:tr [^>]*>.*?<\/w:tr>/gs, (one) =>
    new RegExp(`<w:trPr>.*?<w:${gone} [^>]*/>.*?</w:trPr>`, 's').test(one) ? '' : one,
  )
  const lines = [...rows.matchAll(/<w:p>(.*?)<\/w:p>|<w:p [^>]*>(.*?)<\/w:p>/gs)].map(([line]) => line)
  return lines
    .filter((line) => !new RegExp(`<w:pPr>.*?<w:rPr>.*?<w:${gone} [^>]*/>.*?</w:rPr>.*?</w:pPr>`, 's').test(line))
    .map((line) => line.replace(new RegExp(`<w:${gone} [^>]*[^/]>.*?</w:${gone}>`, 'gs'), ''))
    .map((line) => [...line.matchAll(/<w:(?:t|delText)(?: [^>]*)?>([^<]*)</g)].map(([, text]) => text).join(''))
}

const before = doc(
  clause('dieu', 'Phạm vi điều chỉnh của Quy chế này', 'a'),
  clause('dieu', 'Trách nhiệm của thủ trưởng các cơ quan', 'b'),
  p('Đoạn này sẽ bị bỏ đi hẳn'),
  table(row(cell('một'), cell('hai'))),
)
const after = doc(
  clause('dieu', 'Trách nhiệm của thủ trưởng các đơn vị', 'b'),
  clause('dieu', 'Phạm vi điều chỉnh của Quy chế này', 'a'),
  p('Đoạn mới ', bold('in đậm')),
  table(row(cell('một'), cell('ba')), row(cell('bốn'), cell('năm'))),
)

test('accepting all gives the new text, refusing all the old one', async () => {
  expect(await decided(before, after, true)).toEqual([
    'So sánh',
    'Điều 1. Trách nhiệm của thủ trưởng các đơn vị',
    'Điều 2. Phạm vi điều chỉnh của Quy chế này',
    'Đoạn mới in đậm',
    ...['một', 'ba', 'bốn', 'năm'],
  ])
  expect(await decided(before, after, false)).toEqual([
    'So sánh',
    'Điều 1. Phạm vi điều chỉnh của Quy chế này',
    'Điều 2. Trách nhiệm của thủ trưởng các cơ quan',
    'Đoạn này sẽ bị bỏ đi hẳn',
    ...['một', 'hai'],
  ])
})
