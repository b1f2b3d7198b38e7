/** The page on the screen is the page of the PDF: its lines and its pages end at the same words. */
import { expect } from '@playwright/test'
import { FIXTURES } from '../fixtures/documents.ts'
import { compareLines, openFixture } from '../tools/lines/measure.ts'
import { bodyOf, startWriting, untilSaved } from './support/desk.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'

test.setTimeout(120_000)

const LEAST_SHARE = 0.98

test('a decision with tables and an appendix breaks alike, also after writing in it', async ({ page }) => {
  const fixture = FIXTURES.find(({ kind }) => kind === 'Quyết định')
  if (!fixture) throw new Error('there is no decision among the fixtures')
  await signIn(page, 'mailt')
  const address = await openFixture(page, fixture)
  const found = await compareLines(page, address)
  expect(found.lines).toBeGreaterThan(250)
  expect(found.same / found.lines, found.different.join('\n')).toBeGreaterThanOrEqual(LEAST_SHARE)
  expect(found.breaks).toBeGreaterThan(4)
  expect(found.sameBreaks).toBe(found.breaks)

  await startWriting(page)
  await bodyOf(page).locator('[data-block="clause"]').first().click()
  await page.keyboard.press('End')
  await page.keyboard.insertText(' Quy định này áp dụng cho mọi cơ quan, đơn vị của tỉnh.'.repeat(8))
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('Các cơ quan chịu trách nhiệm thi hành.')
  await untilSaved(page)
  await expect(async () => {
    const after = await compareLines(page, address)
    expect(after.lines).toBeGreaterThan(found.lines + 4)
    expect(after.sameBreaks).toBe(after.breaks)
  }).toPass()
})

test('an appendix whose sheets lie across breaks alike', async ({ page }) => {
  const fixture = FIXTURES.find(({ document }) =>
    document.body.content?.some(({ attrs }) => attrs?.isLandscape === true),
  )
  if (!fixture) throw new Error('nothing lies across among the fixtures')
  await signIn(page, 'mailt')
  const found = await compareLines(page, await openFixture(page, fixture))
  expect(found.same / found.lines, found.different.join('\n')).toBeGreaterThanOrEqual(LEAST_SHARE)
  expect(found.sameBreaks).toBe(found.breaks)
})
