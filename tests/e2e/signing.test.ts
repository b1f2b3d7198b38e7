/** What signing stands on, as the administrator tries it; and a leader who signs what they have chosen with one confirmation. */
import { expect, type Page, test } from '@playwright/test'
import { certify, openPki, type Pki } from '../tools/pki.ts'
import { gravesOn } from './support/axe.ts'
import { Office } from './support/office.ts'
import { PIN, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say, sayAny } from './support/words.ts'

const DAY_MS = 86_400_000
/** Nobody listens there. */
const DOWN = 'http://127.0.0.1:9'
let office: Office
let pki: Pki
test.beforeAll(async () => {
  test.setTimeout(180_000)
  pki = await openPki()
  office = await Office.open({ TSA_URL: `${DOWN},${pki.tsaUrl}`, PKI_HOSTS: pki.host })
})
test.afterAll(() => Promise.all([office.close(), pki.close()]))

async function trust(page: Page, name: string, pem: string) {
  await page.goto('/admin/authorities')
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: `${name}.pem`, mimeType: 'application/x-pem-file', buffer: Buffer.from(pem) })
  await page.getByRole('button', { name: say('admin_authority_trust') }).click()
  await expect(page.getByText(name, { exact: true })).toBeVisible()
}

test('each time-stamping authority is tried in words; what ends within 30 days is told there and as news', async ({
  browser,
}) => {
  const { page, context } = await seat(browser, 'quantri', office.url)
  await trust(page, 'CA gốc thử nghiệm', pki.root.pem)
  const ending = await certify('CA sắp hết hạn', { isAuthority: true, to: new Date(Date.now() + 29.5 * DAY_MS) })
  await trust(page, 'CA sắp hết hạn', ending.pem)

  await page.goto('/admin/signing')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('admin_signing'))
  const attempt = () => page.getByRole('button', { name: say('admin_signing_try') }).click()
  await attempt()
  await expect(page.getByText(say('admin_signing_tried'))).toBeVisible({ timeout: 30_000 })
  const stamps = page.getByRole('region', { name: say('admin_signing_stamps') })
  await expect(stamps.locator('[data-stamps="good"]')).toContainText(say('admin_signing_stamp_good'))
  await expect(stamps.locator('[data-stamps="good"]')).toContainText('Cấp dấu thời gian thử nghiệm')
  await expect(stamps.locator('[data-stamps="unreachable"]')).toContainText('127.0.0.1:9')
  await expect(page.getByRole('region', { name: say('admin_signing_clock') })).toContainText(
    say('admin_signing_clock_good'),
  )
  const ends = page.getByRole('region', { name: say('admin_signing_ends') })
  await expect(ends.getByRole('listitem').filter({ hasText: 'CA sắp hết hạn' })).toContainText(
    say('admin_signing_days', { days: 29 }),
  )
  await expect(page.getByRole('region', { name: say('admin_signing_archive') })).toContainText(/B-|ban hành/)
  expect(await gravesOn(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await page.setViewportSize({ width: 1280, height: 900 })

  // One that lies is told as that, and stops nothing.
  pki.fail('tsa', 'wrong_nonce')
  await attempt()
  await expect(stamps.locator('[data-stamps="wrong_nonce"]')).toContainText(say('documents_stamp_wrong_nonce'), {
    timeout: 30_000,
    ignoreCase: true,
  })
  pki.fail('tsa', null)

  await page.goto('/news')
  await expect(page.getByRole('main')).toContainText('CA sắp hết hạn')
  await page.getByRole('link', { name: /CA sắp hết hạn/ }).click()
  await expect(page).toHaveURL(/\/admin\/signing$/)
  await leave(context)
})

test('nobody else sees it', async ({ browser }) => {
  const { page, context } = await seat(browser, 'lanbt', office.url)
  const answer = await page.goto('/admin/signing')
  expect(answer?.status()).toBe(403)
  await leave(context)
})

test('a leader chooses papers, confirms once, and sees what became of each', async ({ browser }) => {
  const { page, context } = await seat(browser, 'thangld', office.url)
  await page.goto('/sign')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign_title'))
  const sign = page.getByRole('button', { name: sayAny('sign_do') })
  await expect(page.getByRole('button', { name: say('sign_do_none') })).toBeDisabled()
  const row = page.locator('[data-draft]')
  await expect(row).toHaveCount(1)
  await expect(row).toHaveAttribute('data-opened', 'now') // they approved it
  await page.getByLabel(say('seal_choose_all')).check()
  expect(await gravesOn(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByLabel(say('finalize_pin')).fill('000000')
  await sign.click()
  await expect(page.getByText(say('sign_wrong_pin'))).toBeVisible()
  await page.getByLabel(say('finalize_pin')).fill(PIN)
  await page.getByLabel(say('finalize_pin')).press('Enter')
  await expect(page.getByRole('heading', { name: say('sign_done', { issued: 1 }) })).toBeVisible({ timeout: 60_000 })
  await expect(page.locator('[data-paper][data-state="signed"]')).toContainText(/\d+\/BC-UBND/)
  await expect(page.getByText(say('sign_none'))).toBeVisible()
  await leave(context)
})
