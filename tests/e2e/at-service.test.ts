/** A leader who signs at a service of the CSC's kind: on its own page, there and back; and with a one-time password that is typed here. */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { openCsc } from '../tools/csc.ts'
import { makeAuthorityOf } from '../tools/holders.ts'
import type { Subscriber } from '../tools/remote-service.ts'
import { gravesOn } from './support/axe.ts'
import { draftIn } from './support/desk.ts'
import { Office } from './support/office.ts'
import { nameOf, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say, sayAny } from './support/words.ts'

const SIGNER = 'thangld'
const SUBSCRIBER = '014086000123'
const PIN = '864209'
const authority = makeAuthorityOf('CSC thử nghiệm')
const holder = { holder: authority.issue(nameOf(SIGNER)), authority: authority.der }
const closing: (() => Promise<void>)[] = []
test.afterAll(async () => {
  for (const close of closing) await close()
})

/** An office with a contract there, whose administrator trusts the authority. */
async function contract(browser: Browser, subscriber: Subscriber, { version = 2, byHolder = false }: Terms = {}) {
  const csc = await openCsc(new Map([[SUBSCRIBER, subscriber]]), { version, byHolder })
  closing.push(csc.close)
  const { url, tokenUrl, authorizeUrl, clientId, clientSecret } = csc.settings
  const office = await Office.open({
    ...{ CSC_URL: url, CSC_TOKEN_URL: tokenUrl, CSC_AUTHORIZE_URL: authorizeUrl },
    ...{ CSC_CLIENT_ID: clientId, CSC_CLIENT_SECRET: clientSecret, CSC_SIGN_IN: byHolder ? 'holder' : 'office' },
  })
  closing.push(() => office.close())
  csc.returnsTo = `${office.url}/signing/return`
  csc.account = SUBSCRIBER
  const { page, context } = await seat(browser, 'quantri', office.url)
  await page.goto('/admin/authorities')
  const pem = { name: 'csc.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(authority.pem) }
  await page.locator('input[type=file]').setInputFiles(pem)
  await page.getByRole('button', { name: say('admin_authority_trust') }).click()
  await expect(page.getByText('CSC thử nghiệm').first()).toBeVisible()
  await page.goto('/admin/keys/phone')
  await page.getByLabel(say('admin_phone_subscriber'), { exact: true }).fill(SUBSCRIBER)
  await page.getByRole('button', { name: say('admin_phone_find') }).click()
  if (byHolder) {
    await expect(page.getByText(say('common_fault_key_service_own'))).toBeVisible()
  } else {
    const whose = page.getByLabel(say('admin_key_holder'), { exact: true })
    await whose.selectOption(await whose.locator('option', { hasText: nameOf(SIGNER) }).getAttribute('value'))
    await page.getByRole('button', { name: say('admin_token_add') }).click()
    await expect(page.getByText(say('admin_phone_added'))).toBeVisible()
  }
  await leave(context)
  return { csc, office }
}
interface Terms {
  version?: 1 | 2
  byHolder?: boolean
}

/** Signs as far as the screen that waits. Gives the address of the paper's page. */
async function ask(page: Page, way: string): Promise<string> {
  const address = `${await draftIn(page, 'approved')}/finalize`
  await page.goto(address)
  await chooseWay(page, way)
  await expect(page.getByLabel(say('finalize_pin'), { exact: true })).toHaveCount(0)
  await page.locator('form button[type=submit]').first().click()
  await expect(waiting(page)).toBeVisible({ timeout: 30_000 })
  return address
}
async function chooseWay(page: Page, way: string): Promise<void> {
  const choice = page.getByLabel(say('finalize_way'), { exact: true })
  const option = choice.locator('option', { hasText: say(way, { subject: nameOf(SIGNER) }) })
  await choice.selectOption(await option.getAttribute('value'))
}
const waiting = (page: Page) => page.getByRole('heading', { name: say('finalize_asked', { name: nameOf(SIGNER) }) })
/** Nothing that its holder would have to move sideways for. */
async function fits(page: Page): Promise<void> {
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  }
  expect(await gravesOn(page)).toEqual([])
}

