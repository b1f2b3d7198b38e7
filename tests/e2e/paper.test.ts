/** A morning without a key: the leader prints and signs by hand, the clerk scans the paper in and seals the copy. */
import { expect, test } from '@playwright/test'
import { scanPdf } from '../tools/scan.ts'
import { gravesOn } from './support/axe.ts'
import { draftIn } from './support/desk.ts'
import { Office } from './support/office.ts'
import { PIN, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

let office: Office
test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await Office.open()
})
test.afterAll(() => office.close())

test('signed on paper: numbered afterwards, scanned in, sealed, and told apart everywhere', async ({ browser }) => {
  test.setTimeout(240_000)
  const clerk = await seat(browser, 'lanbt', office.url)
  await clerk.page.goto('/documents/numbers')
  const keep = clerk.page.locator('form[action="?/keep"]')
  await keep.getByLabel(say('documents_next_reason')).fill('Ký trên giấy chiều nay')
  await keep.getByRole('button', { name: say('documents_keep') }).click()
  await expect(clerk.page.getByText('Ký trên giấy chiều nay')).toBeVisible()
  await leave(clerk.context)

  const leader = await seat(browser, 'thangld', office.url)
  const address = await draftIn(leader.page, 'approved')
  await leader.page.goto(`${address}/finalize`)
  await leader.page.getByText(say('finalize_by_hand')).click()
  const form = leader.page.locator('form[action="?/byHand"]')
  // One choice of the number: the line and both buttons follow it.
  const choice = leader.page.getByLabel(say('finalize_which_number'))
  await expect(choice).toHaveCount(1)
  const kept = await choice.locator('option').nth(1).innerText()
  await choice.selectOption(kept)
  const number = kept.replace(say('finalize_kept_number', { number: '' }), '')
  await expect(leader.page.getByRole('definition').first()).toHaveText(number)
  await expect(leader.page.getByRole('button', { name: say('finalize_do_sign', { number }) })).toBeVisible()
  await form.getByRole('button', { name: say('finalize_by_hand_do', { number }) }).click()
  await expect(form.getByText(say('common_fault_required'))).toBeVisible()
  await form.getByLabel(say('finalize_by_hand_reason')).fill('USB token hỏng')
  expect(await gravesOn(leader.page)).toEqual([])
  await form.getByRole('button', { name: say('finalize_by_hand_do', { number }) }).click()
  await expect(leader.page.getByText(say('finalize_by_hand_was'))).toBeVisible()
  await expect(leader.page.getByText(say('finalize_signed_by_hand', { number }))).toBeVisible()
  await expect(leader.page.locator('[data-step="signed"]')).toContainText(say('finalize_step_by_hand'))
  await leave(leader.context)

  const { page, context } = await seat(browser, 'lanbt', office.url)
  await page.goto('/seal')
  await page.getByRole('link', { name: say('seal_needs_scan') }).click()
  const scan = page.locator('form[action="?/scan"]')
  const give = async (dpi: number) => {
    const buffer = Buffer.from(await scanPdf({ dpi, pages: 2 }))
    await scan.locator('input[type=file]').setInputFiles({ name: 'quet.pdf', mimeType: 'application/pdf', buffer })
    await scan.getByRole('button', { name: say('finalize_scan_do') }).click()
  }
  await give(120)
  await expect(scan.getByText(say('common_fault_scan_dpi'))).toContainText(
    say('finalize_scan_pages', { pages: '1, 2' }),
  )
  expect(await gravesOn(page)).toEqual([])
  await give(200)
  await page.getByLabel(say('finalize_pin_seal'), { exact: true }).fill(PIN)
  await page.getByRole('button', { name: say('finalize_do_seal') }).click()
  const open = page.getByRole('link', { name: say('finalize_open_document') })
  await expect(open).toBeVisible({ timeout: 60_000 })
  await open.click()
  await expect(page.getByText(say('documents_by_hand_text'))).toBeVisible()
  await page.goto('/documents?signing=paper')
  await expect(page.locator('tbody tr')).toHaveCount(1)
  await expect(page.locator('tbody tr').getByText(say('documents_by_hand'), { exact: true })).toBeVisible()
  await leave(context)
})
