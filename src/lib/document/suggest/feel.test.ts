/**
 * What is typed becomes the same suggestion by whichever way it came, with a colleague typing beside it: logs of what input
 * methods do to a line, as y-tiptap writes them into the copy.
 */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { schema } from '../schema.ts'
import { newText } from '../seed.ts'
import { documentOf, p } from '../testing.ts'
import { apply } from './apply.ts'
import { Fork } from './fork.ts'
import { lettersOf, wordsOf } from './letters.ts'
import { edit, plain } from './testing.ts'
import { toldOf } from './words.ts'

const start = () => newText(documentOf('cong-van', [p('Các sở báo cáo trước ngày mười lăm.'), p('Nơi khác.')]))
const AT = 'Các sở báo cáo'.length + 1

/** What a line end reads at each step of the log. */
type Log = readonly string[]
const TYPED: Log = [...' đúng hạn, đường thẳng'].map((_, at, all) => all.slice(0, at + 1).join(''))
const LOGS: Record<string, Log> = {
  // The syllable is replaced as a whole at each key.
  'Telex, composed': [
    ...[' ', ' d', ' đ', ' đu', ' đun', ' đung', ' đúng', ' đúng ', ' đúng h', ' đúng ha', ' đúng han', ' đúng hạn'],
    ...[' đúng hạn,', ' đúng hạn, d', ' đúng hạn, đ', ' đúng hạn, đu', ' đúng hạn, đuo', ' đúng hạn, đươ'],
    ...[' đúng hạn, đươn', ' đúng hạn, đương', ' đúng hạn, đường', ' đúng hạn, đường ', ' đúng hạn, đường t'],
    ...[' đúng hạn, đường thăn', ' đúng hạn, đường thăng', ' đúng hạn, đường thẳng'],
  ],
  'VNI, composed': [
    ...[' d', ' d9', ' đ', ' đu', ' đung', ' đung1', ' đúng', ' đúng hạn, d', ' đúng hạn, đuo', ' đúng hạn, đươ'],
    ...[
      ' đúng hạn, đương2',
      ' đúng hạn, đường',
      ' đúng hạn, đường tha8',
      ' đúng hạn, đường thăng3',
      ' đúng hạn, đường thẳng',
    ],
  ],
  // Plain letters go one by one, and come again with their marks.
  'UniKey, backspaces': [
    ...[' d', ' ', ' đ', ' đu', ' đun', ' đung', ' đun', ' đu', ' đ', ' đú', ' đún', ' đúng', ' đúng hạn, đuong'],
    ...[' đúng hạn, đ', ' đúng hạn, đường', ' đúng hạn, đường thang', ' đúng hạn, đường th', ' đúng hạn, đường thẳng'],
  ],
  'a tone that is changed later': [' đùng hạn, đường thẳng', ' đung hạn, đường thẳng', ' đúng hạn, đường thẳng'],
  'Android: the whole word at once, taken back and put again': [
    ...[' dung', ' đúng', '', ' đúng', ' đúng hạn', ' đúng han', ' đúng hạn, đường thẳng'],
  ],
  'iOS: spell-check puts another word': [' dung hạn, duong thang', ' đúng hạn, duong thang', ' đúng hạn, đường thẳng'],
}

/** `beside` is called between the steps: a colleague types in the text. */
function replay(fork: Fork, log: Log, beside: (at: number) => void = () => {}): void {
  let before = ''
  for (const [at, now] of log.entries()) {
    const line = fork.doc.getXmlFragment('body').get(0)
    const letters = line instanceof Y.XmlElement ? lettersOf(line) : []
    const mine = letters.findIndex(({ client }) => client === fork.doc.clientID)
    const place = mine < 0 ? wordsOf(letters).indexOf('cáo') + 'cáo'.length + 1 : mine + 1
    const end = place + before.length
    edit(fork.doc, (tr) => (now === '' ? tr.delete(place, end) : tr.replaceWith(place, end, schema.text(now))))
    fork.suggestions() // as a pause between two keys has it
    before = now
    beside(at)
  }
}
/** Without ids: those of the letters around it are the text's. */
const told = (fork: Fork) => fork.suggestions().map(({ changes }) => changes)

