/** Footnote, page break, tables and a landscape appendix by keyboard and from the menus of the toolbar. */
import { expect, type Page, test } from '@playwright/test'
import { bodyOf, caretToEndOf, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat

test.beforeAll(async ({ browser }) => {
  mai = await seat(browser, 'mailt')
  await newDraft(mai.page, 'Quyết định', 'Về việc công cụ soạn thảo')
  await startWriting(mai.page)
})
test.afterAll(() => leave(mai.context))

async function fromMenu(page: Page, menu: string, item: string) {
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: say(menu), exact: true })
    .click()
  await page.getByRole('menuitem', { name: say(item) }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
}
const footnote = (page: Page) => page.getByRole('dialog', { name: say('footnote') })

test('a footnote is written, read and changed at its mark', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Quyết định này có hiệu lực')
  await page.keyboard.press('Control+Alt+f')
  await expect(footnote(page).getByRole('textbox')).toBeFocused()
  await page.keyboard.type('Xem Công báo số 12.')
  await page.keyboard.press('Enter')
  await expect(bodyOf(page)).toBeFocused()
  await page.keyboard.type(' Sau chú thích.')
  const mark = bodyOf(page).locator('[data-inline="footnote"]')
  await expect(mark).toHaveAttribute('title', 'Xem Công báo số 12.')
  await mark.click()
  await footnote(page).getByRole('textbox').fill('Xem Công báo số 13.')
  await footnote(page)
    .getByRole('button', { name: say('footnote_done') })
    .click()
  await expect(mark).toHaveAttribute('title', 'Xem Công báo số 13.')
  await expect(bodyOf(page)).toContainText('Sau chú thích.')
})

test('Ctrl+Enter ends the page behind a clause', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Quyết định này có hiệu lực')
  await page.keyboard.press('Control+Enter')
  await expect(bodyOf(page).locator('hr[data-block="page-break"] + p')).toContainText('Thủ trưởng')
})

test('a table: put in, written, a wider column, merged cells; the arrow leads out below', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Thủ trưởng các cơ quan')
  await fromMenu(page, 'table', 'editor_table_insert')
  const table = bodyOf(page).locator('table')
  await page.keyboard.type('Việc')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Đơn vị')
  const width = async () => (await table.locator('th').nth(1).boundingBox())?.width ?? 0
  const before = await width()
  await page.keyboard.press('Alt+Shift+ArrowRight')
  await page.keyboard.press('Alt+Shift+ArrowRight')
  await expect.poll(width).toBeGreaterThan(before + 10)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+ArrowDown')
  await fromMenu(page, 'table', 'table_merge')
  await expect(table.locator('td[rowspan="2"]')).toHaveCount(1)
  await fromMenu(page, 'table', 'table_split')
  await expect(table.locator('td[rowspan="2"]')).toHaveCount(0)
  await table.locator('td').last().click()
  await page.keyboard.press('Tab')
  await page.keyboard.type('Hàng mới')
  await expect(table.locator('tr').last().locator('td').first()).toHaveText('Hàng mới')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type('Dưới bảng')
  await expect(bodyOf(page).locator('table + p')).toHaveText('Dưới bảng')
})

test('an appendix lies across, and all of it is still there after a reload', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Dưới bảng')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Phụ lục')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Danh mục')
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: say('tools_more') })
    .click()
  await page.getByRole('menuitemcheckbox', { name: say('appendix_landscape') }).click()
  await expect(bodyOf(page).locator('[data-landscape]')).toContainText('Danh mục')
  // The edge of its page is drawn from one side of the sheet to the other, smaller though it is.
  const edge = await bodyOf(page)
    .locator('[data-landscape]')
    .evaluate((heading) => {
      const { borderImageWidth, borderImageOutset } = getComputedStyle(heading)
      const outset = borderImageOutset.split(' ').map(Number.parseFloat)
      const [box, sheet] = [heading, heading.closest('.paper')].map((one) => one?.getBoundingClientRect())
      const reaches = (side: number, room: number) => Math.abs((outset[side] ?? 0) * heading.currentCSSZoom - room) < 3
      return {
        isSeen: Number.parseFloat(borderImageWidth) * heading.currentCSSZoom > 0.99,
        isWhole: !!box && !!sheet && reaches(1, sheet.right - box.right) && reaches(3, box.left - sheet.left),
      }
    })
  expect(edge).toEqual({ isSeen: true, isWhole: true })
  await untilSaved(page)
  await page.reload()
  await expect(bodyOf(page).locator('[data-landscape]')).toContainText('Danh mục')
  await expect(bodyOf(page).locator('[data-inline="footnote"]')).toHaveCount(1)
  await expect(bodyOf(page).locator('table col').nth(1)).toHaveAttribute('style', /width: 3[4-9]/)
})

test('words are counted, of a selection too', async () => {
  const { page } = mai
  await page
    .getByRole('banner')
    .getByRole('button', { name: say('editor_outline') })
    .click()
  const count = page.locator('[data-word-count]')
  await expect(count).toHaveText(new RegExp(`^${say('words_all', { count: '\\d+' })} · \\d+ trang$`))
  await caretToEndOf(page, 'Dưới bảng')
  await page.keyboard.press('Shift+Home')
  await expect(count).toHaveText(new RegExp(`^${say('words_selected', { selected: 2, count: '\\d+' })}`))
})

