import { EditorState, TextSelection } from '@tiptap/pm/state'
import { describe, expect, test, vi } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { appendix, basis, bold, clause, p, ref } from '../../document/testing.ts'
import { closingPlugin } from '../core/closing.ts'
import { type FieldHit, piecesOf } from '../core/found-in-fields.ts'
import { numberingPlugin } from '../core/numbering.ts'
import type { FieldText } from './field-hits.ts'
import { finderPlugin, foundNow } from './finder.ts'
import type { Query } from './matching.ts'
import { type PageFields, Search } from './search.svelte.ts'

const plain = (text: string, more: Partial<Query> = {}): Query => ({
  text,
  matchCase: false,
  wholeWord: false,
  ignoreMarks: false,
  ...more,
})

/** The fields of a page without the page: the caret is in the body until it is put into one of them. */
class Fields implements PageFields {
  caretIn: ReturnType<PageFields['caret']> = null
  selected: FieldHit | null = null
  held: FieldText[]

  constructor(...held: FieldText[]) {
    this.held = held
  }
  texts = () => this.held
  caret = () => this.caretIn
  select = (hit: FieldHit) => (this.caretIn = this.selected = hit)
  leave = () => (this.caretIn = null)
  asOneStep = (act: () => void) => act()
  replace = (hits: readonly FieldHit[], words: string) => {
    for (const { field, from, to } of hits.toReversed()) {
      this.held = this.held.map((one) =>
        one.field === field ? { ...one, text: one.text.slice(0, from) + words + one.text.slice(to) } : one,
      )
    }
  }
}

/** A view without a page: what finding needs of one. */
class Desk {
  state: EditorState
  editable = true
  readonly fields: Fields
  readonly search: Search

  constructor(blocks: BodyNode[], fields = new Fields()) {
    const kind = () => 'quyet-dinh' as const
    const nowhere = { parentElement: null } as HTMLElement // its place counts here, not what is drawn
    const doc = nodeOf({ type: 'doc', content: blocks })
    this.state = EditorState.create({ doc, plugins: [numberingPlugin(kind), closingPlugin(nowhere), finderPlugin()] })
    this.fields = fields
    this.search = new Search(this, fields)
  }
  dispatch = (tr: EditorState['tr']) => {
    this.state = this.state.apply(tr)
    this.search.recount()
  }
  /** The words found in the body. */
  async find(text: string, more?: Partial<Query>): Promise<string[]> {
    await new Promise<void>((resolve) => this.search.ask(plain(text, more), resolve))
    return foundNow(this).hits.map(({ from, to }) => this.state.doc.textBetween(from, to))
  }
  get lines(): string[] {
    return this.state.doc.children.map(({ textContent }) => textContent)
  }
  get now(): [current: number, count: number] {
    return [this.search.current, this.search.count]
  }
  caretAt(position: number): void {
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, position)))
  }
}

describe('find', () => {
  test('across bold and plain, in any case, with the count and the place', async () => {
    const desk = new Desk([p('Ủy ban ', bold('nhân'), ' dân tỉnh'), p('ủy ban NHÂN DÂN xã')])
    expect(await desk.find('nhân dân')).toEqual(['nhân dân', 'NHÂN DÂN'])
    expect(desk.now).toEqual([1, 2])
    expect(await desk.find('nhân dân', { matchCase: true })).toEqual(['nhân dân'])
  })

  test('without diacritics only when asked', async () => {
    const desk = new Desk([p('Điều khoản điều chỉnh, dieu')])
    expect(await desk.find('dieu')).toEqual(['dieu'])
    expect(await desk.find('dieu', { ignoreMarks: true })).toEqual(['Điều', 'điều', 'dieu'])
    expect(await desk.find('Dieu', { ignoreMarks: true, matchCase: true })).toEqual(['Điều'])
    expect(await desk.find('điều')).toEqual(['Điều', 'điều'])
  })

  test('composed and decomposed letters are the same letters, and the place is right behind them', async () => {
    const desk = new Desk([p(`${'Điều lệ'.normalize('NFD')} và Quyết định`)])
    expect((await desk.find('lệ')).map((found) => found.normalize('NFC'))).toEqual(['lệ'])
    expect(await desk.find('quyết định'.normalize('NFD'))).toEqual(['Quyết định'])
    expect(await desk.find('quyet', { ignoreMarks: true })).toEqual(['Quyết'])
  })

  test('whole words only', async () => {
    const desk = new Desk([p('ban, bản, ban hành, bang, Uỷ ban')])
    expect(await desk.find('ban', { wholeWord: true })).toHaveLength(3)
    expect(await desk.find('ban')).toHaveLength(4)
  })

  test('numbers and references are found as they are read', async () => {
    const desk = new Desk([
      clause('dieu', 'Một', 'a'),
      clause('dieu', 'Phạm vi', 'b'),
      p('Theo quy định tại ', ref('b'), ' này'),
    ])
    expect(await desk.find('Điều 2')).toEqual(['', ''])
    expect(foundNow(desk).hits.map(({ isText, isLabel }) => [isText, isLabel])).toEqual([
      [false, true],
      [false, false],
    ])
    expect(await desk.find('Điều 2. Phạm')).toEqual(['Phạm'])
    expect(await desk.find('tại Điều 2 này')).toEqual(['tại  này'])
  })

  test('steps round the ends; after a click elsewhere, from there', async () => {
    const desk = new Desk([p('một x'), p('hai x'), p('ba x')])
    await desk.find('x')
    const now = () => desk.search.current
    for (const expected of [2, 3, 1]) {
      desk.search.go(1)
      expect(now()).toBe(expected)
    }
    desk.search.go(-1)
    expect(now()).toBe(3)
    desk.caretAt(9)
    desk.search.go(1)
    expect(now()).toBe(2)
    desk.caretAt(9)
    desk.search.go(-1)
    expect(now()).toBe(1)
  })

  test('knows what has been typed since', async () => {
    const desk = new Desk([p('trình'), p('duyệt')])
    await desk.find('trình')
    desk.dispatch(desk.state.tr.insertText('trình ', 8))
    expect(foundNow(desk).hits).toHaveLength(2)
  })

  test('nothing to look for finds nothing', async () => {
    const desk = new Desk([p('chữ')])
    expect(await desk.find('')).toEqual([])
    expect(await desk.find('\u0301', { ignoreMarks: true })).toEqual([])
    desk.search.go(1)
    expect(desk.now).toEqual([0, 0])
  })
})

