/**
 * What an input method composes is the suggestion that plain typing is, alone and with a colleague who writes in the same line
 * meanwhile: logs of what the methods send (support/keyboards.ts), each against plain typing in a line that reads the same. Alone
 * it is the easier case, tried with WHOLE=1.
 */
import { expect, type Page, test } from '@playwright/test'
import { WHOLE } from '../whole.ts'
import { act, bodyOf, caretToEndOf, choose, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { LOGS, play, type Stroke } from './support/keyboards.ts'
import { nameOf, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { keepTyping, paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })
test.setTimeout(120_000)

const WAYS = ['gõ thường', 'một mình', 'cùng gõ'] as const
const REST_OF_LINE = 'báo cáo kết quả'
const lineOf = (at: number, way: (typeof WAYS)[number]) => `Dòng ${at + 1} ${way}: ${REST_OF_LINE}`

let mai: Seat
let anh: Seat
let address: string

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  mai = await seat(browser, 'mailt')
  address = await newDraft(mai.page, 'Công văn', 'gõ tiếng Việt khi đề xuất')
  await startWriting(mai.page)
  await bodyOf(mai.page).click()
  await mai.page.keyboard.press('Control+End')
  await paste(mai.page, LOGS.flatMap((_, at) => WAYS.map((way) => `\n${lineOf(at, way)}`)).join(''))
  await untilSaved(mai.page)
  await act(mai.page, 'editor_act_people')
  await choose(mai.page, say('editor_people_invite'), 'anhnt')
  const dialog = mai.page.getByRole('dialog')
  await dialog.getByRole('button', { name: say('editor_people_ask'), exact: true }).click()
  await expect(dialog.getByText(nameOf('anhnt'))).toBeVisible()
  await mai.page.keyboard.press('Escape')
  anh = await seat(browser, 'anhnt')
  await anh.page.goto(address)
  await expect(bodyOf(anh.page)).toContainText(lineOf(0, 'gõ thường'))
  await anh.page.keyboard.press('Control+Shift+e')
  await expect(bodyOf(anh.page)).toHaveAttribute('contenteditable', 'true')
})
test.afterAll(() => Promise.all([leave(mai.context), leave(anh.context)]))

interface Kept {
  id: string
  changes: { is: string; was?: unknown; put?: unknown }[]
}

async function suggestions(page: Page): Promise<Kept[]> {
  const all: (Kept & { state: string })[] = await page.evaluate(async (of) => {
    const answer = await fetch(`${of}/suggestions`, { headers: { accept: 'application/json' } })
    return answer.json()
  }, address)
  return all.filter(({ state }) => state === 'open')
}

/** What these strokes suggest at the end of a line: what goes and what comes. `played`: they have been, and nothing is sent yet. */
async function suggested(line: string, strokes: readonly Stroke[], played = async (): Promise<unknown> => undefined) {
  const before = new Set((await suggestions(anh.page)).map(({ id }) => id))
  await caretToEndOf(anh.page, line)
  await play(anh.page, strokes)
  await played()
  await anh.page.waitForTimeout(1_000)
  await untilSaved(anh.page)
  const fresh = (await suggestions(anh.page)).filter(({ id }) => !before.has(id))
  return fresh.map(({ changes }) => changes.map(({ is, was, put }) => ({ is, was, put })))
}

for (const [at, { name, plain, strokes }] of LOGS.entries()) {
  test(name, async () => {
    const wanted = await suggested(lineOf(at, 'gõ thường'), plain)
    expect(wanted).toHaveLength(1)
    if (WHOLE) expect(await suggested(lineOf(at, 'một mình'), strokes)).toEqual(wanted)
    const line = lineOf(at, 'cùng gõ')
    await caretToEndOf(mai.page, line)
    await mai.page.keyboard.press('Home')
    const stop = keepTyping(mai.page)
    // While it is sent as well: with WHOLE=1, and where strokes come after a rest.
    const beside = await suggested(line, strokes, WHOLE ? undefined : stop)
    const typed = await stop()
    expect(beside).toEqual(wanted)
    await untilSaved(mai.page)
    await expect.poll(() => wordsOn(mai.page)).toContain(`${'x'.repeat(typed)}${line}`)
    await expect.poll(() => wordsOn(anh.page)).toContain('x'.repeat(typed))
  })
}
