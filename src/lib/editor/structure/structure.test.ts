import { type Command, EditorState, TextSelection } from '@tiptap/pm/state'
import { describe, expect, test } from 'vitest'
import { looksOf } from '../../document/drawn/looks.ts'
import { isClauseLevel } from '../../document/nodes/clause.ts'
import { citations } from '../../document/references.ts'
import { schema } from '../../document/schema.ts'
import { nodeOf, plainOf } from '../../document/shared-form.ts'
import { type BlockChoice, roleOf } from '../core/blocks.ts'
import { numberingPlugin } from '../core/numbering.ts'
import { plainBlock } from '../core/plain.ts'
import { insertTable } from '../tools/insert-table.ts'
import { backspace, enter } from './enter.ts'
import { become, choiceOf, setBlocks, shiftLevel, toggleQuote } from './levels.ts'
import { moveClause, moveFamily, placesFor } from './move.ts'
import { comesNext, repeatsNumber } from './next-number.ts'
import { keepFirstNumber, toggleRestart } from './restart.ts'
import { readLead, SIGNS, takesSign } from './signs.ts'

type Line = [type: string, words?: string]

/** A body from its lines; "|" is where the caret stands. */
function body(...lines: Line[]): EditorState {
  let caret = 1
  let pos = 0
  const nodes = lines.map(([type, words = ''], index) => {
    const at = words.indexOf('|')
    const text = words.replace('|', '')
    if (at >= 0) caret = pos + 1 + at
    const content = text ? [{ type: 'text', text }] : []
    const block = isClauseLevel(type) ? { type: 'clause', attrs: { level: type, id: `id${index}` } } : { type }
    const node = nodeOf({ ...block, content })
    pos += node.nodeSize
    return node
  })
  const state = EditorState.create({ doc: schema.node('doc', null, nodes) })
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, caret)))
}

function run(state: EditorState, ...commands: Command[]): EditorState {
  let now = state
  for (const command of commands) command(now, (tr) => (now = now.apply(tr)))
  return now
}

/** What one reads on the page, number and all; "|" is the caret. */
function read(state: EditorState): string[] {
  const looks = looksOf(state.doc.children.map(plainBlock), 'quyet-dinh')
  return state.doc.children.map((node, index) => {
    const start = state.doc.children.slice(0, index).reduce((sum, child) => sum + child.nodeSize, 0) + 1
    const at = state.selection.head - start
    const text = node.textContent
    const words = at >= 0 && at <= text.length ? `${text.slice(0, at)}|${text.slice(at)}` : text
    return [looks[index]?.['data-label'], words].filter(Boolean).join(' ')
  })
}

const type =
  (words: string): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.insertText(words))
    return true
  }
const newLine = enter(() => 'QUYẾT ĐỊNH:')

test('a sheet that lies across stays so when a phụ lục becomes an attached document, and back, but not as words', () => {
  const appendix = run(body(['appendix', 'Danh mục|']), setBlocks('appendix'))
  const across = appendix.apply(appendix.tr.setNodeAttribute(0, 'isLandscape', true))
  const lies = ({ doc }: EditorState) => doc.child(0).attrs.isLandscape
  const attached = run(across, setBlocks('attached'))
  expect([lies(attached), lies(run(attached, setBlocks('appendix')))]).toEqual([true, true])
  expect(lies(run(attached, setBlocks('paragraph')))).toBe(false)
})

test('a phụ lục and an attached document become each other and keep their id; from either back to words', () => {
  const made = run(body(['paragraph', 'Quy chế|']), setBlocks('attached'))
  const { id } = made.doc.child(0).attrs
  expect(made.doc.child(0).attrs).toMatchObject({ role: 'appendix', isAttached: true, id: expect.any(String) })
  expect(run(made, setBlocks('appendix')).doc.child(0).attrs).toMatchObject({ role: 'appendix', isAttached: false, id })
  expect(run(made, setBlocks('paragraph')).doc.child(0).attrs).toMatchObject({ role: 'paragraph', isAttached: false })
})

