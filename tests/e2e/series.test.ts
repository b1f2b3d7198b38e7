/** How a clerk keeps numbers and filters, opens a series, and takes the register along; how an administrator enters rights. */
import { expect, type Page, test } from '@playwright/test'
import { gravesOn } from './support/axe.ts'
import { Office } from './support/office.ts'
import { seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

let office: Office
test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await Office.open()
})
test.afterAll(() => office.close())

/** Nothing reaches out of a phone's width. */
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)

test('a number is kept ahead, is told on the register, and is given back', async ({ browser }) => {
  const { page, context } = await seat(browser, 'lanbt', office.url)
  await page.goto('/documents')
  await page.getByRole('link', { name: say('documents_numbers') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('documents_numbers'))
  const keep = page.locator('form[action="?/keep"]')
  await keep.getByRole('button', { name: say('documents_keep') }).click()
  await expect(keep.getByText(say('common_fault_required'))).toBeVisible()
  await keep.getByLabel(say('documents_next_reason')).fill('Quyết định giao dự toán, ký chiều nay')
  await keep.getByRole('button', { name: say('documents_keep') }).click()
  await expect(page.getByText('Quyết định giao dự toán, ký chiều nay')).toBeVisible()
  // The form stands ready for the next ones.
  await expect(keep.getByLabel(say('documents_next_reason'))).toHaveValue('')
  await expect(keep.getByLabel(say('documents_keep_day'))).toHaveValue(/^\d\d\/\d\d\/\d{4}$/)
  await expect(keep.getByLabel(say('documents_keep_count'))).toHaveValue('1')
  expect(await gravesOn(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await fits(page)).toBe(true)
  await page.setViewportSize({ width: 1280, height: 800 })

  await page.goto('/documents')
  await expect(page.getByRole('link', { name: say('documents_numbers_kept', { count: 1 }) })).toBeVisible()
  await page.goto('/documents/register')
  await expect(page.locator('.register-book')).toContainText('Số giữ trước, chưa dùng')

  await page.goto('/documents/numbers')
  await page.getByRole('button', { name: new RegExp(`^${say('documents_give_back')} `) }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say('documents_next_reason')).fill('Không ký nữa')
  await dialog.getByRole('button', { name: say('documents_give_back'), exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(say('documents_kept_none'))).toBeVisible()
  await leave(context)
})

test('what is looked for is kept under a name, and the register comes as PDF', async ({ browser }) => {
  const { page, context } = await seat(browser, 'lanbt', office.url)
  await page.goto('/documents')
  await page.getByText(say('documents_filter_more')).click()
  await page.getByLabel(say('documents_column_recipients')).fill('khong co noi nay')
  await page.getByLabel(say('documents_column_recipients')).press('Enter')
  await page.waitForURL(/recipient=/)
  await expect(page.getByText(say('documents_none_found'), { exact: true })).toBeVisible()
  await page.getByRole('button', { name: say('documents_filter_save') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say('documents_filter_name')).fill('Gửi nơi không có')
  await dialog.getByRole('button', { name: say('common_save') }).click()
  await expect(dialog).toBeHidden()
  await page.goto('/documents')
  await page.getByRole('link', { name: 'Gửi nơi không có' }).click()
  await expect(page).toHaveURL(/recipient=khong/)
  await expect(page.getByRole('link', { name: 'Gửi nơi không có' })).toHaveAttribute('aria-current', 'true')
  expect(await gravesOn(page)).toEqual([])
  await page.getByRole('button', { name: say('documents_filter_forget', { name: 'Gửi nơi không có' }) }).click()
  await expect(page.getByRole('link', { name: 'Gửi nơi không có' })).toHaveCount(0)

  await page.goto('/documents')
  const link = page.getByRole('link', { name: say('documents_pdf') })
  const pdf = await page.request.get((await link.getAttribute('href')) ?? '')
  expect(pdf.headers()['content-type']).toBe('application/pdf')
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')
  await leave(context)
})

test('a clerk opens a series of a council for the next year', async ({ browser }) => {
  const { page, context } = await seat(browser, 'lanbt', office.url)
  await page.goto('/documents/numbers')
  await page.getByText(say('documents_series_new')).click()
  const add = page.locator('form[action="?/add"]')
  await add.getByLabel(say('admin_register_name')).fill('Sổ của Hội đồng Thi đua')
  await add.getByText(say('admin_register_body_more')).click()
  await add.locator('input[name=body]').fill('Hội đồng Thi đua - Khen thưởng tỉnh')
  await add.locator('input[name=bodySymbol]').fill('HĐTĐ KT')
  await add.getByRole('button', { name: say('admin_register_add') }).click()
  await expect(add.getByText(say('common_fault_symbol_group'))).toBeVisible()
  await add.locator('input[name=bodySymbol]').fill('HĐTĐKT')
  await add.getByRole('button', { name: say('admin_register_add') }).click()
  await expect(
    page.getByText(say('admin_register_of_body', { name: 'Hội đồng Thi đua - Khen thưởng tỉnh', symbol: 'HĐTĐKT' })),
  ).toBeVisible()
  await leave(context)
})

test('an administrator enters who may use the seal and who signs for whom', async ({ browser }) => {
  const { page, context } = await seat(browser, 'quantri', office.url)
  await page.goto('/admin/rights')
  const seal = page.locator('form[action="?/seal"]')
  await seal.getByLabel(say('admin_right_decision')).fill('Quyết định 12/QĐ-VP')
  await seal.getByRole('button', { name: say('admin_right_give') }).click()
  await expect(page.getByText(say('admin_right_holds'))).toBeVisible()
  const delegation = page.locator('form[action="?/delegation"]')
  await delegation.getByLabel(say('admin_delegation_form')).selectOption('TUQ')
  await delegation.getByLabel(say('admin_delegation_title')).fill('CHỦ TỊCH')
  await delegation.getByLabel(say('admin_right_decision')).fill('Giấy ủy quyền 03/GUQ-UBND')
  await delegation.getByRole('button', { name: say('admin_right_give') }).click()
  await expect(delegation.getByText(say('common_fault_required'))).toBeVisible()
  expect(await gravesOn(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await fits(page)).toBe(true)
  await leave(context)
})
