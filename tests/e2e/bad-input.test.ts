/** What a person, or somebody who means harm, may do wrong: a clear answer each time, and nothing has changed. */
import { rm, writeFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { closeReason } from '../../src/lib/collab/close.ts'
import { bodyOf, draftIn, indicatorOf, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { artifact } from './support/outside.ts'
import { PASSWORD, PIN, seat, signIn } from './support/people.ts'
import { leave, test } from './support/resting.ts'
import { say, sayAny } from './support/words.ts'

test('a wrong password signs nobody in', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel(say('access_username'), { exact: true }).fill('mailt')
  await page.getByLabel(say('access_password'), { exact: true }).fill('khong-phai-mat-khau')
  await page.getByRole('button', { name: say('access_sign_in'), exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText(say('error_wrong_credentials'))
  await expect(page.getByLabel(say('access_username'), { exact: true })).toHaveValue('mailt')
  await page.goto('/work')
  await expect(page).toHaveURL(/\/sign-in/)

  await page.getByLabel(say('access_username'), { exact: true }).fill('mailt')
  await page.getByLabel(say('access_password'), { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: say('access_sign_in'), exact: true }).click()
  await expect(page).toHaveURL(/\/work/) // where the person wanted to go
})

test('a wrong PIN freezes nothing and takes no number', async ({ page }) => {
  await signIn(page, 'thangld')
  const address = await draftIn(page, 'approved')
  await page.goto(`${address}/finalize`)
  const sign = page.getByRole('button', { name: sayAny('finalize_do_sign') })
  const offer = await sign.textContent()
  await page.getByLabel(say('finalize_pin')).fill('999999')
  await sign.click()
  await expect(page.getByText(say('error_wrong_pin'))).toBeVisible()
  await page.reload()
  await expect(sign).toHaveText(offer ?? '')
  await expect(page.locator('[data-step="frozen"]')).not.toHaveAttribute('data-look', 'done')
  await page.goto(address)
  await expect(indicatorOf(page)).toHaveText(say('collab_read_only'))
})

test('finalizing without the right, by whatever way, does nothing', async ({ page }) => {
  await signIn(page, 'ngocht') // who wrote the draft that is approved
  const address = await draftIn(page, 'approved')
  await page.goto(`${address}/finalize`)
  await expect(page.getByText(say('finalize_only_preview'))).toBeVisible()
  await expect(page.getByLabel(say('finalize_pin'))).toHaveCount(0)
  const answer = await ask(page, `${address}/finalize/run`, { act: 'finalize', pin: PIN, step: 4 })
  expect(await answer.text()).toContain('"failed":"not_allowed"')
  await page.reload()
  await expect(page.getByText(say('finalize_only_preview'))).toBeVisible()
  await expect(page.locator('[data-step="frozen"]')).not.toHaveAttribute('data-look', 'done')
})

test('a draft one may not see is not there: page, preview, threads and socket', async ({ browser }) => {
  const mai = await seat(browser, 'mailt')
  const address = await newDraft(mai.page, 'Thông báo', 'Chưa cho ai xem')
  const hoa = await seat(browser, 'hoatt')
  const page = await hoa.page.goto(address)
  expect(page?.status()).toBe(404)
  await expect(hoa.page.getByRole('heading', { level: 1 })).toHaveText(say('common_error_title_404'))
  await expect(hoa.page.locator('body')).not.toContainText('Chưa cho ai xem')
  for (const way of ['/preview.pdf', '/threads', '/finalize']) {
    expect((await hoa.page.request.get(`${address}${way}`)).status(), way).toBe(404)
  }
  expect((await knock(hoa.page, address)).code).toBe(4404)
  await leave(hoa.context)
  await leave(mai.context)
})

test('a session that has ended: the open text stops, says so and keeps the words; signing in again saves them', async ({
  browser,
}) => {
  const mai = await seat(browser, 'mailt')
  const address = await newDraft(mai.page, 'Thông báo', 'Phiên hết giữa chừng')
  await startWriting(mai.page)
  await bodyOf(mai.page).click()
  await mai.page.keyboard.type('Đã gõ. ')
  await untilSaved(mai.page)

  const elsewhere = await seat(browser, 'mailt')
  await elsewhere.page.goto('/account')
  await elsewhere.page.getByRole('button', { name: say('access_sessions_end_all') }).click()
  await expect(mai.page.getByText(say('collab_close_not_signed_in'))).toBeVisible({ timeout: 3_000 })
  await expect(bodyOf(mai.page)).toHaveAttribute('contenteditable', 'false')
  expect((await knock(mai.page, address)).code).toBe(4401)
  await mai.page.goto('/work')
  await expect(mai.page).toHaveURL(/\/sign-in/)

  await signIn(mai.page, 'mailt')
  await mai.page.goto(address)
  await expect(bodyOf(mai.page)).toContainText('Đã gõ.')
  await leave(elsewhere.context)
  await leave(mai.context)
})

test('an upload that is too large is refused with the limit, in the page and at the server', async ({ page }) => {
  const buffer = Buffer.alloc(26 * 1024 * 1024, 'a')
  const file = await artifact('too-large.pdf')
  await writeFile(file, buffer)
  await page.goto('/verify')
  await page.locator('input[type="file"]').setInputFiles(file)
  await expect(page.getByRole('alert')).toHaveText(say('error_too_large'))
  const answer = await page.request.post('/verify', {
    multipart: { pdf: { name: 'lon.pdf', mimeType: 'application/pdf', buffer } },
    headers: { origin: new URL(page.url()).origin },
  })
  expect(answer.status()).toBe(413)
  await rm(file)
})

test('what is no PDF is called that', async ({ page }) => {
  await page.goto('/verify')
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'thu.pdf', mimeType: 'application/pdf', buffer: Buffer.from('không phải PDF') })
  await expect(page.getByRole('alert')).toHaveText(say('error_not_a_pdf'))
})

test('a page of another site reaches neither the socket nor a form', async ({ page }) => {
  await signIn(page, 'mailt')
  const address = await draftIn(page, 'drafting')
  expect((await knock(page, address, 'https://khac.example')).code).toBe(4421)
  expect((await knock(page, address, new URL(page.url()).origin)).code).toBeNull() // our own: it stays open
  const answer = await page.request.post('/sign-out', { headers: { origin: 'https://khac.example' } })
  expect(answer.status()).toBe(403)
  await page.goto('/work')
  await expect(page).toHaveURL(/\/work/) // still signed in
})

/** Sends JSON as a page of ours does, with the person's session. */
async function ask(page: Page, address: string, data: unknown) {
  return page.request.post(address, { data, headers: { origin: new URL(page.url()).origin } })
}

/** Opens the draft's socket with the person's session. `code`: how the server closed it; null = it let us in. */
async function knock(page: Page, address: string, origin?: string): Promise<{ code: number | null }> {
  const { host, origin: own } = new URL(page.url())
  const cookies = await page.context().cookies(own)
  const socket = new WebSocket(`ws://${host}/collab/${address.split('/').pop() ?? ''}`, {
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
    origin: origin ?? own,
  })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', () => {
      resolve({ code: null })
      socket.close()
    })
    socket.on('close', (code) => (closeReason(code) ? resolve({ code }) : reject(new Error(`closed with ${code}`))))
  })
}
