import { expect, test } from 'vitest'
import { checkDocument, unprintableOf } from './check/index.ts'
import { applyMend } from './check/mend.ts'
import {
  cleanText,
  named,
  plainForm,
  signsIn,
  storedText,
  uncleanIn,
  unprintableIn,
  UNSEEN,
  unseenIn,
  withoutRiddles,
} from './letters.ts'
import { cell, documentOf, image, p, row, table } from './testing.ts'

/** Every category of characters that could make page, PDF and Word differ, with one of each. */
const UNSEEN_ONES = [
  '\u0007', // a control
  '\u009f',
  '\u00ad', // soft hyphen
  '\u034f', // grapheme joiner
  '\u061c', // Arabic letter mark
  '\u115f', // Hangul filler
  '\u17b4',
  '\u180e',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u202a',
  '\u202e',
  '\u2060',
  '\u2064',
  '\u2066',
  '\u2069',
  '\u206f',
  '\u3164',
  '\ufe0f', // variation selector
  '\ufeff',
  '\uffa0',
  '\ufff9',
  '\ufffe', // no character
  '\u{1d173}',
  '\u{e0041}', // tag
  '\u{e01ef}',
]

test('a line of a form has none of them, nor letters of private areas; the short way of plain lines makes no difference', () => {
  for (const one of UNSEEN_ONES) expect(withoutRiddles(`a${one}b`).replace(/[\n ]/, ''), named(one)).toBe('ab')
  expect(withoutRiddles('\uF0B7 a\uE000\u{F0000}b')).toBe('• ab')
  for (let code = 0; code < 0xe000; code++) {
    const text = `e${String.fromCharCode(code)}`
    expect(withoutRiddles(text) === cleanText(text), named(text)).toBe(true)
  }
})

test('what nobody sees goes when text comes in; what everybody sees stays', () => {
  for (const one of UNSEEN_ONES) {
    expect(UNSEEN.test(one), named(one)).toBe(true)
    // A line end is seen, another blank too.
    expect(cleanText(`a${one}b`).replace('\n', '')).toBe('ab')
  }
  expect(cleanText('a\u202fb\u3000c\u2009d\te\u00a0g\r\nh\vi')).toBe('a\u00a0b c d e\u00a0g\nh\ni')
  expect(cleanText('Viê\u0323t \ud800')).toBe('Việt \ufffd')
  expect(cleanText('👨\u200d👩\u200d👧 ❤\ufe0f')).toBe('👨👩👧 ❤')
  const seen = 'Điều 1. “Ủy ban” – 50% ₫ ½ №… ☐ ☑ ☒ ✓ ✗ □ → ≤ ơ̆ (Êđê) ①'
  expect(cleanText(seen)).toBe(seen.normalize('NFC'))
  expect(unseenIn(seen)).toEqual([])
  expect(unprintableIn(seen)).toEqual([])
})

test('what no font draws is told; boxes, ticks and arrows are drawn', () => {
  expect(unprintableIn('☐☑☒✓✔✗✘□■▪●○◦•→←↑↓⇒⇐⇔≤≥≠±×÷★☆❖➢✂☎✉①②❶∈∀√∞')).toEqual([])
  const refused = [
    '語',
    '\uf0b7',
    '\u3000',
    '\u2800',
    '\u2009',
    '\ufffd',
    '\ufffc',
    '😀',
    '✅',
    '１',
    '𝟏',
    'א',
    'ع',
    '\u{378}',
    '١',
  ]
  for (const one of refused) {
    expect(
      unprintableIn(`Số ${one} này`).map(({ text }) => text),
      named(one),
    ).toEqual([one])
  }
  // An accent on a digit is another number; three upon each other are none of any language here.
  expect(unprintableIn('1\u0336 2\u20e3')).toHaveLength(2)
  expect(unprintableIn('o\u0302\u0301 n\u0302\u0301\u0323\u0302')).toHaveLength(1)
  expect(named('\uf0b7')).toBe('U+F0B7')
  expect(named('語')).toBe('“語” (U+8A9E)')
  expect([plainForm('\uf0b7'), plainForm('１'), plainForm('\u3000'), plainForm('語')]).toEqual(['•', '1', ' ', null])
})

