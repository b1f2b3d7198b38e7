import { expect, test } from 'vitest'
import { newText } from '../seed.ts'
import { documentOf, p } from '../testing.ts'
import { compare } from './compare.ts'
import { copyOf, edit } from './testing.ts'
import { inWholeWords } from './whole-words.ts'
import { toldEach } from './words.ts'

/** What the first suggestion is told as that makes the line read so. */
function toldOf(line: string, from: string, put: string) {
  const text = newText(documentOf('quyet-dinh', [p(line)]))
  const copy = copyOf(text)
  edit(copy, (tr) => {
    const at = 1 + line.indexOf(from)
    if (put === '') tr.delete(at, at + from.length)
    else tr.replaceWith(at, at + from.length, tr.doc.type.schema.text(put))
  })
  const [changes = []] = compare(text, copy)
  return toldEach(inWholeWords(text, changes)).map(({ kind, was, put }) => [kind, was, put].join('|'))
}

test.each([
  ['Có 37 hộ.', '37', '38', 'replaced|37|38'],
  ['Cấp 1.234,5 tỷ.', '234', '244', 'replaced|1.234,5|1.244,5'],
  ['Còn 5 hộ.', '5', '50', 'replaced|5|50'],
  ['Còn 50 hộ.', '50', '5', 'replaced|50|5'],
  ['Họp bàn việc.', 'bàn', 'bán', 'replaced|bàn|bán'],
  ['Họp bàn việc.', 'bàn ', '', 'gone|bàn|'],
  ['Họp bàn việc.', 'bàn', 'bàn kỹ', 'put||kỹ'],
  ['Họp bàn việc.', 'bàn', 'bàncùng làm', 'put||cùng làm'],
  ['Họp ngày 3. 5 người.', '5', '6', 'replaced|5|6'],
])('of “%s” with %s → %s the whole word or number is told', (line, from, put, told) => {
  expect(toldOf(line, from, put)).toEqual([told])
})