test('a table from Word keeps the widths of its columns', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Dưới bảng')
  await page.keyboard.press('Enter')
  const cell = (width: string, words: string) => `<td ${width}><p class=MsoNormal>${words}</p></td>`
  const row = (words: string) =>
    `<tr>${cell("width=50 style='width:37.5pt'", '1')}${cell("width=300 style='width:225.0pt'", words)}</tr>`
  await paste(page, 'Việc', `<table class=MsoNormalTable border=1>${row('Họp')}${row('Báo cáo')}</table>`)
  const cells = bodyOf(page).locator('table', { hasText: 'Báo cáo' }).locator('tr').first().locator('td, th')
  await expect(cells).toHaveCount(2)
  await expect(bodyOf(page).locator('table', { hasText: 'Báo cáo' }).locator('th')).toHaveCount(0)
  const [narrow, wide] = [await cells.first().boundingBox(), await cells.nth(1).boundingBox()]
  expect((wide?.width ?? 0) / (narrow?.width ?? 1)).toBeGreaterThan(4)
})

test('a table that tells no widths comes with a narrow «STT», and columns fit their words in one step', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Dưới bảng')
  await page.keyboard.press('Enter')
  const row = (tag: string, ...words: string[]) => `<tr>${words.map((one) => `<${tag}>${one}</${tag}>`).join('')}</tr>`
  const rows = `${row('th', 'STT', 'Nội dung công việc', 'Thời hạn')}${row('td', '1', 'Rà soát danh mục dự án chậm tiến độ trên địa bàn tỉnh', '30/06/2026')}`
  await paste(page, 'STT', `<table>${rows}</table>`)
  const table = bodyOf(page).locator('table', { hasText: 'STT' })
  const widths = () =>
    table.locator('th').evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).offsetWidth))
  const [number = 0, words = 0, due = 0] = await widths()
  expect(number).toBeLessThan(words / 4)
  expect(Math.abs(words - due)).toBeLessThan(3)
  await table.locator('td').nth(2).click()
  await fromMenu(page, 'table', 'table_fit')
  await expect.poll(async () => (await widths())[1]).toBeGreaterThan(words * 1.3)
  // No word of it is broken.
  expect(
    await table.locator('td p, th p').evaluateAll((lines) => lines.every((one) => one.scrollWidth <= one.clientWidth)),
  ).toBe(true)
  await page.keyboard.press('Control+z')
  await expect.poll(widths).toEqual([number, words, due])
})

test('the rows that Word repeats come as rows of headings, and a key makes them so where it repeats none', async () => {
  const { page } = mai
  const row = (first: string, words: string) =>
    `<tr style='${first}'><td><p class=MsoNormal><b>${words}</b></p></td><td><p class=MsoNormal>Cột</p></td></tr>`
  const body = `${row('mso-yfti-irow:1', 'Một')}${row('mso-yfti-irow:2', 'Hai')}`
  const head = row('mso-yfti-irow:0;mso-yfti-firstrow:yes', 'Đầu bảng')
  await caretToEndOf(page, 'Dưới bảng')
  await page.keyboard.press('Enter')
  await paste(page, 'Đầu bảng', `<table class=MsoTableGrid border=1><thead>${head}</thead>${body}</table>`)
  const table = bodyOf(page).locator('table', { hasText: 'Đầu bảng' })
  await expect(table.locator('th')).toHaveText(['Đầu bảng', 'Cột'])
  await table.locator('td').first().click()
  await page.keyboard.press('Control+Alt+h')
  await expect(table.locator('th')).toHaveCount(0)
  await page.keyboard.press('Control+Alt+h')
  await expect(table.locator('th')).toHaveText(['Đầu bảng', 'Cột'])
})

test('«1) » typed at the start of a line is a khoản where that number comes next, and words elsewhere', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Quyết định này có hiệu lực')
  await page.keyboard.press('Enter')
  await page.getByLabel(say('editor_block')).selectOption('paragraph')
  await page.keyboard.type('1) Giao Sở Nội vụ')
  const clause = bodyOf(page).locator('[data-level="khoan"]')
  await expect(clause).toHaveText('Giao Sở Nội vụ')
  await expect(clause).toHaveAttribute('data-label', '1.')
  await page.keyboard.press('Enter')
  await page.getByLabel(say('editor_block')).selectOption('paragraph')
  await page.keyboard.type('1) Trong đó')
  await expect(bodyOf(page)).toContainText('1) Trong đó')
  await expect(clause).toHaveCount(1)
})

test('a number that Enter has given and the hand writes again stands there once', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Quyết định này có hiệu lực')
  for (const typed of ['Điều 3. Điều mới', '1. Một', '2. Hai', 'a) Ba', 'b) Bốn']) {
    await page.keyboard.press('Enter')
    await page.keyboard.type(typed)
  }
  for (const [label, words] of [
    ['Điều 3.', 'Điều mới'],
    ['2.', 'Hai'],
    ['b)', 'Bốn'],
  ] as const)
    await expect(bodyOf(page).locator(`[data-label="${label}"]`)).toHaveText(words)
})
