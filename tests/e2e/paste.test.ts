/** What people paste from elsewhere: whole documents, merged cells, what Word hides; told, and taken back by one Ctrl+Z. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { bodyOf, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { nameOf, signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

const fixture = (name: string) => readFileSync(path.resolve('tests/fixtures/paste', name), 'utf8')
const field = (page: Page, key: string) => page.getByLabel(say(key), { exact: true })
const notice = (page: Page) => page.getByRole('status', { name: say('editor_paste_report') })

async function begin(page: Page, kind: string, subject: string): Promise<void> {
  await signIn(page, 'mailt')
  await newDraft(page, kind, subject)
  await startWriting(page)
  await bodyOf(page).locator(':scope > p').first().click()
}

/** As a person does: from the clipboard of the machine. */
async function realPaste(page: Page, html: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(async (html) => {
    await navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob([html], { type: 'text/html' }) })])
  }, html)
  await page.keyboard.press('Control+v')
}

test('a whole letter: its parts in their fields, nothing stray, and one Ctrl+Z takes back all of it', async ({
  page,
}) => {
  await begin(page, 'Công văn', 'Thử dán công văn')
  const before = await wordsOn(page)
  await paste(page, fixture('paste-cong-van.txt'))
  const only = 'Ủy ban nhân dân tỉnh giao Sở Xây dựng rà soát nhà ở xuống cấp, báo cáo trước ngày 15/12/2026./.'
  await expect.poll(() => wordsOn(page)).toBe(only)
  await expect(field(page, 'editor_field_subject')).toHaveValue('rà soát nhà ở xuống cấp')
  await expect(field(page, 'editor_field_addressees')).toHaveValue('Sở Xây dựng')
  await expect(field(page, 'editor_field_recipients')).toHaveValue('Như trên\nLưu: VT, KT')
  await expect(field(page, 'editor_field_capacity')).toHaveValue('KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH')
  const signer = field(page, 'editor_field_signer').locator('option:checked')
  await expect(signer).toHaveText(nameOf('binhnh'))
  await expect(notice(page)).toContainText(say('editor_paste_differs'))
  await page.screenshot({ path: 'tests/artifacts/paste-letter.png' })

  await page.keyboard.press('Control+z')
  await expect.poll(() => wordsOn(page)).toBe(before)
  await expect(field(page, 'editor_field_subject')).toHaveValue('Thử dán công văn')
  await expect(field(page, 'editor_field_addressees')).toHaveValue('')
  await expect(field(page, 'editor_field_capacity')).not.toHaveValue('KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH')
  await expect(signer).not.toHaveText(nameOf('binhnh'))
  await page.keyboard.press('Control+y')
  await expect.poll(() => wordsOn(page)).toBe(only)
  await expect(signer).toHaveText(nameOf('binhnh'))
  await expect(field(page, 'editor_field_capacity')).toHaveValue('KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH')
  await untilSaved(page)
})

test('a letter whose signer is open keeps the capacity, and the name is open', async ({ page }) => {
  await begin(page, 'Công văn', 'Thử dán')
  await paste(page, fixture('paste-cong-van-open-name.txt'))
  await expect(field(page, 'editor_field_capacity')).toHaveValue('KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH')
  await expect(field(page, 'editor_field_signer').locator('option:checked')).toHaveText(say('editor_field_signer_none'))
})

test('a phiếu trình in the place of what its kind begins with; numbers that change are told', async ({ page }) => {
  await begin(page, 'Phiếu trình', 'Thử dán phiếu trình')
  await paste(page, fixture('paste-phieu-trinh.txt'))
  await expect.poll(() => wordsOn(page)).toMatch(/^Văn phòng báo cáo.* quyết định\.\/\.$/)
  const words = await wordsOn(page)
  for (const gone of [
    'Vấn đề trình',
    'Ý kiến chỉ đạo',
    'PHIẾU TRÌNH',
    'ngày 20 tháng 11',
    'Kính gửi',
    'Tóm tắt nội dung',
  ])
    expect(words).not.toContain(gone)
  await expect(field(page, 'editor_field_addressees')).toHaveValue('Đồng chí Phó Chủ tịch Nguyễn Hữu Bình')
  await expect(field(page, 'editor_field_about')).toHaveValue('Ban hành Kế hoạch phòng cháy, chữa cháy rừng năm 2027.')
  await expect(notice(page)).toContainText(say('import_changed_renumbered', { count: '1' }))
})

test('words of one’s own are never replaced: a whole document goes in where the caret is', async ({ page }) => {
  await begin(page, 'Công văn', 'Thử dán')
  await page.keyboard.type('Lời của tôi. ')
  await paste(page, fixture('paste-cong-van.txt'))
  await expect.poll(() => wordsOn(page)).toContain('giao Sở Xây dựng rà soát')
  expect(await wordsOn(page)).toContain('Lời của tôi.')
  await expect(field(page, 'editor_field_subject')).toHaveValue('Thử dán')
  await expect(notice(page)).toContainText(say('editor_paste_kept'))
})

