/**
 * The whole journey of a decision, from two people writing it to a stranger verifying it, in real browsers on the
 * built product. What comes out is judged by other people's programs.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { expect, type Page, type Request, test } from '@playwright/test'
import { readDecision } from './support/decision.ts'
import {
  act,
  beginDraft,
  bodyOf,
  caretToEndOf,
  choose,
  confirm,
  indicatorOf,
  mendAll,
  startWriting,
  untilSaved,
  wordsOn,
} from './support/desk.ts'
import {
  artifact,
  checkWithQpdf,
  faultsOfWord,
  oneLine,
  picturePages,
  signaturesIn,
  textOfPdf,
} from './support/outside.ts'
import { nameOf, PIN, type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { compose, paste, typeWithBackspaces } from './support/typing.ts'
import { say, sayAny } from './support/words.ts'

test.describe.configure({ mode: 'serial' })
test.setTimeout(240_000)

const decision = readDecision()
/** A subject that was written, saved, and written over. */
const DELETED = 'Nội dung chưa được phép nói'
let mai: Seat
let anh: Seat
let address: string
let number: string
let verifyCode: string
let pdf: string

const open: Seat[] = []
async function sit(browser: Parameters<typeof seat>[0], username: Seat['username']): Promise<Seat> {
  const taken = await seat(browser, username)
  open.push(taken)
  return taken
}
/** Ends are set by the decree's rules, which the format checker mends. */
const withoutEnd = (sentence: string) => oneLine(sentence).replace(/[,;.]$/, '')
const picture = async (page: Page, name: string) => page.screenshot({ path: await artifact(`${name}.png`) })

test.afterAll(async () => {
  for (const { context } of open) await leave(context)
})

test('two specialists write a decision at once, and both read the same', async ({ browser }) => {
  const [first, second, third, last] = decision.bases
  const [articleOne, articleTwo, articleThree] = decision.articles
  mai = await sit(browser, 'mailt')
  address = await beginDraft(mai.page, 'Quyết định', '')
  await act(mai.page, 'editor_act_people')
  await choose(mai.page, say('editor_people_invite'), 'anhnt')
  await mai.page
    .getByRole('dialog')
    .getByRole('button', { name: say('editor_people_ask'), exact: true })
    .click()
  await expect(mai.page.getByRole('dialog').getByText(nameOf('anhnt'))).toBeVisible()
  await mai.page
    .getByRole('dialog')
    .getByRole('button', { name: say('common_close') })
    .first()
    .click()

  anh = await sit(browser, 'anhnt')
  await anh.page.goto(address)
  await startWriting(mai.page)
  await startWriting(anh.page)
  await expect(mai.page.getByRole('list', { name: sayAny('editor_people_here') })).toContainText(nameOf('anhnt'))

  // Mai pastes the beginning over what the kind of document begins with.
  await bodyOf(mai.page).click()
  await mai.page.keyboard.press('Control+a')
  await mai.page.keyboard.press('Delete')
  await paste(mai.page, [first, second, third, '', 'QUYẾT ĐỊNH:', '', `Điều 1. ${articleOne}`].join('\n'))
  await expect(bodyOf(anh.page)).toContainText(articleOne ?? '')

  // Both type at once: Mai the last basis as UniKey sends it, Anh the articles as a composing method does.
  await caretToEndOf(mai.page, third ?? '')
  await caretToEndOf(anh.page, articleOne ?? '')
  await anh.page.keyboard.press('Enter')
  await Promise.all([
    (async () => {
      await mai.page.keyboard.press('Enter')
      await typeWithBackspaces(mai.page, last ?? '')
    })(),
    (async () => {
      await compose(anh.page, articleTwo ?? '')
      await anh.page.keyboard.press('Enter')
      await compose(anh.page, articleThree ?? '')
    })(),
  ])
  await expect(anh.page.locator('body')).toContainText(nameOf('mailt')) // at the caret
  await mai.page.getByLabel(say('editor_field_subject'), { exact: true }).fill(DELETED)
  await untilSaved(mai.page)
  await mai.page.getByLabel(say('editor_field_subject'), { exact: true }).fill(decision.subject)
  await mai.page.getByLabel(say('editor_field_authority'), { exact: true }).fill('CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH')
  await mai.page.getByLabel(say('editor_field_signer'), { exact: true }).selectOption({ label: nameOf('thangld') })

  await mendAll(mai.page)

  await untilSaved(mai.page)
  await untilSaved(anh.page)
  const words = await wordsOn(mai.page)
  let from = 0
  for (const part of [...decision.bases, ...decision.articles]) {
    const at = words.indexOf(withoutEnd(part), from)
    expect(at, `in order: ${part}`).toBeGreaterThanOrEqual(from)
    from = at + 1
  }
  expect(await wordsOn(anh.page)).toBe(words)
  await picture(mai.page, 'editor-two-people')
})

