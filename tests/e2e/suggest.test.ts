/** Suggesting: a reviewer changes words of a text that is not theirs to change, its author decides (SUG-1, GUARD-2). */
import { expect, type Page, test } from '@playwright/test'
import { act, bodyOf, caretToEndOf, choose, confirm, wordsOn } from './support/desk.ts'
import { nameOf, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { submittedLetter } from './support/review.ts'
import { compose, typeWithBackspaces } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat
let thanh: Seat
let address: string

const card = (page: Page, kind: string) =>
  page.getByRole('article', { name: say('suggest_by', { kind: say(kind), name: nameOf('thanhlv') }) })
const modeButton = (page: Page) => page.getByRole('banner').getByRole('button', { name: say('suggest_mode') })
const put = (page: Page) => bodyOf(page).locator('.suggest-put')

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  mai = await seat(browser, 'mailt')
  address = await submittedLetter(mai.page, 'góp ý sửa lời văn', [
    'Các sở báo cáo trước ngày mười lăm.',
    'UBND xã phối hợp thực hiện.',
  ])
  thanh = await seat(browser, 'thanhlv')
  await thanh.page.goto(address)
  await expect(bodyOf(thanh.page)).toContainText('UBND xã phối hợp thực hiện.')
})
test.afterAll(() => Promise.all([leave(mai.context), leave(thanh.context)]))

test('who may only suggest gets suggesting and nothing more; the mode is plain on the bar', async () => {
  const { page } = thanh
  await expect(page.getByRole('button', { name: say('editor_write') })).toHaveCount(0)
  await expect(modeButton(page)).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('Control+Shift+e')
  await expect(modeButton(page)).toHaveAttribute('aria-pressed', 'true')
  await expect(modeButton(page)).toHaveText(say('suggest_mode_on'))
  await expect(bodyOf(page)).toHaveAttribute('contenteditable', 'true')
})

test('a syllable that is composed is a suggestion as typed letters are; the author sees it beside the text', async () => {
  const { page } = thanh
  await caretToEndOf(page, 'Các sở báo cáo')
  await compose(page, ' có hiệu lực')
  await expect(put(page)).toHaveText(' có hiệu lực')
  await expect(card(mai.page, 'suggest_put')).toContainText('có hiệu lực')
  await expect(put(mai.page)).toHaveText(' có hiệu lực')
  await mai.page.reload()
  await expect(put(mai.page)).toHaveText(' có hiệu lực')
})

test('backspaces over it take it away without trace; UniKey leaves what was meant', async () => {
  const { page } = thanh
  for (let letter = 0; letter < ' có hiệu lực'.length; letter++) await page.keyboard.press('Backspace')
  await expect(card(mai.page, 'suggest_put')).toHaveCount(0)
  await typeWithBackspaces(page, ' đúng hạn')
  await expect(card(mai.page, 'suggest_put')).toContainText('đúng hạn')
})

test('words chosen and typed over are one suggestion, with those that go and those that come', async () => {
  const { page } = thanh
  await page.getByText('UBND xã phối hợp').dblclick({ position: { x: 12, y: 8 } })
  const chosen = await page.evaluate(() => String(getSelection()).trim())
  await page.keyboard.type('Ủy ban nhân dân ')
  await expect(card(mai.page, 'suggest_replaced').locator('del')).toHaveText(chosen)
  await expect(card(mai.page, 'suggest_replaced').locator('ins')).toContainText('Ủy ban nhân dân')
  // In pieces: who hears the page hears where it begins and ends.
  await expect
    .poll(async () => (await bodyOf(mai.page).locator('.suggest-gone').allTextContents()).join(''))
    .toContain(chosen)
})

test('accepted, the words are in the text of both; rejected, nothing of it is', async () => {
  const { page } = mai
  await card(page, 'suggest_put')
    .getByRole('button', { name: say('suggest_accept') })
    .click()
  await expect(card(page, 'suggest_put')).toHaveCount(0)
  await expect.poll(() => wordsOn(page)).toContain('mười lăm. đúng hạn')
  await card(page, 'suggest_replaced')
    .getByRole('button', { name: say('suggest_reject') })
    .click()
  await expect(card(page, 'suggest_replaced')).toHaveCount(0)
  await expect.poll(() => wordsOn(page)).toContain('UBND xã phối hợp thực hiện.')
  expect(await wordsOn(page)).not.toContain('Ủy ban nhân dân')
  // The reviewer's own copy follows, and is in suggesting mode still.
  await expect.poll(() => wordsOn(thanh.page)).toContain('UBND xã phối hợp thực hiện.')
  await expect.poll(() => wordsOn(thanh.page)).toContain('mười lăm. đúng hạn')
  await expect(bodyOf(thanh.page).locator('.suggest-put, .suggest-gone')).toHaveCount(0)
  await expect(modeButton(thanh.page)).toHaveAttribute('aria-pressed', 'true')
  // One's own caret is the browser's: it is not drawn once more as somebody without a name.
  await expect(bodyOf(thanh.page).locator('.caret-name', { hasText: 'User' })).toHaveCount(0)
})

