/** The main acts without a mouse: no click anywhere in this file. */
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { bodyOf, indicatorOf, untilSaved } from './support/desk.ts'
import { nameOf, PASSWORD, PIN, type Username } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say, sayAny } from './support/words.ts'

test.describe.configure({ mode: 'serial' })
test.setTimeout(240_000)

const subject = 'Về việc tiếp công dân định kỳ, soạn không dùng chuột'
let address: string

/** Goes on with one key until the control has the focus. */
async function goTo(page: Page, target: Locator, key: string): Promise<void> {
  await expect(target).toBeVisible()
  for (let step = 0; step < 80; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${target.toString()} is not reached with ${key}`)
}

const tabTo = (page: Page, target: Locator) => goTo(page, target, 'Tab')

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** What the pages said went wrong in them. */
const faults: string[] = []
test.afterEach(() => expect(faults.splice(0)).toEqual([]))

async function signInByKeyboard(browser: Browser, username: Username): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  page.on('pageerror', ({ message }) => faults.push(message))
  await page.goto('/sign-in')
  await tabTo(page, page.getByLabel(say('access_username'), { exact: true }))
  await page.keyboard.type(username)
  await tabTo(page, page.getByLabel(say('access_password'), { exact: true }))
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('common_nav_work'))
  return page
}

async function openDraft(page: Page): Promise<void> {
  await press(page, page.locator(`a[href^="${address}"]`).first())
  await expect(indicatorOf(page)).toBeVisible()
}

/** Chooses a person in the focused dialog's box by typing a part of the name. */
async function pick(page: Page, label: string, username: Username): Promise<void> {
  const box = page.getByRole('dialog').getByLabel(label)
  await tabTo(page, box)
  if ((await box.inputValue()) === nameOf(username)) return
  await page.keyboard.press('Control+a')
  await page.keyboard.type(nameOf(username))
  await expect(page.locator('[data-combobox-item][data-highlighted]')).toContainText(nameOf(username))
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue(nameOf(username))
}

const inDialog = (page: Page, key: string) =>
  page.getByRole('dialog').getByRole('button', { name: say(key), exact: true })
const inBar = (page: Page, key: string) => page.getByRole('banner').getByRole('button', { name: say(key), exact: true })

test('sign in, begin a draft, write it and submit it', async ({ browser }) => {
  const page = await signInByKeyboard(browser, 'dungtv')
  await press(page, page.getByRole('main').getByRole('link', { name: say('common_nav_new') }))
  await page.waitForURL(/\/drafts\/new/)
  await tabTo(page, page.getByRole('radio').first())
  await page.keyboard.press('Space')
  await tabTo(page, page.getByLabel(say('work_new_subject')))
  await page.keyboard.type(subject)
  await press(page, page.getByRole('button', { name: sayAny('work_new_start_kind') }))
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/)
  address = new URL(page.url()).pathname

  await expect(bodyOf(page)).toBeFocused() // one's new draft is open for writing at once, at its first gap
  await page.keyboard.type('Luật Tiếp công dân ngày 25 tháng 11 năm 2013')
  await expect(bodyOf(page).locator(':scope > *').first()).toHaveText(/^Căn cứ Luật Tiếp công dân/)
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.')
  await untilSaved(page)
  await expect(bodyOf(page)).toContainText('chịu trách nhiệm thi hành')

  await page.keyboard.press('F6') // Tab changes levels in the text; F6 is the way out of it
  await expect(bodyOf(page)).not.toBeFocused()
  await press(page, inBar(page, 'editor_act_submit'))
  await pick(page, say('editor_reviewer'), 'toanvv')
  await pick(page, say('editor_leader'), 'thangld')
  await press(page, inDialog(page, 'editor_act_submit'))
  await expect(indicatorOf(page)).toHaveText(say('collab_read_only'))
  await leave(page.context())
})

test('without a subject a new draft begins there; Enter goes on into the text', async ({ browser }) => {
  const page = await signInByKeyboard(browser, 'dungtv')
  await press(page, page.getByRole('main').getByRole('link', { name: say('common_nav_new') }))
  await tabTo(page, page.getByRole('radio').first())
  await page.keyboard.press('Space')
  await press(page, page.getByRole('button', { name: sayAny('work_new_start_kind') }))
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('textbox', { name: say('editor_field_subject') })).toBeFocused()
  await page.keyboard.type('Về việc thử bàn phím')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Luật Tiếp công dân')
  await expect(bodyOf(page).locator(':scope > *').first()).toHaveText(/^Căn cứ Luật Tiếp công dân/)

  await page.keyboard.press('Alt+F10') // Tab changes levels in the text: this is the way to the tools
  const kind = page.getByRole('combobox', { name: say('editor_block'), exact: true })
  await expect(kind).toBeFocused()
  const before = await kind.inputValue()
  await page.keyboard.press('ArrowDown') // opens the list and chooses nothing yet
  await expect(kind).toHaveValue(before)
  await expect(kind).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(bodyOf(page)).toBeFocused()
  await expect(kind).not.toHaveValue(before)
  await page.keyboard.press('Control+z')
  await expect(kind).toHaveValue(before)
  await page.keyboard.press('Alt+F10')
  await page.keyboard.press('Escape')
  await expect(bodyOf(page)).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Alt+F10')
  await press(page, page.getByRole('button', { name: say('editor_insert'), exact: true }))
  await goTo(page, page.getByRole('menuitem', { name: say('editor_table_insert'), exact: true }), 'ArrowDown')
  await page.keyboard.press('Enter')
  await expect(bodyOf(page).locator('table')).toBeVisible()
  await page.keyboard.type('Việc')
  await expect(bodyOf(page).locator('table')).toContainText('Việc')
  await leave(page.context())
})

test('the first Tab on a draft offers its text, to read and to write', async ({ browser }) => {
  const page = await signInByKeyboard(browser, 'dungtv')
  await page.goto(address)
  await expect(page.locator('.body[contenteditable]')).toBeVisible()
  const skip = page.getByRole('link', { name: say('editor_skip') })
  await page.keyboard.press('Tab')
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(bodyOf(page)).toBeFocused()
  expect(new URL(page.url()).hash).toBe('')
  await leave(page.context())
})

test('comment on a line, return it with a reason, from the menu', async ({ browser }) => {
  const page = await signInByKeyboard(browser, 'toanvv')
  await openDraft(page)
  await tabTo(page, bodyOf(page))
  while (!(await page.evaluate(() => String(getSelection()))).startsWith('Thủ trưởng'))
    await page.keyboard.press('ArrowDown')
  // Two keys that wait already when the page comes to them: the second must know what the first has chosen.
  await bodyOf(page).evaluate((body) => {
    for (const keys of [
      { key: 'ArrowDown', code: 'ArrowDown' },
      { key: 'm', code: 'KeyM', ctrlKey: true, altKey: true },
    ])
      body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...keys }))
  })
  await page.keyboard.type('Ghi rõ tên cơ quan.')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('[data-thread]')).toHaveText(/^Chánh Văn phòng chịu trách nhiệm/)
  await expect(bodyOf(page)).toBeFocused()
  await press(page, page.getByRole('button', { name: say('editor_more') }))
  const item = page.getByRole('menuitem', { name: say('editor_act_return'), exact: true })
  await expect(item).toBeVisible()
  for (let step = 0; step < 20 && !(await item.evaluate((one) => one === document.activeElement)); step++) {
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByLabel(say('editor_reason'))).toBeFocused()
  await page.keyboard.type('Đề nghị xem lại.')
  await press(page, inDialog(page, 'editor_act_return'))
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByText('Đề nghị xem lại.')).toBeVisible()
  await leave(page.context())
})

test('Ctrl+K goes anywhere; Escape leaves a dialog and gives the focus back', async ({ browser }) => {
  const page = await signInByKeyboard(browser, 'dungtv')
  await page.keyboard.press('Control+k')
  await page.keyboard.type(say('common_nav_documents'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/documents/)
  await page.goto(address)
  await press(page, inBar(page, 'editor_act_submit'))
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(inBar(page, 'editor_act_submit')).toBeFocused()
  await leave(page.context())
})

test('the PIN of the ceremony is reached and sent by keyboard', async ({ browser }) => {
  const page = await signInByKeyboard(browser, 'thangld')
  const row = page.locator('[data-draft]', { hasText: say('common_state_approved') }).first()
  await press(page, row.getByRole('link').first())
  await press(page, page.getByRole('banner').getByRole('link', { name: say('editor_act_finalize'), exact: true }))
  await page.waitForURL(/finalize$/)
  await tabTo(page, page.getByLabel(say('finalize_pin')))
  await page.keyboard.type(`${PIN}0`) // not the right one: the draft stays for the next test
  await page.keyboard.press('Enter')
  await expect(page.getByText(say('error_wrong_pin'))).toBeVisible()
  await expect(page.getByLabel(say('finalize_pin'))).toBeFocused()
  await leave(page.context())
})

test('what the keys lead to is covered by no bar that sticks to an edge', async ({ browser }) => {
  const page = await signInByKeyboard(browser, 'quantri')
  await page.goto('/admin/format')
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press('Tab')
    const covering = await page.evaluate(() => {
      const control = document.activeElement
      if (!(control instanceof HTMLSelectElement)) return ''
      const { left, top, width, height } = control.getBoundingClientRect()
      const above = document.elementFromPoint(left + width / 2, top + height / 2)
      return above === control ? '' : (above?.className ?? 'nothing')
    })
    expect(covering, `stop ${stop}`).toBe('')
  }
  await leave(page.context())
})
