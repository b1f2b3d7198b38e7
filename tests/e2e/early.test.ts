/** On a slow line a page is there before its scripts: what is typed and chosen by then stays. */
import { expect, test } from '@playwright/test'
import { signIn } from './support/people.ts'
import { say } from './support/words.ts'

test('what is typed, chosen and ticked before the scripts have come is still there', async ({ page }) => {
  await signIn(page, 'quantri')
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/_app\/.*\.js/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto('/admin/people/new', { waitUntil: 'commit' })
  const name = page.getByLabel(say('access_name'), { exact: true })
  const unit = page.getByRole('combobox')
  const role = page.getByRole('checkbox').first()
  await name.fill('Lò Văn Sớm')
  await unit.selectOption({ index: 2 })
  await role.check()
  const chosen = await unit.inputValue()

  release()
  await expect(async () => {
    await page.keyboard.press('Control+k') // heard by a script only
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Escape')
  await expect(name).toHaveValue('Lò Văn Sớm')
  await expect(unit).toHaveValue(chosen)
  await expect(role).toBeChecked()
})
