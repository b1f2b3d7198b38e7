/** The first visit to an office with a database of its own: nothing of the demonstration exists. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { type EmbeddedPostgres, startEmbedded } from '../../server/database/embedded.ts'
import { Office } from './support/office.ts'
import { say } from './support/words.ts'

let folder: string
let postgres: EmbeddedPostgres
let office: Office

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'but-phe-e2e-db-'))
  postgres = await startEmbedded(folder)
  office = await Office.open({ DATABASE_URL: postgres.url, DATABASE_OWNER_URL: postgres.ownerUrl })
})
test.afterAll(async () => {
  await office.close()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a wrong token sets nothing up; the printed one makes the office and its administrator, once', async ({
  page,
}) => {
  const token = /token: (\S+)/.exec(office.said)?.[1] ?? ''
  expect(token).not.toBe('')
  await page.goto(office.url)
  await expect(page.getByRole('heading', { level: 1, name: say('access_setup_title') })).toBeVisible()

  const fill = async (name: string, value: string) => page.locator(`[name="${name}"]`).fill(value)
  await fill('token', 'khong-dung')
  await fill('name', 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA')
  await fill('fullName', 'Ủy ban nhân dân tỉnh Sơn La')
  await fill('abbreviation', 'UBND')
  await fill('place', 'Sơn La')
  await fill('personName', 'Lò Văn Quản')
  await fill('position', 'Quản trị hệ thống')
  await fill('username', 'quan.tri')
  await fill('password', 'mot cau dai de nho')
  await fill('repeat', 'mot cau dai de nho')
  const finish = page.getByRole('button', { name: say('access_setup_finish') })
  await finish.click()
  await expect(page.getByRole('alert')).toHaveText(say('error_wrong_setup_token'))
  await expect(page.locator('[name="fullName"]')).toHaveValue('Ủy ban nhân dân tỉnh Sơn La')

  await fill('token', token)
  await fill('password', 'mot cau dai de nho')
  await fill('repeat', 'mot cau dai de nho')
  await finish.click()
  await expect(page).toHaveURL(/\/admin/)

  await page.goto(`${office.url}/setup?token=${token}`)
  await expect(page).not.toHaveURL(/\/setup/)
})

test('nobody of the demonstration can sign in here', async ({ page }) => {
  await page.goto(`${office.url}/sign-in`)
  await expect(page.getByRole('heading', { name: say('access_sign_in_title') })).toBeVisible()
  await expect(page.getByRole('heading', { name: say('access_demonstration_title') })).toHaveCount(0)
})