test('submitting closes the text to everybody; a reviewer comments on a passage, returns it with a reason', async ({
  browser,
}) => {
  await act(mai.page, 'editor_act_submit')
  await choose(mai.page, say('editor_reviewer'), 'thanhlv')
  await choose(mai.page, say('editor_leader'), 'thangld')
  await picture(mai.page, 'submit')
  await confirm(mai.page, 'editor_act_submit')
  for (const { page } of [mai, anh]) {
    await expect(indicatorOf(page)).toHaveText(say('collab_read_only'), { timeout: 3_000 })
    await expect(bodyOf(page)).toHaveAttribute('contenteditable', 'false')
  }

  const thanh = await sit(browser, 'thanhlv')
  await thanh.page.goto('/work')
  await thanh.page.locator(`a[href^="${address}"]`).first().click()
  await expect(bodyOf(thanh.page)).toContainText(decision.articles[1] ?? '')
  await thanh.page.getByText(decision.articles[1] ?? '').click({ clickCount: 3 })
  await thanh.page.keyboard.press('Control+Alt+m')
  await thanh.page.getByLabel(say('review_comment'), { exact: true }).fill('Đề nghị rà lại thời điểm có hiệu lực.')
  await thanh.page.getByRole('button', { name: say('review_send'), exact: true }).click()

  const thread = (page: Page) =>
    page.getByRole('article', { name: say('review_thread_by', { name: nameOf('thanhlv') }) })
  await expect(thread(mai.page)).toContainText('Đề nghị rà lại thời điểm có hiệu lực.')
  await thread(mai.page).getByRole('button').first().click()
  await thread(mai.page).getByLabel(say('review_reply')).fill('Đã rà, giữ như dự thảo.')
  await thread(mai.page)
    .getByRole('button', { name: say('review_send'), exact: true })
    .click()
  await expect(thread(thanh.page)).toContainText(say('review_replies', { count: 1 }))
  await thread(thanh.page).getByRole('button').first().click()
  await expect(thread(thanh.page)).toContainText('Đã rà, giữ như dự thảo.')
  await picture(thanh.page, 'review-thread')
  await thread(thanh.page)
    .getByRole('button', { name: say('review_resolve') })
    .click()
  // It does not vanish under the eyes of who has it open.
  await expect(thread(mai.page)).toContainText(say('review_resolved_by', { name: nameOf('thanhlv') }))

  await act(thanh.page, 'editor_act_return')
  await thanh.page.getByRole('dialog').getByLabel(say('editor_reason')).fill('Đề nghị bổ sung nơi nhận.')
  await confirm(thanh.page, 'editor_act_return')
  await expect(mai.page.getByText('Đề nghị bổ sung nơi nhận.')).toBeVisible()
  await startWriting(mai.page)
  const recipients = mai.page.getByLabel(say('editor_field_recipients'), { exact: true })
  await recipients.fill(`- Sở Tư pháp;\n${await recipients.inputValue()}`)
  const line = mai.page.locator('[data-field="recipients"] .field-line').first() // as in Word, but no "- - Sở Tư pháp;;"
  for (const mark of ['::before', '::after'])
    expect(await line.evaluate((element, pseudo) => getComputedStyle(element, pseudo).content, mark)).toBe('none')
  await untilSaved(mai.page)
  await act(mai.page, 'editor_act_submit')
  await mai.page.getByLabel(say('editor_message')).fill('Đã bổ sung nơi nhận, mong anh xem sớm.')
  await confirm(mai.page, 'editor_act_submit')

  await expect(thanh.page.getByRole('button', { name: say('editor_act_pass'), exact: true })).toBeVisible()
  await act(thanh.page, 'editor_act_pass')
  await confirm(thanh.page, 'editor_act_pass')
})

