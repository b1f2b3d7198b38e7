/** From a photo of handwriting and of a seal to the paper that carries both: cut out in the browser, checked, printed at true size. */
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { Transformer } from '@napi-rs/image'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { flourish, jpegOf, photoOf, sealOverWords } from '../fixtures/photo.ts'
import { gravesOn } from './support/axe.ts'
import { act, draftIn } from './support/desk.ts'
import { Office } from './support/office.ts'
import { artifact } from './support/outside.ts'
import { PIN, seat, type Username } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say, sayAny } from './support/words.ts'

test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

/** Its own: what stands on papers changes. */
let office: Office
test.beforeAll(async () => {
  office = await Office.open()
})
test.afterAll(() => office.close())

const image = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer })
const chooser = (page: Page, label: string) => page.getByLabel(new RegExp(`^${say(label)}`))
const dialog = (page: Page) => page.getByRole('dialog')

/** Twelve million points, in uneven light, on the page of an exercise book, with the shadow of a hand. */
const signaturePhoto = async () =>
  jpegOf(
    photoOf({
      ...{ width: 4000, height: 3000, ink: flourish(4000, 3000), light: [0.95, 0.6], lamp: [1, 0.94, 0.82] },
      ...{ shadow: 0.3, isLined: true, noise: 6 },
    }),
  )

async function openedAt(browser: Browser, username: Username, address: string) {
  const taken = await seat(browser, username, office.url)
  await taken.page.goto(address)
  return taken
}

