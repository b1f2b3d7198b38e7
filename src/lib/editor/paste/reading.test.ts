import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readPaste } from './reading.ts'
import { pasted, treeIn } from './testing.ts'
import { bareTree } from './tree.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../tests/fixtures/paste/${name}`, import.meta.url), 'utf8')

/** Each clause that is read gets an id of its own. */
const withoutIds = (read: unknown): unknown =>
  JSON.parse(JSON.stringify(read, (name, value: unknown) => (name === 'id' ? undefined : value)))

test('plain text tells its unseen characters too, into the body and into cells', () => {
  const text = 'Cấp \u202E21\u202C tỷ\nKinh\u200B phí'
  const asked = { tree: null, text, openQuotations: 0, isAll: false }
  for (const into of ['body', 'cells'] as const)
    expect(readPaste({ ...asked, into }).told).toEqual([
      { what: 'turning', count: 1, words: ['Cấp [U+202E]21[U+202C] tỷ'] },
      { what: 'unseen', count: 1, words: ['Kinh[U+200B] phí'] },
    ])
})

test('what cannot be printed is told, into the body and into cells', () => {
  const asked = { tree: null, text: 'Đã xong 😀 rồi\n☑ đồng ý', openQuotations: 0, isAll: false }
  for (const into of ['body', 'cells'] as const)
    expect(readPaste({ ...asked, into }).told).toEqual([
      { what: 'unprintable', count: 1, words: ['Đã xong 😀[U+1F600] rồi'] },
    ])
})

test.each([
  'word-comments-paste.html',
  'excel-colspan-widths.html',
  'gdocs-lists.html',
  'merged-cells-into-table.html',
])('what a worker reads, sent there and back, is what the page itself reads: %s', (name) => {
  const html = fixture(name)
  const asked = { tree: bareTree(treeIn(html)), text: '', openQuotations: 0, isAll: false }
  for (const into of ['body', 'cells'] as const) {
    const there = readPaste(JSON.parse(JSON.stringify({ ...asked, into })))
    expect(withoutIds(there)).toEqual(withoutIds(readPaste({ ...asked, into })))
  }
  const { lines } = pasted(html)
  expect(readPaste({ ...asked, into: 'cells' })).toMatchObject({ into: 'cells', lines })
})

test('the mark at the foot of our own PDF is no text', () => {
  const text = 'Hết./.\nMã tra cứu: RPF7-H0SF-N2ZV\nhttps://vanban.sonla.gov.vn/verify/RPF7-H0SF-N2ZV'
  const read = readPaste({ tree: null, text, into: 'cells', openQuotations: 0, isAll: false })
  expect(read).toMatchObject({ lines: [{ text: 'Hết./.' }], told: [{ what: 'given', count: 2 }] })
})