test('the leader approves, finalizes with the PIN; those who had it open see why it is closed', async ({ browser }) => {
  const thang = await sit(browser, 'thangld')
  await thang.page.goto('/work')
  await thang.page.locator(`a[href^="${address}"]`).first().click()
  await expect(indicatorOf(thang.page)).toBeVisible()
  await expect(thang.page.getByText('Đã bổ sung nơi nhận, mong anh xem sớm.').first()).toBeVisible()
  await thang.page.request.post(`${address}/threads`, {
    data: { act: 'open', anchor: null, quote: '', text: 'Lần sau ghi rõ thời hạn.' },
    headers: { origin: new URL(thang.page.url()).origin },
  })
  await act(thang.page, 'editor_act_approve')
  await confirm(thang.page, 'editor_act_approve')
  await thang.page.getByRole('link', { name: say('editor_act_finalize'), exact: true }).click()
  await thang.page.waitForURL(/finalize$/)
  await expect(thang.page.getByRole('link', { name: 'Lần sau ghi rõ thời hạn.' })).toBeVisible() // told, and no obstacle
  await expect(thang.page.getByTitle(say('finalize_pdf'))).toBeVisible()
  await picture(thang.page, 'finalize')
  const sign = thang.page.getByRole('button', { name: sayAny('finalize_do_sign') })
  number = /\d\S*/.exec((await sign.textContent()) ?? '')?.[0] ?? ''
  expect(number).toMatch(/^\d+\/QĐ-UBND$/)

  const pin = thang.page.getByLabel(say('finalize_pin'))
  await pin.fill('000000')
  await sign.click()
  await expect(thang.page.getByText(say('error_wrong_pin'))).toBeVisible()
  await expect(indicatorOf(mai.page)).toHaveText(say('collab_read_only')) // not frozen by a wrong PIN
  await pin.fill(PIN)
  await sign.click()
  await expect(thang.page.getByText(say('finalize_signed', { number }))).toBeVisible({ timeout: 60_000 })
  for (const step of ['frozen', 'numbered', 'typeset', 'signed']) {
    await expect(thang.page.locator(`[data-step="${step}"]`)).toHaveAttribute('data-look', 'done')
  }
  await picture(thang.page, 'signed')
  for (const { page } of [mai, anh]) {
    await expect(indicatorOf(page)).toHaveText(sayAny('collab_read_only_frozen'))
  }
  await picture(mai.page, 'frozen-for-the-author')
})

