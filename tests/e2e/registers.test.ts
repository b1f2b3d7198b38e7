/** A clerk's day: several papers with one PIN, what fails is named; the register found, narrowed down, kept and taken away. */
import { expect, type Page, test } from '@playwright/test'
import { act, confirm, draftIn } from './support/desk.ts'
import { Office } from './support/office.ts'
import { nameOf, PIN, seat, type Username } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

let office: Office
test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await Office.open() // of its own: these papers are other tests' as well
})
test.afterAll(() => office.close())

async function sign(page: Page, address: string): Promise<string> {
  await page.goto(`${address}/finalize`)
  await page.getByLabel(say('finalize_pin'), { exact: true }).fill(PIN)
  await page.locator('form button[type=submit]').first().click()
  await expect(page.getByText(say('finalize_signed_note'))).toBeVisible({ timeout: 60_000 })
  return address.split('/').at(-1) ?? ''
}

test('several are sealed with one PIN; one that another clerk took meanwhile is named, and the Word file is there', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const at = (username: Username) => seat(browser, username, office.url)
  const chair = await at('thangld')
  const first = await sign(chair.page, await draftIn(chair.page, 'approved'))
  await leave(chair.context)
  const deputy = await at('vanqt')
  const approval = await draftIn(deputy.page, 'approval')
  await deputy.page.goto(approval)
  await act(deputy.page, 'editor_act_approve')
  await confirm(deputy.page, 'editor_act_approve')
  const second = await sign(deputy.page, approval)
  await leave(deputy.context)

  const clerk = await at('lanbt')
  const { page } = clerk
  await page.goto('/work')
  await page.getByRole('link', { name: say('seal_title') }).click()
  const row = (id: string) => page.locator(`[data-draft="${id}"]`)
  await expect(row(first).getByRole('checkbox')).not.toBeChecked()
  await expect(row(first)).toContainText('/BC-') // its number stands in the list
  await expect(row(second)).toContainText('/TTr-')
  await expect(page.getByRole('button', { name: say('seal_do_none') })).toBeDisabled()
  await page.getByLabel(say('seal_choose_all')).check()
  const button = page.getByRole('button', { name: say('seal_do', { count: 2 }) })
  await expect(button).toBeDisabled()

  const pin = page.getByLabel(say('finalize_pin_seal'), { exact: true })
  await pin.fill('000000')
  await button.click()
  await expect(page.getByText(say('seal_wrong_pin'))).toBeVisible()
  await expect(pin).toBeFocused()
  await expect(page.locator('[data-paper]')).toHaveCount(0)

  // Another clerk is quicker with the second one.
  const other = await at('nghiadc')
  await other.page.goto(`/seal`)
  await other.page.locator(`[data-draft="${second}"]`).getByRole('checkbox').check()
  await other.page.getByLabel(say('finalize_pin_seal'), { exact: true }).fill(PIN)
  await other.page.getByRole('button', { name: say('seal_do', { count: 1 }) }).click()
  await expect(other.page.locator(`[data-paper="${second}"][data-state=issued]`)).toBeVisible({ timeout: 60_000 })
  await expect(other.page.getByRole('heading', { name: say('seal_done', { issued: 1 }) })).toBeVisible()
  await leave(other.context)

  await pin.fill(PIN)
  await button.click()
  await expect(page.locator(`[data-paper="${first}"][data-state=issued]`)).toBeVisible({ timeout: 60_000 })
  await expect(page.locator(`[data-paper="${second}"][data-state=failed]`)).toBeVisible()
  await expect(page.getByText(say('seal_done_partly', { issued: 1, total: 2, left: 1 }))).toBeVisible()
  await expect(page.getByText(say('seal_none'))).toBeVisible() // nothing is left: the other one is issued as well

  // The Word file behind it.
  await page.locator(`[data-paper="${first}"]`).getByRole('link').click()
  const link = page.getByRole('link', { name: say('documents_download_word') })
  await expect(link).toBeVisible()
  const word = await page.request.get((await link.getAttribute('href')) ?? '')
  expect(word.status()).toBe(200)
  expect((await word.body()).subarray(0, 2).toString()).toBe('PK')
  await leave(clerk.context)
})

