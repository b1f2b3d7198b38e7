/** The lines of a subject, ended once for screen and paper: on paper each of them has room. The screen: subject.test.ts (e2e). */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { expect, test } from 'vitest'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import {
  balanced,
  balancedLines,
  LETTER_SUBJECT,
  type Room,
  TITLE_SUBJECT,
} from '../../../src/lib/document/print/balanced.ts'
import { randomSubjects } from '../../../tests/fixtures/subjects.ts'
import { allFontFiles } from '../fonts.ts'

const folder = import.meta.dirname
const typst = NodeCompiler.create({
  workspace: folder,
  fontArgs: [{ fontBlobs: allFontFiles(path.resolve(folder, '../../..')).map((file) => readFileSync(file)) }],
})
typst.mapShadow(path.join(folder, 'measures.json'), Buffer.from(JSON.stringify(MEASURES)))

/** What each text takes without any line end but its own, in points. */
function widthsOnPaper(texts: readonly string[], { sizePt, isBold }: Room): number[] {
  typst.mapShadow(path.join(folder, 'texts.json'), Buffer.from(JSON.stringify(texts)))
  const mainFileContent = `#import "set.typ": *
#set text(font: "Tinos", size: ${sizePt}pt, weight: ${isBold ? '"bold"' : '"regular"'}, lang: "vi", hyphenate: false, overhang: false, ligatures: false)
#set par(linebreaks: "simple")
#context [#metadata(json("/texts.json").map(one => measure(words-of(one)).width.pt())) <widths>]`
  const answer: unknown = typst.query({ mainFileContent }, { selector: '<widths>', field: 'value' })
  const [widths] = Array.isArray(answer) ? answer : []
  if (!Array.isArray(widths)) throw new Error('no widths')
  return widths.map(Number)
}

const SEED = 30
const subjects = randomSubjects(500, SEED)

test.each([
  ['V/v', LETTER_SUBJECT, (words: string) => `V/v ${words}`],
  ['the title', TITLE_SUBJECT, (words: string) => words],
])('500 subjects below %s: every line that is ended here has room on paper', (_, room, printed) => {
  const texts = subjects.map((subject) => balanced(printed(subject), room))
  const widest = (room.widthMm / 25.4) * 72
  const tooWide = widthsOnPaper(texts, room).flatMap((width, at) => (width > widest ? [`${width} ${texts[at]}`] : []))
  expect(tooWide).toEqual([])
})

test('lines are words in their order, no more of them than all the room needs, and the last is not one word', () => {
  for (const subject of subjects) {
    const lines = balancedLines(subject, LETTER_SUBJECT)
    expect(lines.join('')).toBe(subject)
    expect(lines.every((line) => line.trim() !== '')).toBe(true)
  }
  expect(balanced('V/v tăng cường phòng, chống rét cho vật nuôi', LETTER_SUBJECT)).toBe(
    'V/v tăng cường phòng,\nchống rét cho vật nuôi',
  )
  expect(balanced('nghỉ lễ', LETTER_SUBJECT)).toBe('nghỉ lễ')
  expect(balanced('hai\ndòng', LETTER_SUBJECT)).toBe('hai\ndòng')
  const endless = 'x'.repeat(200)
  expect(balancedLines(`phối hợp ${endless} tại`, LETTER_SUBJECT)).toEqual(['phối hợp ', `${endless} `, 'tại'])
})