test('the clerk seals and issues; everybody of the office can download it', async ({ browser }) => {
  const lan = await sit(browser, 'lanbt')
  await lan.page.goto('/work')
  await lan.page.locator(`a[href^="${address}"]`).first().click()
  await lan.page.getByRole('link', { name: say('editor_act_seal'), exact: true }).click()
  await lan.page.getByLabel(say('finalize_pin_seal')).fill(PIN)
  await lan.page.getByRole('button', { name: say('finalize_do_seal'), exact: true }).click()
  await expect(lan.page.getByText(say('finalize_issued', { number }))).toBeVisible({ timeout: 60_000 })

  await mai.page.goto('/documents')
  await mai.page
    .getByRole('link', { name: new RegExp(decision.subject.slice(0, 40)) })
    .first()
    .click()
  await expect(mai.page.getByRole('heading', { level: 1 })).toContainText(number)
  await picture(mai.page, 'document')
  verifyCode = (await mai.page.locator('a[href^="/verify/"]').first().textContent()) ?? ''

  const download = async (key: string, name: string) => {
    const coming = mai.page.waitForEvent('download')
    await mai.page.getByRole('link', { name: say(key) }).click()
    const file = await artifact(name)
    await (await coming).saveAs(file)
    return file
  }
  pdf = await download('documents_download_pdf', 'decision.pdf')
  const word = await download('documents_download_word', 'decision.docx')

  const text = await textOfPdf(pdf)
  expect(text).toContain(oneLine(decision.subject))
  expect(text).toContain(`Số: ${number}`)
  let from = 0
  for (const sentence of [
    ...decision.bases,
    'QUYẾT ĐỊNH:',
    ...decision.articles.map((words, i) => `Điều ${i + 1}. ${words}`),
  ]) {
    const at = text.indexOf(withoutEnd(sentence), from)
    expect(at, `in the PDF, in order: ${sentence}`).toBeGreaterThanOrEqual(from)
    from = at + 1
  }
  const signatures = await signaturesIn(pdf)
  expect(signatures).toHaveLength(2)
  for (const signature of signatures) expect(signature).toContain('Signature is Valid')
  await checkWithQpdf(pdf)
  await picturePages(pdf, 'decision-page')
  expect(await faultsOfWord(word)).toEqual([])
})

test('who had no part in it reads it as it was issued, and no byte of what was deleted on the way', async ({
  browser,
}) => {
  const dung = await sit(browser, 'dungtv')
  const answers: Promise<string>[] = []
  const lines: string[] = []
  const textOf = async (request: Request) => (await (await request.response())?.text()) ?? ''
  dung.page.on('requestfinished', (request) => answers.push(textOf(request).catch(() => '')))
  dung.page.on('websocket', (line) => lines.push(line.url()))
  await dung.page.goto(address)
  await expect(bodyOf(dung.page)).toHaveAttribute('contenteditable', 'false')
  await expect(bodyOf(dung.page)).toContainText(decision.articles[0] ?? '')
  await expect(dung.page.getByText(decision.subject).first()).toBeVisible()
  await expect(indicatorOf(dung.page)).toHaveText(sayAny('collab_read_only_frozen'))
  await dung.page.keyboard.press('Control+f')
  await dung.page.getByLabel(say('find_words'), { exact: true }).fill(decision.articles[0] ?? '')
  await expect(dung.page.locator('body')).toContainText(say('find_count_said', { current: 1, count: 1 }))
  await picture(dung.page, 'issued-for-others')
  expect(lines.filter((url) => url.includes('/collab/'))).toEqual([]) // the line of news carries a number only
  const received = (await Promise.all(answers)).join('\n')
  expect(received).toContain(decision.articles[0])
  expect(received).not.toContain(DELETED)
})

test('a stranger verifies it: by the file, by the code; a changed file is found out', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto('/verify')
  await page.locator('input[type="file"]').setInputFiles(pdf)
  const result = page.locator('#result')
  await expect(result).toContainText(say('verify_issued_title'))
  await expect(result).toContainText(number)
  await expect(result).toContainText(nameOf('thangld'))
  await picture(page, 'verified')

  await page.goto(`/verify/${verifyCode}`)
  await expect(page.getByText(say('verify_code_found_title'))).toBeVisible()
  await expect(page.locator('body')).toContainText(number)

  const bytes = await readFile(pdf)
  const at = bytes.indexOf('/Length', 2_000)
  bytes[at + 20] = (bytes[at + 20] ?? 0) ^ 1
  const forged = await artifact('forged.pdf')
  await writeFile(forged, bytes)
  await page.goto('/verify')
  await page.locator('input[type="file"]').setInputFiles(forged)
  await expect(result).toBeVisible()
  await expect(result).toContainText(say('verify_altered_title'))
  await leave(context)
})