test('the register finds what is printed, is narrowed down by keyboard, and keeps that in its address and its file', async ({
  browser,
}) => {
  const { page, context } = await seat(browser, 'lanbt', office.url)
  await page.goto('/documents')
  const rows = page.locator('tbody tr')
  const whole = await rows.count()
  expect(whole).toBeGreaterThan(1)
  const number = ((await rows.first().locator('td').first().innerText()) ?? '').trim()
  const search = page.getByLabel(say('documents_search'))
  for (const typed of [number, number.toLowerCase().replace('đ', 'd')]) {
    await search.fill(typed)
    await search.press('Enter')
    await page.waitForURL((url) => url.searchParams.get('search') === typed)
    await expect(rows).toHaveCount(1)
    await expect(rows.first()).toContainText(number)
    await expect(search).toHaveValue(typed)
  }
  await expect(search).toBeFocused() // to type on
  await page.getByRole('link', { name: say('documents_filter_clear') }).click()
  await expect(rows).toHaveCount(whole)

  const signer = page.getByLabel(say('documents_filter_signer'))
  await expect(signer.locator('option').nth(1)).toContainText(nameOf('thangld')) // by rank: the chair first
  await signer.focus()
  await signer.selectOption(nameOf('truongdv')) // a choice acts at once, and one chooses on
  await expect(page).toHaveURL(/signer=/)
  await expect(signer).toBeFocused()
  await expect(page).not.toHaveURL(/kind=/)
  await expect(rows).toHaveCount(1)
  const file = page.getByRole('link', { name: say('documents_csv') })
  const csv = await (await page.request.get((await file.getAttribute('href')) ?? '')).text()
  expect(csv.trim().split('\r\n')).toHaveLength(2)

  // Behind a paper, and back: what was asked for is still there.
  await rows.first().getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('/')
  await page
    .getByRole('link', { name: say('common_nav_documents') })
    .last()
    .click()
  await expect(signer).toHaveValue(nameOf('truongdv'))
  await expect(rows).toHaveCount(1)
  await leave(context)
})

test('addresses typed by hand lead to the register in use, and to my work', async ({ browser }) => {
  const { page, context } = await seat(browser, 'lanbt', office.url)
  await page.goto('/documents/register')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('documents_book_title'))
  await expect(page.locator('.register-book')).toBeVisible()
  for (const file of ['register.csv', 'register.xlsx'])
    expect((await page.request.get(`/documents/${file}`)).status(), file).toBe(200)
  const unknown = crypto.randomUUID() // another register than the one named is never printed
  expect((await page.request.get(`/documents/register?register=${unknown}`)).status()).toBe(404)
  await page.goto('/drafts')
  await expect(page).toHaveURL(/\/work$/)
  await leave(context)
})

test('copies and note are kept with a record, and the next number is set for a reason', async ({ browser }) => {
  const { page, context } = await seat(browser, 'lanbt', office.url)
  await page.goto('/documents')
  const row = page.locator('tbody tr').first()
  const number = (await row.locator('td').first().innerText()).trim()
  const amend = page.getByRole('button', { name: say('documents_amend_of', { number }) })
  await amend.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say('documents_amend_copies')).fill('nhiều')
  await dialog.getByRole('button', { name: say('common_save') }).click()
  await expect(dialog.getByText(say('common_fault_number'))).toBeVisible()
  await dialog.getByLabel(say('documents_amend_copies')).fill('25')
  await dialog.getByLabel(say('documents_amend_note')).fill('Gửi thêm các xã')
  await dialog.getByRole('button', { name: say('common_save') }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('Gửi thêm các xã')
  await amend.click()
  await expect(dialog).toContainText(
    `${say('documents_amend_value_bare', { copies: 1 })} → ${say('documents_amend_value', { copies: 25, note: 'Gửi thêm các xã' })}`,
  )
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: say('documents_next_set') }).click()
  await dialog.getByLabel(/./).first().waitFor()
  await dialog.locator('input[name=next]').fill('1')
  await dialog.getByLabel(say('documents_next_reason')).fill('Đã cấp trong sổ giấy')
  await dialog.getByRole('button', { name: say('documents_next_set') }).click()
  await expect(dialog.getByText(say('common_fault_number_given'))).toBeVisible()
  await dialog.locator('input[name=next]').fill('200')
  await dialog.getByRole('button', { name: say('documents_next_set') }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(say('documents_next', { number: 200 }))).toBeVisible()
  await expect(page.getByText('Đã cấp trong sổ giấy')).toBeVisible()
  await page.getByRole('link', { name: say('documents_book') }).click()
  await expect(page.locator('.register-book')).toContainText('–199')
  await expect(page.locator('.register-book thead th')).toHaveCount(10)
  await leave(context)
})

test('what I write is searched, filtered and counted, and the address keeps it', async ({ browser }) => {
  const { page, context } = await seat(browser, 'anhnt', office.url)
  await page.goto('/work')
  await page.getByRole('link', { name: new RegExp(`^${say('work_written')}`) }).click()
  await page.waitForURL('**/work/written')
  const rows = page.locator('[data-draft]')
  const whole = await rows.count()
  expect(whole).toBeGreaterThan(0)
  const search = page.getByLabel(say('work_search'))
  await search.fill('khong co chu nay')
  await search.press('Enter')
  await expect(page.getByText(say('documents_none_found'))).toBeVisible()
  await page.reload()
  await expect(search).toHaveValue('khong co chu nay')
  await page.getByRole('link', { name: say('documents_filter_clear') }).click()
  await expect(rows).toHaveCount(whole)
  await leave(context)
})