describe('Enter', () => {
  test('goes on with the series', () => {
    expect(read(run(body(['dieu', 'Một'], ['khoan', 'a|']), newLine))).toEqual(['Điều 1. Một', '1. a', '2. |'])
  })

  test('behind the kind of an attached document goes to its trích yếu, from there to its content', () => {
    const shapes = (state: EditorState) =>
      state.doc.children.map((node) => [choiceOf(node), node.textBetween(0, node.content.size, '', '/')])
    const titled = run(body(['dieu', 'Một'], ['paragraph', 'Văn bản kèm theo|']), newLine, type('QUY CHẾ'), newLine)
    expect(shapes(titled)).toEqual([
      ['dieu', 'Một'],
      ['attached', 'QUY CHẾ/'],
    ])
    expect(shapes(run(titled, type('Làm việc'), newLine, type('Lời văn'))).slice(1)).toEqual([
      ['attached', 'QUY CHẾ/Làm việc'],
      ['paragraph', 'Lời văn'],
    ])
    const inOneLine = run(body(['paragraph', 'Văn bản kèm theo|']), newLine, type('Quy chế làm việc'), newLine)
    expect(shapes(inOneLine)).toEqual([
      ['attached', 'Quy chế làm việc'],
      ['paragraph', ''],
    ])
  })

  test('behind the last article a part begins by its word, in the line that Enter has numbered', () => {
    const after = (last: string, words: string) =>
      choiceOf(run(body(['dieu', `${last}|`]), newLine, type(words), newLine).doc.child(1))
    expect(after('Chánh Văn phòng chịu trách nhiệm thi hành./.', 'Phụ lục')).toBe('appendix')
    expect(after('Chánh Văn phòng chịu trách nhiệm thi hành./. ', 'Văn bản kèm theo')).toBe('attached')
    expect(after('Phạm vi điều chỉnh', 'Phụ lục')).toBe('dieu')
  })

  test('splits a clause; the half with the words stays the clause that references mean', () => {
    const middle = run(body(['dieu', 'Phạm vi| áp dụng']), newLine)
    expect(read(middle)).toEqual(['Điều 1. Phạm vi', 'Điều 2. | áp dụng'])
    expect(middle.doc.child(0).attrs.id).toBe('id0')
    const start = run(body(['dieu', '|Phạm vi']), newLine)
    expect(start.doc.child(1).attrs.id).toBe('id0')
    expect(start.doc.child(0).attrs.id).not.toBe('id0')
  })

  test('on an empty clause climbs out of the series, step by step', () => {
    const state = body(['dieu', 'Một'], ['khoan', 'hai'], ['diem', '|'])
    const once = run(state, newLine)
    expect(read(once)).toEqual(['Điều 1. Một', '1. hai', '2. |'])
    expect(read(run(once, newLine))).toEqual(['Điều 1. Một', '1. hai', 'Điều 2. |'])
    expect(read(run(once, newLine, newLine))).toEqual(['Điều 1. Một', '1. hai', '|'])
  })

  test('after a chapter begins an article, where the document has articles', () => {
    expect(read(run(body(['chuong', 'Quy định chung|'], ['dieu', 'x']), newLine))).toEqual([
      'Chương I Quy định chung',
      'Điều 1. |',
      'Điều 2. x',
    ])
  })

  test('takes "Chương II" alone on its line for a chapter, and "quyết định:" for the enacting line', () => {
    expect(read(run(body(['paragraph', 'Chương II|']), newLine))).toEqual(['Chương I |'])
    const formula = run(body(['basis', 'Căn cứ'], ['paragraph', 'Quyết định:|']), newLine)
    expect(roleOf(formula.doc.child(1))).toBe('formula')
    expect(read(formula).at(-1)).toBe('Điều 1. |')
  })

  test('takes a lead alone on its line for what it is in a series too, where Enter has opened a line of it', () => {
    expect(read(run(body(['listLine', 'một'], ['listLine', 'Phụ lục I|']), newLine)).at(-1)).toBe('Phụ lục |')
    expect(read(run(body(['dieu', 'Một'], ['khoan', 'Chương II|']), newLine)).at(-1)).toBe('Chương I |')
    expect(read(run(body(['dieu', 'Một'], ['dieu', 'Phụ lục|']), newLine)).at(-2)).toBe('Điều 2. Phụ lục')
  })

  test('leaves running text to the editor', () => {
    expect(newLine(body(['paragraph', 'chữ|']))).toBe(false)
  })
})

