/** A signed paper that the clerk refuses to seal: cancelled for a reason, begun again from its text, known as cancelled. */
import { expect, test } from '@playwright/test'
import { draftIn } from './support/desk.ts'
import { Office } from './support/office.ts'
import { nameOf, PIN, seat, type Username } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

const REASON = 'Thiếu phụ lục kèm theo; đề nghị bổ sung rồi trình lại.'
const LEADERS = ['thangld', 'vanqt', 'binhnh', 'truongdv', 'hanhct'] as const
const WRITERS = ['mailt', 'anhnt', 'ngocht', 'dungtv', 'hoatt'] as const
let office: Office
test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await Office.open() // of its own: this paper is another test's as well
})
test.afterAll(() => office.close())

test('the clerk refuses the seal; its writer is told why and goes on from the same text', async ({ browser }) => {
  test.setTimeout(180_000)
  const at = (username: Username) => seat(browser, username, office.url)

  let address = ''
  for (const username of LEADERS) {
    const { page, context } = await at(username)
    await page.goto('/work')
    if ((await page.locator('[data-draft]', { hasText: say('common_state_approved') }).count()) > 0) {
      address = await draftIn(page, 'approved')
      await page.goto(`${address}/finalize`)
      await expect(page.getByText(say('finalize_names_certificate'))).toBeVisible() // beside the name on the paper
      await page.getByLabel(say('finalize_pin'), { exact: true }).fill(PIN)
      await page.locator('form button[type=submit]').first().click()
      await expect(page.getByText(say('finalize_signed_note'))).toBeVisible({ timeout: 30_000 })
    }
    await leave(context)
    if (address) break
  }
  expect(address).not.toBe('')

  const clerk = await at('nghiadc')
  await clerk.page.goto(`${address}/finalize`)
  await expect(clerk.page.getByText(say('finalize_names_certificate'))).toBeVisible()
  await clerk.page.getByText(say('finalize_void_signed')).click()
  const refuse = clerk.page.getByRole('button', { name: say('editor_act_void_signed') })
  await refuse.click()
  await expect(clerk.page.getByText(say('common_fault_required'))).toBeVisible() // nothing happens without a reason
  await clerk.page.getByLabel(say('editor_reason')).fill(REASON)
  await refuse.click()
  await expect(clerk.page.getByRole('heading', { level: 1 })).toHaveText(say('finalize_title_voided'))
  await expect(clerk.page.getByText(REASON)).toBeVisible()
  await leave(clerk.context)

  let isTold = false
  for (const username of WRITERS) {
    const { page, context } = await at(username)
    await page.goto('/work')
    const cancelled = page.locator('[data-draft]', { hasText: say('common_state_voided') })
    if ((await cancelled.count()) > 0) {
      await cancelled.getByRole('link').click()
      await page.getByRole('link', { name: say('editor_voided_into') }).click()
      await expect(page.getByText(say('editor_restarted_from'))).toBeVisible({ timeout: 60_000 })
      await expect(page.getByText(REASON)).toBeVisible()
      await expect(page.getByText(nameOf('nghiadc')).first()).toBeVisible()
      isTold = true
    }
    await leave(context)
    if (isTold) break
  }
  expect(isTold).toBe(true)
})
