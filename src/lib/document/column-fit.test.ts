import { describe, expect, test } from 'vitest'
import { fullWidthMm, leastWidthMm } from './cell-words.ts'
import { fittedShares, narrowed } from './column-fit.ts'
import type { BodyNode } from './model.ts'
import { columnShares } from './print/table.ts'
import { cell, image, row, table } from './testing.ts'

const head = (text: string, attrs: Record<string, unknown> = {}) => cell(text, attrs, 'tableHeader')
const rows = (...lines: string[][]) =>
  table(...lines.map((line, at) => row(...line.map((text) => (at === 0 ? head(text) : cell(text))))))
/** In millimetres of a sheet that stands. */
const mm = (shares: number[]) => shares.map((share) => Math.round(share * 165))
const after = (given: BodyNode) => mm(columnShares(narrowed(given)))

const TEXT = 'Rà soát, tổng hợp danh mục các dự án chậm tiến độ trên địa bàn và báo cáo Ủy ban nhân dân tỉnh'

describe('a table that tells no widths', () => {
  test('has a narrow first column «TT», however it is written, and even ones for the rest', () => {
    for (const name of ['TT', 'STT', 'Stt', 'Số TT', 'Số thứ tự']) {
      const [first, ...others] = after(rows([name, 'Nội dung', 'Đơn vị'], ['1', TEXT, 'Sở Tài chính'], ['', TEXT, '']))
      expect(first, name).toBeLessThan(17)
      expect(first, name).toBeGreaterThan(8)
      expect(Math.abs((others[0] ?? 0) - (others[1] ?? 0)), name).toBeLessThanOrEqual(1)
    }
  })

  test('has narrow columns of short numbers, but not narrower than a word of their heading', () => {
    const [number, words, people] = after(rows(['Mục', 'Nội dung', 'Số người'], ['I', TEXT, '12'], ['II', TEXT, '7,5']))
    expect(number).toBeLessThan(16)
    expect(people).toBeLessThan(30)
    expect(people).toBeGreaterThan(18)
    expect(words).toBeGreaterThan(115)
  })

  test('also where no row is marked as headings', () => {
    const plain = table(row(cell('TT'), cell('Việc'), cell('Ngày')), row(cell('1'), cell(TEXT), cell('Quý I')))
    expect(after(plain)[0]).toBeLessThan(15)
  })

  test('keeps even columns where none is of numbers, where all are, and where «TT» stands elsewhere', () => {
    const tables = [
      rows(['Họ tên', 'Chức vụ'], ['Lò Văn A', 'Chủ tịch']),
      rows(['2025', '2026'], ['5', '4']),
      rows(['Việc', 'TT'], ['Họp', 'một']),
      rows(['Mã', 'Điện thoại'], ['01.02.2026', '0212 385 2001']),
    ]
    for (const one of tables) expect(narrowed(one)).toBe(one)
  })

  test('with widths of its own keeps them', () => {
    const own = table(row(head('TT', { colwidth: [50] }), head('Việc')), row(cell('1'), cell('Họp')))
    expect(narrowed(own)).toBe(own)
  })

  test('tells the widths in merged cells too', () => {
    const merged = table(
      row(head('TT', { rowspan: 2 }), head('Chỉ tiêu', { colspan: 2 })),
      row(head('Năm 2025'), head('Năm 2026')),
      row(cell('1'), cell(TEXT), cell(TEXT)),
    )
    const widths = narrowed(merged).content?.map(({ content = [] }) => content.map(({ attrs }) => attrs?.colwidth))
    const [[tt] = [], both] = (widths?.[0] ?? []) as number[][]
    expect(both).toHaveLength(2)
    expect(tt).toBeLessThan(100)
    expect((tt ?? 0) + (both?.[0] ?? 0) + (both?.[1] ?? 0)).toBeGreaterThan(997)
    expect(widths?.[2]).toEqual([[tt], [both?.[0]], [both?.[1]]])
  })
})

describe('columns that fit their words', () => {
  const fit = (given: BodyNode) => mm(fittedShares(given))

  test('leave the sheet to running text, and break no word', () => {
    const [number, words, office, due] = fit(
      rows(['TT', 'Nội dung', 'Cơ quan chủ trì', 'Thời hạn'], ['1', TEXT.repeat(3), 'Sở Tài chính', '30/06/2026']),
    )
    expect(number).toBeLessThan(15)
    expect(due).toBeGreaterThanOrEqual(22)
    expect(office).toBeGreaterThanOrEqual(24)
    expect(words).toBeGreaterThan(75)
  })

  test('fill the sheet where all of it is short: the numbers do not grow', () => {
    const widths = fit(rows(['TT', 'Họ tên', 'Ghi chú'], ['1', 'Lò Văn A', ''], ['2', 'Cầm Thị B', '']))
    expect(widths[0]).toBeLessThan(15)
    expect(widths.reduce((sum, width) => sum + width)).toBeGreaterThanOrEqual(164)
  })

  test('are in proportion where nothing but numbers stands, and where nothing stands', () => {
    expect(fit(rows(['2025', '2026'], ['5', '4']))).toEqual([83, 83])
    expect(fit(rows(['', '', ''], ['', '', '']))).toEqual([55, 55, 55])
  })

  test('have room for an image, and for the words that a merged cell has', () => {
    const pictured = table(row(cell('a'), { type: 'tableCell', content: [image({ widthMm: 90 })] }))
    expect(fit(pictured)[1]).toBeGreaterThan(90)
    const merged = table(
      row(cell('Nghiêngngảnghiêngngảnghiêngngả', { colspan: 2 }), cell('a')),
      row(cell('1'), cell('b'), cell('c')),
    )
    const [one = 0, two = 0] = fit(merged)
    expect(one + two).toBeGreaterThan(60)
  })

  test('too many for the sheet still add up to it', () => {
    const many = rows(
      Array.from({ length: 20 }, () => 'Nghiêng'),
      Array.from({ length: 20 }, () => 'x'),
    )
    expect(fittedShares(many).reduce((sum, share) => sum + share)).toBeCloseTo(1)
  })

  test('of a wide table with many numbers give the room to its words: a name of an office stands in one line', () => {
    const heads =
      'STT|Cơ quan, đơn vị|Quý I|Quý II|Quý III|Quý IV|Cộng|Đúng hạn|Trễ hạn|Trực tuyến|Trực tiếp|Bưu chính|Ghi chú'
    const line = ['1', 'Ủy ban nhân dân xã Thuận Châu', ...Array.from({ length: 10 }, () => '564'), 'Đang theo dõi']
    const given = rows(heads.split('|'), line, line)
    const fitted = (room: number) => fittedShares(given, room).map((share) => share * room)
    const [upright, across] = [fitted(165), fitted(252)]
    for (const widths of [upright, across]) {
      expect(widths[0]).toBeLessThan(14)
      expect(Math.max(...widths)).toBe(widths[1])
    }
    expect(across[1]).toBeGreaterThan(fullWidthMm(cell(line[1] ?? '')) - 0.01)
    for (const [at, width] of across.entries()) {
      const words = [cell(heads.split('|')[at] ?? '', {}, 'tableHeader'), cell(line[at] ?? '')]
      expect(width, heads.split('|')[at]).toBeGreaterThan(Math.max(...words.map(leastWidthMm)) - 0.01)
    }
  })
})
