/** The library of legal bases: kept by the administrator, used and warned from by whoever writes. */
import { expect, test } from '@playwright/test'
import { bodyOf, newDraft, startWriting } from './support/desk.ts'
import { seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

test('a basis from the library goes into the draft by keyboard; one that has ended is told', async ({ browser }) => {
  const admin = await seat(browser, 'quantri')
  await admin.page.goto('/admin/bases')
  const form = admin.page.locator('form[action="?/add"]')
  await form.getByLabel(say('admin_basis_wording')).fill('Căn cứ Luật Thử nghiệm ngày 01 tháng 02 năm 2020;')
  await form.getByLabel(say('admin_basis_from')).fill('01/03/2020')
  await form.getByLabel(say('admin_basis_to')).fill('31/12/2024')
  await form.getByLabel(say('admin_basis_replaced')).fill('Luật Thử nghiệm năm 2024')
  await form.getByRole('button').last().click()
  await expect(admin.page.getByRole('group').filter({ hasText: 'Luật Thử nghiệm ngày 01 tháng 02' })).toBeVisible()
  await leave(admin.context)

  const { page, context } = await seat(browser, 'mailt')
  await newDraft(page, 'Quyết định', 'Về việc thử thư viện căn cứ')
  await startWriting(page)
  await page.getByRole('button', { name: say('editor_insert') }).click()
  await page.getByRole('menuitem', { name: say('editor_basis_insert') }).click()
  await expect(page.getByLabel(say('editor_basis_find'))).toBeFocused()
  await page.keyboard.type('thu nghiem')
  await page.keyboard.press('Enter')
  const line = 'Căn cứ Luật Thử nghiệm ngày 01 tháng 02 năm 2020'
  await expect(bodyOf(page).locator('[data-block="basis"]', { hasText: line })).toBeVisible()
  await expect(bodyOf(page)).toBeFocused()
  await expect(page.getByText(/31\/12\/2024.*Luật Thử nghiệm năm 2024/)).toBeVisible()
  await leave(context)
})

test('a basis is taken out of the library after a question, and put back', async ({ browser }) => {
  const { page, context } = await seat(browser, 'quantri')
  await page.goto('/work')
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.keyboard.type('can cu phap ly')
  await page.keyboard.press('Enter')
  await page.waitForURL(/admin\/bases$/)
  const wording = 'Luật Thử nghiệm ngày 01 tháng 02 năm 2020'
  await page.locator('summary', { hasText: wording }).click()
  await page
    .locator('li', { hasText: wording })
    .getByRole('button', { name: say('admin_basis_remove') })
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('admin_basis_remove') })
    .click()
  await page.getByText(say('admin_bases_removed', { count: 1 })).click()
  await page.getByRole('button', { name: say('admin_basis_restore_named', { wording }) }).click()
  await expect(page.getByText(say('admin_bases_removed', { count: 1 }))).toBeHidden()
  await expect(page.locator('summary', { hasText: wording })).toBeVisible()
  await leave(context)
})