describe('"1.1." and "1.1.1."', () => {
  const plan = (...lines: Line[]) => {
    const state = body(...lines)
    const plugins = [numberingPlugin(() => 'ke-hoach')]
    return EditorState.create({ doc: state.doc, selection: state.selection, plugins })
  }
  const levels = ({ doc }: EditorState) => doc.children.map(({ attrs }) => String(attrs.level))
  const down = shiftLevel(1, true)
  const up = shiftLevel(-1, true)

  test('Tab goes down from "1." to them and on to "a)", Shift+Tab the same way back', () => {
    const state = plan(['muc', 'Nội dung'], ['khoan', 'Một'], ['decimal', 'Hai'], ['khoan', 'Ba|'])
    const steps = [state]
    for (let at = 0; at < 4; at++) steps.push(run(steps.at(-1) ?? state, down))
    expect(steps.map((step) => levels(step)[3])).toEqual(['khoan', 'decimal', 'sub-decimal', 'diem', 'diem'])
    expect(levels(run(steps[4] ?? state, up, up, up))[3]).toBe('khoan')
    expect(levels(run(state, up))[3]).toBe('dieu')
  })

  test('a plan that goes from "1." to "a)" everywhere goes on so, and so do articles', () => {
    const letters = plan(['khoan', 'Một'], ['diem', 'hai'], ['khoan', 'Ba'], ['khoan', 'bốn|'])
    expect(levels(run(letters, down))[3]).toBe('diem')
    expect(levels(run(letters, down, up))[3]).toBe('khoan')
    expect(levels(run(plan(['dieu', 'Một'], ['khoan', 'Hai|']), down))[1]).toBe('diem')
    expect(levels(run(body(['khoan', 'Hai|']), down))[0]).toBe('diem')
  })

  test('"1.1.1." is passed over where no "1.1." stands above it, "1.1." where nothing does', () => {
    expect(levels(run(plan(['khoan', 'Một'], ['khoan', 'Hai|']), down, down))[1]).toBe('diem')
    expect(levels(run(plan(['khoan', 'Hai|']), down))[0]).toBe('diem')
  })

  test('several lines keep their order of levels when they change together', () => {
    const state = plan(['khoan', 'Một'], ['khoan', 'Hai|'], ['khoan', 'Ba'])
    const { tr } = state
    const both = state.apply(
      tr.setSelection(TextSelection.create(tr.doc, state.selection.head, tr.doc.content.size - 1)),
    )
    expect(levels(run(both, down))).toEqual(['khoan', 'decimal', 'decimal'])
  })

  test('Enter goes on with the series; on an empty line it climbs to what the line stands in', () => {
    const state = run(plan(['khoan', 'Một'], ['decimal', 'Hai|']), newLine)
    expect(read(state)).toEqual(['1. Một', '1.1. Hai', '1.2. |'])
    expect(read(run(state, newLine))).toEqual(['1. Một', '1.1. Hai', '2. |'])
    const deep = plan(['khoan', 'Một'], ['decimal', 'Hai'], ['sub-decimal', 'Ba'], ['diem', '|'])
    expect(levels(run(deep, newLine))[3]).toBe('sub-decimal')
    expect(levels(run(deep, newLine, newLine))[3]).toBe('decimal')
  })

  test('typed with its last stop it is one; without, only where just this number comes next', () => {
    const choice = (words: string) =>
      SIGNS.filter(({ find }) => find.test(words)).map((sign) => [sign.choice, sign.inSeries])
    expect(choice('1.1. ')).toEqual([['decimal', undefined]])
    expect(choice('2.10.3. ')).toEqual([['sub-decimal', undefined]])
    expect(choice('1.2 ')).toEqual([['decimal', true]])
    expect(choice('1.2.2026 ')).toEqual([])
    const { doc } = plan(['muc', 'Nội dung'], ['khoan', 'Một'], ['decimal', 'Hai'], ['paragraph', '|'])
    expect(comesNext(doc, 3, 'decimal', '1.2 ')).toBe(true)
    expect(comesNext(doc, 3, 'decimal', '1.5 ')).toBe(false)
    expect(comesNext(doc, 3, 'sub-decimal', '1.1.1 ')).toBe(true)
    expect(comesNext(plan(['paragraph', '|']).doc, 0, 'decimal', '1.1 ')).toBe(false)
  })

  test('moved with its khoản it is numbered anew; references follow', () => {
    const state = plan(['khoan', 'Một'], ['decimal', 'a'], ['khoan', 'Hai|'], ['decimal', 'b'])
    const moved = run(state, moveClause(-1))
    expect(read(moved)).toEqual(['1. Hai|', '1.1. b', '2. Một', '2.1. a'])
    expect(citations({ type: 'doc', content: moved.doc.children.map(plainBlock) }, 'ke-hoach').get('id1')).toBe(
      'điểm 2.1 khoản 2',
    )
  })
})

