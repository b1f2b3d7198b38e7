/** The fields around the text, filled in where they stand: what is written there looks as it will be printed. */
import { expect, type Locator, type Page } from '@playwright/test'
import { bodyOf, newDraft, startWriting, stopWriting } from './support/desk.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { say } from './support/words.ts'

/** The lines of the subject as they are drawn, where each begins, px. */
function subjectLines(page: Page): Promise<{ words: string; left: number }[]> {
  return page.locator('article [data-field="subject"]').evaluate((field) => {
    const lines: { words: string; top: number; left: number }[] = []
    const texts = document.createTreeWalker(field, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      ;[...(text.nodeValue ?? '')].forEach((letter, at) => {
        range.setStart(text, at)
        range.setEnd(text, at + 1)
        const box = range.getBoundingClientRect()
        const last = lines.at(-1)
        if (box.width === 0) return
        if (last && box.top < last.top + 8) last.words += letter
        else lines.push({ words: letter, top: box.top, left: Math.round(box.left) })
      })
    }
    return lines.map(({ words, left }) => ({ words: words.trim(), left }))
  })
}

/** Where the text box breaks its own words: its inside can be seen by nobody, a block of the same look can. */
function boxLines(page: Page): Promise<string[]> {
  return page.locator('article [data-field="subject"] textarea').evaluate((box: HTMLTextAreaElement) => {
    const look = getComputedStyle(box)
    const copy = document.createElement('div')
    for (const name of ['font', 'textAlign', 'textIndent', 'textWrap', 'textRendering', 'letterSpacing'] as const)
      copy.style[name] = look[name]
    copy.style.cssText += `; position: absolute; white-space-collapse: preserve; width: ${box.clientWidth}px`
    copy.textContent = box.value
    box.parentElement?.append(copy)
    const range = document.createRange()
    const lines: string[] = []
    let top = -100
    ;[...box.value].forEach((letter, at) => {
      range.setStart(copy.firstChild ?? copy, at)
      range.setEnd(copy.firstChild ?? copy, at + 1)
      const place = range.getBoundingClientRect()
      if (place.width > 0 && place.top > top + 8) {
        lines.push('')
        top = place.top
      }
      lines[lines.length - 1] += letter
    })
    copy.remove()
    return lines.map((line) => line.trim())
  })
}

const SUBJECTS = [
  ['Quyết định', 'Về việc ban hành Quy chế phối hợp giữa các cơ quan trong công tác tiếp công dân', ''],
  ['Công văn', 'tổ chức hội nghị trực tuyến toàn quốc về chuyển đổi số năm 2026', 'V/v '],
  [
    'Phiếu trình',
    'Ban hành Kế hoạch phòng cháy, chữa cháy rừng và Kế hoạch tổ chức lực lượng tại chỗ ở các xã có rừng năm 2027',
    'Vấn đề trình: ',
  ],
] as const

for (const [kind, subject, lead] of SUBJECTS) {
  test(`the subject breaks its lines alike, written and printed: ${kind}`, async ({ page }) => {
    await signIn(page, 'mailt')
    await newDraft(page, kind, subject)
    await startWriting(page)
    const written = await boxLines(page)
    const below = await subjectLines(page)
    await stopWriting(page)
    const printed = await subjectLines(page)
    expect(printed.length).toBeGreaterThan(1)
    expect(written.map((line, at) => (at === 0 ? lead + line : line))).toEqual(printed.map(({ words }) => words))
    expect(below).toEqual(printed)
  })
}

test('Enter goes on to what is still to be filled in, then into the text', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Công văn', '')
  await startWriting(page)
  const field = (key: string) => page.getByRole('textbox', { name: say(key) })
  await field('editor_field_subject').fill('thử')
  await page.keyboard.press('Enter')
  await expect(field('editor_field_addressees')).toBeFocused()
  await field('editor_field_addressees').fill('Sở Nội vụ')
  await field('editor_field_subject').press('Enter')
  await expect(bodyOf(page)).toBeFocused()
})

test('on a phone what a field is for can be read to its end', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Công văn', 'thử')
  await startWriting(page)
  await page.setViewportSize({ width: 360, height: 740 })
  const boxes = await page
    .locator('article textarea')
    .evaluateAll((all: HTMLTextAreaElement[]) =>
      all.map((box) => [box.placeholder, box.scrollHeight - box.clientHeight]),
    )
  expect(boxes.filter(([, hidden]) => Number(hidden) > 1)).toEqual([])
})

test('on a phone the button of a comment covers no words: it lies below the page', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Quyết định', 'thử')
  await page.setViewportSize({ width: 360, height: 740 })
  await bodyOf(page).focus()
  await page.keyboard.press('Control+a')
  const button = page.getByRole('button', { name: say('review_comment_selection') })
  await expect(button).toHaveCount(1)
  await expect(page.getByRole('banner').getByRole('button', { name: say('review_comment_selection') })).toBeVisible()
  await button.click()
  await expect(page.getByRole('dialog').getByRole('textbox', { name: say('review_comment') })).toBeVisible()
})

test('addressees stand as in print: no wider than there', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Công văn', 'thử')
  await startWriting(page)
  const long = 'Các Sở: Nông nghiệp và Môi trường, Tài chính, Công Thương, Khoa học và Công nghệ, Xây dựng'
  await page.getByRole('textbox', { name: say('editor_field_addressees') }).fill(`${long}\nĐài Khí tượng Thủy văn tỉnh`)
  await stopWriting(page)
  const place = page.locator('.addressees')
  await expect(place).toContainText('Kính gửi:')
  const mm = ((await place.boundingBox())?.width ?? 0) / (96 / 25.4)
  expect(mm).toBeGreaterThan(100)
  expect(mm).toBeLessThan(140.1)
})

test('a telegram says who sends it on a line of its own, centred, and to whom below, as Mẫu 1.6 does', async ({
  page,
}) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Công điện', 'thử')
  await startWriting(page)
  const box = page.getByRole('textbox', { name: say('editor_field_addressees') })
  const text = page.locator('.paper .body')
  for (const names of [
    'Giám đốc Sở Nông nghiệp và Môi trường',
    'Giám đốc Sở Xây dựng\nChủ tịch Ủy ban nhân dân các xã',
  ]) {
    await box.fill(names)
    const lead = await textBox(page.getByText(/ điện:$/))
    const field = await page.locator('.telegram .field').boundingBox()
    const column = await text.boundingBox()
    if (!field || !column) throw new Error('not on the page')
    expect(lead.x + lead.width / 2).toBeCloseTo(column.x + column.width / 2, -1)
    expect(field.y).toBeGreaterThanOrEqual(lead.y + lead.height)
    expect((field.x - column.x) / (96 / 25.4)).toBeCloseTo(55, 0)
    expect(field.width / (96 / 25.4)).toBeCloseTo(90, 0)
  }
  await expect(page.locator('.paper')).not.toContainText('Kính gửi')
})

/** Of the words themselves, whatever the box they stand in. */
const textBox = (place: Locator) =>
  place.evaluate((element) => {
    const range = document.createRange()
    range.selectNodeContents(element)
    const { x, y, width, height } = range.getBoundingClientRect()
    return { x, y, width, height }
  })
