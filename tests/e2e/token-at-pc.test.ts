/**
 * A leader who signs with the token at their own PC: the program from the office's own ZIP, SoftHSM2 for a token, and a browser that
 * has come over HTTPS from an address that is not this computer's, so that it asks for leave to speak with programs here.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { CompanionAtPc } from '../tools/companion.ts'
import { makeTokens, missing, module, tokenFolder } from '../tools/softhsm.ts'
import { gravesOn } from './support/axe.ts'
import { whole } from './support/browsers.ts'
import { draftIn } from './support/desk.ts'
import { Office } from './support/office.ts'
import { nameOf, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say } from './support/words.ts'

test.skip(missing !== null, `${missing} is not here`)

const SIGNER = 'thangld'
const PIN = '71930482'
const HOST = 'butphe.test'
const EVIL = 'evil.test'
const tokens = tokenFolder()
const pc = new CompanionAtPc()
const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-https-'))
let front: Server
let office: Office
let browser: Browser
let origin = ''

test.beforeAll(async () => {
  test.setTimeout(240_000)
  makeTokens(tokens, [{ label: 'A', name: nameOf(SIGNER), pin: PIN, kind: 'rsa' }])
  const files = ['-keyout', path.join(folder, 'key'), '-out', path.join(folder, 'pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, '-subj', `/CN=${HOST}`], {
    stdio: 'ignore',
  })
  const [key, cert] = ['key', 'pem'].map((name) => readFileSync(path.join(folder, name)))
  front = createServer({ key, cert }, (asked, answer) => {
    if (asked.headers.host?.startsWith(EVIL))
      return void answer.setHeader('content-type', 'text/html').end('<p>evil</p>')
    const onward = request(new URL(asked.url ?? '/', office.url), { method: asked.method, headers: asked.headers })
    onward.on('response', (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  front.listen(0, '127.0.0.1')
  await once(front, 'listening')
  const { port } = front.address() as AddressInfo
  origin = `https://${HOST}:${port}`
  office = await Office.open({ ORIGIN: origin, COMPANION_MODULES: module ?? '' })
  browser = await chromium.launch({
    ...whole,
    args: [
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1,MAP ${EVIL} 127.0.0.1`,
      '--ignore-certificate-errors',
      `--ip-address-space-overrides=127.0.0.1:${port}=public`, // as if it came over the network
    ],
  })
})
test.afterAll(async () => {
  pc.drop()
  await browser?.close()
  await office?.close()
  front?.close()
  tokens.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function trustRoot(): Promise<void> {
  const { page, context } = await seat(browser, 'quantri', origin)
  await page.goto('/admin/authorities')
  const pem = { name: 'root.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(tokens.rootPem()) }
  await page.locator('input[type=file]').setInputFiles(pem)
  await page.getByRole('button', { name: say('admin_authority_trust') }).click()
  await expect(page.getByText('Gốc thử nghiệm').first()).toBeVisible()
  await leave(context)
}

/** The token's own line in the choice of keys. */
async function choosePc(page: Page): Promise<void> {
  const way = page.getByLabel(say('finalize_way'), { exact: true })
  const option = way.locator('option', { hasText: say('finalize_way_pc', { subject: nameOf(SIGNER) }) })
  await way.selectOption(await option.getAttribute('value'))
}

