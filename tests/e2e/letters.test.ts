/** TRUE-1 for who writes: what nobody sees stays out, what cannot be printed is told at once, forms can be left open. */
import { expect, type Page } from '@playwright/test'
import { UNSEEN } from '../../src/lib/document/letters.ts'
import { act, bodyOf, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { compose, paste } from './support/typing.ts'
import { say } from './support/words.ts'

const cards = (page: Page) => page.locator('[data-card]')
const BAD = '\u202e'

/** Everything that the page holds, as the shared text has it. */
const raw = (page: Page) => bodyOf(page).evaluate((body) => body.textContent ?? '')

test('typed, composed, pasted and dropped: what nobody sees never gets in, and the line stays up', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Thông báo', 'Thử ký tự')
  await startWriting(page)
  const body = bodyOf(page)
  await body.locator('p').first().click()
  await page.keyboard.insertText(`Cấp kinh phí ${BAD}21\u202c tỷ`)
  await compose(page, ' quyết định này')
  await compose(page, ' a\u200db')
  await page.keyboard.insertText(' \u200b')
  await page.keyboard.insertText('xong')
  await paste(page, ` dán\ufeff chữ${BAD} vào`)
  await paste(page, 'x', `<p>HTML\u2066 dán\u00ad</p><table><tr><td>ô\u200b một</td><td>ô\u3000hai</td></tr></table>`)
  await body.evaluate((element, text) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    const { left, top } = element.getBoundingClientRect()
    const at = { clientX: left + 40, clientY: top + 10, bubbles: true, cancelable: true, dataTransfer: data }
    element.dispatchEvent(new DragEvent('drop', at))
  }, `thả${BAD} vào`)
  await untilSaved(page)
  const words = await wordsOn(page)
  for (const part of [
    'Cấp kinh phí 21 tỷ quyết định này ab xong',
    'dán chữ vào',
    'HTML dán',
    'ô một',
    'ô hai',
    'thả vào',
  ])
    expect(words).toContain(part)
  expect(UNSEEN.test((await raw(page)).replaceAll(/[\u2060\ufeff]/g, ''))).toBe(false) // those are the carets' own

  const subject = page.locator('[data-field="subject"] textarea')
  await subject.click()
  await page.keyboard.press('End')
  await page.keyboard.insertText(` ${BAD}12\u200b đồng`)
  await expect(subject).toHaveValue('Thử ký tự 12 đồng')
  await untilSaved(page)
  await page.reload()
  await expect(page.locator('[data-field="subject"]')).toContainText('Thử ký tự 12 đồng')
  expect(await wordsOn(page)).toContain('Cấp kinh phí 21 tỷ')
})

test('signs of Wingdings that are pasted are what they show', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Thông báo', 'Thử hộp')
  await startWriting(page)
  await bodyOf(page).locator('p').first().click()
  const sign = (font: string, text: string) =>
    `<span style='font-family:${font};mso-char-type:symbol;mso-symbol-font-family:${font}'><span style='mso-char-type:symbol'>${text}</span></span>`
  await paste(
    page,
    'x',
    `<p>${sign('Wingdings', 'o')} Có ${sign('Wingdings', 'þ')} Không ${sign('"Wingdings 2"', 'R')} <font face="Symbol">³</font> 5</p>`,
  )
  expect(await wordsOn(page)).toContain('□ Có ☑ Không ☑ ≥ 5')
})

test('what cannot be printed is told at once and at «Trình»; a blank that is meant stays, also for the next', async ({
  page,
}) => {
  await signIn(page, 'mailt')
  const address = await newDraft(page, 'Thông báo', 'Thử in')
  await startWriting(page)
  const body = bodyOf(page)
  await body.locator('p').first().click()
  await page.keyboard.insertText('Ý kiến \uf0b7 của 語 và ☑; Họ và tên: ………… ')
  const told = [
    say('checker_unprintable_character', { character: 'U+F0B7' }),
    say('checker_unprintable_character', { character: '“語” (U+8A9E)' }),
  ]
  for (const words of told) await expect(cards(page).filter({ hasText: words })).toBeVisible()
  await untilSaved(page)
  await act(page, 'editor_act_submit')
  const dialog = page.getByRole('dialog')
  for (const words of told) await expect(dialog.getByText(words)).toBeVisible()
  await page.screenshot({ path: 'tests/artifacts/letters-submit.png' })
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  const bullet = cards(page).filter({ hasText: 'U+F0B7' })
  await bullet.getByRole('button', { name: say('checker_mend') }).click()
  await expect(bullet).toHaveCount(0)
  await expect.poll(() => wordsOn(page)).toContain('Ý kiến • của')

  const blank = cards(page).filter({ has: page.getByRole('button', { name: say('checker_accept_blank') }) })
  await blank
    .getByRole('button', { name: say('checker_accept_blank') })
    .first()
    .click()
  await expect(blank).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(blank).toHaveCount(1)
  await page.keyboard.press('Control+y')
  await expect(blank).toHaveCount(0)
  await untilSaved(page)
  await page.goto(address)
  await startWriting(page)
  await expect(cards(page).filter({ hasText: '語' })).toBeVisible()
  await expect(blank).toHaveCount(0)
})
