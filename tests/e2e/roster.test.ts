/** Units and people from a list: the faults by their rows, mended, written, and the first sign-in of somebody new. */
import { expect, test } from '@playwright/test'
import { seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

test.setTimeout(120_000)

const csv = (...rows: string[]) => ({
  name: 'danh-sach.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['\uFEFFHọ và tên;Tên đăng nhập;Chức vụ;Đơn vị;Ký hiệu đơn vị;Vai trò', ...rows].join('\r\n')),
})

test('a list with a fault says which row and what to do; mended, it is written once', async ({ browser }) => {
  const { page, context } = await seat(browser, 'quantri')
  await page.goto('/admin/people')
  await page.getByRole('link', { name: say('admin_import') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('admin_import_title'))
  const template = page.waitForEvent('download')
  await page.getByRole('link', { name: say('admin_import_template') }).click()
  expect((await template).suggestedFilename()).toBe('mau-danh-sach.xlsx')

  const good = 'Giàng A Sử;;Chuyên viên;Phòng Dân tộc;DT;'
  await page.locator('input[type=file]').setInputFiles(csv(good, 'Không chức vụ;;;;;'))
  await expect(page.getByText(say('admin_import_fault_required_position'))).toBeVisible()
  const write = page.getByRole('button', { name: say('admin_import_apply') })
  await expect(write).toBeDisabled()

  await page.locator('input[type=file]').setInputFiles(csv(good))
  await expect(page.getByText(say('admin_import_fault_required_position'))).toBeHidden()
  await write.click()
  await expect(page.getByText(say('admin_import_done', { units: 1, people: 1, changed: 0 }))).toBeVisible()
  const { origin } = new URL(page.url())
  const password = await page.locator('section[aria-labelledby="passwords"] .font-mono').last().innerText()
  expect(password).toMatch(/^\w{4}-\w{4}-\w{4}$/)
  await leave(context)

  const own = await browser.newContext()
  const first = await own.newPage()
  const answer = await first.request.post('/sign-in?/password', {
    form: { username: 'suga', password },
    headers: { origin },
  })
  expect(answer.status()).toBeLessThan(400)
  await first.goto('/work')
  await expect(first).toHaveURL(/\/account/) // chooses a password of their own before anything else
  await own.close()
})

test('what is no list is refused in words, and nothing is lost', async ({ browser }) => {
  const { page, context } = await seat(browser, 'quantri')
  await page.goto('/admin/people/import')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.xls', mimeType: '', buffer: Buffer.from('d0cf11e0a1b11ae1', 'hex') })
  await expect(page.getByText(say('common_fault_sheet_old'))).toBeVisible()
  await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: '', buffer: Buffer.from('a;b\n1;2') })
  await expect(page.getByText(say('common_fault_sheet_headings'))).toBeVisible()
  await leave(context)
})
