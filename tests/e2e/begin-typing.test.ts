/** Who may write and types is writing, and loses no letter; a letter alone is no command anywhere. */
import { expect, type Page, test } from '@playwright/test'
import { act, bodyOf, caretToEndOf, choose, newDraft, paperOf, startWriting, untilSaved } from './support/desk.ts'
import { nameOf, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { compose, typeWithBackspaces } from './support/typing.ts'
import { say } from './support/words.ts'

test.setTimeout(180_000)

const FIRST = 'Dòng thứ nhất'
const isWriting = (page: Page) => expect(paperOf(page)).toHaveAttribute('data-writing')
const isReading = (page: Page) => expect(paperOf(page)).not.toHaveAttribute('data-writing')
const line = (page: Page) => bodyOf(page).locator(':scope > *', { hasText: FIRST }).first()

test('a co-author who opens the draft and types in it stays in it, with every letter', async ({ browser }) => {
  const mai = await seat(browser, 'mailt')
  const address = await newDraft(mai.page, 'Báo cáo', 'Thử gõ khi đang đọc')
  await startWriting(mai.page)
  await bodyOf(mai.page).locator('p').first().click()
  await mai.page.keyboard.type(FIRST)
  await untilSaved(mai.page)
  await act(mai.page, 'editor_act_people')
  await choose(mai.page, say('editor_people_invite'), 'dungtv')
  const dialog = mai.page.getByRole('dialog')
  await dialog.getByRole('button', { name: say('editor_people_ask'), exact: true }).click()
  await expect(dialog.getByText(nameOf('dungtv'))).toBeVisible()
  await mai.page.keyboard.press('Escape')

  const dung = await seat(browser, 'dungtv')
  const { page } = dung
  await page.goto(address)
  await expect(bodyOf(page)).toHaveAttribute('contenteditable', 'true')
  await isReading(page)

  // Nothing is chosen yet: the letters go nowhere, and nobody is led away.
  await page.keyboard.type('nem')
  await expect(page.getByText(say('editor_typing_where'))).toBeVisible()
  expect(new URL(page.url()).pathname).toBe(address)
  await isReading(page)
  await expect(line(page)).toHaveText(FIRST)

  // A press and a look around are reading.
  await line(page).click()
  await page.keyboard.press('End')
  await page.keyboard.press('Control+b')
  await isReading(page)
  await page.keyboard.type(' nem', { delay: 20 })
  await isWriting(page)
  await expect(line(page)).toHaveText(`${FIRST} nem`)
  await expect(bodyOf(page)).toBeFocused()

  const again = async () => {
    await page.getByRole('button', { name: say('editor_stop_writing') }).click()
    await isReading(page)
    await caretToEndOf(page, FIRST)
  }
  await again()
  await compose(page, ' Điều')
  await isWriting(page)
  await expect(line(page)).toHaveText(`${FIRST} nem Điều`)
  await again()
  await typeWithBackspaces(page, ' đã')
  await isWriting(page)
  await expect(line(page)).toHaveText(`${FIRST} nem Điều đã`)

  // The focus is left on a button: the letters go on where the caret was.
  await page.getByRole('button', { name: say('editor_outline'), exact: true }).click()
  await page.keyboard.type('n nữa?')
  await expect(line(page)).toHaveText(`${FIRST} nem Điều đãn nữa?`)
  await expect(page.getByRole('dialog')).toBeHidden()
  await untilSaved(page)
  await expect(line(mai.page)).toContainText(`${FIRST} nem Điều đãn nữa?`)

  // A reader's letters do nothing, and it is said.
  const reader = await seat(browser, 'quantri')
  await reader.page.goto('/work')
  await reader.page.keyboard.type('ne')
  await expect(reader.page).toHaveURL(/\/work$/)
  await expect(async () => {
    await reader.page.keyboard.press('Alt+Shift+N') // no key is heard before the page's own program has begun
    await expect(reader.page).toHaveURL(/\/drafts\/new/, { timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
  for (const { context } of [mai, dung, reader]) await leave(context)
})

test('one Ctrl+Z takes back a word, alone and beside a colleague who types', async ({ browser }) => {
  const mai = await seat(browser, 'mailt')
  await mai.page.clock.setFixedTime(new Date()) // a loaded machine makes pauses between keys that nobody made
  const address = await newDraft(mai.page, 'Báo cáo', 'Thử Ctrl+Z')
  await startWriting(mai.page)
  await bodyOf(mai.page).locator('p').first().click()
  await mai.page.keyboard.type(FIRST, { delay: 15 })
  await mai.page.keyboard.press('Control+z')
  await expect(bodyOf(mai.page).locator('p').first()).toHaveText('Dòng thứ')
  await mai.page.keyboard.press('Control+y')
  await expect(line(mai.page)).toHaveText(FIRST)
  await mai.page.keyboard.press('Enter')
  const field = mai.page.getByRole('textbox', { name: say('editor_field_subject'), exact: true })
  await field.fill('')
  await field.pressSequentially('Về việc thử', { delay: 15 })
  await field.press('Control+z')
  await expect(field).toHaveValue('Về việc ')
  await field.press('Control+z')
  await expect(field).toHaveValue('Về ')
  await field.press('Control+y')
  await expect(field).toHaveValue('Về việc ')
  await bodyOf(mai.page).locator(':scope > *').nth(1).click()
  await untilSaved(mai.page)

  const other = await mai.context.newPage()
  await other.goto(address)
  await startWriting(other)
  await caretToEndOf(other, FIRST)
  const second = bodyOf(mai.page).locator(':scope > *').nth(1)
  for (const letter of 'một hai ba') {
    await mai.page.keyboard.type(letter)
    await other.keyboard.type('x')
  }
  await expect(line(mai.page)).toContainText(FIRST + 'x'.repeat(10))
  await expect(second).toHaveText('một hai ba')
  await mai.page.keyboard.press('Control+z')
  await expect(second).toHaveText('một hai')
  await mai.page.keyboard.press('Control+z')
  await expect(second).toHaveText('một')
  await mai.page.keyboard.type('2')
  await expect(second).toHaveText('một 2')
  await expect(line(mai.page)).toContainText(FIRST + 'x'.repeat(10))
  await mai.context.close() // its clock stands
})
