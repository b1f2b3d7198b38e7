/** In a long text the caret is always to be seen: not below the bars that stick to the window. */
import { expect, type Page } from '@playwright/test'
import { bodyOf, newDraft, startWriting, wordsOn } from './support/desk.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

/** The room between the bars above and below, and the caret's line, px from the top of the window. */
async function caretIn(page: Page) {
  const bars = await page.getByRole('toolbar').boundingBox()
  const top = (bars?.y ?? 0) + (bars?.height ?? 0)
  const submit = await page.getByRole('button', { name: say('editor_act_submit'), exact: true }).boundingBox()
  const { height, caret } = await page.evaluate(() => {
    const { focusNode } = getSelection() ?? {}
    const range = getSelection()?.getRangeAt(0)
    const box = range?.getClientRects()[0] ?? (focusNode instanceof Element ? focusNode : null)?.getBoundingClientRect()
    return { height: innerHeight, caret: { top: box?.top ?? -1, bottom: box?.bottom ?? -1 } }
  })
  const bottom = submit && submit.y > height / 2 ? submit.y : height
  return { isSeen: caret.top >= top && caret.bottom <= bottom, caret, top, bottom }
}

for (const [name, size] of [
  ['on a wide screen', { width: 1280, height: 900 }],
  ['on a phone', { width: 360, height: 740 }],
] as const) {
  test(`to the start, to the end, line by line: ${name}`, async ({ page }) => {
    await signIn(page, 'mailt')
    await newDraft(page, 'Kế hoạch', 'Về việc thử văn bản dài')
    await startWriting(page)
    await page.setViewportSize(size)
    await bodyOf(page).focus()
    const lines = Array.from(
      { length: 80 },
      (_, at) => `Đoạn ${at + 1} có đủ lời để chiếm hơn một dòng trên màn hình hẹp.`,
    )
    await paste(page, lines.join('\n'))
    await expect(bodyOf(page)).toContainText('Đoạn 80')
    for (const keys of [
      ['Control+Home'],
      ['Control+End'],
      Array(40).fill('ArrowUp'),
      Array(60).fill('ArrowDown'),
      ['Enter'],
    ]) {
      for (const key of keys) await page.keyboard.press(key)
      await expect.poll(() => caretIn(page), { message: keys[0] }).toMatchObject({ isSeen: true })
    }
  })
}

test('the outline over the page goes with Escape, and with its own button', async ({ page }) => {
  await page.setViewportSize({ width: 1200, height: 800 })
  await signIn(page, 'mailt')
  await newDraft(page, 'Kế hoạch', 'Về việc thử mục lục')
  const outline = page.getByRole('navigation', { name: say('editor_outline') })
  const open = () =>
    page
      .getByRole('banner')
      .getByRole('button', { name: say('editor_outline') })
      .click()
  await open()
  await expect(outline).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(outline).toBeHidden()
  await open()
  await page
    .getByRole('complementary')
    .filter({ has: outline })
    .getByRole('button', { name: say('common_close') })
    .click()
  await expect(outline).toBeHidden()
})

test('the outline covers no word of the page in the window of an office, and remarks stay in reach', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1366, height: 768 })
  await signIn(page, 'mailt')
  await newDraft(page, 'Kế hoạch', 'Về việc thử mục lục bên trang')
  const banner = page.getByRole('banner')
  await banner.getByRole('button', { name: say('editor_outline') }).click()
  const outline = page.getByRole('complementary').filter({ has: page.getByRole('navigation') })
  const [beside, sheet] = await Promise.all([outline.boundingBox(), page.locator('.paper').boundingBox()])
  expect(beside && sheet && beside.x + beside.width).toBeLessThan(sheet?.x ?? 0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1366)
  await banner.getByRole('button', { name: /^Góp ý/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(page.getByRole('complementary', { name: say('editor_margin') })).toBeVisible()
  const whole = await page.locator('.paper').boundingBox()
  expect(whole?.width).toBe(sheet?.width)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440)
})

test('a key that comes at once with End acts at the end of the line', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Công văn', 'thử')
  await startWriting(page)
  await page.keyboard.type('Một hai')
  await page.keyboard.press('Home')
  await page.waitForTimeout(100) // the editor knows where it stands
  // As a busy computer has it: both keys wait when the page comes to them, and news of the caret comes after them.
  await bodyOf(page).evaluate((body) => {
    const press = (key: string, keyCode: number) =>
      body.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, keyCode, bubbles: true, cancelable: true }))
    press('End', 35)
    getSelection()?.modify('move', 'forward', 'lineboundary')
    press('Enter', 13)
  })
  await page.keyboard.type('ba')
  await expect(bodyOf(page).locator(':scope > *').nth(0)).toHaveText('Một hai')
  await expect(bodyOf(page).locator(':scope > *').nth(1)).toHaveText('ba')
})

test('a press on a blank of the sheet leads the caret to the nearest text, and the next letters with it', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1366, height: 900 })
  await signIn(page, 'mailt')
  await newDraft(page, 'Công văn', 'Về việc thử bấm chỗ trống')
  await startWriting(page)
  await bodyOf(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  const lines = Array.from({ length: 40 }, (_, at) => `Đoạn ${at + 1} của văn bản.`)
  await paste(page, lines.join('\n'))
  await page.keyboard.press('Control+Home')
  const before = await wordsOn(page)

  const closing = page.getByRole('group', { name: say('editor_closing_part') })
  const recipients = closing.getByLabel(say('editor_field_recipients'), { exact: true })
  const capacity = closing.getByLabel(say('editor_field_capacity'), { exact: true })
  await closing.scrollIntoViewIfNeeded()
  const [left, right] = [await recipients.boundingBox(), await capacity.boundingBox()]
  if (!left || !right) throw new Error('the closing part has no fields')
  await page.mouse.click((left.x + left.width + right.x) / 2 - 4, left.y + left.height / 2)
  await expect(recipients).toBeFocused()
  await page.keyboard.type('n')
  await expect(recipients).toHaveValue(/n/)
  expect(await wordsOn(page)).toBe(before)

  // Beside a line, in the margin of the sheet.
  const line = bodyOf(page).getByText('Đoạn 38 của văn bản.')
  const box = await line.boundingBox()
  if (!box) throw new Error('the line is not drawn')
  await page.mouse.click(box.x - 40, box.y + box.height / 2)
  await page.keyboard.type('mới ')
  await expect(bodyOf(page).getByText('mới Đoạn 38 của văn bản.')).toBeVisible()

  // From the margin a drag chooses words.
  await page.mouse.move(box.x - 40, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width + 40, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('mới Đoạn 38 của văn bản.')

  // What the office writes by itself takes no letters, and nothing is written elsewhere instead.
  const now = await wordsOn(page)
  await page.locator('.letterhead-country').scrollIntoViewIfNeeded()
  await page.locator('.letterhead-country').click()
  await page.keyboard.type('n')
  await expect(page.getByText(say('editor_typing_where'))).toBeVisible()
  expect(await wordsOn(page)).toBe(now)
})