describe.each(Object.entries(LOGS))('%s', (_, log) => {
  const typed = (text: Y.Doc, beside?: (at: number) => void) => {
    const fork = new Fork(text, [])
    replay(fork, TYPED, beside)
    return told(fork)
  }

  test('gives exactly the suggestion that plain typing gives', () => {
    const text = start()
    const fork = new Fork(text, [])
    replay(fork, log)
    expect(told(fork)).toEqual(typed(text))
    expect(told(fork)).toHaveLength(1)
  })

  test.each([
    ['in front of it', 1],
    ['right behind it', AT],
    ['in another line', 'Các sở báo cáo trước ngày mười lăm.'.length + 3],
  ])('and with a colleague who types %s', (_, place) => {
    const text = start()
    const fork = new Fork(text, [])
    let length = 0
    replay(fork, log, (at) => {
      edit(text, (tr) => tr.insert(place + (at === 0 ? 0 : length), schema.text('x')))
      length++
    })
    const all = told(fork)
    expect(all).toHaveLength(1)
    const { kind, was, put } = toldOf(all[0] ?? [])
    expect([kind, was, put.trim()]).toEqual(['put', '', 'đúng hạn, đường thẳng'])
    const written = plain(text)
    expect(written).not.toContain('đúng')
    text.transact((tr) => apply(tr, all[0] ?? []))
    expect(plain(text)).toBe(plain(fork.doc))
  })
})

test('backspaces over one’s own letters leave nothing; deleting what is deleted does nothing', () => {
  const fork = new Fork(start(), [])
  replay(fork, [' mới', ' mớ', ' m', ' ', ''])
  expect(fork.suggestions()).toEqual([])
  edit(fork.doc, (tr) => tr.delete(1, 5))
  const once = told(fork)
  edit(fork.doc, (tr) => tr.delete(1, 1))
  expect(told(fork)).toEqual(once)
})

test('words typed where others went are one replacement, in reading order', () => {
  const fork = new Fork(start(), [])
  edit(fork.doc, (tr) => tr.delete(1, 7)) // "Các sở"
  for (const [at, letter] of [...'Các ban'].entries()) edit(fork.doc, (tr) => tr.insert(1 + at, schema.text(letter)))
  const all = told(fork)
  expect(all).toHaveLength(1)
  expect(toldOf(all[0] ?? []).put).toMatch(/ban|Các ban/)
  const text = start()
  const copy = new Fork(text, [])
  edit(copy.doc, (tr) => tr.replaceWith(1, 7, schema.text('Các ban')))
  expect(plain(fork.doc)).toBe(plain(copy.doc))
})

test('two authors never join, and neither is swallowed: each keeps its own, whatever is accepted first', () => {
  const text = start()
  const [a, b] = [new Fork(text, []), new Fork(text, [])]
  replay(a, [' một'])
  replay(b, [' hai'])
  const [first, second] = [told(a)[0] ?? [], told(b)[0] ?? []]
  const results = [
    [first, second],
    [second, first],
  ].map((order) => {
    const doc = new Fork(text, []).doc
    for (const changes of order) {
      doc.clientID = changes === first ? 501 : 502
      doc.transact((tr) => apply(tr, changes))
    }
    return plain(doc)
  })
  expect(results[0]).toBe(results[1])
  expect(results[0]).toMatch(/ một hai| hai một/)
})

test('bold on one’s own new letters is no second suggestion; an attribute that is set back leaves nothing', () => {
  const fork = new Fork(start(), [])
  replay(fork, [' mới'])
  edit(fork.doc, (tr) => tr.addMark(AT + 1, AT + 4, schema.mark('bold')))
  expect(fork.suggestions()).toHaveLength(1)
  const other = new Fork(start(), [])
  for (const align of ['center', 'right', null])
    edit(other.doc, (tr) => tr.setNodeMarkup(0, null, { ...tr.doc.firstChild?.attrs, align }))
  expect(other.suggestions()).toEqual([])
  for (const align of ['center', 'right'])
    edit(other.doc, (tr) => tr.setNodeMarkup(0, null, { ...tr.doc.firstChild?.attrs, align }))
  expect(told(other)).toMatchObject([[{ is: 'form', was: { align: null }, put: { align: 'right' } }]])
})

test('a line that is written anew is one suggestion, not confetti', () => {
  const fork = new Fork(start(), [])
  const words = schema.text('Từng đơn vị gửi kết quả vào tuần sau.')
  edit(fork.doc, (tr) => tr.replaceWith(1, (tr.doc.firstChild?.nodeSize ?? 2) - 1, words))
  expect(told(fork)).toHaveLength(1)
})

test('nothing is inherited where one’s own letters end: what a colleague types there is the text’s', () => {
  const text = start()
  const fork = new Fork(text, [])
  replay(fork, [' mới'])
  edit(text, (tr) => tr.insert(AT, schema.text('!')))
  const [changes = []] = told(fork)
  expect(toldOf(changes).put.trim()).toBe('mới')
  expect(plain(text)).not.toContain('mới')
})
