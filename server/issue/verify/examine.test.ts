import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
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
    'pades-lta-dss-indirect-arrs-test.pdf': ['intact, allowed', 'intact, allowed'],
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
