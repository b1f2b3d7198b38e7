/** What is accepted is what was shown: suggestions made by hand, whose card would say other than what they do. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { fieldsMap } from '../fields.ts'
import { InvalidDocument } from '../read.ts'
import { newText } from '../seed.ts'
import { cell, clause, documentOf, image, p, ref, row, table } from '../testing.ts'
import { apply, stands } from './apply.ts'
import { type Block, blocksIn, idOf, plainBlock } from './blocks.ts'
import { compare } from './compare.ts'
import { wordsChange } from './hunks.ts'
import { inlineOf, type Letter, lettersOf, wordsOf } from './letters.ts'
import { normalChanges } from './normal.ts'
import { type Change, changesShape, runsOf } from './shapes.ts'

const GIVES = 'Giao Sở Tài chính chi 12 tỷ đồng.'
const NOT = 'không cấp kinh phí'
const FOOTNOTE = 'Nghị định 30/2020/NĐ-CP'

function start() {
  const doc = newText(
    documentOf('cong-van', [
      p(GIVES),
      p('Giao Sở Y tế thực hiện.'),
      p('Theo quy định', { type: 'footnote', attrs: { text: FOOTNOTE } }),
      p(NOT),
      clause('dieu', 'Điều về chi', 'd1'),
      clause('dieu', 'Điều về thu', 'd2'),
      p('Theo ', ref('d1')),
      image(),
      table(row(cell('ô một'), cell('ô hai'))),
    ]),
  )
  const block = (at: number): Block => {
    const found = blocksIn(doc.getXmlFragment('body'))[at]
    if (!found) throw new RangeError(`no block ${at}`)
    return found
  }
  const letters = (at: number) => lettersOf(block(at).type)
  return { doc, block, letters }
}

/** What becomes of it on its way from a request into the text. */
function fate(doc: Y.Doc, ...changes: unknown[]): 'refused' | 'gone' | 'done' {
  let kept: Change[]
  try {
    kept = normalChanges(changesShape.parse(JSON.parse(JSON.stringify(changes))))
  } catch (cause) {
    if (cause instanceof InvalidDocument) return 'refused'
    throw cause
  }
  if (!stands(doc, kept)) return 'gone'
  doc.transact((tr) => apply(tr, kept))
  return 'done'
}

const text = (words: string) => [{ type: 'text', text: words }]
const form = (block: Block, was: object, put: object) => ({ is: 'form', block: idOf(block), was, put, text: 'x' })
const field = (name: string, was: string, put: string) => ({ is: 'field', name, was, put })

test('what comes leads no reference elsewhere: nothing else is called so that the text refers to', () => {
  const own = (id: string) => ({ type: 'clause', attrs: { level: 'dieu', id }, content: text('Điều khác') })
  const put = (at: ReturnType<typeof start>, id: string) => {
    const [after, before] = [idOf(at.block(3)), idOf(at.block(4))]
    return { is: 'blocks', after, before, removed: [], was: [], put: [own(id)] }
  }
  const first = start()
  expect(fate(first.doc, put(first, 'd1'))).toBe('gone')
  expect(fate(first.doc, put(first, 'd2'))).toBe('done') // nothing refers to it
  const second = start()
  const [letter, next] = second.letters(5).slice(3, 5)
  if (!letter || !next) throw new RangeError('no letters')
  const line = idOf(second.block(5))
  const cut = (id: string) => {
    const around = { before: '', after: '' }
    return { is: 'split', line, after: idOf(letter), before: idOf(next), around, put: { ...own(id), content: [] } }
  }
  expect(fate(second.doc, cut('d1'))).toBe('gone')
  expect(fate(second.doc, cut('d9'))).toBe('done')
  const third = start()
  const goes = { is: 'blocks', after: idOf(third.block(3)), before: idOf(third.block(5)), put: [] }
  const removed = [idOf(third.block(4))]
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(third.doc))
  const moved = { ...goes, removed, was: [plainBlock(third.block(4))] }
  expect(fate(copy, { ...put(third, 'd1'), after: null, before: idOf(third.block(0)) }, moved)).toBe('done')
})

