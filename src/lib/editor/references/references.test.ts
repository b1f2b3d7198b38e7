import { EditorState, TextSelection } from '@tiptap/pm/state'
import { describe, expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { clause, p, ref, row, table } from '../../document/testing.ts'
import { numberingPlugin, numbersKey } from '../core/numbering.ts'
import { insertReference } from './insert.ts'
import { filterTargets, targetsOf } from './targets.ts'

function stateOf(...blocks: BodyNode[]): EditorState {
  return EditorState.create({
    doc: nodeOf({ type: 'doc', content: blocks }),
    plugins: [numberingPlugin(() => 'quyet-dinh')],
  })
}

/** What is read in each line that has references: the words that the page draws. */
function drawn(state: EditorState): (string | undefined)[] {
  const found = numbersKey.getState(state)?.decorations.find() ?? []
  const words: (string | undefined)[] = []
  state.doc.descendants((node, pos) => {
    if (node.type.name !== 'reference') return
    const at = found.filter(({ from, to }) => from === pos && to === pos + 1)
    expect(at).toHaveLength(1)
    words.push(lookOf(at[0]))
  })
  return words
}

/** ProseMirror keeps the attributes of a node decoration to itself; what it draws is all that one can see. */
function lookOf(decoration: unknown): string | undefined {
  const text = JSON.stringify(decoration)
  return /"data-words":"([^"]*)"/.exec(text)?.[1]
}

const law = [
  clause('dieu', 'Phạm vi điều chỉnh', 'd1'),
  clause('khoan', 'Áp dụng với xã', 'k1'),
  clause('diem', 'Nơi có rừng', 'a1'),
  clause('dieu', 'Hiệu lực', 'd2'),
]

describe('what can be pointed to', () => {
  test('every clause as it is cited, and how it begins', () => {
    expect(targetsOf(stateOf(...law, p('chữ'))).map(({ cite, words, depth }) => [cite, words, depth])).toEqual([
      ['Điều 1', 'Phạm vi điều chỉnh', 0],
      ['khoản 1 Điều 1', 'Áp dụng với xã', 1],
      ['điểm a khoản 1 Điều 1', 'Nơi có rừng', 2],
      ['Điều 2', 'Hiệu lực', 0],
    ])
  })

  test('found by number or words, with or without diacritics; the very clause first', () => {
    const targets = targetsOf(stateOf(...law))
    const found = (typed: string) => filterTargets(targets, typed).map(({ id }) => id)
    expect(found('rung')).toEqual(['a1'])
    expect(found('dieu 2')[0]).toBe('d2')
    expect(found('khoản 1 điều 1')[0]).toBe('k1')
    expect(found('')).toHaveLength(4)
    expect(found('không có')).toEqual([])
  })

  test('found by the label that the line shows: «a)», «a) khoản 2», «2.», and đ) is not d)', () => {
    const points = (article: string) =>
      ['a', 'b', 'c', 'd', 'đ'].map((at) => clause('diem', 'Ba loại', `${article}${at}`))
    const targets = targetsOf(
      stateOf(
        clause('dieu', 'Phạm vi', 'd1'),
        clause('khoan', 'Áp dụng', 'k1'),
        ...points('1'),
        clause('khoan', 'Mở rộng', 'k2'),
        ...points('2'),
        clause('dieu', 'Hiệu lực a) và b)', 'd2'),
      ),
    )
    const found = (typed: string) => filterTargets(targets, typed).map(({ id }) => id)
    expect(found('a)')).toEqual(['1a', '2a'])
    expect(found('a) khoản 2')).toEqual(['2a'])
    expect(found('A) 2.')).toEqual(['2a'])
    expect(found('d)')).toEqual(['1d', '2d'])
    expect(found('đ) khoan 1')[0]).toBe('1đ')
    expect(found('2.')[0]).toBe('k2')
    expect(found('điều 2.')[0]).toBe('d2')
    expect(found('a')).toContain('d1')
    expect(found('z)')).toEqual([])
  })
})

describe('a reference', () => {
  const at = (state: EditorState, position: number) =>
    state.apply(state.tr.setSelection(TextSelection.create(state.doc, position)))

  test('put at the caret shows its words at once, follows renumbering, and says when its clause is gone', () => {
    const start = stateOf(p('Theo '), clause('dieu', 'Một', 'd1'), clause('dieu', 'Hai', 'd2'))
    let state = at(start, 6)
    insertReference({ target: 'd2', after: ' Quyết định này' })(state, (tr) => (state = state.apply(tr)))
    expect(drawn(state)).toEqual(['Điều 2'])
    expect(state.doc.child(0).textContent).toBe('Theo  Quyết định này')
    expect(state.selection.$head.parentOffset).toBe(state.doc.child(0).content.size)
    const first = state.doc.child(0).nodeSize
    const second = first + state.doc.child(1).nodeSize
    state = state.apply(state.tr.delete(first, second))
    expect(drawn(state)).toEqual(['Điều 1'])
    state = state.apply(state.tr.delete(first, first + state.doc.child(1).nodeSize))
    expect(drawn(state)).toEqual(['[tham chiếu đã mất]'])
  })

  test('the "@" that asked for it goes, another letter stays', () => {
    for (const [typed, left] of [
      ['theo @', 'theo '],
      ['theo a', 'theo a'],
    ] as const) {
      const start = stateOf(p(typed), clause('dieu', 'Một', 'd1'))
      let state = at(start, typed.length + 1)
      insertReference({ target: 'd1', dropsSign: true })(state, (tr) => (state = state.apply(tr)))
      expect(state.doc.child(0).textContent).toBe(left)
    }
  })

  test('in the cell of a table it has its words too', () => {
    expect(
      drawn(stateOf(clause('dieu', 'Một', 'd1'), table(row({ type: 'tableCell', content: [p('xem ', ref('d1'))] })))),
    ).toEqual(['Điều 1'])
  })
})
