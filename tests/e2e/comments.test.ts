/** Comments on fields and on suggestions, for whom they are, whom they speak to, what was read, and finding one's way. */
import { expect, type Page, test } from '@playwright/test'
import { gravesOn } from './support/axe.ts'
import { bodyOf } from './support/desk.ts'
import { nameOf, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { submittedLetter } from './support/review.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat
let thanh: Seat
let anh: Seat
let address: string

const box = (page: Page) => page.locator('[data-slot="drafted"] textarea')
const cards = (page: Page) => page.locator('[data-card]')
const card = (page: Page, words: string) => cards(page).filter({ hasText: words })
const line = (page: Page, words: string) => bodyOf(page).locator(':scope > p', { hasText: words }).first()

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  mai = await seat(browser, 'mailt')
  address = await submittedLetter(mai.page, 'góp ý cho thể thức', [
    'Các sở báo cáo trước ngày mười lăm.',
    'UBND xã phối hợp thực hiện.',
  ])
  ;[thanh, anh] = [await seat(browser, 'thanhlv'), await seat(browser, 'thangld')]
  for (const { page } of [thanh, anh]) {
    await page.goto(address)
    await expect(bodyOf(page)).toContainText('UBND xã phối hợp thực hiện.')
  }
})
test.afterAll(() => Promise.all([mai, thanh, anh].map(({ context }) => leave(context))))

async function chooseIn(page: Page, selector: string): Promise<void> {
  await page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const range = document.createRange()
      range.selectNodeContents(element)
      getSelection()?.removeAllRanges()
      getSelection()?.addRange(range)
    })
  await page.waitForTimeout(100)
}

test('a field is spoken about by its words; the card stands beside it, and tells when it was changed', async () => {
  const { page } = thanh
  await chooseIn(page, '[data-field="subject"] .field-line')
  await page.keyboard.press('Control+Alt+m')
  await expect(box(page)).toBeFocused()
  await page.keyboard.type('Trích yếu nên ngắn hơn.')
  await page.keyboard.press('Control+Enter')
  const said = card(mai.page, 'Trích yếu nên ngắn hơn.')
  await expect(said).toContainText(say('review_field_subject'))
  await expect(said).not.toContainText(say('review_field_changed'))
  await expect(mai.page.locator('[data-field="subject"][data-spoken]').first()).toBeVisible()
  const [at, field] = [await said.boundingBox(), await mai.page.locator('[data-field="subject"]').first().boundingBox()]
  expect(Math.abs((at?.y ?? 0) - (field?.y ?? 1_000))).toBeLessThan(120)
})

test('"@" offers who takes part; they are told by name, and find what is new marked until they have read it', async () => {
  const { page } = thanh
  await line(page, 'Các sở báo cáo').selectText()
  await page.keyboard.press('Control+Alt+m')
  await page.keyboard.type('Nhờ @lo thi')
  const offer = page.getByRole('option', { name: nameOf('mailt') })
  await expect(offer).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(box(page)).toHaveValue(`Nhờ @${nameOf('mailt')} `)
  await page.keyboard.type('xem lại thời hạn.')
  await page.keyboard.press('Control+Enter')
  await expect(box(page)).toHaveCount(0)

  const said = card(mai.page, 'xem lại thời hạn.')
  await expect(said).toContainText(say('news_unread'))
  const news = await mai.context.newPage()
  await news.goto('/news')
  await expect(news.locator('[data-news="mentioned"]').first()).toContainText(
    say('news_mentioned', { names: nameOf('thanhlv') }),
  )
  await news.close()
  await said.getByRole('button').first().click()
  await expect(said.getByText(`@${nameOf('mailt')}`, { exact: true })).toBeVisible()
  await expect(async () => {
    await mai.page.reload() // the page is left at once; the next one may be on its way before the server has heard of it
    await expect(card(mai.page, 'xem lại thời hạn.')).toBeVisible()
    await expect(card(mai.page, 'xem lại thời hạn.')).not.toContainText(say('news_unread'), { timeout: 1_000 })
  }).toPass()
  await expect(card(anh.page, 'xem lại thời hạn.')).toContainText(say('news_unread'))
})

