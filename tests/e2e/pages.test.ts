/** The pages outside the editor: the palette, forms, no JavaScript, the dark desk. */
import { expect } from '@playwright/test'
import { gravesOn } from './support/axe.ts'
import { act, bodyOf, choose, confirm, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { seat } from './support/people.ts'
import { leave, test } from './support/resting.ts'
import { say } from './support/words.ts'

test('the palette leads to a page by keys alone, and "?" lists the keys', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  await page.goto('/work')
  const keys = page.getByRole('dialog', { name: say('common_help') })
  // Keys are heard once the page's script runs; a busy machine takes a moment.
  await expect(async () => {
    await page.keyboard.press('?')
    await expect(keys).toBeVisible({ timeout: 1_000 })
  }).toPass()
  expect(await gravesOn(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(keys).toBeHidden()
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog', { name: say('common_palette') })).toBeVisible()
  await page.keyboard.type('tai khoan')
  expect(await gravesOn(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/account$/)
  await leave(context)
})

test('the palette begins a draft of a kind, by keys alone', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  await page.goto('/work')
  await expect(async () => {
    await page.keyboard.press('Control+K')
    await expect(page.getByRole('dialog', { name: say('common_palette') })).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.keyboard.type('cong van moi')
  await expect(page.getByRole('option', { name: say('common_palette_new', { kind: 'Công văn' }) })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(say('work_new_subject'))).toBeFocused()
  await page.keyboard.type('Về việc thử bảng lệnh')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/)
  await expect(page.locator('.letterhead-about')).toContainText('thử bảng lệnh')
  await leave(context)
})

test('a form that cannot be sent says where, keeps what was typed and goes there', async ({ browser }) => {
  const { page, context } = await seat(browser, 'quantri')
  await page.goto('/admin/people/new')
  await page.locator('[name="position"]').fill('Chuyên viên')
  await page.locator('[name="username"]').fill('Nguyễn Văn A')
  await page.locator('[name="username"]').press('Enter')
  await expect(page.locator('[name="name"]')).toBeFocused()
  await expect(page.locator('[name="position"]')).toHaveValue('Chuyên viên')
  await expect(page.locator('[name="username"]')).toHaveAccessibleDescription(
    new RegExp(say('common_fault_username').slice(0, 20)),
  )
  await leave(context)
})

test('signing in and starting a draft need no JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/drafts/new')
  await page.locator('[name="username"]').fill('mailt')
  await page.locator('[name="password"]').fill('sai mat khau')
  await page.getByRole('button', { name: say('access_sign_in'), exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText(say('error_wrong_credentials'))
  await expect(page.locator('[name="username"]')).toHaveValue('mailt')
  await page.locator('button[name="person"]', { hasText: 'Lò Thị Mai' }).click()
  await page.getByRole('radio', { name: /^Báo cáo/ }).check()
  await page.locator('[name="dueAt"]').fill('31/02/2030')
  await page.getByRole('button', { name: say('work_new_start') }).click()
  await expect(page.getByText(say('common_fault_date'))).toBeVisible()
  await expect(page.getByRole('radio', { name: /^Báo cáo/ })).toBeChecked()
  await page.locator('[name="dueAt"]').fill('28/02/2030')
  await page.getByRole('button', { name: say('work_new_start_kind', { kind: 'báo cáo' }) }).click()
  await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/)
  await leave(context)
})

test('a chosen desk is dark before the first paint', async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: 'theme', value: 'dark', url: baseURL ?? page.url() }])
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.waitForLoadState()
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.evaluate(() => (document.documentElement.dataset.theme = 'light'))
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(dark)
})

test('what is open stays when it cannot be read again: it follows a colleague once the server answers', async ({
  browser,
}) => {
  const { page, context } = await seat(browser, 'mailt')
  const faults: string[] = []
  page.on('console', (message) => {
    // A network that failed is told by the browser itself.
    if (message.type() === 'error' && !message.text().includes('net::')) faults.push(message.text())
  })
  const address = await newDraft(page, 'Thông báo', 'Thử đọc lại')
  await startWriting(page)
  await bodyOf(page).click()
  await page.keyboard.press('Control+End')
  const told = page.waitForResponse(
    async (response) => response.url().endsWith('/pages') && (await response.text()).includes('unprintable'),
  )
  await page.keyboard.insertText('Câu còn trên trang. 語')
  expect((await told).status()).toBe(200)
  await page.keyboard.press('Backspace')
  await untilSaved(page)
  await page.evaluate(() => document.body.setAttribute('data-stays', 'yes')) // a page that is loaded anew has it no more

  let asked = 0
  await page.route('**/__data.json*', (route) => (asked++ < 2 ? route.abort('connectionrefused') : route.continue()))
  const colleague = await context.newPage()
  await colleague.goto(address)
  await act(colleague, 'editor_act_submit')
  await choose(colleague, say('editor_reviewer'), 'thanhlv')
  await choose(colleague, say('editor_leader'), 'thangld')
  await confirm(colleague, 'editor_act_submit')

  await expect.poll(() => asked).toBeGreaterThan(2)
  await expect(page.getByRole('button', { name: say('editor_write') })).toBeHidden()
  await expect(page.getByRole('button', { name: say('editor_stop_writing') })).toBeHidden()
  await expect(bodyOf(page)).toContainText('Câu còn trên trang')
  await expect(page.locator('body[data-stays]')).toBeVisible()
  expect(faults).toEqual([])
  await leave(context)
})