describe('find without blocking', () => {
  test('the search begins after the key, is done in slices, and the text may change meanwhile', async () => {
    const desk = new Desk([p('một'), p('hai'), p('một')])
    const clock = vi.spyOn(performance, 'now')
    for (let ms = 0; ms < 1_000; ms += 10) clock.mockReturnValueOnce(ms)
    const order: string[] = []
    const found = new Promise<void>((resolve) =>
      desk.search.ask(plain('một'), () => {
        order.push('found')
        resolve()
      }),
    )
    expect(desk.now).toEqual([0, 0])
    setTimeout(() => {
      order.push('key')
      desk.dispatch(desk.state.tr.insertText('một ', 1))
    })
    await found
    clock.mockRestore()
    expect(order).toEqual(['key', 'found'])
    expect(desk.now).toEqual([2, 3]) // behind the caret, which the letters have moved on
  })

  test('Enter does not wait for it', () => {
    const desk = new Desk([p('một'), p('hai'), p('một')])
    desk.search.ask(plain('một'), () => {})
    desk.search.go(1)
    expect(desk.now).toEqual([2, 2])
  })
})

describe('find in all that is on the page', () => {
  const note = (text: string): BodyNode => ({ type: 'footnote', attrs: { text } })
  const page = () =>
    new Desk(
      [p('Ban hành', note('Ban hành lần đầu; ban hành lại'), ' quy chế ban hành'), p('hết')],
      new Fields(
        { field: 'subject', text: 'Về việc ban hành', isAbove: true },
        { field: 'recipients', text: 'Như trên\nBan hành án', isAbove: false },
        { field: 'signerName', text: 'Ban Hành', isAbove: false },
      ),
    )
  const where = ({ search, state }: Desk) =>
    search.inFields.now?.field ?? search.footnote?.start ?? state.selection.from

  test('the fields below stand before the first appendix', async () => {
    const desk = new Desk(
      [p('Ban hành'), appendix('Danh mục ban hành'), p('ban hành')],
      new Fields(
        { field: 'subject', text: 'Về việc ban hành', isAbove: true },
        { field: 'recipients', text: 'Ban hành án', isAbove: false },
      ),
    )
    desk.caretAt(1)
    await desk.find('ban hành')
    expect(desk.now).toEqual([2, 5])
    const walked = []
    for (let at = 0; at < 5; at++) {
      desk.search.go(1)
      walked.push([desk.search.current, where(desk)])
    }
    expect(walked).toEqual([
      [3, 'recipients'],
      [4, 20],
      [5, 30],
      [1, 'subject'],
      [2, 1],
    ])
    desk.search.go(-1)
    desk.search.go(-1)
    expect(where(desk)).toBe(30)
    desk.search.go(-1)
    desk.search.go(-1)
    expect(where(desk)).toBe('recipients')
  })

  test('as one reads it: fields above, the body with its footnotes, fields below, round the ends', async () => {
    const desk = page()
    desk.caretAt(1)
    await desk.find('ban hành')
    expect(desk.now).toEqual([2, 7])
    const walked = []
    for (let at = 0; at < 7; at++) {
      desk.search.go(1)
      walked.push([desk.search.current, where(desk)])
    }
    expect(walked).toEqual([
      [3, 0],
      [4, 18],
      [5, 19],
      [6, 'recipients'],
      [7, 'signerName'],
      [1, 'subject'],
      [2, 1],
    ])
    desk.search.go(-1)
    expect(where(desk)).toBe('subject')
    desk.search.go(-1)
    expect(where(desk)).toBe('signerName')
  })

  test('selects in the field, and begins where the caret was put', async () => {
    const desk = page()
    await desk.find('ban hành')
    desk.search.go(-1)
    expect(desk.fields.selected).toMatchObject({ field: 'subject', from: 8, to: 16 })
    desk.fields.caretIn = { field: 'recipients', from: 9, to: 9 }
    desk.search.went()
    desk.search.go(1)
    expect(desk.fields.selected).toMatchObject({ field: 'recipients', from: 9, to: 17 })
    desk.caretAt(21)
    desk.fields.leave()
    desk.search.went()
    desk.search.go(-1)
    expect(desk.state.selection.from).toBe(9)
  })

  test('begins in the field where the caret is', async () => {
    const desk = page()
    desk.fields.caretIn = { field: 'recipients', from: 0, to: 0 }
    await desk.find('ban hành')
    expect(desk.search.inFields.now?.field).toBe('recipients')
    expect(desk.now).toEqual([6, 7])
  })

  test('replaces one after the other, in a footnote too, and passes over the signer', async () => {
    const desk = page()
    desk.fields.caretIn = { field: 'subject', from: 0, to: 0 }
    await desk.find('ban hành')
    const texts = () => desk.fields.held.map(({ text }) => text)
    desk.search.replaceCurrent('ban hành sửa đổi')
    expect(texts()[0]).toBe('Về việc ban hành sửa đổi')
    expect(where(desk)).toBe(1)
    for (let at = 0; at < 5; at++) expect(desk.search.replaceCurrent('Sửa')).toBe(true)
    expect(desk.lines[0]).toBe('Sửa quy chế Sửa')
    expect(desk.state.doc.child(0).child(1).attrs.text).toBe('Sửa lần đầu; Sửa lại')
    expect(texts()[1]).toBe('Như trên\nSửa án')
    expect(where(desk)).toBe('signerName')
    expect(desk.search.replaceCurrent('Sửa')).toBe(false)
    expect(texts()[2]).toBe('Ban Hành')
    expect(desk.now).toEqual([1, 2])
  })

  test('replaces all; a footnote of which nothing is left goes', async () => {
    const desk = page()
    await desk.find('ban hành lần đầu; ban hành lại')
    expect(desk.search.replaceAll('')).toBe(1)
    expect(desk.state.doc.child(0).childCount).toBe(1)
    await desk.find('ban hành')
    expect(desk.search.replaceAll('soạn')).toBe(4)
    expect(desk.lines[0]).toBe('soạn quy chế soạn')
    expect(desk.fields.held.map(({ text }) => text)).toEqual(['Về việc soạn', 'Như trên\nsoạn án', 'Ban Hành'])
    expect(desk.search.count).toBe(1)
  })

  test('a field is drawn in pieces, line by line', () => {
    const [first, second] = [hit(0, 2), hit(5, 8)]
    expect(piecesOf('ab cd', 0, 'subject', { hits: [first, second], now: first })).toEqual([
      { text: 'ab', look: 'found now' },
      { text: ' cd', look: null },
    ])
    expect(piecesOf('xyz', 5, 'subject', { hits: [first, second], now: null })).toEqual([
      { text: 'xyz', look: 'found' },
    ])
    expect(piecesOf('xyz', 5, 'contact', { hits: [first, second], now: null })).toEqual([{ text: 'xyz', look: null }])
  })
  const hit = (from: number, to: number): FieldHit => ({ field: 'subject', from, to, isText: true })
})

