/** Two nodes on one database: who suggests is on one, who decides on the other (SYNC-1, GUARD-2). Without Redis it is one node. */
import { expect, type Page, test } from '@playwright/test'
import { openTwoNodes, type TwoNodes } from '../tools/two-nodes.ts'
import { bodyOf, caretToEndOf, wordsOn } from './support/desk.ts'
import { nameOf, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { submittedLetter } from './support/review.ts'
import { compose } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

let house: TwoNodes
let mai: Seat
let thanh: Seat
let other: string

const card = (page: Page, words: string) =>
  page
    .getByRole('article', { name: say('suggest_by', { kind: say('suggest_put'), name: nameOf('thanhlv') }) })
    .filter({ hasText: words })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  house = await openTwoNodes()
  const [first = '', second = first] = house.urls
  other = second
  mai = await seat(browser, 'mailt', first)
  const address = await submittedLetter(mai.page, 'hai máy chủ', ['Các sở báo cáo trước ngày mười lăm.'])
  // The session is known to both: only the first is an evaluation, where one takes a seat.
  thanh = await seat(browser, 'thanhlv', first)
  await thanh.page.goto(other + address)
  await expect(bodyOf(thanh.page)).toContainText('Các sở báo cáo')
  await thanh.page
    .getByRole('banner')
    .getByRole('button', { name: say('suggest_mode') })
    .click()
})
test.afterAll(async () => {
  await leave(mai.context)
  await leave(thanh.context)
  await house.close()
})

test('what is suggested on one node is seen, decided and undone on the other', async () => {
  await caretToEndOf(thanh.page, 'Các sở báo cáo')
  await compose(thanh.page, ' có hiệu lực')
  const accept = card(mai.page, 'có hiệu lực').getByRole('button', { name: say('suggest_accept') })
  await accept.click()
  for (const { page } of [mai, thanh]) {
    await expect.poll(() => wordsOn(page)).toContain('mười lăm. có hiệu lực')
    await expect(bodyOf(page).locator('.suggest-put')).toHaveCount(0)
  }
  await mai.page.getByRole('button', { name: say('suggest_undo_accept', { count: 1 }) }).click()
  await expect(bodyOf(thanh.page).locator('.suggest-own', { hasText: 'có hiệu lực' })).toBeVisible()
  await expect(card(mai.page, 'có hiệu lực')).toBeVisible()
  await accept.click()
  await expect.poll(() => wordsOn(thanh.page)).toContain('mười lăm. có hiệu lực')
  await expect(bodyOf(thanh.page).locator('.suggest-own')).toHaveCount(0)
})

test('what was suggested while the line was down, and the page closed, returns as a suggestion on any node', async () => {
  await thanh.context.setOffline(true)
  await caretToEndOf(thanh.page, 'Các sở báo cáo')
  await compose(thanh.page, ' từ ngày này')
  await thanh.page.waitForTimeout(1_500)
  const address = new URL(thanh.page.url()).pathname
  await thanh.context.setOffline(false)
  await thanh.page.goto(other + address)
  await expect(card(mai.page, 'từ ngày này')).toBeVisible({ timeout: 20_000 })
  await expect(bodyOf(mai.page).locator('.suggest-put')).toHaveText(' từ ngày này')
  await expect(card(mai.page, 'từ ngày này')).toHaveCount(1)
})
