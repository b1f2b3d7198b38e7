/** An image from a file: put in, described and resized by keyboard, seen by a colleague and in the PDF, dropped, refused. */
import { expect, type Page, test } from '@playwright/test'
import { makePhoto } from '../fixtures/jpeg.ts'
import { makePng } from '../fixtures/png.ts'
import { bodyOf, caretToEndOf, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { paste } from './support/typing.ts'
import { say } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat

test.beforeAll(async ({ browser }) => {
  mai = await seat(browser, 'mailt')
  await newDraft(mai.page, 'Kế hoạch', 'Về việc chèn hình')
  await startWriting(mai.page)
})
test.afterAll(() => leave(mai.context))

const chart = makePng({ width: 400, height: 300, isOpaque: true })
const images = (page: Page) => bodyOf(page).locator('figure[data-block="image"]')
const firstLine = (page: Page) => bodyOf(page).locator(':scope > p').first()

async function choose(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: say('editor_insert'), exact: true })
    .click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: say('image_insert') }).click()
  await (await chooser).setFiles(file)
}

test('from the menu: it stands in the text, the caret in the line of its caption below', async () => {
  const { page } = mai
  await caretToEndOf(page, await firstLine(page).innerText())
  await choose(page, { name: 'biểu đồ.png', mimeType: 'image/png', buffer: chart })
  await expect(images(page)).toHaveAttribute('data-state', 'shown')
  await expect(bodyOf(page)).toBeFocused()
  await page.keyboard.type('Hình 1. Biểu đồ')
  await expect(bodyOf(page).locator('figure + p')).toHaveText('Hình 1. Biểu đồ')
})

test('by keyboard: selected, wider, described', async () => {
  const { page } = mai
  const width = async () => (await images(page).boundingBox())?.width ?? 0
  const before = await width()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  await expect(images(page)).toHaveClass(/ProseMirror-selectednode/)
  await page.keyboard.press('Alt+Shift+ArrowRight')
  await expect.poll(width).toBeGreaterThan(before + 15)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: say('image') })
  await expect(dialog.getByLabel(say('image_alt'))).toBeFocused()
  const [shown, window] = [await images(page).boundingBox(), await dialog.boundingBox()]
  expect(shown && window && (window.y >= shown.y + shown.height || window.y + window.height <= shown.y)).toBe(true)
  await page.keyboard.type('Biểu đồ thu ngân sách')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(images(page).locator('img')).toHaveAttribute('alt', 'Biểu đồ thu ngân sách')
  await untilSaved(page)
})

test('after a reload it is there before anything is connected, of the same size', async () => {
  const { page } = mai
  const before = await images(page).boundingBox()
  await page.reload()
  await expect(images(page)).toHaveAttribute('data-state', 'shown')
  expect((await images(page).boundingBox())?.width).toBeCloseTo(before?.width ?? 0, 0)
})

test('dropped onto the page; what is no image is refused in words and changes nothing', async () => {
  const { page } = mai
  await startWriting(page)
  const drop = (name: string, bytes: Buffer) =>
    page.evaluate(
      ([file, base64]) => {
        const data = new DataTransfer()
        data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], file))
        const target = document.querySelector('.body > p:last-child')
        const { left, top } = target?.getBoundingClientRect() ?? { left: 0, top: 0 }
        const at = { bubbles: true, cancelable: true, clientX: left + 5, clientY: top + 5, dataTransfer: data }
        target?.dispatchEvent(new DragEvent('drop', at))
      },
      [name, bytes.toString('base64')] as const,
    )
  await drop('bảng tính.xlsx', Buffer.from('PK'))
  await expect(page.getByText(say('image_fault_type'))).toBeVisible()
  await expect(images(page)).toHaveCount(1)
  await drop('bản đồ.png', makePng({ width: 200, height: 100 }))
  await expect(images(page)).toHaveCount(2)
  await expect(images(page).last()).toHaveAttribute('data-state', 'shown')
})

test('a file let go beside the text does not lead away from the page', async () => {
  const isHeld = await mai.page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['x'], 'bản đồ.png'))
    const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })
    return !document.querySelector('.recipients')?.dispatchEvent(drop)
  })
  expect(isHeld).toBe(true)
})

test('a photo that its camera turned stands upright', async () => {
  const { page } = mai
  await choose(page, { name: 'ảnh.jpg', mimeType: 'image/jpeg', buffer: makePhoto(6) })
  const halves = () =>
    images(page)
      .locator('img')
      .evaluateAll((all: HTMLImageElement[]) => {
        const photo = all.find(({ naturalWidth, naturalHeight }) => naturalWidth === 16 && naturalHeight === 32)
        const drawing = new OffscreenCanvas(16, 32).getContext('2d')
        if (!photo || !drawing) return null
        drawing.drawImage(photo, 0, 0)
        return [4, 28].map((y) => ((drawing.getImageData(8, y, 1, 1).data[0] ?? 0) > 128 ? 'red' : 'blue'))
      })
  await expect.poll(halves).toEqual(['red', 'blue'])
})

test('in a cell of a table it stands in the cell, no wider than that', async () => {
  const { page } = mai
  const before = await images(page).count()
  await caretToEndOf(page, await firstLine(page).innerText())
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: say('editor_insert'), exact: true })
    .click()
  await page.getByRole('menuitem', { name: say('editor_table_insert') }).click()
  await page.keyboard.type('Việc')
  await page.evaluate((base64) => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'sơ đồ.png'))
    const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(paste)
  }, chart.toString('base64'))
  const first = bodyOf(page).locator('th').first()
  await expect(first.locator('figure')).toHaveAttribute('data-state', 'shown')
  await expect(images(page)).toHaveCount(before + 1)
  await expect(first).toContainText('Việc')
  const [cell, shown] = [await first.boundingBox(), await first.locator('img').boundingBox()]
  expect(shown?.width ?? 0).toBeLessThanOrEqual(cell?.width ?? 0)
  await page.keyboard.type(' mới')
  await expect(first.locator(':scope > p')).toHaveText('Việc mới')
})

test('pictures among pasted words do not come along, and the page says so', async () => {
  const { page } = mai
  await caretToEndOf(page, await firstLine(page).innerText())
  const before = await images(page).count()
  await paste(page, 'Lời kèm hình', '<p>Lời kèm hình<img src="file:///C:/hinh.png" width="300" height="200"></p>')
  await expect(bodyOf(page)).toContainText('Lời kèm hình')
  await expect(page.getByText(say('image_not_pasted'))).toBeVisible()
  await expect(images(page)).toHaveCount(before)
})
