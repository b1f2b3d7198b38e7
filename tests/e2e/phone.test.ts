/** A leader who signs with the phone: the key brought in, one who waits, one who was refused, and one who has signed. */
import { expect, test } from '@playwright/test'
import { makeAuthorityOf } from '../tools/holders.ts'
import { openSmartCa, type SmartCa } from '../tools/smartca.ts'
import { gravesOn } from './support/axe.ts'
import { draftIn } from './support/desk.ts'
import { Office } from './support/office.ts'
import { nameOf, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

const SIGNER = 'thangld'
const SUBSCRIBER = '014086000123'
const authority = makeAuthorityOf('VNPT thử nghiệm')
let service: SmartCa
let office: Office
test.beforeAll(async () => {
  test.setTimeout(180_000)
  const holder = authority.issue(nameOf(SIGNER))
  service = await openSmartCa(new Map([[SUBSCRIBER, { holder, authority: authority.der }]]))
  const { url, spId, spPassword } = service.settings
  office = await Office.open({ SMARTCA_URL: url, SMARTCA_SP_ID: spId, SMARTCA_SP_PASSWORD: spPassword })
})
test.afterAll(async () => {
  await office.close()
  await service.close()
})

test('the key is brought in, the phone is asked, and the page tells what became of it', async ({ browser }) => {
  test.setTimeout(180_000)
  const admin = await seat(browser, 'quantri', office.url)
  const { page: keys } = admin
  await keys.goto('/admin/authorities')
  const pem = { name: 'vnpt.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(authority.pem) }
  await keys.locator('input[type=file]').setInputFiles(pem)
  await keys.getByRole('button', { name: say('admin_authority_trust') }).click()
  await expect(keys.getByText('VNPT thử nghiệm').first()).toBeVisible()
  await keys.goto('/admin/keys')
  await keys.getByRole('link', { name: say('admin_phone_link') }).click()
  const subscriber = keys.getByLabel(say('admin_phone_subscriber'), { exact: true })
  const find = keys.getByRole('button', { name: say('admin_phone_find') })
  await subscriber.fill('999')
  await find.click()
  await expect(keys.getByText(say('common_fault_key_service_credentials'))).toBeVisible()
  await expect(subscriber).toHaveValue('999')
  await subscriber.fill(SUBSCRIBER)
  await find.click()
  const holder = keys.getByLabel(say('admin_key_holder'), { exact: true })
  await holder.selectOption(await holder.locator('option', { hasText: nameOf(SIGNER) }).getAttribute('value'))
  expect(await gravesOn(keys)).toEqual([])
  await keys.getByRole('button', { name: say('admin_token_add') }).click()
  await expect(keys.getByText(say('admin_phone_added'))).toBeVisible()
  await keys.goto('/admin/keys')
  await expect(keys.getByText(say('admin_key_place_phone'))).toBeVisible()
  await leave(admin.context)

  const { page, context } = await seat(browser, SIGNER, office.url)
  const address = await draftIn(page, 'approved')
  await page.goto(`${address}/finalize`)
  const way = page.getByLabel(say('finalize_way'), { exact: true })
  await expect(way.locator('option')).toHaveCount(2)
  await expect(page.getByLabel(say('finalize_pin'), { exact: true })).toHaveCount(0) // it is given on the phone
  await page.locator('form button[type=submit]').first().click()
  const waiting = page.getByRole('heading', { name: say('finalize_asked', { name: nameOf(SIGNER) }) })
  await expect(waiting).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(service.last().code)).toBeVisible()
  await page.reload()
  await expect(waiting).toBeVisible()
  expect(await gravesOn(page)).toEqual([])

  service.say(service.last(), { message: 'REJECTED' })
  await expect(page.getByText(say('error_sign_refused'))).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: say('finalize_do_again') }).click()
  await expect(waiting).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('[data-step=signed]')).toHaveAttribute('data-look', 'running')
  service.confirm()
  await expect(page.getByText(say('finalize_signed_note'))).toBeVisible({ timeout: 20_000 })
  expect(service.asked).toHaveLength(2)
  await leave(context)
})
