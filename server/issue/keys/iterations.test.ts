import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { iterationsOf } from './iterations.ts'

test('a salt whose bytes look like a time is a salt: one file of two hundred has such a one', () => {
  expect(iterationsOf(readFileSync('tests/fixtures/salt-like-a-time.p12'))).toEqual({ all: 3 * 2048, blocking: 2048 })
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasOpenssl)('the rounds that somebody chose', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-rounds-'))
  const at = (name: string) => path.join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' })
  beforeAll(() =>
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('k'), '-out', at('c'), '-subj', '/CN=A'),
  )
  afterAll(() => rmSync(folder, { recursive: true }))
  const pack = (...args: string[]) => {
    openssl('pkcs12', '-export', '-inkey', at('k'), '-in', at('c'), '-passout', 'pass:x', '-out', at('p12'), ...args)
    return iterationsOf(readFileSync(at('p12')))
  }

  test('of today: the MAC alone is computed on the thread that asks', () => {
    expect(pack('-iter', '7000')).toEqual({ all: 21_000, blocking: 7000 })
    expect(pack('-iter', '7000', '-nomaciter')).toEqual({ all: 14_001, blocking: 1 })
  })

  test('of older files: all of them, those of keys and certificates twice', () => {
    expect(pack('-iter', '7000', '-legacy')).toEqual({ all: 35_000, blocking: 35_000 })
  })
})
