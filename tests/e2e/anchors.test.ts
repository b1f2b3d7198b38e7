/**
 * Comments stay on their words, for who edits, for a colleague looking on, and after a reload. tests/fuzz/anchors.test.ts does the same
 * to texts drawn at random, without a browser.
 */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { WHOLE } from '../whole.ts'
import { bodyOf, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

const WORDS = 'hoàn thành trước ngày 15'
const LINES = [
  'Sở Tài chính bố trí kinh phí.',
  `Các đơn vị phải ${WORDS} hằng tháng.`,
  'Văn phòng theo dõi, đôn đốc.',
  'Báo cáo kết quả về Ủy ban.',
]

let author: Seat
let colleague: Seat
let before = ''

test.beforeAll(async ({ browser }) => {
  ;[author, colleague] = [await seat(browser, 'mailt'), await seat(browser, 'mailt')]
  const { page } = author
  const address = await newDraft(page, 'Công văn', 'góp ý nằm yên trên chữ')
  await startWriting(page)
  await bodyOf(page).click()
  await page.keyboard.press('Control+End')
  await paste(page, `\n${LINES.join('\n')}`)
  await choose(page, WORDS)
  await page.keyboard.press('Control+Alt+m')
  await page.getByRole('textbox', { name: say('review_comment'), exact: true }).fill('Nên là ngày 10.')
  await page.keyboard.press('Control+Enter')
  await untilSaved(page)
  await colleague.page.goto(address)
  before = await linesOn(page)
  await expectOn(WORDS)
})
test.beforeEach(async () => {
  expect(await linesOn(author.page)).toBe(before)
})
test.afterAll(() => Promise.all([leave(author.context), leave(colleague.context)]))

/** Line by line: an Enter at a blank changes no word. */
const linesOn = (page: Page): Promise<string> =>
  bodyOf(page).evaluate((body) => {
    const copy = body.cloneNode(true)
    if (!(copy instanceof HTMLElement)) return ''
    for (const part of copy.querySelectorAll('.caret, .closing-part')) part.remove()
    return [...copy.children].map((block) => block.textContent).join('¶')
  })

const line = (page: Page, words: string): Locator => bodyOf(page).locator(':scope > p', { hasText: words }).first()

/** Selects words of one line, or puts the caret before them. */
async function choose(page: Page, words: string, isCaret = false): Promise<void> {
  await line(page, words).evaluate(
    (element, { words, isCaret }) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      const texts: Text[] = []
      while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode)
      const whole = texts.map(({ data }) => data).join('')
      const at = (index: number, isEnd: boolean): [Text, number] => {
        let rest = index
        for (const text of texts) {
          if (rest < text.length || (isEnd && rest === text.length)) return [text, rest]
          rest -= text.length
        }
        throw new Error('not in the line')
      }
      const from = whole.indexOf(words)
      const range = document.createRange()
      range.setStart(...at(from, false))
      if (isCaret) range.collapse(true)
      else range.setEnd(...at(from + words.length, true))
      getSelection()?.removeAllRanges()
      getSelection()?.addRange(range)
      element.closest<HTMLElement>('[contenteditable]')?.focus()
    },
    { words, isCaret },
  )
  await page.waitForTimeout(100) // the editor hears of it with the next selectionchange
}

const spokenAbout = (page: Page) =>
  page.locator('.passage-thread').evaluateAll((parts) => parts.map(({ textContent }) => textContent).join(''))
const squeezed = (words: string) => words.replace(/\s/g, '')

/** On both pages, and on one that is opened now. */
async function expectOn(words: string): Promise<void> {
  for (const { page } of [author, colleague]) {
    await expect.poll(async () => squeezed(await spokenAbout(page))).toBe(squeezed(words))
    await expect(page.getByText(say('review_passage_deleted'))).toHaveCount(0)
  }
}

/** The same after a reload of who looks on. */
async function expectToStayOn(words: string): Promise<void> {
  await expectOn(words)
  await untilSaved(author.page)
  await colleague.page.reload()
  await expectOn(words)
}