test('paired once, the token signs the whole way; what keeps it from that is told, and nothing is lost', async () => {
  test.setTimeout(240_000)
  await trustRoot()
  const { page, context } = await seat(browser, SIGNER, origin)
  await page.goto('/account/token')
  const saving = page.waitForEvent('download', { timeout: 90_000 })
  await page.getByRole('link', { name: say('companion_get_linux') }).click()
  pc.unpack(await (await saving).path())
  await expect(page.getByText(say('companion_get_missing_windows'))).toBeVisible()
  expect(await gravesOn(page)).toEqual([])

  // The browser's own question, refused; then granted, but nobody listens.
  const pair = page.getByRole('button', { name: say('companion_pair_do'), exact: true })
  await pair.click()
  await expect(page.getByText(say('companion_fault_permission'))).toBeVisible({ timeout: 20_000 })
  await context.grantPermissions(['local-network-access'], { origin })
  await pair.click()
  await expect(page.getByText(say('companion_fault_not_running'))).toBeVisible({ timeout: 20_000 })

  await pc.start({ SOFTHSM2_CONF: tokens.conf })
  await pair.click()
  expect(await pc.window()).toMatchObject({
    kind: 'code',
    lines: [expect.stringContaining(nameOf(SIGNER)), expect.any(String)],
  })
  const code = await page.locator('[data-code]').getAttribute('data-code')
  expect(await gravesOn(page)).toEqual([])
  pc.type(code ?? '')
  await expect(page.getByText(say('companion_paired'))).toBeVisible()

  await page.getByRole('button', { name: say('companion_key_find') }).click()
  await expect(page.getByLabel(say('companion_key_choose'), { exact: true })).toContainText(nameOf(SIGNER))
  expect(await gravesOn(page)).toEqual([])
  await page.getByRole('button', { name: say('companion_key_add') }).click()
  expect(await pc.window()).toMatchObject({
    kind: 'pin',
    lines: [
      expect.stringContaining(say('companion_key_trial')),
      expect.any(String),
      expect.any(String),
      expect.any(String),
      expect.any(String),
    ],
  })
  pc.type(PIN)
  await expect(page.getByText(say('companion_key_added'))).toBeVisible()

  const address = await draftIn(page, 'approved')
  await page.goto(`${address}/finalize`)
  await choosePc(page)
  const press = page.locator('form button[type=submit]').first()
  renameSync(tokens.inFolder('tokens'), tokens.inFolder('gone'))
  mkdirSync(tokens.inFolder('tokens'))
  await press.click()
  const gone = `${say('companion_fault_token_gone')} ${say('companion_not_begun')}`
  await expect(page.getByText(gone)).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('[data-step=frozen]')).toHaveAttribute('data-look', 'waiting')
  rmSync(tokens.inFolder('tokens'), { recursive: true })
  renameSync(tokens.inFolder('gone'), tokens.inFolder('tokens'))

  // A wrong PIN is told in the program's window; who cancels there finds the request waiting.
  await press.click()
  const first = await pc.window()
  expect(first.lines[0]).toMatch(/^Văn bản: .+ số \d+\//)
  pc.type('000000')
  const second = await pc.window()
  expect(second.lines.slice(1)).toEqual(first.lines)
  pc.type('cancel')
  await expect(page.getByText(say('companion_fault_cancelled'))).toBeVisible()
  await expect(page.locator('[data-step=numbered]')).toHaveAttribute('data-look', 'done')
  await page.reload()
  await expect(page.getByRole('heading', { name: say('finalize_asked', { name: nameOf(SIGNER) }) })).toBeVisible()
  expect(await gravesOn(page)).toEqual([])
  const shown = await page.locator('dd.font-mono').textContent()
  expect(first.lines.join('\n')).toContain(shown?.trim() ?? '–')

  // A page of somebody else's, in the same browser, with leave to speak with this PC.
  const evil = origin.replace(HOST, EVIL)
  await context.grantPermissions(['local-network-access'], { origin: evil })
  const other = await context.newPage()
  await other.goto(evil)
  const tried = await other.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    const simple = { method: 'POST', mode: 'no-cors', body: '{}' } as const
    const tries = [
      () => fetch('http://127.0.0.1:28461/v1'),
      () => fetch('http://127.0.0.1:28461/v1/pair', { method: 'POST', headers, body: '{}' }),
      () => fetch('http://127.0.0.1:28461/v1/sign', { method: 'POST', headers, body: '{}' }),
      () => fetch('http://127.0.0.1:28461/v1/sign', simple),
    ]
    return Promise.all(
      tries.map((one) =>
        one().then(
          (answer) => answer.type,
          () => 'refused',
        ),
      ),
    )
  })
  expect(tried).toEqual(['refused', 'refused', 'refused', 'opaque']) // the last has been sent, and refused: it reads nothing
  await other.close()
  expect(pc.unseen).toBe(0)

  await page.getByRole('button', { name: say('companion_do_sign') }).click()
  const last = await pc.window()
  expect(last.lines).toEqual([expect.stringContaining('vừa bị nhập sai'), ...first.lines]) // before a token locks itself
  pc.type(PIN)
  await expect(page.getByText(say('finalize_signed_note'))).toBeVisible({ timeout: 30_000 })
  const pdf = await page.evaluate(async (from) => {
    const bytes = new Uint8Array(await (await fetch(from)).arrayBuffer())
    return Array.from(bytes)
  }, `${address}/preview.pdf`)
  writeFileSync(path.join(folder, 'signed.pdf'), Uint8Array.from(pdf))
  const told = execFileSync('pdfsig', ['-nocert', path.join(folder, 'signed.pdf')], { encoding: 'utf8' })
  expect(told).toContain('Signature is Valid')
  expect(told).toContain(nameOf(SIGNER))
  expect(pc.said).not.toContain(PIN)
  expect(office.said).not.toContain(PIN)
  await leave(context)
})
