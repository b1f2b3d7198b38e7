import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseLines, parseText } from '../../document/parse.ts'
import { cleanText } from '../../document/text.ts'
import { lostWords } from './account.ts'
import { pasted } from './testing.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../../../tests/fixtures/paste')
const read = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8')
const texts = (name: string) =>
  parseText(read(name)).blocks.map(({ content }) => (content ?? []).map(({ text }) => text).join(''))

describe('a whole document', () => {
  test('gives its fields and leaves no stray line', () => {
    expect(parseText(read('paste-cong-van.txt')).fields).toMatchObject({
      kind: 'cong-van',
      subject: 'rà soát nhà ở xuống cấp',
      symbol: 'UBND-KT',
      place: 'Sơn La',
      addressees: 'Sở Xây dựng',
      recipients: 'Như trên\nLưu: VT, KT',
      capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
      signerName: 'Nguyễn Hữu Bình',
    })
    expect(texts('paste-cong-van.txt')).toEqual([
      'Ủy ban nhân dân tỉnh giao Sở Xây dựng rà soát nhà ở xuống cấp, báo cáo trước ngày 15/12/2026./.',
    ])
  })

  test('copied from a PDF viewer, recipients and signature side by side', () => {
    const closing = [
      'Nơi nhận: TM. ỦY BAN NHÂN DÂN',
      '- Như trên; KT. CHỦ TỊCH',
      '- Chủ tịch UBND tỉnh (b/c); PHÓ CHỦ TỊCH',
    ]
    const text = [
      'ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'TỈNH SƠN LA Độc lập - Tự do - Hạnh phúc',
      'Số: 1190/UBND-KT Sơn La, ngày 12 tháng 11 năm 2026',
      'V/v phòng, chống rét',
      'Kính gửi: Các sở, ban, ngành tỉnh.',
      'Ủy ban nhân dân tỉnh yêu cầu các sở báo cáo; Sở Tài chính tổng hợp./.',
      ...closing,
      '- Lưu: VT, KT. Nguyễn Hữu Bình',
    ].join('\n')
    const { fields, blocks } = parseText(text)
    expect(fields).toMatchObject({
      recipients: 'Như trên\nChủ tịch UBND tỉnh (b/c)\nLưu: VT, KT',
      capacity: 'TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
      signerName: 'Nguyễn Hữu Bình',
    })
    expect(blocks).toHaveLength(1)
  })

  test('whose name is open has a capacity alone', () => {
    const { fields } = parseText(read('paste-cong-van-open-name.txt'))
    expect(fields.capacity).toBe('KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH')
    expect(fields.signerName).toBeUndefined()
    expect(texts('paste-cong-van-open-name.txt')).toHaveLength(1)
  })

  test('of a phiếu trình has no letterhead', () => {
    const { fields, labels, notes } = parseText(read('paste-phieu-trinh.txt'))
    expect(fields).toEqual({
      kind: 'phieu-trinh',
      sheet: 'cong-viec',
      place: 'Sơn La',
      addressees: 'Đồng chí Phó Chủ tịch Nguyễn Hữu Bình',
      subject: 'Ban hành Kế hoạch phòng cháy, chữa cháy rừng năm 2027.',
      leaderWords: '',
    })
    expect(labels).toEqual(['III.', '1.', '2.'])
    expect(notes).toEqual([
      { what: 'date', text: 'Sơn La, ngày 20 tháng 11 năm 2026' },
      { what: 'printed', text: 'I. Ý kiến chỉ đạo của Phó Chủ tịch' },
    ])
    expect(texts('paste-phieu-trinh.txt')[0]).toMatch(/^Văn phòng báo cáo/)
  })

  test.each([
    ['two columns with room in both', 'Số:     /UBND-KT\tSơn La, ngày     tháng     năm 2026', ['UBND-KT', 'Sơn La']],
    [
      'blanks between the columns',
      'Số:       /QĐ-UBND        Sơn La, ngày      tháng 12 năm 2026',
      ['QĐ-UBND', 'Sơn La'],
    ],
  ])('%s', (_, line, [symbol, place]) => {
    const text = [
      'ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      line,
      'Kính gửi: Sở Xây dựng.',
      'Báo cáo.',
    ].join('\n')
    expect(parseText(text).fields).toMatchObject({ symbol, place })
  })
})

test('a closing part in two columns gives both', () => {
  const text = [
    'ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'TỈNH SƠN LA\tĐộc lập - Tự do - Hạnh phúc',
    'Số:     /UBND-KT\tSơn La, ngày     tháng     năm 2026',
    'V/v rà soát',
    'Kính gửi: Sở Xây dựng.',
    'Ủy ban nhân dân tỉnh giao rà soát./.',
    'Nơi nhận:\t\tKT. CHỦ TỊCH',
    '- Như trên;\t\tPHÓ CHỦ TỊCH',
    '- Lưu: VT, KT.',
    '\t\tNguyễn Hữu Bình',
  ].join('\n')
  const { fields, blocks } = parseText(text)
  expect(fields).toMatchObject({
    recipients: 'Như trên\nLưu: VT, KT',
    capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
    signerName: 'Nguyễn Hữu Bình',
  })
  expect(blocks).toHaveLength(1)
})

