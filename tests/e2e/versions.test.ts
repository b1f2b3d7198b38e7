/** Versions: kept, looked at, compared, restored while the draft is open; and what a leader sees first the second time. */
import { expect, type Page, test } from '@playwright/test'
import { gravesOn } from './support/axe.ts'
import {
  act,
  bodyOf,
  caretToEndOf,
  choose,
  confirm,
  newDraft,
  startWriting,
  untilSaved,
  wordsOn,
} from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

let mai: Seat
let address = ''
test.beforeAll(async ({ browser }) => {
  mai = await seat(browser, 'mailt')
  address = await newDraft(mai.page, 'Công văn', 'giữ và so sánh các phiên bản')
  await startWriting(mai.page)
  await bodyOf(mai.page).click()
  await mai.page.keyboard.press('Control+End')
  await paste(
    mai.page,
    '\nCác đơn vị gửi báo cáo trước ngày 15.\nVăn phòng tổng hợp, trình lãnh đạo.\nKinh phí lấy từ ngân sách tỉnh.',
  )
  await untilSaved(mai.page)
})
test.afterAll(() => leave(mai.context))

async function write(page: Page, after: string, words: string): Promise<void> {
  await startWriting(page)
  await caretToEndOf(page, after)
  await page.keyboard.insertText(words)
  await untilSaved(page)
}

async function restore(page: Page): Promise<void> {
  const name = say('versions_restore')
  await page.getByRole('button', { name }).click()
  await page.getByRole('dialog').getByRole('button', { name }).click()
  await expect(page.getByText(say('versions_restored'))).toBeVisible()
}

const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)

test('a version is kept under a name, read as it was, and compared with the text of now', async () => {
  const { page } = mai
  await page.goto(`${address}/versions`)
  await page.getByLabel(say('versions_name'), { exact: true }).fill('Bản gửi Sở Tài chính')
  await page.getByRole('button', { name: say('versions_keep') }).click()
  await expect(page.getByRole('heading', { name: 'Bản gửi Sở Tài chính' })).toBeVisible()
  expect(await gravesOn(page)).toEqual([])
  await page.goto(address)
  await write(page, 'Các đơn vị gửi', ' Quá hạn không nhận.')

  await page.goto(`${address}/versions`)
  await page.getByRole('link', { name: say('versions_with_now_number', { number: 1 }) }).click()
  await expect(page.locator('ins', { hasText: 'Quá hạn không nhận.' }).first()).toBeVisible()
  expect(await gravesOn(page)).toEqual([])
  // By keyboard: to the change, and what is folded is opened.
  await page.getByRole('button', { name: say('versions_next') }).focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-change]').first()).toBeFocused()
  const folds = page.getByRole('button', { name: say('versions_hidden', { count: 0 }).replace('0', '').trim() })
  await folds.first().click()
  await expect(page.locator('[data-at]:focus')).toBeVisible()
  await page.getByLabel(say('versions_only_changes')).uncheck()
  await expect(folds).toHaveCount(0)
  await page.getByLabel(say('versions_only_changes')).check()
  await page.setViewportSize({ width: 360, height: 800 })
  expect(await fits(page)).toBe(true)
  await page.setViewportSize({ width: 1280, height: 900 })

  await page.goto(`${address}/versions/1`)
  const paper = page.locator('.past-sheet')
  await expect(paper).toContainText('trước ngày 15.')
  await expect(paper).not.toContainText('Quá hạn')
  await expect(page.getByRole('slider')).toBeVisible()
  expect(await gravesOn(page)).toEqual([])
  // Any moment before or after it is one press away.
  await page.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await page.waitForURL('**/versions/@1')
  await expect(paper).not.toContainText('trước ngày 15.')
  await page.setViewportSize({ width: 360, height: 800 })
  expect(await fits(page)).toBe(true)
  await page.setViewportSize({ width: 1280, height: 900 })
})

test('of chosen words is told who wrote them; a comparison goes out to Word', async () => {
  const { page } = mai
  await page.goto(address)
  await expect(bodyOf(page)).toContainText('Quá hạn không nhận.')
  await bodyOf(page).locator(':scope > p', { hasText: 'Quá hạn' }).click()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.getByRole('button', { name: say('editor_more') }).click()
  await page.getByRole('menuitem', { name: say('versions_who'), exact: true }).click()
  await expect(page.getByRole('dialog').getByText('Lò Thị Mai').first()).toBeVisible()
  expect(await gravesOn(page)).toEqual([])
  await page.goto(`${address}/versions/compare?from=1&to=now`)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: say('versions_word') }).click(),
  ])
  expect(file.suggestedFilename()).toBe('so-sanh.docx')
})

test('restoring reaches the page that is open, without a reload, and can be taken back', async ({ browser }) => {
  const open = await seat(browser, 'mailt')
  await open.page.goto(address)
  await expect(bodyOf(open.page)).toContainText('Quá hạn không nhận.')
  const { page } = mai
  await page.goto(`${address}/versions/1`)
  await restore(page)
  await expect(bodyOf(open.page)).not.toContainText('Quá hạn')
  expect(await wordsOn(open.page)).toContain('trước ngày 15.')
  await page.goto(`${address}/versions`)
  await expect(page.getByRole('heading', { name: say('versions_kind_restore') })).toBeVisible()
  await page.goto(`${address}/versions/2`)
  await restore(page)
  await expect(bodyOf(open.page)).toContainText('Quá hạn không nhận.')
  await leave(open.context)
})

test('who reads again sees first what changed, and ticks it off', async ({ browser }) => {
  const leader = await seat(browser, 'thangld')
  const { page } = mai
  const submit = async () => {
    await page.goto(address)
    await act(page, 'editor_act_submit')
    await choose(page, say('editor_reviewer'), 'thangld')
    await choose(page, say('editor_leader'), 'vanqt')
    await confirm(page, 'editor_act_submit')
  }
  await submit()
  await leader.page.goto(address)
  await expect(bodyOf(leader.page)).toContainText('Văn phòng tổng hợp')
  await act(leader.page, 'editor_act_return')
  await leader.page.getByRole('dialog').getByRole('textbox').fill('Ghi rõ thời hạn')
  await confirm(leader.page, 'editor_act_return')

  await page.goto(address)
  await write(page, 'Văn phòng tổng hợp', ' Thời hạn: ngày 20.')
  await submit()
  await leader.page.setViewportSize({ width: 360, height: 800 })
  await leader.page.goto(address)
  await leader.page.getByRole('link', { name: say('versions_news_open') }).click()
  await expect(leader.page.getByRole('heading', { level: 1 })).toHaveText(say('versions_changes_title'))
  await expect(leader.page.locator('ins', { hasText: 'Thời hạn: ngày 20.' })).toBeVisible()
  expect(await gravesOn(leader.page)).toEqual([])
  expect(await fits(leader.page)).toBe(true)
  const seen = leader.page.getByRole('button', { name: /^Đã xem:/ })
  await seen.click()
  await expect(seen).toHaveAttribute('aria-pressed', 'true')
  await leader.page.getByRole('button', { name: say('versions_seen_all') }).click()
  await expect(leader.page.getByText(say('versions_changes_none'))).toBeVisible()
  await leave(leader.context)
})