test('the checker tells each with its place, in words, notes, cells, images and fields, and one click takes it out', () => {
  const bad = '\u202e'
  const note = { type: 'footnote', attrs: { text: `theo${bad}\u3000báo cáo` } }
  const before = documentOf(
    'bao-cao',
    [
      p(`Cấp ${bad}21\u202c tỷ`, note),
      table(row(cell(`Ba\u200b mươi`), cell('\uf0b7 １２ 語'))),
      image({ alt: `Biểu${bad} đồ` }),
    ],
    { subject: `Về${bad} việc`, place: 'Sơn\u00ad La' },
  )
  const found = unprintableOf(
    checkDocument(before, { policy: { unseen_character: 'off', unprintable_character: 'advice' } }),
  )
  expect(found.every(({ severity }) => severity === 'fault')).toBe(true)
  const places = found.map(({ rule, place, params }) => [
    rule.slice(0, 8),
    place.at === 'field' ? place.field : place.at === 'block' && [...place.path, place.from ?? ''].join(),
    params.code ?? params.character,
  ])
  expect(places).toEqual([
    ['unseen_c', 'place', 'U+00AD'],
    ['unseen_c', 'subject', 'U+202E'],
    ['unseen_c', '0,4', 'U+202E'],
    ['unseen_c', '0,7', 'U+202C'],
    ['unseen_c', '0,11', 'U+202E'],
    ['unseen_c', '1,0,0,0,2', 'U+200B'],
    ['unseen_c', '2,', 'U+202E'],
    ['unprinta', '0,11', 'U+3000'],
    ['unprinta', '1,0,1,0,0', 'U+F0B7'],
    ['unprinta', '1,0,1,0,2', '“１” (U+FF11)'],
    ['unprinta', '1,0,1,0,3', '“２” (U+FF12)'],
    ['unprinta', '1,0,1,0,5', '“語” (U+8A9E)'],
  ])
  let after = before
  for (let step = 0; step < 20; step++) {
    const next = unprintableOf(checkDocument(after)).find(({ mend }) => mend)
    if (next?.mend) after = applyMend(after, next.mend)
  }
  expect(unprintableOf(checkDocument(after)).map(({ params }) => params.character)).toEqual(['“語” (U+8A9E)'])
  expect(after.fields).toMatchObject({ subject: 'Về việc', place: 'Sơn La' })
  expect(after.body.content?.[0]?.content).toEqual([
    { type: 'text', text: 'Cấp 21 tỷ' },
    { type: 'footnote', attrs: { text: 'theo báo cáo' } },
  ])
})

test('looking at a line takes time in proportion to its length', () => {
  for (const piece of ['a', '\u202e', '語', 'o\u0302', '\u0302', '\uf0b7a', '☑']) {
    const started = performance.now()
    const text = piece.repeat(300_000 / piece.length)
    unseenIn(text)
    unprintableIn(text)
    cleanText(text)
    expect(performance.now() - started).toBeLessThan(10_000)
  }
}, 60_000)

test('what nearly every line is made of is found in order as it stands, and beside what is not', () => {
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, n) => String.fromCharCode(from + n)).join('')
  const plain = `\n${range(0x20, 0x7e)}${range(0xc0, 0x2af)}${range(0x1e00, 0x1ef9)}‘’“”–…«»`
  expect([cleanText(plain), storedText(plain), withoutRiddles(plain)]).toEqual([plain, plain, plain])
  // One character more, and the whole of it is looked at.
  expect(cleanText(`${plain}\u2003`)).toBe(`${plain} `)
  expect(storedText(`${plain}\t`)).toBe(`${plain} `)
  const searches: [typeof unseenIn, string][] = [
    [unseenIn, '\u200b'],
    [uncleanIn, '\u2003'],
    [unprintableIn, '語'],
    [signsIn, '☐'],
  ]
  for (const [find, wanted] of searches) {
    expect(find(plain)).toEqual([])
    expect(find(plain + wanted)).toEqual([{ from: plain.length, to: plain.length + 1, text: wanted }])
  }
})
