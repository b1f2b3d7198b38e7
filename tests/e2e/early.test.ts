/** On a slow line a page is there before its scripts: what is typed, chosen and pressed by then counts. */
import { expect, type Page, test } from '@playwright/test'
import { newDraft } from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

let mai: Seat

test.beforeAll(async ({ browser }) => {
  mai = await seat(browser, 'mailt')
})
test.afterAll(() => leave(mai.context))

/** Opens a page whose scripts come when the function that it gives is called. */
async function openSlowly(page: Page, address: string): Promise<() => Promise<void>> {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/_app\/.*\.js/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto(address, { waitUntil: 'commit' })
  return async () => {
    release()
    await page.unrouteAll({ behavior: 'wait' })
  }
}

async function scriptsAreThere(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Control+k') // heard by a script only
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Escape')
}

test('what is typed and ticked is still there', async ({ browser }) => {
  const { page, context } = await seat(browser, 'quantri')
  const arrive = await openSlowly(page, '/admin/people/new')
  const name = page.getByLabel(say('access_name'), { exact: true })
  const unit = page.getByRole('combobox')
  const role = page.getByRole('checkbox').first()
  await name.fill('Lò Văn Sớm')
  await unit.selectOption({ index: 2 })
  await role.check()
  const chosen = await unit.inputValue()
  await arrive()
  await scriptsAreThere(page)
  await expect(name).toHaveValue('Lò Văn Sớm')
  await expect(unit).toHaveValue(chosen)
  await expect(role).toBeChecked()
  await leave(context)
})

test('what was unfolded stays so', async ({ browser }) => {
  const { page, context } = await seat(browser, 'quantri')
  const arrive = await openSlowly(page, '/admin/units')
  const unit = page.getByRole('group').first()
  await unit.getByText(say('admin_edit')).click()
  await arrive()
  await scriptsAreThere(page)
  await expect(unit.getByRole('textbox').first()).toBeVisible()
  await leave(context)
})

test('the page knows what was chosen', async () => {
  const { page } = mai
  const arrive = await openSlowly(page, '/drafts/new')
  await page.getByRole('radio', { name: 'Quyết định' }).first().check()
  await page.getByRole('radio', { name: 'Báo cáo' }).first().check()
  await arrive()
  await expect(page.getByRole('button', { name: say('work_new_start_kind', { kind: 'báo cáo' }) })).toBeVisible()
})

test('a button that only a script answers is answered', async () => {
  const { page } = mai
  const draft = await newDraft(page, 'Thông báo', 'Về việc đường truyền chậm')
  const arrive = await openSlowly(page, draft)
  await page.getByRole('button', { name: say('editor_act_submit'), exact: true }).click()
  await arrive()
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('a file that was chosen is sent', async () => {
  const { page } = mai
  const arrive = await openSlowly(page, '/verify')
  const junk = { name: 'thu.pdf', mimeType: 'application/pdf', buffer: Buffer.from('không phải PDF') }
  await page.locator('input[type="file"]').setInputFiles(junk)
  await arrive()
  await expect(page.getByText(say('error_not_a_pdf'))).toBeVisible()
})
