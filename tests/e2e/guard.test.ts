/** What a stranger, another site, or somebody without the right gets: a clear answer, and nothing is changed. */
import { type APIRequestContext, expect, type Page } from '@playwright/test'
import { newDraft } from './support/desk.ts'
import { nameOf, PASSWORD, seat, signIn } from './support/people.ts'
import { leave, test } from './support/resting.ts'
import { say } from './support/words.ts'

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' }
const opening = { act: 'open', anchor: null, quote: '', text: 'Ý kiến' }

const threadsOf = async (request: APIRequestContext, draft: string): Promise<unknown[]> =>
  (await request.get(`${draft}/threads`, { headers: JSON_HEADERS })).json()
const heading = (page: Page) => page.getByRole('heading', { level: 1 })

test('a wrong password is told beside the form, the name stays, and nobody is signed in', async ({ page }) => {
  await page.goto('/sign-in')
  await page.locator('[name="username"]').fill('mailt')
  await page.locator('[name="password"]').fill('khong phai mat khau')
  await page.locator('[name="password"]').press('Enter')
  await expect(page.getByRole('alert')).toHaveText(say('error_wrong_credentials'))
  await expect(page.locator('[name="username"]')).toHaveValue('mailt')
  await page.goto('/work')
  await expect(page).toHaveURL(/\/sign-in\?to=%2Fwork$/)
  await page.locator('[name="username"]').fill('mailt')
  await page.locator('[name="password"]').fill(PASSWORD)
  await page.locator('[name="password"]').press('Enter')
  await expect(page).toHaveURL(/\/work$/)
})

test('in the demonstration one takes a seat by its name', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: nameOf('mailt') }).click()
  await expect(heading(page)).toHaveText(say('common_nav_work'))
})

test('a session that has ended leads to the sign-in page and back; a script is told', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  const draft = await newDraft(page, 'Công văn', 'hết phiên')
  await context.clearCookies()
  const refused = await context.request.post(`${draft}/threads`, {
    headers: { ...JSON_HEADERS, origin: new URL(page.url()).origin },
    data: opening,
  })
  expect(refused.status()).toBe(401)
  expect(await refused.json()).toMatchObject({ code: 'not_signed_in' })
  await page.goto(draft)
  await page.getByRole('button', { name: nameOf('mailt') }).click()
  await expect(page).toHaveURL(new RegExp(`${draft}$`))
  expect(await threadsOf(context.request, draft)).toEqual([])
  await leave(context)
})

test('signing out everywhere ends the other browsers as well', async ({ browser }) => {
  const here = await seat(browser, 'ngocht')
  const elsewhere = await seat(browser, 'ngocht')
  await here.page.goto('/account')
  await here.page.getByRole('button', { name: say('access_sessions_end_all') }).click()
  await expect(here.page).toHaveURL(/\/sign-in/)
  await elsewhere.page.goto('/work')
  await expect(elsewhere.page).toHaveURL(/\/sign-in/)
  await Promise.all([leave(here.context), leave(elsewhere.context)])
})

test('a draft one may not see is not told from one that does not exist', async ({ browser }) => {
  const mine = await seat(browser, 'mailt')
  const draft = await newDraft(mine.page, 'Báo cáo', 'không phải việc của người khác')
  const other = await seat(browser, 'dungtv')
  for (const path of [draft, '/drafts/00000000-0000-4000-8000-000000000000', '/drafts/khong-phai-ma']) {
    const answer = await other.page.goto(path)
    expect(answer?.status(), path).toBe(404)
    await expect(heading(other.page)).toHaveText(say('common_error_title_404'))
  }
  const threads = await other.context.request.get(`${draft}/threads`, { headers: JSON_HEADERS })
  expect(threads.status()).toBe(404)
  await Promise.all([leave(mine.context), leave(other.context)])
})

test('a page of another site changes nothing, whatever it sends', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  const draft = await newDraft(page, 'Công văn', 'trang lạ')
  for (const origin of ['https://elsewhere.example', 'null', undefined]) {
    const refused = await context.request.post(`${draft}/threads`, {
      headers: { ...JSON_HEADERS, ...(origin && { origin }) },
      data: opening,
    })
    expect(refused.status(), origin).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 'foreign_origin' })
  }
  expect(await threadsOf(context.request, draft)).toEqual([])
  await context.request.post('/sign-out', { headers: { origin: 'https://elsewhere.example' }, form: {} })
  await page.goto('/work')
  await expect(heading(page)).toHaveText(say('common_nav_work'))
  await leave(context)
})

test('only an administrator reaches the administration', async ({ page }) => {
  await signIn(page, 'thangld')
  for (const place of [
    '',
    '/people',
    '/people/new',
    '/units',
    '/registers',
    '/agency',
    '/bases',
    '/format',
    '/record',
  ]) {
    expect((await page.goto(`/admin${place}`))?.status(), place).toBe(403)
  }
})

test('the session is out of reach of scripts, pages out of reach of frames and caches', async ({ page, context }) => {
  await signIn(page, 'lanbt')
  const cookie = (await context.cookies()).find(({ name }) => name === 'session')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  const headers = (await page.goto('/work'))?.headers() ?? {}
  expect(headers).toMatchObject({
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  })
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['content-security-policy']).not.toContain("script-src 'self' 'unsafe")
})