test('a whole new line is decided once, while its author goes on suggesting', async () => {
  const { page } = thanh
  const told = (words: string) => card(mai.page, 'suggest_put').filter({ hasText: words })
  const lines = (on: Page, words: string) => bodyOf(on).locator(':scope > p', { hasText: words })
  for (const [words, decision, times] of [
    ['Các phòng báo cáo hằng quý.', 'suggest_accept', 1],
    ['Các ban báo cáo hằng tháng.', 'suggest_reject', 0],
  ] as const) {
    await caretToEndOf(page, 'Các sở báo cáo')
    await page.keyboard.press('Enter')
    await page.keyboard.type(words)
    await told(words)
      .getByRole('button', { name: say(decision) })
      .click()
    // It would come again under another name once the reviewer's page has sent what it takes for unsent.
    await page.waitForTimeout(4_000)
    await expect(told(words)).toHaveCount(0)
    for (const on of [mai.page, page]) await expect(lines(on, words)).toHaveCount(times)
    await expect(modeButton(page)).toHaveAttribute('aria-pressed', 'true')
  }
})

test('a line cut in two is a suggestion; offline it waits in the browser and returns', async () => {
  const { page } = thanh
  await thanh.context.setOffline(true)
  await caretToEndOf(page, 'UBND xã phối hợp')
  for (let letter = 0; letter < 'thực hiện.'.length; letter++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.waitForTimeout(1_500)
  await thanh.context.setOffline(false)
  await expect(card(mai.page, 'suggest_split')).toBeVisible({ timeout: 20_000 })
  await card(mai.page, 'suggest_split')
    .getByRole('button', { name: say('suggest_accept') })
    .click()
  for (const { page } of [mai, thanh])
    await expect(bodyOf(page).locator(':scope > p', { hasText: 'thực hiện.', hasNotText: 'UBND' })).toHaveCount(1)
  await expect(bodyOf(page).locator('.suggest-put, .suggest-gone')).toHaveCount(0)
})

test('taken back by its card, it goes from the own copy too', async () => {
  const { page } = thanh
  await caretToEndOf(page, 'Các sở báo cáo')
  await page.keyboard.type(' rút')
  await card(page, 'suggest_put')
    .getByRole('button', { name: say('suggest_take') })
    .click()
  await expect(put(page)).toHaveCount(0)
  await expect.poll(() => wordsOn(page)).not.toContain('rút')
  await expect(card(mai.page, 'suggest_put')).toHaveCount(0)
})

test('what is typed in the last moment before the tab is closed is not lost', async () => {
  await caretToEndOf(thanh.page, 'Các sở báo cáo')
  await thanh.page.keyboard.type(' phút chót')
  await thanh.page.close({ runBeforeUnload: true })
  thanh.page = await thanh.context.newPage()
  await thanh.page.goto(address)
  await expect(card(mai.page, 'suggest_put')).toContainText('phút chót')
  await card(mai.page, 'suggest_put')
    .getByRole('button', { name: say('suggest_reject') })
    .click()
  await expect(card(mai.page, 'suggest_put')).toHaveCount(0)
  await expect(bodyOf(thanh.page)).not.toContainText('phút chót')
  await modeButton(thanh.page).click()
  await expect(modeButton(thanh.page)).toHaveAttribute('aria-pressed', 'true')
  await expect(bodyOf(thanh.page)).toHaveAttribute('contenteditable', 'true')
})

test('nothing is approved over what is not decided; all can be decided at that moment', async ({ browser }) => {
  const { page } = thanh
  await caretToEndOf(page, 'Các sở báo cáo')
  await page.keyboard.type(' (chưa quyết)')
  await expect(card(mai.page, 'suggest_put')).toContainText('chưa quyết')
  await act(page, 'editor_act_pass')
  await expect(page.getByRole('dialog')).toContainText(say('suggest_stay', { count: 1 }))
  await choose(page, say('editor_leader'), 'thangld').catch(() => undefined)
  await confirm(page, 'editor_act_pass')
  const thang = await seat(browser, 'thangld')
  await thang.page.goto(address)
  await act(thang.page, 'editor_act_approve')
  const dialog = thang.page.getByRole('dialog')
  await expect(dialog).toContainText(say('suggest_decide_first', { count: 1 }))
  await expect(dialog.getByRole('button', { name: say('editor_act_approve'), exact: true })).toBeDisabled()
  await dialog.getByRole('button', { name: say('suggest_reject_all', { count: 1 }) }).click()
  await expect(dialog.getByRole('button', { name: say('editor_act_approve'), exact: true })).toBeEnabled()
  await expect(bodyOf(thang.page)).not.toContainText('chưa quyết')
  await leave(thang.context)
})