describe('counting from the first number again', () => {
  const report: Line[] = [
    ['khoan', 'Một'],
    ['khoan', 'Hai'],
    ['paragraph', 'Phần sau'],
    ['khoan', 'Ba|'],
    ['khoan', 'Bốn'],
  ]

  test('begins the series anew and goes on with it again', () => {
    const anew = run(body(...report), toggleRestart)
    expect(read(anew)).toEqual(['1. Một', '2. Hai', 'Phần sau', '1. Ba|', '2. Bốn'])
    expect(read(run(anew, toggleRestart))).toEqual(['1. Một', '2. Hai', 'Phần sau', '3. Ba|', '4. Bốn'])
  })

  test('is not offered where a series begins by itself, nor for an article', () => {
    expect(toggleRestart(body(['khoan', 'Một|']))).toBe(false)
    expect(toggleRestart(body(['muc', 'I'], ['khoan', 'Một'], ['muc', 'II'], ['khoan', 'Một|']))).toBe(false)
    expect(toggleRestart(body(['dieu', 'Một'], ['dieu', 'Hai|']))).toBe(false)
  })

  test('the next clause goes on, and a change of level forgets it', () => {
    const anew = run(body(...report), toggleRestart)
    expect(read(run(anew, newLine))).toEqual(['1. Một', '2. Hai', 'Phần sau', '1. Ba', '2. |', '3. Bốn'])
    expect(read(run(anew, shiftLevel(1), shiftLevel(-1)))[3]).toBe('3. Ba|')
  })

  test.each([
    ['1. ', '1. '],
    ['3. ', '3. '],
    ['7. ', '3. '],
  ])('«%s» typed below a series reads «%s»', (typed, label) => {
    const state = body(['khoan', 'Một'], ['khoan', 'Hai'], ['paragraph', '|'])
    const tr = state.tr
    become(tr, 10, 'khoan')
    keepFirstNumber(tr, 2, typed)
    expect(read(state.apply(tr))[2]).toBe(`${label}|`)
  })
})

describe('levels', () => {
  test('one down, one up, and the clause stays itself', () => {
    const state = body(['dieu', 'Một'], ['dieu', 'hai|'])
    const down = run(state, shiftLevel(1))
    expect(read(down)).toEqual(['Điều 1. Một', '1. hai|'])
    expect(down.doc.child(1).attrs.id).toBe('id1')
    expect(read(run(down, shiftLevel(-1)))).toEqual(['Điều 1. Một', 'Điều 2. hai|'])
  })

  test('nothing falls off either end', () => {
    expect(read(run(body(['diem', 'x|']), shiftLevel(1)))).toEqual(['a) x|'])
    expect(read(run(body(['phan', 'x|']), shiftLevel(-1)))).toEqual(['Phần I x|'])
  })

  test('Tab in running text is not ours: it goes to the next field', () => {
    expect(shiftLevel(1, true)(body(['paragraph', 'x|']))).toBe(false)
  })

  test('Backspace at the start gives up the number, not the words', () => {
    expect(read(run(body(['dieu', 'Một'], ['khoan', '|hai']), backspace))).toEqual(['Điều 1. Một', '|hai'])
  })

  test('a block becomes what is chosen', () => {
    expect(run(body(['paragraph', 'Căn cứ Luật|']), setBlocks('basis')).doc.child(0).attrs.role).toBe('basis')
  })
})

describe('moving', () => {
  const three: Line[] = [
    ['dieu', 'Một'],
    ['khoan', 'một một'],
    ['dieu', 'Hai|'],
    ['khoan', 'hai một'],
    ['dieu', 'Ba'],
  ]

  test('takes along what belongs to the clause, renumbers, and keeps the caret', () => {
    expect(read(run(body(...three), moveClause(-1)))).toEqual([
      'Điều 1. Hai|',
      '1. hai một',
      'Điều 2. Một',
      '1. một một',
      'Điều 3. Ba',
    ])
    expect(read(run(body(...three), moveClause(1)))).toEqual([
      'Điều 1. Một',
      '1. một một',
      'Điều 2. Ba',
      'Điều 3. Hai|',
      '1. hai một',
    ])
  })

  test('a clause does not leave its parent', () => {
    const state = body(['dieu', 'Một'], ['khoan', 'a|'], ['dieu', 'Hai'])
    expect(run(state, moveClause(1)).doc.eq(state.doc)).toBe(true)
    expect(run(state, moveClause(-1)).doc.eq(state.doc)).toBe(true)
  })

  test('running text moves line by line', () => {
    expect(
      read(run(body(['paragraph', 'a'], ['dieu', 'b'], ['khoan', 'c'], ['paragraph', 'd|']), moveClause(-1))),
    ).toEqual(['a', 'Điều 1. b', 'd|', '1. c'])
  })
})

