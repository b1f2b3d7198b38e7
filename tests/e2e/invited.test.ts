/** A colleague is invited to suggest and nothing more (GUARD-2); what they go on with offline comes back once. */
import { expect, type Page, test } from '@playwright/test'
import { act, bodyOf, caretToEndOf, choose, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { nameOf, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat
let anh: Seat
let address: string

const modeButton = (page: Page) => page.getByRole('banner').getByRole('button', { name: say('suggest_mode') })
const card = (page: Page) =>
  page.getByRole('article', { name: say('suggest_by', { kind: say('suggest_put'), name: nameOf('anhnt') }) })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  mai = await seat(browser, 'mailt')
  address = await newDraft(mai.page, 'Công văn', 'mời chỉ góp ý')
  await startWriting(mai.page)
  await bodyOf(mai.page).click()
  await mai.page.keyboard.press('Control+End')
  await paste(mai.page, '\nCác sở báo cáo trước ngày mười lăm.')
  await untilSaved(mai.page)
  await act(mai.page, 'editor_act_people')
  const dialog = mai.page.getByRole('dialog')
  await dialog.getByRole('radio', { name: say('editor_people_as_suggester') }).check()
  await choose(mai.page, say('editor_people_invite'), 'anhnt')
  await dialog.getByRole('button', { name: say('editor_people_ask'), exact: true }).click()
  await expect(dialog.getByRole('listitem').filter({ hasText: nameOf('anhnt') })).toContainText(
    say('editor_part_suggester'),
  )
  await mai.page.keyboard.press('Escape')
  anh = await seat(browser, 'anhnt')
  await anh.page.goto(address)
  await expect(bodyOf(anh.page)).toContainText('trước ngày mười lăm.')
})
test.afterAll(() => Promise.all([leave(mai.context), leave(anh.context)]))

test('they get suggesting and nothing more, while the owner writes', async () => {
  const { page } = anh
  await expect(page.getByRole('button', { name: say('editor_write') })).toHaveCount(0)
  await page.keyboard.press('Control+Shift+e')
  await expect(modeButton(page)).toHaveAttribute('aria-pressed', 'true')
  await caretToEndOf(page, 'Các sở báo cáo')
  await page.keyboard.type(' Xin hỏi')
  await expect(card(mai.page)).toContainText('Xin hỏi')
  await expect(card(page).getByRole('button', { name: say('suggest_accept') })).toHaveCount(0)
  await page.keyboard.type(' thêm')
  await expect(card(mai.page)).toContainText('Xin hỏi thêm')
})

test('what is typed offline in front of, inside and behind words that were accepted meanwhile comes once', async () => {
  const { page } = anh
  await anh.context.setOffline(true)
  await caretToEndOf(page, 'Các sở báo cáo')
  await page.keyboard.type(' nữa')
  for (let letter = 0; letter < ' thêm nữa'.length; letter++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.type(' được')
  for (let letter = 0; letter < ' Xin hỏi được'.length; letter++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.type(' Dạ.')
  const written = 'mười lăm. Dạ. Xin hỏi được thêm nữa'
  expect(await wordsOn(page)).toContain(written)
  await card(mai.page)
    .getByRole('button', { name: say('suggest_accept') })
    .click()
  await expect.poll(() => wordsOn(mai.page)).toContain('mười lăm. Xin hỏi thêm')
  await anh.context.setOffline(false)
  await expect(card(mai.page)).toHaveCount(3, { timeout: 30_000 })
  await expect.poll(() => wordsOn(page)).toContain(written)
  for (let left = 3; left > 0; left--) {
    await card(mai.page)
      .first()
      .getByRole('button', { name: say('suggest_accept') })
      .click()
    await expect(card(mai.page)).toHaveCount(left - 1)
  }
  for (const on of [mai.page, page]) await expect.poll(() => wordsOn(on)).toContain(written)
})
