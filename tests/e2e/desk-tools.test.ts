/** What lies around the text: the size of the sheet, the browser's spell-check, the brush, characters no key has. */
import { chromium, expect } from '@playwright/test'
import { FIXTURES } from '../fixtures/documents.ts'
import { compareLines, openFixture } from '../tools/lines/measure.ts'
import { shell } from './support/browsers.ts'
import { bodyOf, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { say } from './support/words.ts'

test.setTimeout(180_000)

test('the sheet is zoomed by keys, stays so after a reload, and its lines and page marks are those of the PDF', async ({
  page,
}) => {
  const fixture = FIXTURES.find(({ kind }) => kind === 'Quyết định')
  if (!fixture) throw new Error('there is no decision among the fixtures')
  await page.setViewportSize({ width: 1700, height: 900 })
  await signIn(page, 'mailt')
  const address = await openFixture(page, fixture)
  const width = async () => (await page.locator('article.paper').boundingBox())?.width ?? 0
  const trueWidth = await width()
  await page.keyboard.press('Control+Alt+Equal')
  await page.keyboard.press('Control+Alt+Equal')
  await expect(page.getByRole('button', { name: say('editor_zoom_now', { percent: 125 }) })).toBeVisible()
  expect((await width()) / trueWidth).toBeCloseTo(1.25, 2)
  const marks = page.waitForResponse((answer) => answer.url().endsWith(`${address}/pages`) && answer.ok())
  await page.reload()
  await bodyOf(page).waitFor()
  await marks
  await expect(async () => {
    expect((await width()) / trueWidth).toBeCloseTo(1.25, 2)
    const { breaks, sameBreaks } = await compareLines(page, address)
    expect(breaks).toBeGreaterThan(4)
    expect(sameBreaks).toBe(breaks)
  }).toPass()
  await page.keyboard.press('Control+Alt+Digit0')
  expect(await width()).toBeCloseTo(trueWidth, 0)
})

test('spell-check for words and not for codes; the brush; a character that no key has', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Báo cáo', 'Thử công cụ')
  await startWriting(page)
  const body = bodyOf(page)
  const field = (key: string) => page.getByRole('textbox', { name: say(key), exact: true })
  await expect(body).toHaveAttribute('spellcheck', 'true') // this browser reads Vietnamese
  await expect(field('editor_field_subject')).toHaveAttribute('spellcheck', 'true')
  await expect(field('editor_field_drafting_mark')).toHaveAttribute('spellcheck', 'false')
  await page.getByRole('button', { name: say('editor_more') }).click()
  await page.getByRole('menuitemcheckbox', { name: say('editor_spelling') }).click()
  await expect(body).toHaveAttribute('spellcheck', 'false')
  await expect(field('editor_field_subject')).toHaveAttribute('spellcheck', 'false')

  await body.locator('p').first().click()
  await page.keyboard.press('Control+b')
  await page.keyboard.type('Đậm')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('thường')
  await body.locator('strong', { hasText: 'Đậm' }).dblclick()
  await page.getByRole('button', { name: say('editor_brush') }).click()
  await body.locator('p', { hasText: 'thường' }).dblclick({ position: { x: 55, y: 12 } }) // on the word, behind its indent
  await expect(body.locator('strong', { hasText: 'thường' })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(body.locator('strong', { hasText: 'thường' })).toHaveCount(0)

  await body.locator('p', { hasText: 'thường' }).click()
  await page.keyboard.press('End')
  await page.keyboard.press('Control+Alt+s')
  await expect(page.getByRole('dialog', { name: say('characters_title') })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(body.locator('p', { hasText: 'thường' })).toHaveText('thường—')
  await page.keyboard.press('Control+z')
  await expect(body.locator('p', { hasText: 'thường' })).toHaveText('thường')
  await untilSaved(page)
})

test('menus and dialogs move nothing of the page, with a scroll bar that takes room and with none', async ({
  baseURL,
}) => {
  const office = baseURL ?? ''
  for (const ignored of [['--hide-scrollbars'], []]) {
    const browser = await chromium.launch({ ...shell, ignoreDefaultArgs: ignored })
    const page = await browser.newPage({ baseURL: office, viewport: { width: 1280, height: 700 } })
    await signIn(page, 'mailt', office)
    await newDraft(page, 'Báo cáo', 'Thử mở bảng chọn')
    await startWriting(page)
    const paper = () => page.locator('article.paper').boundingBox()
    const before = await paper()
    await page.getByRole('button', { name: say('editor_more') }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await paper()).toEqual(before)
    await page.keyboard.press('Escape')
    await page
      .getByRole('banner')
      .getByRole('button', { name: say('editor_act_submit'), exact: true })
      .click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await paper()).toEqual(before)
    await browser.close()
  }
})

test('a plan is written from its căn cứ on: a number typed behind the last one begins the content', async ({
  page,
}) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Kế hoạch', 'Thử viết kế hoạch')
  await startWriting(page)
  await bodyOf(page).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  for (const line of ['Căn cứ Luật Giao dịch điện tử;', 'I. MỤC ĐÍCH', '1. Mục tiêu', '1.1. Cụ thể', '1.1.1. Hồ sơ.']) {
    await page.keyboard.type(line)
    await page.keyboard.press('Enter')
  }
  const labels = bodyOf(page).locator('[data-label]')
  await expect(labels.first()).toHaveAttribute('data-label', 'I.')
  const all = await labels.evaluateAll((blocks) => blocks.map((block) => block.getAttribute('data-label')))
  expect(all.slice(0, 4)).toEqual(['I.', '1.', '1.1.', '1.1.1.'])
})