test('what cannot be read is said in words, and black ink is told', async ({ browser }) => {
  const { page, context } = await openedAt(browser, 'thangld', '/account/signature')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('picture_title'))
  expect(await gravesOn(page)).toEqual([])
  const heic = Buffer.concat([Buffer.of(0, 0, 0, 24), Buffer.from('ftypheic'), Buffer.alloc(200)])
  for (const [file, told] of [
    [image('IMG_0412.HEIC', heic), 'picture_fault_heic'],
    [image('don.pdf', Buffer.from('%PDF-1.7')), 'picture_fault_type'],
    [image('hong.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 1, 2])), 'picture_fault_broken'],
  ] as const) {
    await chooser(page, 'admin_key_image').setInputFiles(file)
    await expect(dialog(page)).toContainText(say(told))
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
  }
  const black = photoOf({ width: 900, height: 600, ink: flourish(900, 600, '#202024'), light: [1, 0.6] })
  await chooser(page, 'admin_key_image').setInputFiles(image('den.jpg', await jpegOf(black)))
  await expect(dialog(page)).toContainText(say('picture_black'))
  await dialog(page).getByLabel(say('picture_recolour')).check()
  await expect(dialog(page).getByRole('heading', { name: say('picture_on_page_title') })).toBeVisible()
  const bare = photoOf({ width: 400, height: 300, ink: '', light: [1, 0.7] })
  await page.keyboard.press('Escape')
  await chooser(page, 'admin_key_image').setInputFiles(image('trang.jpg', await jpegOf(bare)))
  await expect(dialog(page)).toContainText(say('picture_no_ink'))
  await expect(dialog(page).getByRole('button', { name: say('picture_use') })).toBeDisabled()
  await leave(context)
})

test('who approves is told that their signature has no picture, before the ceremony', async ({ browser }) => {
  const { page, context } = await openedAt(browser, 'vanqt', '/account/signature')
  await page.getByRole('button', { name: say('picture_remove') }).click()
  await dialog(page)
    .getByRole('button', { name: say('picture_remove'), exact: true })
    .click()
  await expect(page.getByText(say('picture_removed'))).toBeVisible()
  await expect(page.getByRole('region', { name: say('picture_now') })).toContainText(say('picture_none'))
  await page.goto(await draftIn(page, 'approval'))
  await act(page, 'editor_act_approve')
  await expect(dialog(page)).toContainText(say('editor_no_picture'))
  await expect(dialog(page)).not.toContainText(say('editor_no_seal_text'))
  await expect(dialog(page).getByRole('link', { name: say('editor_no_picture_add') })).toHaveAttribute(
    'href',
    '/account/signature',
  )
  await leave(context)
})

test('a leader cuts their signature out of a photo, by keys as well, and sees it on the page', async ({ browser }) => {
  const { page, context } = await openedAt(browser, 'thangld', '/account/signature')
  await chooser(page, 'admin_key_image').setInputFiles(image('IMG_0413.jpg', await signaturePhoto()))
  const onPage = dialog(page).getByRole('heading', { name: say('picture_on_page_title') })
  await expect(onPage).toBeVisible({ timeout: 30_000 })
  expect(await gravesOn(page)).toEqual([])
  await page.screenshot({ path: await artifact('picture-cut.png') })
  await dialog(page).getByLabel(say('picture_strictness'), { exact: true }).press('ArrowRight')
  await dialog(page).getByLabel(say('picture_width'), { exact: true }).fill('42')
  await dialog(page).getByLabel(say('picture_width'), { exact: true }).press('Tab')
  await expect(dialog(page)).toContainText(say('picture_on_page', { width: 42 }))
  await dialog(page)
    .getByRole('button', { name: say('picture_use') })
    .click()
  await expect(dialog(page)).toHaveCount(0)
  await page.getByRole('button', { name: say('picture_save') }).click()
  await expect(page.getByText(say('picture_saved'))).toBeVisible()
  await page.reload()
  await expect(page.getByRole('region', { name: say('picture_now') })).toContainText(
    say('picture_on_page', { width: 42 }),
  )
  await page.screenshot({ path: await artifact('picture-account.png'), fullPage: true })
  await leave(context)
})

test('the administrator cuts the seal out of a scan that lies over words; the diameter is measured', async ({
  browser,
}) => {
  const { page, context } = await openedAt(browser, 'quantri', '/admin/keys')
  await page
    .getByRole('link', { name: say('picture_title_seal') })
    .first()
    .click()
  const scan = photoOf({ width: 1400, height: 1400, ink: sealOverWords(1400), light: [1, 0.8], noise: 4 })
  await chooser(page, 'admin_key_image_seal').setInputFiles(image('dau.jpg', await jpegOf(scan)))
  await expect(dialog(page).getByLabel(say('picture_diameter'), { exact: true })).toHaveValue('36')
  await expect(dialog(page).getByRole('heading', { name: say('picture_on_page_title') })).toBeVisible()
  await page.screenshot({ path: await artifact('picture-seal.png') })
  await dialog(page)
    .getByRole('button', { name: say('picture_use') })
    .click()
  await page.getByRole('button', { name: say('picture_save') }).click()
  await expect(page.getByText(say('picture_saved'))).toBeVisible()
  await page.screenshot({ path: await artifact('picture-seal-kept.png'), fullPage: true })
  await leave(context)
})

test('the paper carries both: blue ink and red seal at their sizes, and the paper between them bare', async ({
  browser,
}) => {
  const thang = await openedAt(browser, 'thangld', '/sign')
  const id = (await thang.page.locator('[data-draft]').first().getAttribute('data-draft')) ?? ''
  await thang.page.getByLabel(say('seal_choose_all')).check()
  await thang.page.getByLabel(say('finalize_pin')).fill(PIN)
  await thang.page.getByLabel(say('finalize_pin')).press('Enter')
  await expect(thang.page.locator(`[data-paper="${id}"]`)).toHaveAttribute('data-state', 'signed', { timeout: 60_000 })
  const lan = await openedAt(browser, 'lanbt', `/drafts/${id}/finalize`)
  await lan.page.getByLabel(say('finalize_pin_seal')).fill(PIN)
  await lan.page.getByRole('button', { name: say('finalize_do_seal'), exact: true }).click()
  await expect(lan.page.getByText(sayAny('finalize_issued')).first()).toBeVisible({ timeout: 60_000 })
  const answer = await lan.page.request.get(`/documents/${id}/paper.pdf`)
  expect(answer.ok()).toBe(true)
  const pdf = await artifact('pictures.pdf')
  await writeFile(pdf, await answer.body())
  const png = await artifact('pictures')
  const pages = Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }))?.[1])
  execFileSync('pdftoppm', ['-r', String(DPI), '-f', String(pages), '-png', '-singlefile', pdf, png])
  const page = await pixelsOf(`${png}.png`)
  const blue = extent(page, (r, g, b) => b - r > 70 && b > 90)
  const red = extent(page, (r, g, b) => r - b > 90 && r - g > 90)
  expect(blue.widthMm).toBeGreaterThan(40.5)
  expect(blue.widthMm).toBeLessThan(43)
  expect(red.widthMm).toBeGreaterThan(35)
  expect(red.widthMm).toBeLessThan(37)
  expect(red.heightMm).toBeGreaterThan(35)
  // A third of the signature lies below the seal.
  expect(red.right - blue.left).toBeGreaterThan((blue.right - blue.left) * 0.25)
  expect(red.right - blue.left).toBeLessThan((blue.right - blue.left) * 0.4)
  // Where paper was in the photo, there is the paper of this page.
  expect(bareShare(page, blue)).toBeGreaterThan(0.7)
  for (const { context } of [thang, lan]) await leave(context)
})

const DPI = 200
interface Raw {
  width: number
  at: (x: number, y: number) => [number, number, number]
  height: number
}
interface Extent {
  left: number
  top: number
  right: number
  bottom: number
  widthMm: number
  heightMm: number
}

async function pixelsOf(file: string): Promise<Raw> {
  const picture = new Transformer(await readFile(file))
  const { width, height } = await picture.metadata()
  const data = await picture.rawPixels()
  const size = data.length / (width * height)
  return {
    ...{ width, height },
    at: (x, y) => {
      const i = (y * width + x) * size
      return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0]
    },
  }
}

function extent({ width, height, at }: Raw, isInk: (r: number, g: number, b: number) => boolean): Extent {
  const found = { left: width, top: height, right: 0, bottom: 0 }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!isInk(...at(x, y))) continue
      found.left = Math.min(found.left, x)
      found.top = Math.min(found.top, y)
      found.right = Math.max(found.right, x + 1)
      found.bottom = Math.max(found.bottom, y + 1)
    }
  const mm = (pixels: number) => (pixels / DPI) * 25.4
  return { ...found, widthMm: mm(found.right - found.left), heightMm: mm(found.bottom - found.top) }
}

/** How much of a rectangle is as white as the page. */
function bareShare({ at }: Raw, { left, top, right, bottom }: Extent): number {
  let bare = 0
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) if (Math.min(...at(x, y)) > 250) bare++
  return bare / ((right - left) * (bottom - top))
}