describe('replace', () => {
  test('all, with the look of the words that go, several in one line', async () => {
    const desk = new Desk([p('ban và ', bold('ban'), ' và ban'), basis('ban')])
    await desk.find('ban')
    expect(desk.search.replaceAll('ủy ban')).toBe(4)
    expect(desk.lines).toEqual(['ủy ban và ủy ban và ủy ban', 'ủy ban'])
    const strong = desk.state.doc.child(0).children.filter(({ marks }) => marks.length > 0)
    expect(strong.map(({ text }) => text)).toEqual(['ủy ban'])
    expect(foundNow(desk).hits).toHaveLength(4)
  })

  test('one, and on to the next, never into what was just put in', async () => {
    const desk = new Desk([p('an an an')])
    await desk.find('an')
    desk.search.replaceCurrent('an an')
    expect(desk.lines).toEqual(['an an an an'])
    expect(desk.state.selection.from).toBe(7)
    desk.search.replaceCurrent('')
    expect(desk.lines).toEqual(['an an  an'])
  })

  test('leaves numbers and references alone', async () => {
    const desk = new Desk([clause('dieu', 'Điều 1 của Luật', 'a'), p('theo ', ref('a'))])
    await desk.find('Điều 1')
    expect(desk.search.replaceAll('x')).toBe(1)
    expect(desk.lines).toEqual(['x của Luật', 'theo '])
    expect(desk.state.doc.child(1).childCount).toBe(2)
  })

  test('nothing while one only reads', async () => {
    const desk = new Desk([p('ban')])
    await desk.find('ban')
    desk.editable = false
    expect(desk.search.replaceAll('x')).toBe(0)
    desk.search.replaceCurrent('x')
    expect(desk.lines).toEqual(['ban'])
  })
})
