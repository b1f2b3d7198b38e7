/** OPEN-1 as people see it: a colleague's poison costs nobody a word, and a broken draft shows its words and the way back. */
import { once } from 'node:events'
import { type BrowserContext, expect, test } from '@playwright/test'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { CLOSE } from '../../src/lib/collab/close.ts'
import { MESSAGE, SYNC } from '../../src/lib/collab/protocol.ts'
import { gravesOn } from './support/axe.ts'
import { bodyOf, newDraft, startWriting, untilSaved } from './support/desk.ts'
import { artifact } from './support/outside.ts'
import { seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

/** A socket of one's own with the rights of whoever is signed in; `act` changes the text once it is there. */
async function attack(context: BrowserContext, address: string, act: (doc: Y.Doc) => void): Promise<WebSocket> {
  const url = new URL(address, test.info().project.use.baseURL)
  const cookies = await context.cookies(url.origin)
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const id = url.pathname.split('/').at(-1) ?? ''
  const socket = new WebSocket(`ws://${url.host}/collab/${id}`, { headers: { cookie }, origin: url.origin })
  const doc = new Y.Doc()
  const say = (kind: number, payload: Uint8Array) => {
    const encoder = encoding.createEncoder()
    for (const number of [MESSAGE.sync, kind]) encoding.writeVarUint(encoder, number)
    encoding.writeVarUint8Array(encoder, payload)
    socket.send(encoding.toUint8Array(encoder))
  }
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const decoder = decoding.createDecoder(data)
      const type = decoding.readVarUint(decoder)
      if (type === MESSAGE.stored) return resolve()
      if (type !== MESSAGE.sync) return
      const kind = decoding.readVarUint(decoder)
      const payload = decoding.readVarUint8Array(decoder)
      if (kind === SYNC.step1) {
        say(SYNC.step2, Y.encodeStateAsUpdate(doc, payload))
        say(SYNC.step1, Y.encodeStateVector(doc))
        return
      }
      Y.applyUpdate(doc, payload)
      if (kind !== SYNC.step2) return
      const vector = Y.encodeStateVector(doc)
      doc.transact(() => act(doc))
      say(SYNC.update, Y.encodeStateAsUpdate(doc, vector))
    })
    socket.on('close', () => resolve())
  })
  return socket
}

const root = (doc: Y.Doc) => doc.getXmlFragment('body')
function line(doc: Y.Doc, words: string): Y.XmlElement {
  const found = root(doc)
    .toArray()
    .find((block) => `${block.toJSON()}`.includes(words))
  if (!(found instanceof Y.XmlElement)) throw new Error(`no line says ${words}`)
  return found
}

test('what a strange client puts into a line costs the one who writes there no word', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  const draft = await newDraft(page, 'Công văn', 'dòng bị phá')
  await startWriting(page)
  await bodyOf(page).press('Control+End')
  await page.keyboard.type('Câu của đồng nghiệp')
  await untilSaved(page)
  const socket = await attack(context, draft, (doc) => {
    const inner = new Y.XmlElement('textblock')
    inner.insert(0, [new Y.XmlText('dòng lồng')])
    line(doc, 'Câu của đồng nghiệp').insert(1, [inner])
  })
  if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close')
  await expect(bodyOf(page)).toContainText('Câu của đồng nghiệp', { timeout: 20_000 })
  await startWriting(page)
  await bodyOf(page).press('Control+Home')
  await page.keyboard.type('Viết tiếp: ')
  await untilSaved(page)
  await page.reload()
  await expect(bodyOf(page)).toContainText('Câu của đồng nghiệp')
  await expect(bodyOf(page)).toContainText('dòng lồng')
  await expect(bodyOf(page)).toContainText('Viết tiếp:')
  await leave(context)
})

test('a broken draft shows what can be read, says what is wrong, and is opened again', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  const draft = await newDraft(page, 'Công văn', 'bản bị hỏng')
  await startWriting(page)
  await bodyOf(page).press('Control+End')
  await page.keyboard.type('Câu vẫn đọc được')
  await untilSaved(page)
  await page.goto('/work')
  const socket = await attack(context, draft, (doc) => {
    doc.getMap('fields').set('kind', 5)
    root(doc).insert(1, [new Y.XmlText('Chữ ngoài dòng')])
  })
  const answer = await page.goto(draft)
  expect(answer?.status()).toBe(200)
  await expect(page.getByRole('alert')).toContainText(say('broken_title'))
  await expect(page.locator('.paper')).toContainText('Câu vẫn đọc được')
  await expect(page.locator('.paper')).toContainText('Chữ ngoài dòng')
  await expect(page.getByRole('alert')).toContainText(say('broken_flaw_bad_field', { name: say('broken_field_kind') }))
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 })
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      expect(await gravesOn(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await page.screenshot({ path: await artifact(`broken-${width}-${scheme}.png`) })
    }
  }
  await page.getByRole('button', { name: say('broken_open') }).click()
  await expect(bodyOf(page)).toContainText('Câu vẫn đọc được')
  await expect(bodyOf(page)).toContainText('Chữ ngoài dòng')
  socket.terminate()
  await leave(context)
})

test('a node that no document has is refused at the door', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  const draft = await newDraft(page, 'Công văn', 'tên lạ')
  await page.goto('/work')
  const socket = await attack(context, draft, (doc) => root(doc).insert(0, [new Y.XmlElement('iframe')]))
  const [code] = socket.readyState === WebSocket.CLOSED ? [CLOSE.undone.code] : await once(socket, 'close')
  expect(code).toBe(CLOSE.undone.code)
  await page.goto(draft)
  await expect(bodyOf(page)).toBeVisible()
  await leave(context)
})
