/** Kinds of signatures that are honest and cannot be checked here: they are told by name, and never called broken. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSigner, sign, wordsPdf } from '../../../tests/tools/signed-pdf.ts'
import { examinePdf } from './examine.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasOpenssl)('signed by OpenSSL', () => {
  const work = mkdtempSync(path.join(tmpdir(), 'but-phe-openssl-'))
  const at = (name: string) => path.join(work, name)
  let signed: string
  beforeAll(async () => {
    signed = Buffer.from(await sign(await wordsPdf(), makeSigner('X'), 'S')).toString('latin1')
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Old', '-days', '30']
    execFileSync('openssl', [...request, '-keyout', at('key'), '-out', at('certificate')], { stdio: 'pipe' })
  }, 60_000)
  afterAll(() => rmSync(work, { recursive: true }))

  /** The same file with a signature of another kind in its place. */
  function made(kind: string, options: string[], content: (signedBytes: Buffer) => Buffer = (bytes) => bytes): string {
    const [kindNow = ''] = /\/SubFilter \/[A-Za-z.0-9]+/.exec(signed) ?? []
    const text = signed.replace(kindNow, `/SubFilter /${kind}`.padEnd(kindNow.length))
    expect(text.length).toBe(signed.length)
    const [, start = 0, end = 0] = (/\/ByteRange \[(\d+) (\d+) (\d+) (\d+)/.exec(text) ?? []).slice(1).map(Number)
    const bytes = Buffer.from(text.slice(0, start) + text.slice(end), 'latin1')
    writeFileSync(at('content'), content(bytes))
    const args = ['cms', '-sign', '-binary', '-md', 'sha256', '-outform', 'DER', '-in', at('content')]
    const key = ['-signer', at('certificate'), '-inkey', at('key'), '-out', at('cms')]
    execFileSync('openssl', [...args, ...key, ...options], { stdio: 'pipe' })
    const hex = readFileSync(at('cms')).toString('hex')
    return `${text.slice(0, start)}<${hex.padEnd(end - start - 2, '0')}>${text.slice(end)}`
  }
  const integrity = (pdf: string) =>
    examinePdf(Buffer.from(pdf, 'latin1'), { authorities: [], now: new Date() }).signatures[0]?.integrity
  const altered = (pdf: string) => pdf.replace('/Producer', '/Producex')

  const DETACHED = 'adbe.pkcs7.detached'
  const pss = (mask: string) => ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', `rsa_mgf1_md:${mask}`]

  test('RSA-PSS as it is usual is checked', () => {
    expect(integrity(made(DETACHED, pss('sha256')))).toEqual({ state: 'intact' })
  })

  test.each(['sha1', 'sha512'])('RSA-PSS with a mask of another digest: %s', (mask) => {
    const name = mask === 'sha1' ? 'RSASSA-PSS, MGF1 SHA-1' : 'RSASSA-PSS, MGF1 2.16.840.1.101.3.4.2.3'
    const pdf = made(DETACHED, pss(mask))
    expect(integrity(pdf)).toEqual({ state: 'unknown', reason: { kind: 'algorithm', name } })
    expect(integrity(altered(pdf))).toEqual({ state: 'broken' })
  })

  test('the signed SHA-1 of the bytes', () => {
    const pdf = made('adbe.pkcs7.sha1', ['-nodetach'], (bytes) => createHash('sha1').update(bytes).digest())
    expect(integrity(pdf)).toEqual({ state: 'unknown', reason: { kind: 'algorithm', name: 'SHA-1' } })
    expect(integrity(altered(pdf))).toEqual({ state: 'broken' })
    const ofOthers = made('adbe.pkcs7.sha1', ['-nodetach'], () => createHash('sha1').update('other').digest())
    expect(integrity(ofOthers)).toEqual({ state: 'broken' })
  })
})
