/** How one begins and finds one's way: copies, templates, names by typing, the tour and «?». */
import { expect, test } from '@playwright/test'
import { gravesOn } from './support/axe.ts'
import { bodyOf, caretToEndOf, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { nameOf, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

test('a draft is copied from its line in the list, kept as a template, and begun from', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  const subject = `tăng cường phòng, chống rét ${Date.now()}`
  const address = await newDraft(page, 'Công văn', subject)
  await startWriting(page)
  await bodyOf(page).pressSequentially('Ủy ban nhân dân tỉnh đề nghị các sở, ngành thực hiện.')
  await untilSaved(page)
  const words = await wordsOn(page)

  await page.goto('/work')
  const line = page.locator(`[data-draft="${address.split('/').at(-1)}"]`).first()
  await line.getByRole('button', { name: say('work_row_menu', { subject }) }).click()
  expect(await gravesOn(page)).toEqual([])
  await page.getByRole('menuitem', { name: say('work_duplicate') }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/drafts/') && url.pathname !== address)
  await expect(bodyOf(page)).toContainText('Ủy ban nhân dân tỉnh đề nghị')
  expect(await wordsOn(page)).toBe(words)

  const name = `Công văn rét ${Date.now()}`
  await page.getByRole('button', { name: say('editor_more') }).click()
  await page.getByRole('menuitem', { name: say('work_template_save') }).click()
  const dialog = page.getByRole('dialog', { name: say('work_template_save') })
  await dialog.getByLabel(say('work_template_name')).fill(name)
  expect(await gravesOn(page)).toEqual([])
  await dialog.getByRole('button', { name: say('work_template_save') }).click()
  await expect(dialog).toBeHidden()

  await page.goto('/drafts/new')
  await page.getByRole('button', { name: say('work_template_begin_of', { name }) }).click()
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/)
  await expect(bodyOf(page)).toContainText('Ủy ban nhân dân tỉnh đề nghị')

  await page.goto('/templates')
  expect(await gravesOn(page)).toEqual([])
  const row = page.locator('[data-template]', { hasText: name })
  await row.getByRole('button', { name: say('work_template_menu', { name }) }).click()
  await page.getByRole('menuitem', { name: say('work_template_delete') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('work_template_delete') })
    .click()
  await expect(row).toHaveCount(0)
  await leave(context)
})

test('"/" and a few letters put in the day and names the office writes to; Escape leaves what was typed', async ({
  browser,
}) => {
  const { page, context } = await seat(browser, 'mailt')
  await page.route('**/recipients', (route) => route.fulfill({ json: { names: ['Sở Y tế', 'Bộ Y tế', 'Sở Nội vụ'] } }))
  await newDraft(page, 'Công văn', 'thử chèn tên')
  await startWriting(page)
  const body = bodyOf(page)
  const list = page.getByRole('listbox', { name: say('editor_offers') })
  await body.pressSequentially('Giao /so y')
  await expect(list.getByRole('option')).toHaveText(['Sở Y tế'])
  await expect(body).toHaveAttribute('aria-activedescendant', /-0$/)
  expect(await gravesOn(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(list).toBeHidden()
  await body.pressSequentially(' họp /ng')
  await expect(list.getByRole('option').first()).toHaveText(/^\s*ngày \d\d tháng \d{1,2} năm \d{4}$/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(body).toContainText(/Giao Sở Y tế họp \d\d\/\d\d\/\d{4}/)
  await body.pressSequentially(' và /bo')
  await expect(list).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(body).toContainText('và /bo')
  // A caret that comes back asks for nothing.
  await caretToEndOf(page, 'Giao Sở Y tế')
  await expect(list).toBeHidden()

  const recipients = page.getByRole('textbox', { name: say('editor_field_recipients') })
  await recipients.click()
  await page.keyboard.press('Control+End')
  await recipients.pressSequentially('\nnoi vu')
  await expect(list.getByRole('option')).toHaveText(['Sở Nội vụ'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(recipients).toHaveValue(/\nSở Nội vụ$/)
  await expect(list).toBeHidden()
  await leave(context)
})

test('the tour is offered once, with or without a mouse, and there again from "?"', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: nameOf('hanhct') }).click()
  const card = page.locator('[data-tour-card]')
  await expect(card).toContainText(say('common_tour_work_title'))
  expect(await gravesOn(page)).toEqual([])
  for (let step = 0; step < 3; step++) await card.getByRole('button', { name: say('common_tour_next') }).click()
  const noted = page.waitForResponse((response) => response.url().endsWith('/tours/work'))
  await card.getByRole('button', { name: say('common_tour_done') }).click()
  expect((await noted).status()).toBe(204)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('common_nav_work'))
  const help = page.getByRole('dialog', { name: say('common_help') })
  await expect(async () => {
    await page.keyboard.press('?')
    await expect(help).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(card).toBeHidden()
  await expect(help).toContainText(say('common_help_work_menu'))
  await help.getByRole('button', { name: say('common_help_tour') }).click()
  await expect(card).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  await leave(context)
})
