import { EditorState, TextSelection } from '@tiptap/pm/state'
import { describe, expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { basis, bold, clause, p, ref } from '../../document/testing.ts'
import { numberingPlugin } from '../body/numbering.ts'
import { countOf, finderPlugin, foundNow, lookFor, step } from './finder.ts'
import type { Query } from './matching.ts'
import { replaceAll, replaceCurrent } from './replace.ts'

const plain = (text: string, more: Partial<Query> = {}): Query => ({
  text,
  matchCase: false,
  wholeWord: false,
  ignoreMarks: false,
  ...more,
})

/** A view without a page: what finding needs of one. */
class Desk {
  state: EditorState
  editable = true

  constructor(...blocks: BodyNode[]) {
    const kind = () => 'quyet-dinh' as const
    const doc = nodeOf({ type: 'doc', content: blocks })
    this.state = EditorState.create({ doc, plugins: [numberingPlugin(kind), finderPlugin()] })
  }
  dispatch = (tr: EditorState['tr']) => {
    this.state = this.state.apply(tr)
  }
  find(text: string, more?: Partial<Query>): string[] {
    lookFor(this, plain(text, more))
    return foundNow(this).hits.map(({ from, to }) => this.state.doc.textBetween(from, to))
  }
  get lines(): string[] {
    return this.state.doc.children.map(({ textContent }) => textContent)
  }
  caretAt(position: number): void {
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, position)))
  }
}

describe('find', () => {
  test('across bold and plain, in any case, with the count and the place', () => {
    const desk = new Desk(p('Ủy ban ', bold('nhân'), ' dân tỉnh'), p('ủy ban NHÂN DÂN xã'))
    expect(desk.find('nhân dân')).toEqual(['nhân dân', 'NHÂN DÂN'])
    expect(countOf(desk.state)).toEqual({ count: 2, current: 1 })
    expect(desk.find('nhân dân', { matchCase: true })).toEqual(['nhân dân'])
  })

  test('without diacritics only when asked', () => {
    const desk = new Desk(p('Điều khoản điều chỉnh, dieu'))
    expect(desk.find('dieu')).toEqual(['dieu'])
    expect(desk.find('dieu', { ignoreMarks: true })).toEqual(['Điều', 'điều', 'dieu'])
    expect(desk.find('Dieu', { ignoreMarks: true, matchCase: true })).toEqual(['Điều'])
    expect(desk.find('điều')).toEqual(['Điều', 'điều'])
  })

  test('composed and decomposed letters are the same letters, and the place is right behind them', () => {
    const desk = new Desk(p(`${'Điều lệ'.normalize('NFD')} và Quyết định`))
    expect(desk.find('lệ').map((found) => found.normalize('NFC'))).toEqual(['lệ'])
    expect(desk.find('quyết định'.normalize('NFD'))).toEqual(['Quyết định'])
    expect(desk.find('quyet', { ignoreMarks: true })).toEqual(['Quyết'])
  })

  test('whole words only', () => {
    const desk = new Desk(p('ban, bản, ban hành, bang, Uỷ ban'))
    expect(desk.find('ban', { wholeWord: true })).toHaveLength(3)
    expect(desk.find('ban')).toHaveLength(4)
  })

  test('numbers and references are found as they are read', () => {
    const desk = new Desk(
      clause('dieu', 'Một', 'a'),
      clause('dieu', 'Phạm vi', 'b'),
      p('Theo quy định tại ', ref('b'), ' này'),
    )
    expect(desk.find('Điều 2')).toEqual(['', ''])
    expect(foundNow(desk).hits.map(({ isText, isLabel }) => [isText, isLabel])).toEqual([
      [false, true],
      [false, false],
    ])
    expect(desk.find('Điều 2. Phạm')).toEqual(['Phạm'])
    expect(desk.find('tại Điều 2 này')).toEqual(['tại  này'])
  })

  test('steps round the ends; after a click elsewhere, from there', () => {
    const desk = new Desk(p('một x'), p('hai x'), p('ba x'))
    desk.find('x')
    const now = () => countOf(desk.state).current
    for (const expected of [2, 3, 1]) {
      step(desk, 1)
      expect(now()).toBe(expected)
    }
    step(desk, -1)
    expect(now()).toBe(3)
    desk.caretAt(9)
    step(desk, 1)
    expect(now()).toBe(2)
    desk.caretAt(9)
    step(desk, -1)
    expect(now()).toBe(1)
  })

  test('knows what has been typed since', () => {
    const desk = new Desk(p('trình'), p('duyệt'))
    desk.find('trình')
    desk.dispatch(desk.state.tr.insertText('trình ', 8))
    expect(foundNow(desk).hits).toHaveLength(2)
  })

  test('nothing to look for finds nothing', () => {
    const desk = new Desk(p('chữ'))
    expect(desk.find('')).toEqual([])
    expect(desk.find('\u0301', { ignoreMarks: true })).toEqual([])
    step(desk, 1)
    expect(countOf(desk.state)).toEqual({ count: 0, current: 0 })
  })
})

describe('replace', () => {
  test('all, with the look of the words that go, several in one line', () => {
    const desk = new Desk(p('ban và ', bold('ban'), ' và ban'), basis('ban'))
    desk.find('ban')
    expect(replaceAll(desk, 'ủy ban')).toBe(4)
    expect(desk.lines).toEqual(['ủy ban và ủy ban và ủy ban', 'ủy ban'])
    const strong = desk.state.doc.child(0).children.filter(({ marks }) => marks.length > 0)
    expect(strong.map(({ text }) => text)).toEqual(['ủy ban'])
    expect(foundNow(desk).hits).toHaveLength(4)
  })

  test('one, and on to the next, never into what was just put in', () => {
    const desk = new Desk(p('an an an'))
    desk.find('an')
    replaceCurrent(desk, 'an an')
    expect(desk.lines).toEqual(['an an an an'])
    expect(desk.state.selection.from).toBe(7)
    replaceCurrent(desk, '')
    expect(desk.lines).toEqual(['an an  an'])
  })

  test('leaves numbers and references alone', () => {
    const desk = new Desk(clause('dieu', 'Điều 1 của Luật', 'a'), p('theo ', ref('a')))
    desk.find('Điều 1')
    expect(replaceAll(desk, 'x')).toBe(1)
    expect(desk.lines).toEqual(['x của Luật', 'theo '])
    expect(desk.state.doc.child(1).childCount).toBe(2)
  })

  test('nothing while one only reads', () => {
    const desk = new Desk(p('ban'))
    desk.find('ban')
    desk.editable = false
    expect(replaceAll(desk, 'x')).toBe(0)
    replaceCurrent(desk, 'x')
    expect(desk.lines).toEqual(['ban'])
  })
})
