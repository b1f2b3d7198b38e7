/** The margin by keyboard and at the edges of the window. */
import { expect, type Page, test } from '@playwright/test'
import { bodyOf, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat
const box = (page: Page) => page.getByRole('textbox', { name: say('review_comment'), exact: true })
const send = (page: Page) => page.getByRole('button', { name: say('review_send'), exact: true })

test.beforeAll(async ({ browser }) => {
  mai = await seat(browser, 'mailt')
  await newDraft(mai.page, 'Công văn', 'góp ý bằng bàn phím')
  await startWriting(mai.page)
  await bodyOf(mai.page).click()
  await mai.page.keyboard.press('Control+End')
  await paste(mai.page, `\n${Array.from({ length: 40 }, (_, at) => `Dòng thứ ${at + 1} của công văn.`).join('\n')}`)
  await untilSaved(mai.page)
})
test.afterAll(() => leave(mai.context))

/** The caret into this line, the lowest that the window shows. */
async function toLowestLine(page: Page, words: string): Promise<void> {
  const line = bodyOf(page).locator(':scope > p', { hasText: words })
  await line.evaluate((element) => {
    element.scrollIntoView({ block: 'end' })
    scrollBy(0, 24) // past what the page keeps free at its edge
  })
  await line.click()
}

test('a comment begun at once after Shift+End is about the words just chosen; Shift+Tab goes back to them', async () => {
  const { page } = mai
  await bodyOf(page).locator(':scope > p', { hasText: 'Dòng thứ 2 của' }).click()
  await page.keyboard.press('Home')
  await page.waitForTimeout(100) // the editor knows where it stands
  // As a busy computer has it: both keys wait when the page comes to them, and news of the selection comes after them.
  await bodyOf(page).evaluate((body) => {
    const press = (init: KeyboardEventInit) =>
      body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
    press({ key: 'End', code: 'End', shiftKey: true })
    getSelection()?.modify('extend', 'forward', 'lineboundary')
    press({ key: 'm', code: 'KeyM', ctrlKey: true, altKey: true })
  })
  await expect(box(page)).toBeFocused()
  await expect(page.locator('[data-slot="drafted"] q')).toHaveText('Dòng thứ 2 của công văn.')
  await page.keyboard.press('Shift+Tab')
  await expect(bodyOf(page)).toBeFocused()
  expect(await page.evaluate(() => String(getSelection()))).toBe('Dòng thứ 2 của công văn.')
  await page.keyboard.press('F6')
  await expect(box(page)).toBeFocused()
  await page.keyboard.type('Chưa')
  await page.keyboard.press('Escape') // the words stay, the focus goes
  await expect(bodyOf(page)).toBeFocused()
  await page.keyboard.press('F6')
  await expect(box(page)).toHaveValue('Chưa')
  await box(page).fill('')
  await page.keyboard.press('Escape')
  await expect(box(page)).toHaveCount(0)
  await expect(bodyOf(page)).toBeFocused()

  await page.keyboard.press('F6')
  await expect(bodyOf(page)).not.toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(bodyOf(page)).toBeFocused()
})

test('a comment on the lowest line of the window is sent without scrolling, however many lines it has', async () => {
  const { page } = mai
  await page.setViewportSize({ width: 1280, height: 640 })
  await toLowestLine(page, 'Dòng thứ 12 của')
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+End')
  await page.keyboard.press('Control+Alt+m')
  await expect(box(page)).toBeFocused()
  await expect(send(page)).toBeInViewport({ ratio: 1 })
  for (let line = 0; line < 6; line++) {
    await page.keyboard.type('Ghi rõ hơn.')
    await page.keyboard.press('Enter')
  }
  await expect(send(page)).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Control+Enter')
  await expect(box(page)).toHaveCount(0)
})

test('on a phone too', async () => {
  const { page } = mai
  await page.setViewportSize({ width: 360, height: 640 })
  await toLowestLine(page, 'Dòng thứ 20 của')
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+End')
  await page.keyboard.press('Control+Alt+m')
  await expect(box(page)).toBeFocused()
  await expect(send(page)).toBeInViewport({ ratio: 1 })
  for (let line = 0; line < 12; line++) {
    await page.keyboard.type('Ghi rõ hơn.')
    await page.keyboard.press('Enter')
  }
  await expect(send(page)).toBeInViewport({ ratio: 1 })
})
