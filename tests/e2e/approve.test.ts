/** What a leader approves is the text that was on their page. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, type Page, test } from '@playwright/test'
import { act, bodyOf, caretToEndOf, confirm } from './support/desk.ts'
import { nameOf, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { submittedLetter } from './support/review.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat
let thang: Seat
let address: string

const card = (page: Page) =>
  page.getByRole('article', { name: say('suggest_by', { kind: say('suggest_put'), name: nameOf('mailt') }) })
const approve = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: say('editor_act_approve'), exact: true })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  mai = await seat(browser, 'mailt')
  const { page } = mai
  address = await submittedLetter(page, 'cấp kinh phí', ['Các sở được cấp kinh phí.'])
  const thanh = await seat(browser, 'thanhlv')
  await thanh.page.goto(address)
  await act(thanh.page, 'editor_act_pass')
  await confirm(thanh.page, 'editor_act_pass')
  await leave(thanh.context)
  thang = await seat(browser, 'thangld')
  await thang.page.goto(address)
  await mai.page
    .getByRole('banner')
    .getByRole('button', { name: say('suggest_mode') })
    .click()
})
test.afterAll(() => Promise.all([leave(mai.context), leave(thang.context)]))

test('a decision that takes its time says so, and is then done', async () => {
  const { page } = thang
  await caretToEndOf(mai.page, 'Các sở được cấp')
  await mai.page.keyboard.type(' (chưa quyết)')
  await expect(card(page)).toContainText('chưa quyết')
  await act(page, 'editor_act_approve')
  await page.route('**/suggestions', async (route) => {
    if (route.request().method() === 'POST') await sleep(3_000)
    await route.continue()
  })
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: say('suggest_accept_all', { count: 1 }) }).click()
  await expect(dialog).toContainText(say('suggest_deciding', { count: 1 }))
  // One's own acceptance is no other text than the one that was read.
  await expect(approve(page)).toBeEnabled()
  await expect(dialog).not.toContainText(say('versions_news_open'))
  await dialog
    .getByRole('button', { name: say('common_close'), exact: true })
    .last()
    .click()
})

test('who approves is told when the text is another than the one they opened, and approves it after looking', async () => {
  const { page } = thang
  await act(page, 'editor_act_approve')
  const dialog = page.getByRole('dialog')
  await expect(approve(page)).toBeEnabled()
  // Its author suggests and accepts alone, while the leader is asked.
  await caretToEndOf(mai.page, 'Các sở được cấp')
  await mai.page.keyboard.type(' 21 tỷ đồng.')
  await card(mai.page)
    .getByRole('button', { name: say('suggest_accept') })
    .click()
  await expect(bodyOf(page)).toContainText('21 tỷ')
  await approve(page).click()
  await expect(dialog).toContainText(say('error_text_changed'))
  await expect(dialog.getByRole('link', { name: say('versions_news_open') })).toBeVisible()
  await expect(approve(page)).toBeDisabled()
  await dialog
    .getByRole('button', { name: say('common_close'), exact: true })
    .last()
    .click()
  await expect(page.locator('main')).toContainText(say('versions_news_open'))
  await act(page, 'editor_act_approve')
  await expect(dialog).not.toContainText(say('error_text_changed'))
  await confirm(page, 'editor_act_approve')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('banner')).toContainText(say('editor_act_finalize'))
})
