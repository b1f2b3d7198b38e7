/**
 * `npm run report:firefox`: what the Firefox of the distribution makes of a draft: lines, page marks, keys, undo, and what
 * it complains of. Says so and fails where there is no Firefox.
 */
import { expect, test } from '@playwright/test'
import { bodyOf, newDraft, startWriting, untilSaved } from '../e2e/support/desk.ts'
import { artifact } from '../e2e/support/outside.ts'
import { nameOf, signIn } from '../e2e/support/people.ts'
import { say } from '../e2e/support/words.ts'
import { FIXTURES } from '../fixtures/documents.ts'
import { Firefox } from '../tools/firefox.ts'
import { compare } from '../tools/lines/compare.ts'
import { openFixture } from '../tools/lines/measure.ts'
import { screenNow } from '../tools/lines/screen.ts'

let firefox: Firefox
const office = () => process.env.BUT_PHE_URL ?? ''
const told: string[] = []

test.beforeAll(async () => {
  firefox = await Firefox.launch()
  await firefox.go(`${office()}/sign-in`)
  await firefox.until((name) => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.includes(name))
    button?.click()
    return button !== undefined
  }, nameOf('mailt'))
  await firefox.until(() => location.pathname === '/' || location.pathname === '/work', null)
})

test.afterAll(async () => {
  await firefox.close()
  process.stdout.write(`\n${told.join('\n')}\n`)
})

const SAVED = '[data-saving="stored"]'
/** Without the names at the carets of others. */
const bodyText = (at: number) => {
  const block = document.querySelectorAll('.body > *')[at]?.cloneNode(true)
  if (!(block instanceof HTMLElement)) return ''
  for (const caret of block.querySelectorAll('.caret')) caret.remove()
  return block.textContent?.replaceAll('\u2060', '') ?? ''
}

test('lines and page marks stand where the PDF has them', async ({ page }) => {
  await signIn(page, 'mailt')
  for (const fixture of FIXTURES.filter(({ kind }) => kind === 'Quyết định').slice(0, 1)) {
    const address = await openFixture(page, fixture)
    await firefox.go(office() + address)
    await firefox.until(() => document.querySelectorAll('.page-edge').length > 0, null)
    await firefox.run(async () => {
      await document.fonts.ready
      for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
    }, null)
    const screen = await firefox.run(screenNow, null)
    const found = compare(screen, await (await page.request.get(`${address}/preview.pdf`)).body())
    told.push(
      `${fixture.name}: ${found.same} of ${found.lines} lines, ${found.sameBreaks} of ${found.breaks} page marks`,
    )
    told.push(...found.different.map((line) => `  differs: ${line}`))
    await firefox.screenshot(await artifact('firefox-lines.png'))
    expect(found.lines).toBeGreaterThan(250)
    expect(found.sameBreaks).toBe(found.breaks)
    expect(found.same / found.lines).toBeGreaterThanOrEqual(0.95)
  }
})

test('typing begins the writing; words, keys and undo do what they do in Chromium', async ({ page }) => {
  await signIn(page, 'mailt')
  const address = await newDraft(page, 'Báo cáo', 'Thử trên Firefox')
  await startWriting(page)
  await bodyOf(page).locator('p').first().click()
  await page.keyboard.type('Căn')
  await untilSaved(page)

  await firefox.go(office() + address)
  await firefox.until((saved) => document.querySelector(saved) !== null, SAVED)
  await firefox.until(() => document.querySelector('.body')?.getAttribute('contenteditable') === 'true', null)
  // Whoever has made a draft writes in it at once; here it is to be begun by typing.
  await firefox.run(
    (label) => document.querySelector<HTMLElement>(`button[aria-label="${label}"]`)?.click(),
    say('editor_stop_writing'),
  )
  await firefox.until(() => document.querySelector('article')?.hasAttribute('data-writing') === false, null)
  await firefox.until(() => document.querySelector('.body')?.getAttribute('contenteditable') === 'true', null)
  await firefox.click('.body > p')
  await firefox.press('End')
  await firefox.type(' cứ Luật')
  await firefox.until(() => document.querySelector('article')?.hasAttribute('data-writing') ?? false, null)
  expect(await firefox.run(bodyText, 0)).toBe('Căn cứ Luật')
  await firefox.press('Control+z')
  expect((await firefox.run(bodyText, 0)).trimEnd()).toBe('Căn cứ')
  await firefox.press('Control+y')
  expect(await firefox.run(bodyText, 0)).toBe('Căn cứ Luật')

  await firefox.press('Enter')
  await firefox.type('Hai')
  await firefox.press('Control+b')
  await firefox.type('đậm')
  expect(await firefox.run(() => document.querySelector('.body strong')?.textContent ?? '', null)).toBe('đậm')
  // Keys that only move the caret do nothing in a Firefox without a window, on any page: they are tried by hand.
  await firefox.press('Control+z')
  expect(await firefox.run(bodyText, 1)).toBe('') // one word, though half of it is bold
  await firefox.press('Control+y')
  expect(await firefox.run(bodyText, 1)).toBe('Haiđậm')
  await firefox.until((saved) => document.querySelector(saved) !== null, SAVED)
  await expect(bodyOf(page)).toContainText('Haiđậm')
  await firefox.press('Control+Alt+p')
  await firefox.until((name) => document.querySelector(`section[aria-label="${name}"] img`) !== null, say('editor_pdf'))
  await firefox.screenshot(await artifact('firefox-writing.png'))
})

test('the console stays empty', () => {
  expect(firefox.complaints).toEqual([])
})
