/** SAVE-1, SAVE-2 as a person meets them. An office of its own: its server is killed. */
import { expect } from '@playwright/test'
import { bodyOf, indicatorOf, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { Office } from './support/office.ts'
import { seat, signIn } from './support/people.ts'
import { Proxy } from './support/proxy.ts'
import { leave, test } from './support/resting.ts'
import { say, sayAny } from './support/words.ts'

let office: Office
test.beforeAll(async () => {
  office = await Office.open()
})
test.afterAll(() => office.close())
test.setTimeout(180_000)

test('SAVE-2: kill -9 after «Đã lưu»: the text is there; what was typed meanwhile is sent on return', async ({
  browser,
}) => {
  const { page, context } = await seat(browser, 'mailt', office.url)
  await page.clock.install()
  const address = await newDraft(page, 'Thông báo', 'Thử tắt máy chủ')
  await startWriting(page)
  await bodyOf(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('Câu này đã lưu. ')
  await untilSaved(page)

  await office.kill()
  await expect(indicatorOf(page)).toHaveText(say('collab_saved_offline'))
  await page.keyboard.type('Câu này gõ lúc máy chủ tắt.')
  await expect(indicatorOf(page)).toHaveText(sayAny('collab_unsaved'))
  await page.clock.fastForward('10:00') // a closed lid, or ten minutes without a server
  await expect(indicatorOf(page)).toHaveText(sayAny('collab_unsaved'))
  await office.start()
  await untilSaved(page)
  expect(await wordsOn(page)).toContain('Câu này đã lưu. Câu này gõ lúc máy chủ tắt.')
  await context.close() // with its clock

  const another = await seat(browser, 'mailt', office.url)
  await another.page.goto(address)
  await expect(bodyOf(another.page)).toContainText('Câu này đã lưu. Câu này gõ lúc máy chủ tắt.')
  await leave(another.context)
})

test('SAVE-2: a tab that is closed with unsent words brings them back with the next visit', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt', office.url)
  const address = await newDraft(page, 'Thông báo', 'Thử đóng thẻ')
  await startWriting(page)
  await bodyOf(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('Trước. ')
  await untilSaved(page)
  await office.kill()
  await page.keyboard.type('Chưa gửi.')
  await expect(indicatorOf(page)).toHaveText(sayAny('collab_unsaved'))
  await page.waitForTimeout(500) // what was typed is written beside the page between two pictures; a person closes later
  await page.close({ runBeforeUnload: false }) // as a crash: nobody is asked
  await office.start()

  const again = await context.newPage()
  await again.goto(address)
  await expect(bodyOf(again)).toContainText('Trước. Chưa gửi.')
  await untilSaved(again)
  await leave(context)
})

test('SAVE-2: leaving the page with unsent words asks first', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt', office.url)
  await newDraft(page, 'Thông báo', 'Thử rời trang')
  await startWriting(page)
  await bodyOf(page).click()
  await context.setOffline(true)
  await office.kill()
  await page.keyboard.type('Chưa gửi.')
  await expect(indicatorOf(page)).toHaveText(sayAny('collab_unsaved_no_network'))
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await context.setOffline(false)
  await office.start()
  await untilSaved(page)
  await leave(context)
})

test('lesson 7: a network that blocks sockets is called by its name; what was typed is sent once it does not', async ({
  browser,
}) => {
  const proxy = await Proxy.before(office.url)
  const { page, context } = await seat(browser, 'mailt', proxy.url)
  await newDraft(page, 'Thông báo', 'Thử mạng chặn')
  await startWriting(page)
  await bodyOf(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('Trước. ')
  await untilSaved(page)

  proxy.blockSockets()
  await page.keyboard.type('Bị chặn.')
  await expect(indicatorOf(page)).toHaveText(sayAny('collab_unsaved_blocked'))
  await indicatorOf(page).click()
  const dialog = page.getByRole('dialog', { name: say('collab_details_title') })
  await expect(dialog).toContainText(say('collab_details_kept'))
  await dialog.getByRole('button', { name: say('collab_test'), exact: true }).click()
  await expect(dialog).toContainText(say('collab_test_http_good'))
  await expect(dialog).toContainText(say('collab_test_socket_blocked', { address: proxy.url.replace('http:', 'ws:') }))

  proxy.passSockets()
  await dialog.getByRole('button', { name: say('collab_test'), exact: true }).click()
  await expect(dialog).toContainText(say('collab_test_good'))
  await page.keyboard.press('Escape')
  await untilSaved(page)
  await leave(context)
  proxy.close()
})

test('SAVE-1: the indicator is there at every width', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt', office.url)
  await newDraft(page, 'Thông báo', 'Thử bề rộng')
  for (const width of [360, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 })
    await expect(indicatorOf(page)).toBeVisible()
    await expect(indicatorOf(page)).toBeInViewport({ ratio: 1 })
  }
  await leave(context)
})

test('a server that was stopped in good order comes back with everything, in seconds', async ({ page, browser }) => {
  const { page: before, context } = await seat(browser, 'mailt', office.url)
  await newDraft(before, 'Thông báo', 'Thử dừng máy chủ')
  await leave(context)
  await office.stop()
  const began = Date.now()
  await office.start()
  expect(Date.now() - began).toBeLessThan(15_000)
  await signIn(page, 'mailt', office.url)
  await page.goto(`${office.url}/work`)
  await expect(page.getByRole('link', { name: /Thử dừng máy chủ/ })).toBeVisible()
})
