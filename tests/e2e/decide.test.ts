/** Deciding: from one suggestion to the next by keys, undone, with a reply, by person; the views of a text, and the record. */
import { expect, type Page, test } from '@playwright/test'
import { bodyOf, caretToEndOf, wordsOn } from './support/desk.ts'
import { nameOf, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { submittedLetter } from './support/review.ts'
import { compose, typeWithBackspaces } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat
let thanh: Seat
let address: string

const bar = (page: Page) => page.getByRole('region', { name: say('suggest_bar') })
const inBar = (page: Page, key: string, of: Record<string, string | number> = {}) =>
  bar(page).getByRole('button', { name: say(key, of) })
const cards = (page: Page) => page.locator('article[data-card]').filter({ hasText: nameOf('thanhlv') })
const suggesting = (page: Page) => page.getByRole('banner').getByRole('button', { name: say('suggest_mode') })

async function view(page: Page, key: string, of: Record<string, string> = {}) {
  await bar(page)
    .getByRole('button', { name: say('suggest_view', { view: '' }) })
    .click()
  await page.getByRole('menuitemcheckbox', { name: say(key, of), exact: true }).click()
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  mai = await seat(browser, 'mailt')
  address = await submittedLetter(mai.page, 'quyết định các đề xuất', [
    'Các sở báo cáo trước ngày mười lăm.',
    'UBND xã phối hợp thực hiện.',
    'Giao Văn phòng theo dõi.',
  ])
  thanh = await seat(browser, 'thanhlv')
  await thanh.page.goto(address)
  await expect(bodyOf(thanh.page)).toContainText('Giao Văn phòng theo dõi.')
  await suggesting(thanh.page).click()
  for (const [line, words] of [
    ['Các sở báo cáo', ' Một.'],
    ['UBND xã', ' Hai.'],
    ['Giao Văn phòng', ' Ba.'],
  ] as const) {
    await caretToEndOf(thanh.page, line)
    await thanh.page.keyboard.type(words)
  }
  await expect(cards(mai.page)).toHaveCount(3)
})
test.afterAll(() => Promise.all([leave(mai.context), leave(thanh.context)]))

test('keys lead to the next, are heard, and decide it', async () => {
  const { page } = mai
  const said = page.getByRole('status').filter({ hasText: nameOf('thanhlv') })
  await bodyOf(page).focus()
  await page.keyboard.press('F8')
  await expect(said).toContainText('Một.')
  await page.keyboard.press('F8')
  await expect(said).toContainText('Hai.')
  await page.keyboard.press('Shift+F8')
  await expect(said).toContainText('Một.')
  await page.keyboard.press('Control+Alt+Enter')
  await expect(said).toContainText('Hai.')
  await expect.poll(() => wordsOn(page)).toContain('mười lăm. Một.')
  await expect(cards(page)).toHaveCount(2)
})

