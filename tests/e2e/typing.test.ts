/**
 * Vietnamese typing while a colleague writes in the very same clause and the very same field: no letter is doubled,
 * swallowed or put elsewhere, whatever the input method.
 */
import { expect, type Page, test } from '@playwright/test'
import { act, bodyOf, caretToEndOf, choose, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { nameOf, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { compose, keepTyping, typeWithBackspaces } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })
test.setTimeout(120_000)

const SENTENCE = 'Quyết định này có hiệu lực từ ngày ký ban hành'
let mai: Seat
let anh: Seat

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  mai = await seat(browser, 'mailt')
  anh = await seat(browser, 'anhnt')
  const address = await newDraft(mai.page, 'Quyết định', 'Về việc gõ tiếng Việt')
  await act(mai.page, 'editor_act_people')
  await choose(mai.page, say('editor_people_invite'), 'anhnt')
  const dialog = mai.page.getByRole('dialog')
  await dialog.getByRole('button', { name: say('editor_people_ask'), exact: true }).click()
  await expect(dialog.getByText(nameOf('anhnt'))).toBeVisible()
  await mai.page.keyboard.press('Escape')
  await anh.page.goto(address)
  await startWriting(mai.page)
  await startWriting(anh.page)
})

test.afterAll(async () => {
  await leave(mai.context)
  await leave(anh.context)
})

const caretToStartOf = async (page: Page, words: string) => {
  await caretToEndOf(page, words)
  await page.keyboard.press('Home')
}

for (const [manner, type] of [
  ['a method that composes', compose],
  ['a method that sends backspaces', typeWithBackspaces],
] as const) {
  test(`${manner}, with a colleague at the start of the same clause`, async () => {
    const article = bodyOf(mai.page).locator('[data-level="dieu"]').first()
    await article.click()
    await mai.page.keyboard.press('End')
    await mai.page.keyboard.press('Enter') // a clause of one line, whose start is where Home leads
    await mai.page.keyboard.insertText(`Mở đầu ${manner}: `)
    await expect(bodyOf(anh.page)).toContainText(manner)
    await caretToStartOf(anh.page, manner)
    const stop = keepTyping(anh.page)
    await type(mai.page, SENTENCE)
    const typed = await stop()
    await untilSaved(mai.page)
    await untilSaved(anh.page)
    const words = await wordsOn(mai.page)
    expect(words).toContain(`${manner}: ${SENTENCE}`)
    expect(words).toMatch(new RegExp(`(?<!x)x{${typed}}(?!x)`))
    await expect.poll(() => wordsOn(anh.page)).toBe(words)
  })
}

test('a field of the letterhead, written by two at once', async () => {
  const subject = (page: Page) => page.getByLabel(say('editor_field_subject'), { exact: true })
  await subject(mai.page).click()
  await mai.page.keyboard.press('Control+End')
  await subject(anh.page).click()
  await anh.page.keyboard.press('Control+Home')
  const stop = keepTyping(anh.page)
  await compose(mai.page, ` ${SENTENCE}`)
  const typed = await stop()
  await untilSaved(mai.page)
  await untilSaved(anh.page)
  expect(await subject(mai.page).inputValue()).toMatch(new RegExp(`^x{${typed}}Về việc gõ tiếng Việt ${SENTENCE}$`))
  await expect(subject(anh.page)).toHaveValue(await subject(mai.page).inputValue())
})

test('Ctrl+Z takes back what was typed, and never the page', async () => {
  const before = await wordsOn(mai.page)
  await bodyOf(mai.page).locator('[data-level="dieu"]').nth(1).click()
  await mai.page.keyboard.press('End')
  await mai.page.waitForTimeout(600) // a new step of undo begins after half a second
  await mai.page.keyboard.insertText(' thêm')
  await mai.page.keyboard.press('Control+z')
  await expect.poll(() => wordsOn(mai.page)).toBe(before)
  await mai.page.reload()
  await expect(bodyOf(mai.page)).toBeVisible()
  await startWriting(mai.page)
  await bodyOf(mai.page).click()
  for (let times = 0; times < 5; times++) await mai.page.keyboard.press('Control+z')
  expect(await wordsOn(mai.page)).toBe(before)
})

test('who writes on when a colleague has emptied the page and filled it again replaces nothing', async () => {
  await caretToEndOf(anh.page, SENTENCE)
  await bodyOf(mai.page).click()
  await mai.page.keyboard.press('Control+a')
  await mai.page.keyboard.press('Delete')
  await expect(bodyOf(anh.page)).not.toContainText(SENTENCE)
  await mai.page.keyboard.insertText('Trang viết lại từ đầu')
  await expect(bodyOf(anh.page)).toContainText('Trang viết lại từ đầu')
  await anh.page.keyboard.insertText('x')
  await expect(bodyOf(mai.page)).toContainText('x')
  expect(await wordsOn(mai.page)).toContain('Trang viết lại từ đầu')
})
