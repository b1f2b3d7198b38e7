/** Tin báo: what concerns a person comes in without a reload, on every device, until it is read on one of them. */
import { expect, type Page, test } from '@playwright/test'
import { act, choose, confirm, indicatorOf, newDraft } from './support/desk.ts'
import { seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

test.setTimeout(120_000)

const untilUnread = (page: Page, count: number) => {
  const badge = page.locator('[data-unread]')
  return count === 0 ? expect(badge).toHaveCount(0) : expect(badge).toHaveAttribute('data-unread', String(count))
}
const bellOn = (page: Page) => page.getByRole('banner').locator('a[href="/news"]')

test('sent to me: a badge on two devices; read on one, it is gone on the other', async ({ browser }) => {
  const [desk, phone, writer] = await Promise.all([
    seat(browser, 'hapt'),
    seat(browser, 'hapt'),
    seat(browser, 'ngocht'),
  ])
  await phone.page.setViewportSize({ width: 390, height: 800 })
  await phone.page.goto('/work')
  for (const { page } of [writer, desk]) {
    await page.goto('/news')
    const readAll = page.getByRole('button', { name: say('news_read_all') })
    if (await readAll.isVisible()) await readAll.click()
  }
  for (const { page } of [writer, desk, phone]) await untilUnread(page, 0)

  const subject = `Tin báo đến ngay ${Date.now()}`
  const address = await newDraft(writer.page, 'Công văn', subject)
  await expect(indicatorOf(writer.page)).toBeVisible()
  await act(writer.page, 'editor_act_submit')
  await choose(writer.page, say('editor_reviewer'), 'hapt')
  await choose(writer.page, say('editor_leader'), 'thangld')
  await confirm(writer.page, 'editor_act_submit')

  for (const { page } of [desk, phone]) await untilUnread(page, 1)
  await expect(bellOn(phone.page)).toHaveAccessibleName(say('news_bell', { count: 1 }))
  // The list that was open has the line by itself, and whoever did it is told nothing.
  const line = desk.page.locator('[data-news="sent"]', { hasText: subject })
  await expect(line).toBeVisible()
  await untilUnread(writer.page, 0)

  await line.getByRole('link').focus()
  await desk.page.keyboard.press('Enter')
  await desk.page.waitForURL(`**${address}**`)
  for (const { page } of [desk, phone]) await untilUnread(page, 0)

  // Comments go the other way: two are one line.
  for (const text of ['Xem lại', 'Thêm một ý'])
    await desk.page.request.post(`${address}/threads`, {
      headers: { origin: new URL(desk.page.url()).origin },
      data: { act: 'open', anchor: null, quote: '', text },
    })
  await writer.page.goto('/news')
  await expect(writer.page.locator('[data-news="comment"]', { hasText: subject })).toHaveCount(1)
  await writer.page.goto('/work')
  await untilUnread(writer.page, 1)
  for (const { context } of [desk, phone, writer]) await leave(context)
})

test('the end of a session ends its line', async ({ browser }) => {
  const { context } = await seat(browser, 'vanqt')
  const page = await context.newPage() // whose only line it is
  const closed = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('close'))
  await page.goto('/work')
  await page.request.post('/sign-out', { headers: { origin: new URL(page.url()).origin } })
  await closed
  await leave(context)
})