test('merged cells into the last cell of a table: it grows; what cannot be is refused and changes nothing', async ({
  page,
}) => {
  await begin(page, 'Thông báo', 'Thử dán bảng')
  const rows = [1, 2, 3, 4].map(
    (row) => `<tr>${[1, 2, 3, 4].map((column) => `<td>${row}${column}</td>`).join('')}</tr>`,
  )
  await paste(page, '', `<table>${rows.join('')}</table>`)
  const cell = (words: string) => bodyOf(page).locator('td', { hasText: words }).last()
  await cell('44').click()
  await realPaste(page, fixture('merged-cells-into-table.html'))
  await expect(cell('C')).toHaveAttribute('rowspan', '2')
  await expect(bodyOf(page).locator('tr')).toHaveCount(5)
  await untilSaved(page)
  await page.reload()
  await startWriting(page)
  await expect(bodyOf(page).locator('tr').nth(3).locator('td').nth(3)).toHaveText('A')
  await expect(bodyOf(page).locator('tr').nth(4).locator('td').nth(4)).toHaveText('E')

  const before = await wordsOn(page)
  await cell('E').click()
  await realPaste(page, '<table><tr><td>X</td><td>Y</td></tr></table>')
  await expect(notice(page)).toContainText(say('editor_paste_refused'))
  expect(await wordsOn(page)).toBe(before)
  await page.screenshot({ path: 'tests/artifacts/paste-refused.png' })

  await cell('11').click()
  await paste(page, '', '<p>một<span style="display:none">mật</span></p><p>hai</p>')
  await expect(cell('một').locator('p')).toHaveCount(2)
  expect(await wordsOn(page)).not.toContain('mật')
})

test('lines of a PDF come as paragraphs; the notice says which were joined, and Ctrl+Z takes all back', async ({
  page,
}) => {
  await begin(page, 'Kế hoạch', 'Thử dán từ PDF')
  const before = await wordsOn(page)
  const lines = [
    'I. MỤC ĐÍCH',
    '1. Chủ động thực hiện các biện pháp phòng cháy, chữa cháy rừng; huy động lực',
    'lượng, phương tiện của các ngành, các cấp theo Quyết định số 15/2026/QĐ-',
    'UBND của Ủy ban nhân dân tỉnh.',
    '2. Các sở, ban, ngành báo cáo trước ngày 15 tháng 12 năm 2026.',
  ]
  await bodyOf(page).press('Control+a')
  await paste(page, lines.join('\n'))
  const joined =
    'Chủ động thực hiện các biện pháp phòng cháy, chữa cháy rừng; huy động lực lượng, phương tiện của các ngành, các cấp theo Quyết định số 15/2026/QĐ-UBND của Ủy ban nhân dân tỉnh.'
  await expect(bodyOf(page).locator(':scope > *', { hasText: joined })).toHaveCount(1)
  await expect(bodyOf(page).locator('[data-level="khoan"]')).toHaveCount(2)
  await expect(notice(page)).toContainText(say('editor_paste_joined', { count: '1' }))
  await bodyOf(page).press('Control+z')
  await expect.poll(() => wordsOn(page)).toBe(before)
})

test('cells held apart by tabs come as a table, and fill the cells of one', async ({ page }) => {
  await begin(page, 'Thông báo', 'Thử dán từ bảng tính')
  await paste(page, 'TT\tĐơn vị\tSố\n1\tSở Y tế\t120\n2\t"Sở Xây dựng\n(đầu mối)"\t95\n')
  const cells = bodyOf(page).locator('td, th')
  await expect(cells).toHaveText(['TT', 'Đơn vị', 'Số', '1', 'Sở Y tế', '120', '2', 'Sở Xây dựng(đầu mối)', '95'])
  await cells.nth(4).click()
  await paste(page, 'Sở Tư pháp\t7\n')
  await expect(cells.nth(4)).toHaveText('Sở Tư pháp')
  await expect(cells.nth(5)).toHaveText('7')
  await untilSaved(page)
})

test('what Word hides is told in a notice that stays until it is closed', async ({ page }) => {
  await begin(page, 'Thông báo', 'Thử dán từ Word')
  await paste(page, 'x', fixture('word-comments-paste.html'))
  await expect(notice(page)).toContainText(say('editor_paste_comment', { count: '1' }))
  expect(await wordsOn(page)).not.toMatch(/NV1|chưa hỏi Sở/)
  await expect(notice(page)).toContainText('Số này chưa hỏi Sở')
  await page.screenshot({ path: 'tests/artifacts/paste-comment.png' })
  await notice(page)
    .getByRole('button', { name: say('common_close') })
    .click()
  await expect(notice(page)).toBeEmpty()

  await paste(page, 'mật', '<p style="display:none">mật</p>')
  await expect(notice(page)).toContainText(say('editor_paste_hidden', { count: '1' }))
  expect(await wordsOn(page)).not.toContain('mật')
  await paste(page, 'Lời thường.')
  await expect(notice(page)).toBeEmpty()

  await bodyOf(page).evaluate((body) => {
    const data = new DataTransfer()
    data.setData('text/html', '<p>Thả vào<span hidden> mật</span></p>')
    const { left, top } = body.getBoundingClientRect()
    const at = { clientX: left + 60, clientY: top + 10, bubbles: true, cancelable: true, dataTransfer: data }
    body.dispatchEvent(new DragEvent('drop', at))
  })
  await expect(bodyOf(page)).toContainText('Thả vào')
  await expect(notice(page)).toContainText(say('editor_paste_hidden', { count: '1' }))
  expect(await wordsOn(page)).not.toContain('mật')
})