test('on the service’s own page: refused, left, confirmed; each return is told, and none counts twice', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const { csc, office } = await contract(browser, { ...holder, isOnPage: true })
  const { page, context } = await seat(browser, SIGNER, office.url)
  const refusedByPolicy: string[] = []
  page.on('console', (line) => line.text().includes('Content Security Policy') && refusedByPolicy.push(line.text()))
  const returns: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/signing/return')) returns.push(request.url())
  })
  const address = await ask(page, 'finalize_way_page')
  await fits(page)
  const go = page.getByRole('button', { name: say('finalize_page_go') })
  const code = (await page.locator('dd.font-mono').textContent())?.trim() ?? '–'

  // The paper and its code stand there as they stand here.
  await go.click()
  await expect(page.locator('#paper')).toContainText(code)
  await expect(page.locator('#paper')).toContainText(/số \d+\/BC-UBND/)
  await page.getByRole('button', { name: 'Từ chối' }).click()
  await expect(page.getByText(say('error_sign_refused'))).toBeVisible({ timeout: 20_000 })
  await expect(page).toHaveURL(`${office.url}${address}`) // nothing of it stays in the address
  await page.getByRole('button', { name: say('finalize_do_again') }).click()
  await expect(waiting(page)).toBeVisible({ timeout: 20_000 })

  // Left alone there; the paper's page goes on, and what is begun anew is what counts.
  await go.click()
  await expect(page.locator('#paper')).toBeVisible()
  await page.goto(`${office.url}${address}`)
  await expect(waiting(page)).toBeVisible()
  await go.click()
  await page.getByRole('button', { name: 'Đồng ý ký' }).click()
  await expect(page.getByText(say('finalize_signed_note'))).toBeVisible({ timeout: 30_000 })
  await expect(page).toHaveURL(`${office.url}${address}`)
  expect(csc.signed).toBe(1)

  const last = returns.at(-1) ?? ''
  await page.goto(last)
  await expect(page.getByText(say('error_return_used'))).toBeVisible()
  await page.goto(last.replace(/state=[^&]+/, `state=${crypto.randomUUID()}.${'A'.repeat(32)}`))
  await expect(page.getByText(say('error_return_foreign'))).toBeVisible()
  await expect(page).toHaveURL(`${office.url}/signing/unknown`)
  await fits(page)
  // Without a session nothing is looked at, and nothing of the address goes on to the sign-in page.
  await context.clearCookies()
  await page.goto(last)
  await expect(page).toHaveURL(`${office.url}/sign-in?to=${encodeURIComponent(address)}`)
  expect(csc.signed).toBe(1)
  expect(refusedByPolicy).toEqual([])
  for (const secret of [new URL(last).searchParams.get('code') ?? '–', csc.settings.clientSecret])
    expect(office.said).not.toContain(secret)
  await leave(context)
})

test('with a one-time password and a PIN: a wrong one is told, another is sent, and the right one signs', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const { csc, office } = await contract(browser, { ...holder, otp: 'sent', pin: PIN }, { version: 1 })
  const { page, context } = await seat(browser, SIGNER, office.url)
  await ask(page, 'finalize_way_code')
  const otp = page.getByLabel(say('finalize_otp'), { exact: true })
  const pin = page.getByLabel(say('finalize_otp_pin'), { exact: true })
  const confirm = page.getByRole('button', { name: say('finalize_otp_do') })
  await expect(page.getByText(sayAny('finalize_asked_otp_sent'))).toBeVisible()
  await fits(page)
  await page.reload()
  await expect(waiting(page)).toBeVisible()
  expect(csc.sent).toHaveLength(1)

  await pin.fill(PIN)
  await otp.fill(csc.sent[0] === '111111' ? '222222' : '111111')
  await confirm.click()
  await expect(page.getByText(say('error_wrong_otp'))).toBeVisible({ timeout: 20_000 })
  await expect(otp).toHaveValue('')
  expect(await gravesOn(page)).toEqual([])
  await page.getByRole('button', { name: say('finalize_otp_again'), exact: true }).click({ timeout: 40_000 })
  await expect(page.getByText(say('finalize_otp_sent_again'))).toBeVisible()
  expect(csc.sent).toHaveLength(2)

  await pin.fill(PIN)
  await otp.fill(csc.sent.at(-1) ?? '')
  await otp.press('Enter')
  await expect(page.getByText(say('finalize_signed_note'))).toBeVisible({ timeout: 30_000 })
  expect(csc.signed).toBe(1)
  for (const secret of [PIN, ...csc.sent]) expect(office.said).not.toContain(secret)
  await leave(context)
})

test('a service that wants each holder’s own sign-in: they bring their key, and sign in again when that is over', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const { csc, office } = await contract(browser, { ...holder, isOnPage: true }, { byHolder: true, version: 1 })
  const { page, context } = await seat(browser, SIGNER, office.url)
  await page.goto('/account')
  await page.getByRole('link', { name: say('service_title') }).click()
  await expect(page.getByText(say('service_not_signed_in'))).toBeVisible()
  await fits(page)
  const signIn = page.getByRole('button', { name: say('service_sign_in'), exact: true })
  await signIn.click()
  await page.getByRole('button', { name: 'Từ chối' }).click()
  await expect(page.getByText(say('common_fault_key_service_sign_in'))).toBeVisible()
  await signIn.click()
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await expect(page.getByText(say('service_signed_in'))).toBeVisible()
  await expect(page.getByLabel(say('admin_phone_certificate'), { exact: true })).toContainText(nameOf(SIGNER))
  await fits(page)
  await page.getByRole('button', { name: say('admin_token_add') }).click()
  await expect(page.getByText(say('admin_phone_added'))).toBeVisible()

  csc.endTokens(true)
  const address = `${await draftIn(page, 'approved')}/finalize`
  await page.goto(address)
  await chooseWay(page, 'finalize_way_page')
  await page.locator('form button[type=submit]').first().click()
  await expect(page.getByText(say('common_fault_key_service_sign_in'))).toBeVisible({ timeout: 30_000 })
  await expect(page.locator('[data-step=frozen]')).toHaveAttribute('data-look', 'waiting')
  await signIn.click()
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await expect(page).toHaveURL(`${office.url}${address}`)
  await chooseWay(page, 'finalize_way_page')
  await page.locator('form button[type=submit]').first().click()
  await page.getByRole('button', { name: say('finalize_page_go') }).click({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Đồng ý ký' }).click()
  await expect(page.getByText(say('finalize_signed_note'))).toBeVisible({ timeout: 30_000 })
  expect(csc.signed).toBe(1)
  await leave(context)
})