test('what is for one unit or for oneself is on nobody else’s page', async () => {
  const { page } = thanh
  for (const [audience, words] of [
    ['unit', 'Chuyện trong phòng.'],
    ['private', 'Ghi chú của tôi.'],
  ] as const) {
    await page.getByRole('button', { name: say('review_whole') }).click()
    await page.getByLabel(say('review_audience')).selectOption(audience)
    await box(page).fill(words)
    await page.keyboard.press('Control+Enter')
    await expect(card(page, words)).toBeVisible()
  }
  await expect(card(page, 'Ghi chú của tôi.')).toContainText(say('review_private_note'))
  await expect(card(mai.page, 'Chuyện trong phòng.')).toBeVisible() // of the same unit
  await expect(card(mai.page, 'Ghi chú của tôi.')).toHaveCount(0)
  await anh.page.reload()
  await expect(card(anh.page, 'xem lại thời hạn.')).toBeVisible()
  await expect(card(anh.page, 'Chuyện trong phòng.')).toHaveCount(0)
  const answer = await anh.page.request.get(`${address}/threads`, { headers: { accept: 'application/json' } })
  expect(await answer.text()).not.toMatch(/Chuyện trong phòng|Ghi chú của tôi/)
})

test('one’s own words are put right and taken away, with a trace', async () => {
  const { page } = thanh
  await card(page, 'Chuyện trong phòng.').getByRole('button').first().click()
  const own = page.locator('[data-card]', { has: page.getByRole('button', { name: say('review_edit') }) })
  await own.getByRole('button', { name: say('review_edit') }).click()
  const editing = page.getByRole('textbox', { name: say('review_edit') })
  await editing.fill('Chuyện của phòng.')
  await page
    .locator('[data-card]', { has: editing })
    .getByRole('button', { name: say('common_save') })
    .click()
  await expect(card(page, 'Chuyện của phòng.')).toContainText(say('review_edited'))
  await own.getByRole('button', { name: say('review_delete') }).click()
  await page
    .getByRole('group', { name: say('review_delete') })
    .getByRole('button', { name: say('review_delete') })
    .click()
  await expect(page.getByText(say('review_comment_deleted')).first()).toBeVisible()
  await expect(card(mai.page, 'Chuyện')).toHaveCount(0)
})

test('by key from one to the next, in the order of the text; the filter shows whose one wants', async () => {
  const { page } = mai
  await bodyOf(page).focus()
  const order: string[] = []
  for (let step = 0; step < 3; step++) {
    await page.keyboard.press('Control+Alt+PageDown')
    const focused = page.locator('[data-card]:focus-within')
    await expect(focused).toHaveCount(1)
    order.push((await focused.getAttribute('data-card')) ?? '')
  }
  expect(new Set(order.slice(0, 2)).size).toBe(2)
  expect(order[2]).toBe(order[0])
  await page.keyboard.press('Control+Alt+PageUp')
  await expect(page.locator(`[data-card="${order[1]}"]:focus-within`)).toHaveCount(1)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: say('review_filter'), exact: true }).click()
  await page.getByLabel(say('review_filter_which')).selectOption('mine')
  await expect(card(page, 'xem lại thời hạn.')).toBeVisible()
  await expect(card(page, 'Trích yếu nên ngắn hơn.')).toHaveCount(0)
  await page.getByRole('button', { name: say('review_filter_none') }).click()
  await expect(card(page, 'Trích yếu nên ngắn hơn.')).toBeVisible()
  await page.getByLabel(say('review_by_clause')).check()
  await expect(page.getByRole('heading', { name: say('review_group_head') })).toBeVisible()
  expect(await gravesOn(page)).toEqual([])
  await page.getByLabel(say('review_by_clause')).uncheck()
})

test('a suggestion is spoken about under its card; the talk stays when it is taken back', async () => {
  const { page } = thanh
  await page
    .getByRole('banner')
    .getByRole('button', { name: say('suggest_mode') })
    .click()
  await line(page, 'UBND xã phối hợp').click()
  await page.keyboard.press('End')
  await page.keyboard.type(' Gấp.')
  const suggested = cards(mai.page)
    .filter({ hasText: say('suggest_put') })
    .first()
  await expect(suggested).toBeVisible()
  await suggested.getByRole('button').first().click()
  await mai.page.getByRole('button', { name: say('review_on_suggestion') }).click()
  await mai.page.getByRole('textbox', { name: say('review_on_suggestion') }).fill('Vì sao gấp?')
  await mai.page.keyboard.press('Control+Enter')
  await expect(card(page, 'Vì sao gấp?')).toBeVisible()
  await page.getByRole('button', { name: say('suggest_take') }).click()
  await expect(card(mai.page, 'Vì sao gấp?')).toContainText(say('review_suggestion_withdrawn'))
  await expect(card(mai.page, 'Vì sao gấp?')).toContainText('Gấp.')
})

test('on a phone all of it is a sheet, by clause', async () => {
  const { page } = mai
  await page.setViewportSize({ width: 360, height: 740 })
  await page.getByRole('button', { name: /\d/ }).and(page.locator('[data-tour="margin"]')).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('heading', { name: say('review_group_head') })).toBeVisible()
  await expect(card(page, 'xem lại thời hạn.')).toBeVisible()
  expect(await gravesOn(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})
