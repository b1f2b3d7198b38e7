import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { hybridPdf } from '../../../tests/tools/hybrid-pdf.ts'
import { makeSigner, sign, wordsPdf } from '../../../tests/tools/signed-pdf.ts'
import { examinePdf } from './examine.ts'

const folder = path.resolve(import.meta.dirname, '../../../tests/fixtures/pdf')
const root = readFileSync(path.join(folder, 'root.pem'), 'utf8')
const trust = { authorities: [{ name: 'CA', certificatePem: root, isEvaluation: false }], now: new Date('2026-11-29') }
const read = (name: string) => examinePdf(readFileSync(path.join(folder, name)), trust)

/** "intact, changed page 1": what is said of each signature. */
function said(name: string): string[] {
  return read(name).signatures.map(({ integrity, after }) => {
    const pages = after.state === 'changed' ? after.changes.map(({ what, page }) => ` ${what} ${page ?? '-'}`) : []
    return `${integrity.state}, ${after.state}${pages.join(',')}`
  })
}

describe('signed files of others', () => {
  const expected: Record<string, string[]> = {
    'foreign-one-trusted.pdf': ['intact, nothing'],
    'foreign-overlay-then-other-trusted.pdf': ['intact, changed page 1', 'intact, nothing'],
    'foreign-overlay-then-selfsigned.pdf': ['intact, changed page 1', 'intact, nothing'],
    'foreign-overlay-unsigned.pdf': ['intact, changed page 1'],
    'foreign-tls-server-certificate.pdf': ['intact, nothing'],
    'pades-lta-dss-indirect-arrs-test.pdf': ['intact, allowed', 'intact, data'],
    'sig-no-signed-attrs.pdf': ['intact, nothing'],
    'ed448-shake256-nolen.pdf': ['intact, nothing'],
    'extensions-direct.pdf': ['intact, allowed', 'intact, nothing'],
    'form-update-override-appearance-stream-ap-indirect.pdf': ['intact, allowed', 'intact, nothing'],
    'form-update-override-appearance-stream-ap-indirect-sneaky.pdf': ['intact, changed document -', 'intact, nothing'],
    'form-update-ap-indirect-sneaky-trailer.pdf': ['intact, changed document -', 'intact, nothing'],
    'one-byterange.pdf': [],
    'weird-byterange.pdf': [],
  }

  test('each of them is in the list', () => {
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.pdf'))
        .sort(),
    ).toEqual(Object.keys(expected).sort())
  })

  test.each(Object.entries(expected))('%s', (name, answers) => {
    expect(said(name)).toEqual(answers)
  })

  test('coverage that is unclear is told, and is never a signature', () => {
    for (const name of ['one-byterange.pdf', 'weird-byterange.pdf']) expect(read(name).malformed).toBeGreaterThan(0)
  })

  test('a time stamp over the file is no person', () => {
    expect(read('pades-lta-dss-indirect-arrs-test.pdf').signatures.map(({ type }) => type)).toEqual([
      'signature',
      'timestamp',
    ])
  })

  test('what the certificate was made for', () => {
    expect(read('foreign-tls-server-certificate.pdf').signatures[0]?.purpose).toBe('tls-server')
    expect(read('foreign-one-trusted.pdf').signatures[0]?.purpose).toBe('signing')
  })

  test('all can be sent to another process and back', () => {
    for (const name of Object.keys(expected)) expect(structuredClone(read(name))).toEqual(read(name))
  })
})

test('a hybrid file as Word writes it, signed twice', async () => {
  const once = await sign(hybridPdf(), makeSigner('Nguyễn Văn Nhất'), 'A')
  const twice = await sign(once, makeSigner('Trần Thị Nhì'), 'B', {
    rectangle: { x: 80, y: 60, width: 90, height: 40 },
  })
  const { signatures, malformed, unclear } = examinePdf(twice, trust)
  expect([malformed, unclear]).toEqual([0, null])
  expect(signatures.map(({ after }) => after.state)).toEqual(['allowed', 'nothing'])
})

describe.skipIf(!hasQpdf())('files as other programs write them, signed twice', () => {
  const ways = {
    linearized: ['--linearize'],
    'linearized, with tables that are streams': ['--linearize', '--object-streams=generate'],
    'with object streams': ['--object-streams=generate'],
    'spelt out': ['--qdf'],
  }
  test.each(Object.entries(ways))('%s', async (_, options) => {
    const work = mkdtempSync(path.join(tmpdir(), 'but-phe-qpdf-'))
    const [from, to] = [path.join(work, 'from.pdf'), path.join(work, 'to.pdf')]
    writeFileSync(from, await wordsPdf({ pages: 3 }))
    execFileSync('qpdf', [...options, from, to])
    const base = readFileSync(to)
    rmSync(work, { recursive: true })
    const once = await sign(base, makeSigner('Nguyễn Văn Nhất'), 'A')
    const twice = await sign(once, makeSigner('Trần Thị Nhì'), 'B', { page: 2 })
    const { signatures, malformed, unclear } = examinePdf(twice, trust)
    expect([malformed, unclear]).toEqual([0, null])
    expect(signatures).toMatchObject([
      { integrity: { state: 'intact' }, after: { state: 'allowed' } },
      { integrity: { state: 'intact' }, after: { state: 'nothing' } },
    ])
  })
})

function hasQpdf(): boolean {
  return spawnSync('qpdf', ['--version']).status === 0
}
