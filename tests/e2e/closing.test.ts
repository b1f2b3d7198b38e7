/** Nơi nhận and the signatures stand where the PDF has them: behind the text and before the first appendix. */
import { expect, type Page, test } from '@playwright/test'
import { bodyOf, caretToEndOf, newDraft, startWriting, stopWriting, untilSaved, wordsOn } from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { compose, paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })
test.setTimeout(120_000)

const LAST = 'Câu cuối của phần chính.'
const FIRST = 'Danh mục nhiệm vụ'
let mai: Seat
let address: string

const closing = (page: Page) => page.getByRole('group', { name: say('editor_closing_part') })
const field = (page: Page, key: string) => page.getByLabel(say(key), { exact: true })
const heading = (page: Page) => bodyOf(page).locator('[data-block="appendix"]').first()

/** What stands on the paper from above to below, of these three; on the screen and for who has it read out alike. */
async function orderOn(page: Page): Promise<string[]> {
  return page.locator('.paper').evaluate(
    (paper, words) => {
      const parts = { text: words[0], closing: '.closing', appendix: words[1] }
      const found = Object.entries(parts).flatMap(([name, what = '']) => {
        const all = [...paper.querySelectorAll(name === 'closing' ? what : '.body > p')]
        const element = all.find((one) => name === 'closing' || one.textContent?.includes(what))
        return element ? [{ name, element, top: element.getBoundingClientRect().top }] : []
      })
      const read = found.toSorted((a, b) => (a.element.compareDocumentPosition(b.element) & 4 ? -1 : 1))
      const seen = found.toSorted((a, b) => a.top - b.top)
      return seen.map(({ name }, at) => (read[at]?.name === name ? name : `${name}, read out elsewhere`))
    },
    [LAST, FIRST],
  )
}

const AS_PRINTED = ['text', 'closing', 'appendix']

test.beforeAll(async ({ browser }) => {
  mai = await seat(browser, 'mailt')
  address = await newDraft(mai.page, 'Quyết định', 'Ban hành danh mục nhiệm vụ')
  await startWriting(mai.page)
  await bodyOf(mai.page).click()
  await mai.page.keyboard.press('Control+End')
  await mai.page.keyboard.press('Enter')
  await paste(mai.page, `${LAST}\n${FIRST}\nDòng đầu.\nDòng thứ hai.`)
  await untilSaved(mai.page)
})
test.afterAll(() => leave(mai.context))

async function makeAppendix(page: Page): Promise<void> {
  await caretToEndOf(page, FIRST)
  await field(page, 'editor_block').selectOption('appendix')
  await expect(heading(page)).toContainText(FIRST)
}

test('it moves when an appendix comes, is undone and done again; the caret stays', async () => {
  const { page } = mai
  expect(await orderOn(page)).toEqual(['text', 'appendix', 'closing'])
  await makeAppendix(page)
  expect(await orderOn(page)).toEqual(AS_PRINTED)
  await expect(bodyOf(page)).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(heading(page)).toHaveCount(0)
  expect(await orderOn(page)).toEqual(['text', 'appendix', 'closing'])
  await page.keyboard.press('Control+y')
  await expect(heading(page)).toBeVisible()
  expect(await orderOn(page)).toEqual(AS_PRINTED)

  await caretToEndOf(page, LAST)
  await page.keyboard.press('Enter')
  await page.keyboard.type('Một đoạn nữa.')
  await page.keyboard.press('Alt+Shift+ArrowUp') // past the last words, and the words back past it
  await expect(closing(page).locator('xpath=preceding-sibling::*[1]')).toHaveText(LAST)
  // A slow machine makes several steps of what was typed.
  const above = closing(page).locator('xpath=preceding-sibling::*[1]')
  while ((await wordsOn(page)).includes('Một') || (await above.textContent()) !== LAST) {
    await page.keyboard.press('Control+z')
  }
  expect(await orderOn(page)).toEqual(AS_PRINTED)
})