test('who hears the page hears kind, author, beginning and end of each', async () => {
  const session = await mai.page.context().newCDPSession(mai.page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const heard = nodes.map(({ name }) => String(name?.value ?? '').replaceAll('\u2009', ' ')).join(' ')
  expect(heard).toContain(say('suggest_heard_begin', { kind: say('suggest_put'), name: nameOf('thanhlv') }))
  expect(heard).toContain(say('suggest_heard_end'))
})

test('undone, it is open again under its author, in both windows', async () => {
  const { page } = mai
  await inBar(page, 'suggest_undo_accept', { count: 1 }).click()
  await expect(cards(page)).toHaveCount(3)
  await expect.poll(() => wordsOn(page)).not.toContain('mười lăm.\nMột')
  await expect(bodyOf(thanh.page).locator('.suggest-own', { hasText: 'Một.' })).toBeVisible({ timeout: 15_000 })
  await expect(suggesting(thanh.page)).toHaveAttribute('aria-pressed', 'true')
})

test('the text is read as it would be, as it is, and by person; the final reading is edited too', async () => {
  const { page } = thanh
  await view(page, 'suggest_view_original')
  await expect.poll(() => wordsOn(page)).not.toContain('Hai.')
  await expect(bodyOf(page)).not.toHaveAttribute('contenteditable', 'true')
  await view(page, 'suggest_view_final')
  await expect.poll(() => wordsOn(page)).toContain('thực hiện. Hai.')
  await expect(bodyOf(page).locator('.suggest-put')).toHaveCount(0)
  await caretToEndOf(page, 'Giao Văn phòng')
  await compose(page, ' định kỳ')
  await expect(cards(mai.page).filter({ hasText: 'định kỳ' })).toHaveCount(1)
  await view(page, 'suggest_view_marked')
  await expect(bodyOf(page).locator('.suggest-put').last()).toContainText('định kỳ')
  await view(mai.page, 'suggest_view_final')
  await expect.poll(() => wordsOn(mai.page)).toContain('theo dõi. Ba. định kỳ')
  await view(mai.page, 'suggest_view_marked')
})

test('what others suggest is not changed in the final reading', async () => {
  const { page } = mai
  await view(page, 'suggest_view_final')
  await suggesting(page).click()
  await expect(bodyOf(page)).toHaveAttribute('contenteditable', 'true')
  await caretToEndOf(page, 'UBND xã')
  await page.keyboard.press('Backspace')
  await expect(page.getByText(say('suggest_refused'))).toBeVisible()
  await expect.poll(() => wordsOn(page)).toContain('thực hiện. Hai.')
  await page.keyboard.press('Control+Shift+e')
  await view(page, 'suggest_view_marked')
})

test('Telex and UniKey in one go are one suggestion', async () => {
  const { page } = thanh
  await caretToEndOf(page, 'Các sở báo cáo')
  await compose(page, ' có hiệu lực')
  await typeWithBackspaces(page, ' từ ngày này')
  await expect(cards(mai.page).filter({ hasText: 'có hiệu lực từ ngày này' })).toHaveCount(1)
})

test('a replacement is taken apart, and stays so on the page of its author', async () => {
  const { page } = thanh
  await caretToEndOf(page, 'UBND xã phối hợp')
  for (let letter = 0; letter < ' Hai.'.length + 'hiện.'.length; letter++) await page.keyboard.press('ArrowLeft')
  for (let letter = 0; letter < 'thực '.length; letter++) await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.type('cùng làm ')
  const replaced = (on: Page) => cards(on).filter({ hasText: 'cùng làm' })
  await expect(replaced(mai.page).locator('del')).toHaveCount(1)
  const before = await cards(mai.page).count()
  await replaced(mai.page).getByRole('button', { name: 'cùng làm' }).click()
  await replaced(mai.page)
    .getByRole('button', { name: say('suggest_part') })
    .click()
  for (const on of [mai.page, page]) {
    await expect(cards(on)).toHaveCount(before + 1)
    await expect(replaced(on).locator('del')).toHaveCount(0)
  }
  await replaced(mai.page)
    .getByRole('button', { name: say('suggest_reject') })
    .click()
  await expect(cards(mai.page)).toHaveCount(before)
  await expect(bodyOf(page).locator('.suggest-own', { hasText: 'cùng làm' })).toHaveCount(0)
  await cards(mai.page)
    .filter({ hasText: 'thực' })
    .getByRole('button', { name: say('suggest_reject') })
    .click()
  await expect(cards(mai.page)).toHaveCount(before - 1)
})

test('what would go is not copied along', async () => {
  const copied = (page: Page) =>
    bodyOf(page).evaluate((body) => {
      const line = [...body.children].find((block) => block.textContent?.includes('Giao Văn phòng'))
      if (line) getSelection()?.selectAllChildren(line)
      document.dispatchEvent(new Event('selectionchange'))
      const clipboardData = new DataTransfer()
      body.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
      getSelection()?.collapseToStart() // what is chosen would be all that is decided later
      document.dispatchEvent(new Event('selectionchange'))
      return clipboardData.getData('text/plain')
    })
  const { page } = thanh
  await caretToEndOf(page, 'Giao Văn phòng')
  for (let letter = 0; letter < 'Ba. định kỳ'.length + 1; letter++) await page.keyboard.press('ArrowLeft')
  for (let letter = 0; letter < ' theo dõi.'.length; letter++) await page.keyboard.press('Backspace')
  await expect(bodyOf(mai.page).locator('.suggest-gone', { hasText: 'dõi' })).toBeVisible()
  expect((await copied(mai.page)).trim()).toBe('Giao Văn phòng')
})

test('those of one person are decided at once, with a reply that its author reads', async () => {
  const { page } = mai
  await inBar(page, 'suggest_many').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say('suggest_many_author')).selectOption({ label: nameOf('thanhlv') })
  await dialog.getByLabel(say('suggest_reply')).fill('Đồng ý cả')
  await dialog.getByRole('button', { name: /^Chấp nhận \d/ }).click()
  await expect(cards(page)).toHaveCount(0)
  await expect.poll(() => wordsOn(page)).toContain('thực hiện. Hai.')
  await bar(page)
    .getByRole('button', { name: say('suggest_decisions') })
    .click()
  const past = page.getByRole('dialog')
  await past.getByRole('searchbox').fill('dong y ca')
  await expect(past.getByRole('listitem').first()).toContainText('Đồng ý cả')
  await past.getByRole('searchbox').fill('không có chữ này')
  await expect(past).toContainText(say('suggest_decisions_not_found'))
  await page.keyboard.press('Escape')
})

test('news of a decision leads to the suggestion', async () => {
  const { page } = thanh
  await page.goto('/news')
  // The way there is slow, and news of the moment comes meanwhile: the page must not stay for it.
  const data = /__data\.json/
  await page.route(data, async (route) => {
    if (route.request().url().includes(address)) await new Promise((resolve) => setTimeout(resolve, 1_000))
    await route.continue()
  })
  await page
    .getByRole('link', { name: say('news_accepted', { names: nameOf('mailt') }) })
    .first()
    .click()
  await expect(page).toHaveURL(/#suggestion-/)
  await page.unrouteAll({ behavior: 'ignoreErrors' }) // some may still be on their slow way
  await expect(cards(page).first()).toContainText('Đồng ý cả')
})
