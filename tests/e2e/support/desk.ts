/** What people do on a draft's page, by the names that a screen reader reads out. */
import { expect, type Locator, type Page } from '@playwright/test'
import { KIND_IDS, kindOf } from '../../../src/lib/document/kinds.ts'
import { nameOf, type Username } from './people.ts'
import { say } from './words.ts'

export const bodyOf = (page: Page): Locator => page.getByRole('textbox', { name: say('editor_body'), exact: true })
/** It says whether one writes; the text itself takes a caret also from who only reads and may write. */
export const paperOf = (page: Page): Locator => page.locator('article.paper')
export const indicatorOf = (page: Page): Locator => page.locator('[data-saving]')

/** Begins a draft on the page for new ones, and stands on its page. Returns its address. */
export async function beginDraft(page: Page, kind: string, subject: string): Promise<string> {
  await page.goto('/drafts/new')
  await page.getByRole('radio', { name: kind }).first().check()
  await page.getByLabel(say('work_new_subject')).fill(subject)
  await page.getByRole('button', { name: say('work_new_start_kind', { kind: kind.toLocaleLowerCase() }) }).click()
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

/** The same without the page for new ones, which takes its time. */
export async function newDraft(page: Page, kind: string, subject: string): Promise<string> {
  const { origin } = new URL(page.url())
  const id = KIND_IDS.find((one) => kindOf(one).name === kind) ?? kind
  const asked = { form: { kind: id, subject, dueAt: '' }, headers: { origin, accept: 'text/html' }, maxRedirects: 0 }
  const answer = await page.request.post(`${origin}/drafts/new`, asked)
  const address = answer.headers().location ?? ''
  expect(address, await answer.text()).toMatch(/^\/drafts\/[0-9a-f-]{36}$/)
  await page.goto(address)
  return address
}

/** Opening is reading; writing is a deliberate act. Resolves when the text can be typed into. */
export async function startWriting(page: Page): Promise<void> {
  const [write, stop] = ['editor_write', 'editor_stop_writing'].map((key) =>
    page.getByRole('button', { name: say(key) }),
  )
  if (!write || !stop) return
  await expect(write.or(stop)).toBeVisible()
  if (await write.isVisible()) await write.click()
  await expect(paperOf(page)).toHaveAttribute('data-writing')
  await expect(bodyOf(page)).toHaveAttribute('contenteditable', 'true')
}

/** Back to reading: the fields of the page are print again. */
export async function stopWriting(page: Page): Promise<void> {
  const [write, stop] = ['editor_write', 'editor_stop_writing'].map((key) =>
    page.getByRole('button', { name: say(key) }),
  )
  if (!write || !stop) return
  await expect(write.or(stop)).toBeVisible()
  if (await stop.isVisible()) await stop.click()
  await expect(paperOf(page)).not.toHaveAttribute('data-writing')
}

/** Waits until the page says that everything is on disk. */
export async function untilSaved(page: Page): Promise<void> {
  await expect(indicatorOf(page)).toHaveText(say('collab_saved'))
}

/** The text without the closing part and what stands at other people's carets; one blank for any white space. */
export async function wordsOn(page: Page): Promise<string> {
  const words = await bodyOf(page).evaluate((body) => {
    const copy = body.cloneNode(true)
    if (!(copy instanceof HTMLElement)) return ''
    for (const part of copy.querySelectorAll('.caret, .closing-part')) part.remove()
    return [...copy.children].map((block) => block.textContent).join('\n')
  })
  return words
    .normalize('NFC')
    .replace(/\u2060/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Begins an act: its button in the bar when it is the next step, else its line in the menu. */
export async function act(page: Page, key: string): Promise<void> {
  const name = say(key)
  await expect(indicatorOf(page)).toBeVisible()
  const primary = page.getByRole('banner').getByRole('button', { name, exact: true })
  const more = page.getByRole('button', { name: say('editor_more') })
  await expect(more).toBeVisible()
  await expect(async () => {
    if (await primary.isVisible()) return primary.click()
    await more.click()
    const line = page.getByRole('menuitem', { name, exact: true })
    const isInMenu = await line.waitFor({ timeout: 1_000 }).then(
      () => true,
      () => false,
    )
    if (isInMenu) return line.click()
    await page.keyboard.press('Escape') // the page was not ready yet, or the act has become the next step meanwhile
    throw new Error(`«${name}» is neither the next step nor in the menu`)
  }).toPass({ timeout: 15_000 })
}

/** Presses the act's button in its dialog and waits until it has been done. */
export async function confirm(page: Page, key: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: say(key), exact: true }).click()
  await expect(dialog).toBeHidden()
}

export async function choose(page: Page, label: string, username: Username): Promise<void> {
  const box = page.getByRole('dialog').getByLabel(label)
  if ((await box.inputValue()) === nameOf(username)) return
  await box.click()
  await box.fill(nameOf(username))
  await page.locator('[data-combobox-item]', { hasText: nameOf(username) }).click()
}

/** Puts the caret behind the last letter of the block that begins with these words, as a click there does. */
export async function caretToEndOf(page: Page, words: string): Promise<void> {
  const block = bodyOf(page)
    .locator(':scope > *', { hasText: words.slice(0, 60) })
    .first()
  await bodyOf(page).focus()
  await block.evaluate((element) => {
    element.scrollIntoView({ block: 'nearest' }) // here, since a colleague's letter may draw the block anew meanwhile
    const range = document.createRange()
    range.selectNodeContents(element)
    range.collapse(false)
    getSelection()?.removeAllRanges()
    getSelection()?.addRange(range)
    document.dispatchEvent(new Event('selectionchange')) // heard at once, as after a click: a colleague's letter may come next
  })
  await page.waitForTimeout(50)
}

/** Presses "mend" beside every finding that has one, as a person does before handing the draft on. */
export async function mendAll(page: Page): Promise<void> {
  const mend = page.getByRole('button', { name: say('checker_mend'), exact: true })
  const untilChecked = () => page.waitForTimeout(1_000) // the checker looks when typing has paused
  await untilChecked()
  for (let round = 0; round < 10 && (await mend.count()) > 0; round++) {
    await mend.first().click()
    await untilChecked()
  }
}

/** The address of a draft in the list of work that is in this state. */
export async function draftIn(page: Page, state: string): Promise<string> {
  await page.goto('/work')
  const row = page.locator('[data-draft]', { hasText: say(`common_state_${state}`) }).first()
  const id = await row.getAttribute('data-draft')
  return `/drafts/${id ?? ''}`
}