test('one writes and composes just above it and just below it, and the arrows pass it', async () => {
  const { page } = mai
  await caretToEndOf(page, LAST)
  await compose(page, ' Quyết định này')
  await page.keyboard.press('ArrowRight')
  await compose(page, 'có hiệu lực ')
  await page.keyboard.press('ArrowLeft')
  for (let letter = 0; letter < 'có hiệu lực'.length; letter++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.type('!')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await page.keyboard.type('?')
  expect(await wordsOn(page)).toContain(`${LAST} Quyết định này! có hiệu lực ${FIRST}? Dòng đầu.`)

  // A syllable composed over a selection that reaches across it: the browser itself takes that out of the page.
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowUp')
  await compose(page, 'này')
  await expect(heading(page)).toHaveCount(0)
  await expect(field(page, 'editor_field_recipients')).toHaveValue(/Lưu/)
  await page.keyboard.press('Control+z')
  await expect(heading(page)).toBeVisible()
  await expect(closing(page).locator('xpath=preceding-sibling::*[1]')).toContainText(LAST)

  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect(field(page, 'editor_field_recipients')).toHaveValue(/Lưu/)
  await page.keyboard.press('Control+z')
  await expect(heading(page)).toBeVisible()
  expect(await orderOn(page)).toEqual(AS_PRINTED)
  await untilSaved(page)
})

test('Tab goes on as one reads: the text, the closing part, the appendix; and back', async () => {
  const { page } = mai
  const focusIsIn = (part: 'closing' | 'text') =>
    expect(part === 'text' ? bodyOf(page) : closing(page).locator(':focus')).toBeFocused()
  const block = () =>
    page.evaluate(() => {
      const node = getSelection()?.focusNode
      return (node instanceof Element ? node : node?.parentElement)?.closest('p')?.textContent ?? ''
    })
  await caretToEndOf(page, LAST)
  await page.keyboard.press('Tab')
  await expect(field(page, 'editor_field_recipients')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await focusIsIn('text')
  expect(await block()).toContain(LAST)
  await page.keyboard.press('Tab')
  await field(page, 'editor_field_contact').focus()
  await page.keyboard.press('Tab')
  await focusIsIn('text')
  expect(await block()).toContain(FIRST)
  await page.keyboard.press('Shift+Tab')
  await expect(field(page, 'editor_field_contact')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab') // behind the page
  await expect(bodyOf(page)).not.toBeFocused()
  await expect(closing(page).locator(':focus')).toHaveCount(0)
  expect(await page.evaluate(() => document.activeElement?.closest('.paper') === null)).toBe(true)
  // Its fields have their own keys.
  await field(page, 'editor_field_recipients').focus()
  const words = await wordsOn(page)
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await compose(page, 'Sở Nội vụ')
  await expect(field(page, 'editor_field_recipients')).toHaveValue(/\nSở Nội vụ$/)
  await page.keyboard.press('Control+z')
  await expect(field(page, 'editor_field_recipients')).not.toHaveValue(/Sở Nội vụ/)
  expect(await wordsOn(page)).toBe(words)
})

test('a press between its fields leads to one of them; no handle stands beside it; a clause is dropped above it', async () => {
  const { page } = mai
  await caretToEndOf(page, LAST)
  const room = closing(page).locator('.signature-room').last()
  await room.click()
  await expect(closing(page).locator('textarea:focus')).toHaveCount(1)
  await caretToEndOf(page, LAST)
  await room.hover()
  await expect(page.locator('[data-drag-handle]')).toHaveCount(0)

  const line = bodyOf(page).locator(':scope > p', { hasText: 'Dòng đầu' })
  await line.hover()
  const grip = await page.locator('[data-drag-handle]').boundingBox()
  const part = await closing(page).boundingBox()
  if (!grip || !part) throw new Error('nothing to drag, or nowhere to')
  await page.mouse.move(grip.x + 8, grip.y + 8)
  await page.mouse.down()
  await page.mouse.move(grip.x + 8, part.y + 40, { steps: 5 })
  const mark = await page.locator('.drag-line').boundingBox()
  expect(mark?.y).toBeLessThan(part.y + 4)
  await page.mouse.up()
  await expect(closing(page).locator('xpath=preceding-sibling::*[1]')).toContainText('Dòng đầu')
  await page.keyboard.press('Control+z')
  await untilSaved(page)
})

test('a colleague takes the appendix away and makes it anew while one writes in a field', async ({ browser }) => {
  const { page } = mai
  const others = await mai.context.newPage()
  await others.goto(address)
  await startWriting(others)
  await field(page, 'editor_field_recipients').focus()
  await page.keyboard.press('Control+End')
  await caretToEndOf(others, FIRST)
  await field(others, 'editor_block').selectOption('paragraph')
  await expect(heading(page)).toHaveCount(0)
  await page.keyboard.type(' Bản chính')
  await field(others, 'editor_block').selectOption('appendix')
  await expect(heading(page)).toBeVisible()
  await page.keyboard.type(' một')
  await expect(field(page, 'editor_field_recipients')).toBeFocused()
  await expect(field(others, 'editor_field_recipients')).toHaveValue(/ Bản chính một$/)
  await others.close()
  await untilSaved(page)

  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await mai.context.storageState() })
  const stored = await plain.newPage()
  await stored.goto(address)
  expect(await orderOn(stored)).toEqual(AS_PRINTED)
  await plain.close()
  await stopWriting(page)
  expect(await orderOn(page)).toEqual(AS_PRINTED)
})

test('an appendix points to its document as in print, and on a phone all stands in the order of the keys', async () => {
  const { page } = mai
  const pointer = await heading(page).evaluate((line) => getComputedStyle(line, '::after').content)
  expect(pointer.replace(/\s+/g, ' ')).toMatch(/^"\(Kèm theo Quyết định số \/QĐ-UBND ngày tháng năm của .+\)"$/)

  await page.setViewportSize({ width: 360, height: 740 })
  await startWriting(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  const tops = await closing(page)
    .locator('textarea, select')
    .evaluateAll((controls) => controls.map((control) => control.getBoundingClientRect().top))
  expect(tops.length).toBeGreaterThan(3)
  expect(tops).toEqual(tops.toSorted((a, b) => a - b))
})
