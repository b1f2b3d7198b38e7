/** "V/v …" breaks alike on screen and paper: the lines are ended once (balanced.ts), and on the screen each has room. */
import { expect } from '@playwright/test'
import { balancedLines, LETTER_SUBJECT, type Room, TITLE_SUBJECT } from '../../src/lib/document/print/balanced.ts'
import { randomSubjects } from '../fixtures/subjects.ts'
import { wordsOf } from '../tools/pdf.ts'
import { newDraft, startWriting, stopWriting, untilSaved } from './support/desk.ts'
import { artifact } from './support/outside.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { say } from './support/words.ts'

test.setTimeout(180_000)

const SEED = 30
const subjects = randomSubjects(500, SEED)
const trimmed = (lines: string[]) => lines.map((line) => line.trimEnd())

test('500 subjects: every line has room; in the box, in the print and in the PDF they are the same', async ({
  page,
}) => {
  await signIn(page, 'mailt')
  const address = await newDraft(page, 'Công văn', '')
  await startWriting(page)
  const box = page.getByRole('textbox', { name: say('editor_field_subject'), exact: true })
  await page.screenshot({ path: await artifact('subject-empty.png') })

  for (const [room, lead] of [
    [LETTER_SUBJECT, 'V/v '],
    [TITLE_SUBJECT, ''],
  ] as const) {
    const lines = subjects.flatMap((subject) => trimmed(balancedLines(lead + subject, room)))
    expect(await page.evaluate(tooWide, { lines, room })).toEqual([])
  }

  for (const subject of subjects.slice(0, 25)) {
    await box.fill(subject)
    const expected = trimmed(balancedLines(`V/v ${subject}`, LETTER_SUBJECT))
    const seen = await box.evaluate((element) => {
      if (!(element instanceof HTMLTextAreaElement)) return null
      const print = element.parentElement?.querySelector('.field-print')
      const lines = [...(print?.querySelectorAll<HTMLElement>('.field-line') ?? [])]
      const widest = Math.max(
        ...lines.map((line) => {
          const words = document.createRange()
          words.selectNodeContents(line)
          return words.getBoundingClientRect().width
        }),
      )
      return {
        lines: lines.map((line) => line.innerText),
        // Wider, it would end its lines elsewhere than the print below it, and its words would lie over «V/v».
        wider: element.clientWidth - widest,
        // As high as its own words want to be: with one line more it would be higher than the print.
        isAsHigh: element.scrollHeight <= element.clientHeight + 1,
        inBox: Math.round(element.scrollHeight / parseFloat(getComputedStyle(element).lineHeight)),
      }
    })
    expect(seen?.lines.map((line) => line.trimEnd())).toEqual(expected)
    expect(seen?.wider, subject).toBeLessThan(2)
    expect(seen?.isAsHigh, subject).toBe(true)
    expect(seen?.inBox, subject).toBe(expected.length)
  }

  const subject = 'tăng cường phòng, chống rét cho vật nuôi, cây trồng và thủy sản'
  await box.fill(subject)
  await untilSaved(page)
  await page.screenshot({ path: await artifact('subject-filled.png') })
  await stopWriting(page)
  const print = page.locator('[data-field="subject"] .field-line')
  const onScreen = trimmed(await print.allInnerTexts())
  expect(onScreen).toEqual(trimmed(balancedLines(`V/v ${subject}`, LETTER_SUBJECT)))
  const words = wordsOf(await (await page.request.get(`${address}/preview.pdf`)).body())
  const first = words.findIndex(({ text }) => text === 'V/v')
  const onPaper = new Map<number, string[]>()
  for (const { top, text } of words.slice(first, first + `V/v ${subject}`.split(' ').length))
    onPaper.set(Math.round(top), [...(onPaper.get(Math.round(top)) ?? []), text])
  expect([...onPaper.values()].map((line) => line.join(' '))).toEqual(onScreen)
})

/** In the browser, by its own measure of the very font. */
async function tooWide({ lines, room }: { lines: string[]; room: Room }): Promise<string[]> {
  const font = `${room.isBold ? 700 : 400} ${(room.sizePt * 96) / 72}px Tinos`
  await document.fonts.load(font, 'ế')
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen) return ['no canvas']
  pen.font = font
  const widest = (room.widthMm / 25.4) * 96
  return lines.filter((line) => pen.measureText(line).width > widest)
}
