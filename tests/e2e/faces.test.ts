/**
 * TRUE-1: every character that may stand in a document reads alike on the page, in the PDF and in the Word file. What may
 * not is told and refused: src/lib/document/letters.test.ts, tests/integration/issue/letters.test.ts.
 */
import { expect, type Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { toWord } from '../../server/issue/word/index.ts'
import { parseXml, wordsOf } from '../../server/issue/word/revisions/xml.ts'
import { unprintableIn, UNSEEN } from '../../src/lib/document/letters.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { printModel } from '../../src/lib/document/print.ts'
import { appendix, cell, clause, documentOf, p, row, table } from '../../src/lib/document/testing.ts'
import { openFixture } from '../tools/lines/measure.ts'
import { textOf } from '../tools/pdf.ts'
import { linesOfWord } from '../tools/word-numbers.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'

test.setTimeout(240_000)

/** Between two digits, whose order is what matters most; an accent on a letter. */
function tokens(): string[] {
  const all: string[] = []
  for (let code = 0x21; code <= 0x1f8ff; code++) {
    const one = String.fromCodePoint(code)
    if (UNSEEN.test(one) || /\s/u.test(one)) continue
    const token = /\p{M}/u.test(one) ? `1a${one}2` : `1${one}2`
    if (unprintableIn(token).length === 0) all.push(token.normalize('NFC'))
  }
  return all
}

const A_LINE = 12

/** Lines in every part of a document that holds words; a note hangs on its line. */
function textOfAll(): { body: BodyNode[]; lines: string[] } {
  const all = tokens()
  const lines = Array.from({ length: Math.ceil(all.length / A_LINE) }, (_, at) =>
    all.slice(at * A_LINE, (at + 1) * A_LINE).join(' '),
  )
  const share = Math.ceil(lines.length / 4)
  const [paragraphs, cells, notes, forms] = [0, 1, 2, 3].map((part) => lines.slice(part * share, (part + 1) * share))
  const body = [
    // A letter of two signs is painted right in bold, too, but a reader of the PDF says it twice: CAVEATS.
    ...(paragraphs ?? []).map((line, at) => (at % 2 && !/\p{M}/u.test(line) ? clause('dieu', line) : p(line))),
    table(...(cells ?? []).map((line) => row(cell(line)))),
    ...(notes ?? []).map((text) => p('Chú thích', { type: 'footnote', attrs: { text } }, '.')),
    appendix('Biểu mẫu'),
    ...(forms ?? []).map((line) => p(line)),
  ]
  return { body, lines }
}

const bare = (text: string) => text.normalize('NFC').replaceAll(/[\s\u00a0]+/gu, '')

/** Each block as it is painted: letters by line, from left to right. */
function paintedBlocks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' })
    return [...document.querySelectorAll('.body p, .body td > p')].map((block) => {
      const painted: { text: string; left: number; middle: number }[] = []
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
      const range = document.createRange()
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const { segment, index } of letters.segment(node.nodeValue ?? '')) {
          range.setStart(node, index)
          range.setEnd(node, index + segment.length)
          const [rect] = range.getClientRects()
          if (rect && segment.trim() !== '')
            painted.push({ text: segment, left: rect.left, middle: (rect.top + rect.bottom) / 2 })
        }
      }
      const lines: (typeof painted)[] = []
      for (const letter of painted.toSorted((a, b) => a.middle - b.middle)) {
        const line = lines.at(-1)
        if (line?.[0] && letter.middle - line[0].middle < 8) line.push(letter)
        else lines.push([letter])
      }
      return lines
        .map((line) =>
          line
            .toSorted((a, b) => a.left - b.left)
            .map(({ text }) => text)
            .join(''),
        )
        .join('')
    })
  })
}

test('every character of a document reads alike on the page, in the PDF and in Word', async ({ page }) => {
  test.setTimeout(180_000)
  const { body, lines } = textOfAll()
  expect(lines.length).toBeGreaterThan(400)
  const subject = 'Thử ký tự ☐ ☑ ✓ → ≤ ơ̆'
  const document = documentOf('bao-cao', body, { subject, recipients: '☐ Sở Nội vụ\nLưu: VT' })
  await signIn(page, 'mailt')
  const address = await openFixture(page, { name: 'faces', kind: 'Báo cáo', document })

  await page.evaluate(() => window.document.fonts.ready.then(() => undefined))
  const painted = (await paintedBlocks(page)).join('\n').normalize('NFC')
  const notes = await page
    .locator('.body [data-inline="footnote"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-text') ?? '').join('\n'))
  const onPage = bare(`${painted}\n${notes}`)

  const pdf = await (await page.request.get(`${address}/preview.pdf`)).body()
  const inPdf = bare(textOf(pdf))
  const model = printModel(document)
  const word = await toWord(model)
  const notesInWord = strFromU8(unzipSync(word)['word/footnotes.xml'] ?? new Uint8Array())
  const inWord = bare(
    [...linesOfWord(word).map(({ text }) => text), wordsOf(parseXml(notesInWord))].join('\n').normalize('NFC'),
  )
  const apart = (face: string) => lines.filter((line) => !face.includes(bare(line)))
  expect(apart(onPage)).toEqual([])
  expect(apart(inWord)).toEqual([])
  expect(apart(inPdf)).toEqual([])
  for (const face of [inPdf, inWord]) expect(face).toContain(bare(subject))
  // Word counts its numbers by itself: they are computed from the file, and stand in front of the same words.
  const labels = model.blocks.flatMap((block) =>
    block.type === 'clause' ? [bare(`${block.label}${block.runs.map(({ text }) => text).join('')}`)] : [],
  )
  expect(labels.length).toBeGreaterThan(10)
  for (const face of [inPdf, inWord]) expect(labels.filter((label) => !face.includes(label))).toEqual([])

  // A line with a box is as high as any other, on the screen and on paper.
  const uneven = await page.locator('.body > p:not([data-block])').evaluateAll((all) =>
    all.flatMap((one) => {
      const lines = one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)
      return Math.abs(lines - Math.round(lines)) < 0.02 ? [] : [one.textContent]
    }),
  )
  expect(uneven).toEqual([])
})