async function undoAll(): Promise<void> {
  for (let step = 0; step < 6 && (await linesOn(author.page)) !== before; step++) {
    await author.page.keyboard.press('Control+z')
    await author.page.waitForTimeout(100)
  }
  await expectToStayOn(WORDS)
}

const ENTERS = [
  ['before the words', 'hoàn thành'],
  ['inside them', 'trước ngày'],
  ['before their line', 'Các đơn vị'],
  ['behind them', 'hằng tháng'],
] as const
for (const [where, words] of ENTERS.slice(0, WHOLE ? 4 : 2)) {
  test(`Enter ${where}, Backspace that joins again, Enter once more and undo`, async () => {
    const { page } = author
    await choose(page, words, true)
    await page.keyboard.press('Enter')
    await expectToStayOn(WORDS)
    await page.keyboard.press('Backspace')
    await expectOn(WORDS)
    await page.keyboard.press('Enter')
    await expectOn(WORDS)
    await undoAll()
  })
}

test('Backspace at the start of the next line, and of its own', async () => {
  const { page } = author
  for (const words of ['Văn phòng', 'Các đơn vị']) {
    await choose(page, words, true)
    await page.keyboard.press('Backspace')
    await expectToStayOn(WORDS)
  }
  await undoAll()
})

const CUTS = [
  ['the line', `Các đơn vị phải ${WORDS} hằng tháng.`],
  ['the very words', WORDS],
  ['some of its words', `phải ${WORDS} hằng`],
] as const
for (const [what, words] of CUTS.slice(0, WHOLE ? 3 : 2)) {
  test(`${what} cut and pasted elsewhere`, async () => {
    const { page } = author
    await choose(page, words)
    await page.keyboard.press('Control+x')
    for (const { page } of [author, colleague]) await expect.poll(() => spokenAbout(page)).toBe('')
    await choose(page, 'kết quả', true)
    await page.keyboard.press('Control+v')
    await expectToStayOn(WORDS)
    await undoAll()
  })
}

test('the line moved with the keyboard, down and up', async () => {
  const { page } = author
  await choose(page, 'Các đơn vị', true)
  await page.keyboard.press('Alt+Shift+ArrowDown')
  await expectToStayOn(WORDS)
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expectToStayOn(WORDS)
  await undoAll()
})

test('the line dragged by its handle', async () => {
  const { page } = author
  const top = (await line(page, 'Sở Tài chính').boundingBox())?.y ?? 0
  await line(page, 'Các đơn vị').hover()
  const box = await page.locator('[data-drag-handle]').boundingBox()
  if (!box) throw new Error('no handle')
  await page.mouse.move(box.x + 8, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + 8, top - 20, { steps: 4 })
  await page.mouse.move(box.x + 8, top)
  await page.mouse.up()
  await expect.poll(() => linesOn(page)).not.toBe(before)
  await expectToStayOn(WORDS)
  await bodyOf(page).focus()
  await undoAll()
})

test('selected words dragged with the mouse', async () => {
  const { page } = author
  await choose(page, `phải ${WORDS} hằng`)
  const from = await page.locator('.passage-thread').first().boundingBox()
  const to = await line(page, 'Báo cáo kết quả').boundingBox()
  if (!from || !to) throw new Error('not on the page')
  await page.mouse.move(from.x + 20, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + 90, to.y + 20, { steps: 8 })
  await page.mouse.move(to.x + 120, to.y + to.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => linesOn(page)).not.toBe(before)
  await expectToStayOn(WORDS)
  await undoAll()
})

test('words that are deleted are said to be, for everybody, until they come back', async () => {
  const { page } = author
  await choose(page, WORDS)
  await page.keyboard.press('Delete')
  for (const { page } of [author, colleague]) {
    await expect(page.getByText(say('review_passage_deleted'))).toBeVisible()
    await expect(page.locator('[data-card]').filter({ hasText: 'Nên là ngày 10.' })).toContainText(WORDS)
  }
  await untilSaved(page)
  await colleague.page.reload()
  await expect(colleague.page.getByText(say('review_passage_deleted'))).toBeVisible()
  await undoAll()
})