describe('dragging', () => {
  const text: Line[] = [
    ['dieu', 'Một'],
    ['khoan', 'một một'],
    ['paragraph', 'lời thêm'],
    ['khoan', 'một hai'],
    ['dieu', 'Hai'],
  ]

  test('a clause finds its places between others of its rank, and never among what belongs to them', () => {
    const { doc } = body(...text)
    expect(placesFor(doc, 4)).toEqual([0])
    expect(placesFor(doc, 0)).toEqual([5])
    expect(placesFor(doc, 3)).toEqual([0, 1, 5])
    expect(placesFor(doc, 2)).toEqual([0, 1, 4, 5])
  })

  test('it takes along what belongs to it, up and down, and the numbers follow', () => {
    expect(read(run(body(...text), moveFamily(4, 0)))).toEqual([
      'Điều 1. |Hai',
      'Điều 2. Một',
      '1. một một',
      'lời thêm',
      '2. một hai',
    ])
    expect(read(run(body(...text), moveFamily(1, 4)))).toEqual([
      'Điều 1. Một',
      '1. một hai',
      '2. |một một',
      'lời thêm',
      'Điều 2. Hai',
    ])
  })

  test('to a place that it may not have it does not go', () => {
    expect(moveFamily(0, 3)(body(...text))).toBe(false)
  })
})

describe('a new table', () => {
  test('takes the place of an empty line, and the caret stands in its first cell', () => {
    const state = run(body(['paragraph', 'a'], ['paragraph', '|'], ['paragraph', 'b']), insertTable(2, 3))
    expect(plainOf(state.doc).content?.map(({ type }) => type)).toEqual(['paragraph', 'table', 'paragraph'])
    expect(state.selection.$head.node(-1).type.name).toBe('tableHeader')
    expect(state.doc.child(1).children.map((row) => row.childCount)).toEqual([3, 3])
    state.doc.check()
  })

  test('goes below a line that has words', () => {
    const state = run(body(['dieu', 'Biểu| mẫu']), insertTable(2, 2))
    expect(plainOf(state.doc).content?.map(({ type }) => type)).toEqual(['clause', 'table'])
    expect(state.doc.child(0).textContent).toBe('Biểu mẫu')
  })
})

test('behind the last căn cứ, which ends with a full stop, the content begins', () => {
  expect(run(body(['basis', 'Căn cứ Luật;|']), newLine).doc.child(1).attrs.role).toBe('basis')
  expect(run(body(['basis', 'Theo đề nghị của Sở.|']), newLine).doc.child(1).attrs.role).toBe('paragraph')
})

test('where Enter has opened one căn cứ too many the formula and a lead are what they are elsewhere', () => {
  const formula = run(body(['basis', 'Căn cứ'], ['basis', 'Quyết định:|']), newLine)
  expect(formula.doc.children.map(choiceOf)).toEqual(['basis', 'formula', 'dieu'])
  expect(run(body(['basis', 'Căn cứ'], ['basis', 'Chương I|']), newLine).doc.children.map(choiceOf)).toEqual([
    'basis',
    'chuong',
  ])
})