test('a letterhead whose columns Word holds apart by tabs is one', () => {
  const tab = "<span style='mso-tab-count:2'>\u00a0\u00a0\u00a0 </span>"
  const html = [
    `ỦY BAN NHÂN DÂN${tab}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`,
    `TỈNH SƠN LA${tab}Độc lập - Tự do - Hạnh phúc`,
    `Số:${tab}/UBND-KT${tab}Sơn La, ngày${tab}tháng${tab}năm 2026`,
    'Kính gửi: Sở Xây dựng.',
    `Một <b>hai</b>${tab}ba.`,
  ]
  const { fields, blocks } = parseLines(pasted(html.map((line) => `<p>${line}</p>`).join('')).lines)
  expect(fields).toMatchObject({ symbol: 'UBND-KT', place: 'Sơn La', agency: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA' })
  expect(blocks.map(({ content }) => (content ?? []).map(({ text }) => text).join(''))).toEqual(['Một hai ba.'])
})

describe('every word of the source', () => {
  test.each(['paste-cong-van.txt', 'paste-cong-van-open-name.txt', 'paste-phieu-trinh.txt'])('%s', (name) => {
    const lines = read(name)
      .split('\n')
      .map((line) => ({ text: cleanText(line) }))
    expect(lostWords(lines, parseText(read(name)))).toEqual([])
  })

  test.each([
    'word-comments-paste.html',
    'word-trackchanges-paste.html',
    'word-footnotes-paste.html',
    'excel-hidden-rows.html',
    'excel-class-looks.html',
    'excel-colspan-widths.html',
    'gdocs-lists.html',
    'merged-cells-into-table.html',
  ])('%s', (name) => {
    const { lines } = pasted(read(name))
    expect(lostWords(lines, parseLines(lines))).toEqual([])
  })

  test('a line of which a word is nowhere is found', () => {
    const parsed = parseText('Một hai.')
    expect(lostWords([{ text: 'Một hai.' }, { text: 'Ba bốn.' }], parsed)).toEqual(['Ba bốn.'])
    expect(lostWords([{ text: 'Một hai.' }, { text: 'Một.' }], parsed)).toEqual(['Một.'])
  })
})

/** Numbers that are the same on every machine. */
function* numbers(seed: number): Generator<number> {
  for (let at = seed; ;) {
    at = (Math.imul(at, 1_103_515_245) + 12_345) >>> 0
    yield at >>> 8
  }
}

/** Pages of nested parts at random; every shown word once, every hidden one too. */
function pageOf(seed: number): { html: string; shown: string[]; hidden: string[] } {
  const random = numbers(seed)
  const pick = (most: number) => (random.next().value ?? 0) % most
  const shown: string[] = []
  const hidden: string[] = []
  const word = (isHidden: boolean) => {
    const all = isHidden ? hidden : shown
    const one = `${isHidden ? 'mat' : 'chu'}${all.length}x`
    all.push(one)
    return one
  }
  const part = (depth: number, isHidden: boolean): string => {
    const inner = () => Array.from({ length: 1 + pick(3) }, () => part(depth + 1, isHidden)).join(' ')
    if (depth > 4) return word(isHidden)
    switch (pick(11)) {
      case 0:
        return `<p>${inner()}</p>`
      case 1:
        return `<div align=center>${inner()}</div>`
      case 2:
        return `<ul><li>${inner()}</li><li value=${pick(9)}>${inner()}</li></ul>`
      case 3:
        return `<ol type=${'1aAI'[pick(4)]}><li>${inner()}<li>${inner()}</ol>`
      case 4:
        return `<table><tr><td>${inner()}</td><td colspan=${pick(4)}>${inner()}</td></tr><tr><td rowspan=${pick(3)}>${inner()}</td></tr></table>`
      case 5:
        return `<span style="display:none">${part(5, true)}</span>`
      case 6:
        return `<div class=msocomtxt>${part(5, true)}</div>`
      case 7:
        return `<b>${inner()}</b>`
      case 8:
        return `<del cite=x>${part(5, true)}</del>`
      case 9:
        return `<p class=h>${part(5, true)}</p>`
      default:
        return word(isHidden)
    }
  }
  const html = `<style>.h{display:none}</style>${Array.from({ length: 6 }, () => part(0, false)).join('')}`
  return { html, shown, hidden }
}

test('pages made at random: what is shown comes in once, what is hidden never', { timeout: 60_000 }, () => {
  for (let seed = 1; seed <= 80; seed++) {
    const { html, shown, hidden } = pageOf(seed)
    const { lines } = pasted(html)
    const parsed = parseLines(lines)
    const words = JSON.stringify(parsed).match(/(?:chu|mat)\d+x/g) ?? []
    expect([seed, words.toSorted()]).toEqual([seed, shown.toSorted()])
    expect([seed, words.filter((word) => hidden.includes(word))]).toEqual([seed, []])
    expect([seed, lostWords(lines, parsed)]).toEqual([seed, []])
  }
})