test('a form changes form alone', () => {
  const { doc, block, letters } = start()
  const footnote = letters(2).at(-1)
  const reference = letters(6).at(-1)
  const inline = (id: Letter | undefined, was: object, put: object) => ({
    is: 'form',
    block: { client: id?.client, clock: id?.clock },
    was,
    put,
    text: 'x',
  })
  expect(fate(doc, inline(footnote, { text: FOOTNOTE }, { text: 'chi 21 tỷ' }))).toBe('refused')
  expect(fate(doc, inline(reference, { target: 'd1' }, { target: 'd2' }))).toBe('refused')
  expect(fate(doc, inline(footnote, {}, { role: 'clause' }))).toBe('gone')
  const { hash, alt } = image().attrs ?? {}
  expect(fate(doc, form(block(7), { hash }, { hash: 'b'.repeat(64) }))).toBe('refused')
  expect(fate(doc, form(block(7), { alt }, { alt: 'Biểu đồ khác' }))).toBe('refused')
  expect(fate(doc, form(block(7), { widthMm: 120 }, { widthMm: 80 }))).toBe('done')
  expect(fate(doc, form(block(7), {}, { align: 'center' }))).toBe('gone')
  for (const put of [{ onclick: 'x' }, { nodeName: 'a' }, { align: 'cen\u202Eter' }, { role: 'script' }, { indent: 1 }])
    expect(fate(doc, form(block(1), {}, put))).toBe('refused')
  expect(
    fate(
      doc,
      ...JSON.parse(`[{"is":"form","block":{"client":1,"clock":1},"was":{},"put":{"constructor":"y"},"text":""}]`),
    ),
  ).toBe('refused')
  expect(fate(doc, form(block(1), { align: 'justify' }, { align: 'center' }))).toBe('done')
})

test('a line keeps the name that references know it by', () => {
  const { doc, block } = start()
  expect(fate(doc, form(block(5), { id: 'd2' }, { id: 'd1' }))).toBe('gone')
  expect(fate(doc, form(block(4), { id: 'd1' }, { id: 'd9' }))).toBe('gone')
  expect(fate(doc, form(block(4), { id: 'd1' }, { id: null }))).toBe('gone')
  expect(fate(doc, form(block(1), { role: 'paragraph' }, { role: 'clause', level: 'dieu', id: 'd1' }))).toBe('gone')
  expect(fate(doc, form(block(5), { id: 'd2' }, { id: 'd9' }))).toBe('done') // nothing refers to it
  expect(fate(doc, form(block(1), { role: 'paragraph' }, { role: 'clause', level: 'dieu', id: 'new' }))).toBe('done')
  expect(fate(doc, form(block(4), { role: 'clause', id: 'd1' }, { role: 'paragraph', id: null }))).toBe('done')
})

test('a line is cut in a text that was just read', () => {
  const { doc, block, letters } = start()
  const split = (at: number) => ({
    ...{
      is: 'split',
      line: idOf(block(0)),
      after: idOf(letters(0)[at - 1] ?? block(0)),
      around: { before: '', after: '' },
    },
    ...{ before: idOf(letters(0)[at] ?? block(0)), put: { type: 'paragraph' } },
  })
  const change = split(5)
  const read = new Y.Doc()
  Y.applyUpdate(read, Y.encodeStateAsUpdate(doc))
  expect(fate(read, change)).toBe('done')
  const lines = blocksIn(read.getXmlFragment('body')).slice(0, 2)
  expect(lines.map(({ type }) => wordsOf(lettersOf(type)))).toEqual([GIVES.slice(0, 5), GIVES.slice(5)])
})

test('only neighbours are joined', () => {
  const { doc, block } = start()
  const join = (first: number, second: number) => ({
    is: 'join',
    line: idOf(block(first)),
    next: idOf(block(second)),
    was: { type: 'paragraph' },
  })
  expect(fate(doc, join(3, 0))).toBe('gone')
  expect(fate(doc, join(0, 2))).toBe('gone')
  expect(fate(doc, join(1, 1))).toBe('gone')
  expect(fate(doc, join(6, 7))).toBe('gone')
  const between = { is: 'blocks', after: idOf(block(0)), before: idOf(block(2)), removed: [idOf(block(1))], put: [] }
  const shown = { ...between, was: [plainBlock(block(1))] }
  expect(fate(doc, join(0, 2), shown)).toBe('gone')
  expect(fate(doc, shown, join(0, 2))).toBe('done')
  expect(fate(doc, join(1, 2))).toBe('done')
})

test('the fields of the office and of the signer are no matter of a suggestion', () => {
  const { doc } = start()
  const held = (name: string) => String(fieldsMap(doc).get(name) ?? '')
  for (const name of [
    'agency',
    'parentAgency',
    'agencyFullName',
    'place',
    'symbol',
    'signerName',
    'signerId',
    'kind',
    'meantBlanks',
  ])
    expect(fate(doc, field(name, held(name), 'Nguyễn Giả Mạo')), name).toBe('refused')
  expect(fate(doc, field('toString', '', 'x'))).toBe('refused')
  expect(fate(doc, field('subject', 'không phải thế', 'x'))).toBe('gone')
  expect(fate(doc, field('subject', '', 'Cấp 21 tỷ'))).toBe('done')
  expect(fate(doc, field('urgency', 'none', 'khan'))).toBe('done')
})

test('a page suggests nothing that would be refused', () => {
  const { doc } = start()
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  copy.transact(() => {
    fieldsMap(copy).set('signerName', 'Trần Văn B')
    fieldsMap(copy).set('urgency', 'khan')
    const blocks = blocksIn(copy.getXmlFragment('body'))
    blocks[7]?.type.setAttribute('alt', 'Biểu đồ thu')
    blocks[0]?.type.setAttribute('align', 'center')
  })
  const suggestions = compare(doc, copy)
  expect(suggestions.map(([change]) => change?.is)).toEqual(['form', 'blocks', 'field'])
  for (const changes of suggestions) expect(fate(doc, ...changes)).toBe('done')
})