describe('signs at the start of a line', () => {
  test('in a căn cứ begin the content where nothing else stands in it; a dash is one of the căn cứ', () => {
    expect(takesSign('basis', 'muc', true)).toBe(true)
    expect(takesSign('basis', 'muc', false)).toBe(false)
    expect(takesSign('basis', 'listLine', true)).toBe(false)
    expect([takesSign('paragraph', 'muc', false), takesSign('appendix', 'muc', true)]).toEqual([true, false])
  })

  const choiceOf = (typed: string) => SIGNS.find(({ find }) => find.test(typed))?.choice

  test.each([
    ['Điều 12. ', 'dieu'],
    ['3. ', 'khoan'],
    ['đ) ', 'diem'],
    ['Chương IV ', 'chuong'],
    ['Mục 2. ', 'muc'],
    ['II. ', 'muc'],
    ['- ', 'listLine'],
    ['Căn cứ ', 'basis'],
  ])('"%s" is a %s', (typed, choice) => {
    expect(choiceOf(typed)).toBe(choice)
  })

  test.each(['Điều này ', '2026 ', '12,5 ', 'f) ', 'Chương trình ', 'Mục đích ', 'theo Điều 5. ', '1.1.1.1. '])(
    '"%s" is only words',
    (typed) => {
      expect(choiceOf(typed)).toBeUndefined()
    },
  )

  test.each<[typed: string, choice: BlockChoice, above: Line[]]>([
    ['1) ', 'khoan', [['dieu', 'Một']]],
    ['2/ ', 'khoan', [['dieu', 'Một'], ['khoan', 'x'], ['diem', 'y'], ['paragraph', 'z']]], // prettier-ignore
    ['b/ ', 'diem', [['khoan', 'x'], ['diem', 'y']]], // prettier-ignore
    ['1) ', 'khoan', [['khoan', 'x'], ['dieu', 'Hai']]], // prettier-ignore
  ])('"%s" is a %s where that comes next', (typed, choice, above) => {
    const { doc } = body(...above, ['paragraph', '|'])
    expect(choiceOf(typed)).toBe(choice)
    expect(comesNext(doc, above.length, choice, typed)).toBe(true)
  })

  test.each<[typed: string, above: Line[]]>([
    ['2) ', [['dieu', 'Một']]], // prettier-ignore
    ['1) ', [['dieu', 'Một'], ['khoan', 'x']]], // prettier-ignore
    ['1) ', [['dieu', 'Một'], ['diem', 'x']]], // prettier-ignore
    ['2) ', [['khoan', 'x'], ['paragraph', '1) Trong đó']]], // prettier-ignore
  ])('"%s" is only words where another number comes next', (typed, above) => {
    const { doc } = body(...above, ['paragraph', '|'])
    expect(comesNext(doc, above.length, 'khoan', typed)).toBe(false)
  })

  test.each<[typed: string, above: Line[], own: string, repeats: boolean]>([
    ['2. ', [['khoan', 'x']], 'khoan', true],
    ['2) ', [['khoan', 'x']], 'khoan', true],
    ['3. ', [['khoan', 'x']], 'khoan', false],
    ['b) ', [['khoan', 'x'], ['diem', 'y']], 'diem', true], // prettier-ignore
    ['Điều 2. ', [['dieu', 'x']], 'dieu', true],
    ['a) ', [], 'paragraph', false],
  ])('"%s" behind %j in a %s repeats its number: %s', (typed, above, own, repeats) => {
    const { doc } = body(...above, [own, '|'])
    const state = EditorState.create({ doc, plugins: [numberingPlugin(() => 'quyet-dinh')] })
    expect(repeatsNumber(state, above.length, typed)).toBe(repeats)
  })

  test('a lead alone on its line', () => {
    expect(readLead('Chương III')).toBe('chuong')
    expect(['Phụ lục', 'PHỤ LỤC II', 'Văn bản kèm theo'].map(readLead)).toEqual(['appendix', 'appendix', 'attached'])
    expect(readLead('Phụ lục kèm theo')).toBeNull()
    expect(readLead('Chương trình công tác')).toBeNull()
  })
})

