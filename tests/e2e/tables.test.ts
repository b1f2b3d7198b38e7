/** Tables as people work with them: long ones from elsewhere, sums and order, and columns whose words stay whole. */
import { expect, type Page } from '@playwright/test'
import { WHOLE } from '../whole.ts'
import { bodyOf, indicatorOf, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

const htmlOf = (rows: readonly (readonly string[])[]) =>
  `<table>${rows.map((row) => `<tr>${row.map((words) => `<td>${words}</td>`).join('')}</tr>`).join('')}</table>`
const cellsOf = (page: Page) =>
  bodyOf(page)
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')))

/** As many as arrive in several pieces. */
const MANY = WHOLE ? 900 : 400
/** The same where nobody watches it coming in. */
const FEW = WHOLE ? 400 : 200

async function begin(page: Page, subject: string): Promise<void> {
  await signIn(page, 'mailt')
  await newDraft(page, 'Quyết định', subject)
  await startWriting(page)
  await bodyOf(page).locator(':scope > p').last().click()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
}

async function choose(page: Page, key: string): Promise<void> {
  await page.getByRole('button', { name: say('table'), exact: true }).click()
  await page.getByRole('menuitem', { name: say(key), exact: true }).click()
}

test('a long table comes in row by row, all of it, and goes with one Ctrl+Z', async ({ page }) => {
  await begin(page, 'Dán bảng dài')
  const rows = Array.from({ length: 500 }, (_, at) => [`${at + 1}`, `Hạng mục ${at + 1}`, 'Ghi chú'])
  await paste(page, '', htmlOf(rows))
  await expect(page.getByRole('progressbar', { name: say('editor_pasting') })).toBeVisible()
  await expect(bodyOf(page).locator('tr')).toHaveCount(500, { timeout: 30_000 })
  await expect(page.getByRole('progressbar', { name: say('editor_pasting') })).toBeHidden()
  expect(await cellsOf(page)).toEqual(rows)
  await page.keyboard.press('Control+z')
  await expect(bodyOf(page).locator('table')).toHaveCount(0)
  await page.keyboard.press('Control+y')
  await expect(bodyOf(page).locator('tr')).toHaveCount(500)
  await untilSaved(page)
})

test('who leaves while a long table comes in leaves with all of it there', async ({ page }) => {
  test.setTimeout(120_000)
  await begin(page, 'Rời đi khi đang dán')
  const address = page.url()
  const rows = Array.from({ length: MANY }, (_, at) => [`${at + 1}`, `Hạng mục ${at + 1}`, 'Ghi chú'])
  await paste(page, '', htmlOf(rows))
  await expect(indicatorOf(page)).toHaveText(say('collab_saving')) // nothing of it is saved yet
  await page.getByRole('link', { name: say('editor_back') }).click()
  await page.waitForURL('**/work')
  await expect(async () => {
    await page.goto(address) // a busy server may ask to try again in a while: it is still reading what came
    await expect(bodyOf(page).locator('tr')).toHaveCount(MANY, { timeout: 15_000 })
  }).toPass({ timeout: 80_000 })
})

test('a long table that was copied here comes in row by row as well, with what stood around it', async ({ page }) => {
  await begin(page, 'Nguồn')
  const rows = Array.from({ length: FEW }, (_, at) => [`${at + 1}`, `Hạng mục ${at + 1}`, 'Ghi chú'])
  await paste(page, '', htmlOf(rows))
  await expect(bodyOf(page).locator('tr')).toHaveCount(FEW, { timeout: 30_000 })
  await expect(page.getByRole('progressbar', { name: say('editor_pasting') })).toBeHidden()
  await page.keyboard.press('Control+a')
  const copied = await bodyOf(page).evaluate((body) => {
    const clipboardData = new DataTransfer()
    body.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return clipboardData.getData('text/html')
  })
  expect(copied).toContain('data-pm-slice')
  await begin(page, 'Đích')
  await paste(page, '', copied)
  await expect(bodyOf(page).locator('tr')).toHaveCount(FEW, { timeout: 30_000 })
  await expect(page.getByRole('progressbar', { name: say('editor_pasting') })).toBeHidden()
  expect(await cellsOf(page)).toEqual(rows)
  await page.keyboard.press('Control+z')
  await expect(bodyOf(page).locator('table')).toHaveCount(0)
})

test('a long table pasted into a cell lets the table grow; in a whole document it comes with the fields, as one step', async ({
  page,
}) => {
  await begin(page, '')
  await paste(page, '', htmlOf([['a', 'b']]))
  await bodyOf(page).locator('td').last().click()
  const rows = Array.from({ length: 400 }, (_, at) => [`${at + 1}`, `Hạng mục ${at + 1}`, 'Ghi chú'])
  await paste(page, '', htmlOf(rows))
  await expect(bodyOf(page).locator('tr')).toHaveCount(400, { timeout: 30_000 })
  await expect(page.getByRole('progressbar', { name: say('editor_pasting') })).toBeHidden()
  const cells = await cellsOf(page)
  expect(cells.map((row) => row.slice(1))).toEqual(rows)
  expect(cells[0]?.[0]).toBe('a')
  await page.keyboard.press('Control+z')
  await expect(bodyOf(page).locator('td')).toHaveText(['a', 'b'])

  await page.keyboard.press('Control+a')
  const head = ['ỦY BAN NHÂN DÂN', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'QUYẾT ĐỊNH', 'Phê duyệt danh mục dự án']
  const lines = (texts: string[]) => texts.map((text) => `<p>${text}</p>`).join('')
  await paste(
    page,
    '',
    `${lines([...head, 'Điều 1. Phê duyệt danh mục sau:'])}${htmlOf(rows)}${lines(['Điều 2. Thi hành./.'])}`,
  )
  await expect(bodyOf(page).locator('tr')).toHaveCount(400, { timeout: 30_000 })
  await expect(page.getByRole('progressbar', { name: say('editor_pasting') })).toBeHidden()
  const subject = page.getByRole('textbox', { name: say('editor_field_subject') })
  await expect(subject).toHaveValue('Phê duyệt danh mục dự án')
  await bodyOf(page).locator('td').first().click()
  await page.keyboard.press('Control+z')
  await expect(bodyOf(page).locator('tr')).toHaveCount(1)
  await expect(subject).toHaveValue('')
})

test('a long table that was copied here goes into the cells of another row by row', async ({ page }) => {
  await begin(page, '')
  await paste(page, '', htmlOf([['a', 'b']]))
  await bodyOf(page).locator('td').last().click()
  const rows = Array.from({ length: 400 }, (_, at) => [`${at + 1}`, `Hạng mục ${at + 1}`, 'Ghi chú'])
  await paste(page, '', htmlOf(rows).replace('<table>', '<table data-pm-slice="0 0 []">'))
  await expect(page.getByRole('progressbar', { name: say('editor_pasting') })).toBeVisible()
  await expect(bodyOf(page).locator('tr')).toHaveCount(400, { timeout: 30_000 })
  await expect(page.getByRole('progressbar', { name: say('editor_pasting') })).toBeHidden()
  expect((await cellsOf(page)).map((row) => row.slice(1))).toEqual(rows)
  await page.keyboard.press('Control+z')
  await expect(bodyOf(page).locator('td')).toHaveText(['a', 'b'])
})

test('rows in order of a column, then their sum, each taken back by one Ctrl+Z; what cannot be is said', async ({
  page,
}) => {
  await begin(page, 'Tính tổng')
  const given = [
    ['Xã', 'Vốn'],
    ['Mường La', '1.200,5'],
    ['Đông Sang', '800'],
    ['Tổng cộng', ''],
  ]
  await paste(page, '', htmlOf(given))
  await bodyOf(page).locator('tr').first().click()
  await page.keyboard.press('Control+Alt+h')
  await bodyOf(page).locator('td', { hasText: 'Mường La' }).click()
  await choose(page, 'table_sort_up')
  const sorted = [given[0], given[2], given[1], given[3]]
  await expect.poll(() => cellsOf(page)).toEqual(sorted)
  await bodyOf(page).locator('td').last().click()
  await choose(page, 'table_sum_above')
  await expect(bodyOf(page).locator('td').last()).toHaveText('2.000,5')
  await page.keyboard.press('Control+z')
  await expect.poll(() => cellsOf(page)).toEqual(sorted)
  await page.keyboard.press('Control+z')
  await expect.poll(() => cellsOf(page)).toEqual(given)

  await bodyOf(page).locator('td', { hasText: 'Tổng cộng' }).click()
  await choose(page, 'table_sum_above')
  await expect(page.getByText(say('table_sum_no_number', { words: 'Mường La' }))).toBeVisible()
  expect(await cellsOf(page)).toEqual(given)
})

test('in a narrow window a wide table is scrolled, its words stay whole, and the page does not move sideways', async ({
  page,
}) => {
  await begin(page, 'Bảng rộng')
  const heads =
    'STT|Cơ quan, đơn vị|Quý I|Quý II|Quý III|Quý IV|Cộng|Đúng hạn|Trễ hạn|Trực tuyến|Trực tiếp|Ghi chú'.split('|')
  await paste(page, '', htmlOf([heads, heads.map((_, at) => (at === 1 ? 'Ủy ban nhân dân xã' : '564'))]))
  await page.setViewportSize({ width: 390, height: 800 })
  const table = bodyOf(page).locator('table')
  await expect.poll(() => table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  // A word in one line has one box.
  const broken = await table.evaluate((element) => {
    const words: string[] = []
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode())
      for (const { index, 0: word } of (text.textContent ?? '').matchAll(/\S+/g)) {
        const range = document.createRange()
        range.setStart(text, index)
        range.setEnd(text, index + word.length)
        if (range.getClientRects().length > 1) words.push(word)
      }
    return words
  })
  expect(broken).toEqual([])
  // The caret is brought into view where it goes.
  await bodyOf(page).locator('p', { hasText: 'STT' }).click()
  for (let cell = 1; cell < heads.length; cell++) await page.keyboard.press('Tab')
  await expect.poll(() => table.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0)
})