test('the letters that go are those that are shown', () => {
  const { doc, block, letters } = start()
  const words = (at: number, from: number, to: number, put = '') => ({
    ...wordsChange(block(at), letters(at), { from, to, put: [] }),
    put: put === '' ? [] : text(put),
  })
  const lie = { ...words(3, 0, 6), was: text(NOT), put: text(NOT) }
  expect(fate(doc, lie)).toBe('refused')
  expect(fate(doc, { ...words(3, 0, 6), was: text('cấp ki') })).toBe('gone')
  expect(fate(doc, { ...words(3, 0, 6), was: [] })).toBe('refused')
  expect(fate(doc, { ...words(3, 3, 3, 'x'), was: text(NOT) })).toBe('refused')
  expect(fate(doc, { ...words(3, 0, 3, 'x'), removed: [{ client: 7, clock: 7, length: 3 }] })).toBe('gone')
  const two = runsOf([...letters(3).slice(0, 6), ...letters(1).slice(0, 5)])
  expect(fate(doc, { ...words(3, 0, 6), removed: two, was: text('không Giao ') })).toBe('gone')
  expect(fate(doc, words(3, 0, 6), words(3, 0, 6))).toBe('refused')
  expect(
    fate(doc, { ...words(2, 0, 14), was: [...text('Theo quy định'), { type: 'footnote', attrs: { text: 'khác' } }] }),
  ).toBe('gone')
  // A colleague has deleted some of them meanwhile.
  const cut = words(0, 5, 17, 'Sở Xây dựng')
  expect(fate(doc, words(0, 7, 11))).toBe('done')
  expect(fate(doc, { ...cut, was: text('x'.repeat(12)) })).toBe('gone')
  expect(fate(doc, cut)).toBe('done')
  expect(inlineOf(letters(0))).toEqual(text('Giao Sở Xây dựng chi 12 tỷ đồng.'))
})

test('letters with signs that nobody sees can be taken out', () => {
  const { doc, block, letters } = start()
  const held = block(3).type.toArray()[0]
  if (held instanceof Y.XmlText) held.insert(5, '\u200B')
  const change = wordsChange(block(3), letters(3), { from: 0, to: 7, put: [] })
  expect(fate(doc, change)).toBe('done')
  expect(inlineOf(letters(3))).toEqual(text('cấp kinh phí'))
})

test('the letters that look otherwise are those that are shown', () => {
  const { doc, block, letters } = start()
  const look = (some: readonly Letter[], was = inlineOf(some)) => ({
    is: 'look',
    line: idOf(block(0)),
    letters: runsOf(some),
    was,
    mark: 'strike',
    on: true,
  })
  expect(fate(doc, look(letters(0).slice(0, 4), text('Sở T')))).toBe('gone')
  expect(fate(doc, look(letters(0).slice(0, 4), text('Giao Sở')))).toBe('refused')
  expect(fate(doc, look([...letters(0).slice(0, 4), ...letters(3).slice(0, 4)]))).toBe('gone')
  expect(fate(doc, look([...letters(0).slice(0, 4), ...letters(0).slice(8, 12)]))).toBe('done')
})

test('the blocks that go are those that are shown', () => {
  const { doc, block, letters } = start()
  const gone = (at: number, was: unknown[], more: object = {}) => ({
    is: 'blocks',
    after: null,
    before: null,
    removed: [idOf(block(at))],
    was,
    put: [],
    ...more,
  })
  expect(fate(doc, gone(0, [p('Dòng trống')]))).toBe('gone')
  expect(fate(doc, gone(0, []))).toBe('refused')
  expect(fate(doc, gone(0, [p(GIVES), p(NOT)]))).toBe('refused')
  expect(fate(doc, gone(7, [image({ alt: 'Khác' })]))).toBe('gone')
  expect(fate(doc, gone(8, [table(row(cell('ô một'), cell('ô ba')))]))).toBe('gone')
  expect(fate(doc, gone(0, [p(GIVES)], { removed: [{ client: 7, clock: 7 }] }))).toBe('gone')
  expect(
    fate(doc, gone(0, [p('x')], { removed: [{ client: letters(0)[0]?.client, clock: letters(0)[0]?.clock }] })),
  ).toBe('gone')
  expect(fate(doc, gone(0, [p(GIVES)], { after: idOf(block(4)), put: [p('Giao Sở Xây dựng.')] }))).toBe('refused')
  const last = gone(8, [plainBlock(block(8))], { after: idOf(block(7)), before: idOf(block(8)), put: [p('Hết.')] })
  expect(fate(doc, last)).toBe('done')
  expect(fate(doc, gone(0, [p(GIVES)]))).toBe('done')
})