describe('quoted text of another document', () => {
  const amended: Line[] = [
    ['dieu', 'Sửa đổi'],
    ['khoan', 'Sửa như sau:'],
  ]
  const rolesOf = (state: EditorState) => state.doc.children.map((node) => choiceOf(node))

  test.each(['“Điều 5. ', '«2. ', '"a) '])('«%s» at the start of a line begins it', (typed) => {
    const sign = SIGNS.find(({ find }) => find.test(typed))
    expect(sign).toMatchObject({ choice: 'quote', keeps: true })
  })

  test('counts nowhere and is no place to refer to', () => {
    const state = body(...amended, ['quote', '“2. Mới:'], ['quote', 'a) Một.”'], ['khoan', 'Bãi bỏ'], ['dieu', 'Hai'])
    expect(read(state)).toEqual([
      'Điều 1. |Sửa đổi',
      '1. Sửa như sau:',
      '“2. Mới:',
      'a) Một.”',
      '2. Bãi bỏ',
      'Điều 2. Hai',
    ])
    expect([...citations(plainOf(state.doc), 'quyet-dinh').values()]).toHaveLength(4)
  })

  test('Enter goes on quoting until the quotation is closed, then with our own series', () => {
    const open = run(body(...amended, ['quote', '“2. Mới:|']), newLine)
    expect(rolesOf(open)).toEqual(['dieu', 'khoan', 'quote', 'quote'])
    const closed = run(body(...amended, ['quote', '“2. Mới:'], ['quote', 'a) Thay “x”.”.|']), newLine)
    expect(rolesOf(closed)).toEqual(['dieu', 'khoan', 'quote', 'quote', 'khoan'])
    expect(read(closed).at(-1)).toBe('2. |')
  })

  test('Enter behind a line that begins so without having become quoted', () => {
    expect(rolesOf(run(body(...amended, ['paragraph', '“Chương II|']), newLine))).toEqual([
      'dieu',
      'khoan',
      'quote',
      'quote',
    ])
  })

  test('on an empty line Enter leaves it, at its start Backspace does', () => {
    expect(rolesOf(run(body(['quote', '“2. x'], ['quote', '|']), newLine))).toEqual(['quote', 'paragraph'])
    expect(rolesOf(run(body(['quote', '|“2. x']), backspace))).toEqual(['paragraph'])
  })

  /** All lines are selected, and the page has drawn their numbers. */
  function drawn(...lines: Line[]): EditorState {
    const { doc } = body(...lines)
    const selection = TextSelection.create(doc, 1, doc.content.size - 1)
    return EditorState.create({ doc, selection, plugins: [numberingPlugin(() => 'quyet-dinh')] })
  }
  const words = (state: EditorState) => state.doc.children.map((node) => node.textContent)

  test('a clause that becomes quoted keeps its number as words, and loses them when it is a clause again', () => {
    const quoted = run(drawn(['khoan', 'Nội dung']), toggleQuote)
    expect([rolesOf(quoted), words(quoted)]).toEqual([['quote'], ['1. Nội dung']])
    for (const again of [setBlocks('khoan'), toggleQuote]) {
      const back = run(quoted, again)
      expect([rolesOf(back), words(back)]).toEqual([['khoan'], ['Nội dung']])
    }
  })

  test('pressed twice, every line is again what it was and reads the same', () => {
    const lines: Line[] = [
      ['basis', 'Căn cứ Luật;'],
      ['formula', 'QUYẾT ĐỊNH:'],
      ['chuong', 'Quy định chung'],
      ['dieu', 'Phạm vi'],
      ['khoan', 'Một:'],
      ['diem', 'hai;'],
      ['listLine', 'ba.'],
      ['paragraph', 'Căn cứ vào đó, bốn.'],
      ['khoan', 'Năm'],
    ]
    const state = drawn(...lines)
    const twice = run(state, toggleQuote, toggleQuote)
    expect(rolesOf(twice)).toEqual(lines.map(([role]) => role))
    expect(words(twice)).toEqual(words(state))
  })

  test('a series that began anew does so again, and a list line has its own mark', () => {
    const state = run(
      drawn(['khoan', 'Một'], ['paragraph', 'Phần sau'], ['khoan', 'Hai'], ['listLine', 'ba']),
      (now, go) => {
        go?.(now.tr.setNodeAttribute(now.doc.content.size - now.doc.child(3).nodeSize, 'marker', '+'))
        return true
      },
    )
    const anew = run(body(['khoan', 'Một'], ['paragraph', 'Phần sau'], ['khoan', 'Hai|']), toggleRestart)
    const from = anew.doc.content.size - anew.doc.child(2).nodeSize
    const last = EditorState.create({
      doc: anew.doc,
      selection: TextSelection.create(anew.doc, from + 1),
      plugins: [numberingPlugin(() => 'quyet-dinh')],
    })
    expect(read(run(last, toggleQuote, toggleQuote)).at(-1)).toBe('1. |Hai')
    expect(run(state, toggleQuote, toggleQuote).doc.child(3).attrs.marker).toBe('+')
  })

  test('a line that opens a quotation stays words when it is no longer quoted', () => {
    const back = run(drawn(['quote', '“2. Nội dung mới.”']), toggleQuote)
    expect([rolesOf(back), words(back)]).toEqual([['paragraph'], ['“2. Nội dung mới.”']])
  })
})
