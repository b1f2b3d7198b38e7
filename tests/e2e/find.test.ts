/** Find and replace on a draft's page: by keyboard, with and without diacritics, in writing and in reading. */
import { expect, type Page, test } from '@playwright/test'
import { bodyOf, caretToEndOf, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat

test.beforeAll(async ({ browser }) => {
  mai = await seat(browser, 'mailt')
  await newDraft(mai.page, 'Công văn', 'Về việc tìm và thay thế')
  await startWriting(mai.page)
  await bodyOf(mai.page).click()
  await mai.page.keyboard.press('Control+End')
  await paste(mai.page, '\nĐơn vị điều tra báo cáo.\nViệc điều chỉnh do đơn vị quyết định; đơn vị chịu trách nhiệm.')
  await untilSaved(mai.page)
})
test.afterAll(() => leave(mai.context))

const panel = (page: Page) => page.getByRole('search', { name: say('find_region') })
const status = (page: Page) => panel(page).getByRole('status')
const said = (current: number, count: number) => say('find_count_said', { current, count })

test('Ctrl+F counts, Enter goes on, F3 too; Escape gives the focus back to the text, at the match', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Đơn vị điều tra')
  await page.keyboard.press('Control+f')
  await expect(panel(page).getByLabel(say('find_words'), { exact: true })).toBeFocused()
  await page.keyboard.type('dieu')
  await expect(status(page)).toHaveText(say('find_none'))
  await panel(page).getByLabel(say('find_ignore_marks')).check()
  await expect(status(page)).toHaveText(said(2, 2)) // the first one behind the caret
  await panel(page).getByLabel(say('find_words'), { exact: true }).press('Enter')
  await expect(status(page)).toHaveText(said(1, 2))
  await page.keyboard.press('Shift+F3')
  await expect(status(page)).toHaveText(said(2, 2))
  await expect(bodyOf(page).locator('.found.now')).toHaveText('điều')
  await page.keyboard.press('Escape')
  await expect(panel(page)).toBeHidden()
  await expect(bodyOf(page)).toBeFocused()
  await expect(bodyOf(page).locator('.found')).toHaveCount(0)
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('điều')
})

test('replaces all in one step of undo', async () => {
  const { page } = mai
  const before = await wordsOn(page)
  await page.keyboard.press('Control+h')
  await panel(page).getByLabel(say('find_ignore_marks')).uncheck()
  await panel(page).getByLabel(say('find_words'), { exact: true }).fill('đơn vị')
  await panel(page).getByLabel(say('find_replacement')).fill('phòng')
  await panel(page)
    .getByRole('button', { name: say('find_replace_all') })
    .click()
  await expect(status(page)).toHaveText(say('find_replaced', { count: 3 }))
  await expect(bodyOf(page)).toContainText('do phòng quyết định; phòng chịu trách nhiệm')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await expect.poll(() => wordsOn(page)).toBe(before)
})

test('goes into the fields of the page and into footnotes, and replaces there', async () => {
  const { page } = mai
  const field = (key: string) => page.getByLabel(say(key), { exact: true })
  await field('editor_field_recipients').fill('Như trên\nĐội xe số 4')
  await caretToEndOf(page, 'Đơn vị điều tra')
  await page.keyboard.press('Control+Alt+f')
  await page.getByLabel(say('footnote_text')).fill('Theo đội xe số 4.')
  await page.getByLabel(say('footnote_text')).press('Enter')
  await page.keyboard.press('Control+f')
  await panel(page).getByLabel(say('find_words'), { exact: true }).fill('đội xe')
  await expect(status(page)).toHaveText(said(2, 2)) // behind the caret
  const mark = page.locator('[data-field="recipients"] mark.found.now')
  await expect(mark).toHaveText('Đội xe')
  await expect(mark).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(status(page)).toHaveText(said(1, 2))
  await expect(panel(page).locator('[data-found-footnote] mark')).toHaveText('đội xe')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(field('editor_field_recipients')).toBeFocused()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('Đội xe')
  await expect(page.locator('mark.found')).toHaveCount(0)
  await page.keyboard.press('Control+h')
  await panel(page).getByLabel(say('find_replacement')).fill('Tổ xe')
  await panel(page)
    .getByRole('button', { name: say('find_replace_all') })
    .click()
  await expect(status(page)).toHaveText(say('find_replaced', { count: 2 }))
  await expect(field('editor_field_recipients')).toHaveValue('Như trên\nTổ xe số 4')
  await expect(bodyOf(page).locator('[data-inline="footnote"]')).toHaveAttribute('data-text', 'Theo Tổ xe số 4.')
  await page.keyboard.press('Escape')
  const footnote = bodyOf(page).locator('[data-inline="footnote"]')
  await field('editor_field_subject').focus() // one step, wherever it is undone
  await page.keyboard.press('Control+z')
  await expect(field('editor_field_recipients')).toHaveValue('Như trên\nĐội xe số 4')
  await expect(footnote).toHaveAttribute('data-text', 'Theo đội xe số 4.')
  await page.keyboard.press('Control+y')
  await expect(footnote).toHaveAttribute('data-text', 'Theo Tổ xe số 4.')
  await bodyOf(page).focus()
  await page.keyboard.press('Control+z')
  await expect(field('editor_field_recipients')).toHaveValue('Như trên\nĐội xe số 4')
  await expect(footnote).toHaveAttribute('data-text', 'Theo đội xe số 4.')
})

test('whoever only reads can find, and nothing else', async () => {
  const { page } = mai
  await page.getByRole('button', { name: say('editor_stop_writing') }).click()
  await page.getByRole('button', { name: say('editor_more') }).click()
  await page.getByRole('menuitem', { name: say('find_title') }).click()
  await panel(page).getByLabel(say('find_words'), { exact: true }).fill('đơn vị')
  await expect(status(page)).toHaveText(new RegExp(say('find_count_said', { current: '[123]', count: 3 })))
  await expect(panel(page).getByRole('button', { name: say('find_show_replace') })).toHaveCount(0)
  await panel(page).getByLabel(say('find_words'), { exact: true }).fill('tìm và thay')
  await expect(page.locator('[data-field="subject"] mark.found.now')).toHaveText('tìm và thay')
})
