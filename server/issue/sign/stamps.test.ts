import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { openPki, type TsaFault } from '../../../tests/tools/pki.ts'
import { checkTokenOver } from '../verify/cms.ts'
import { createStamps } from './stamps.ts'

const pki = await openPki()
const other = await openPki()
afterAll(async () => {
  await pki.close()
  await other.close()
})
const sha256 = createHash('sha256').update('a signature').digest()
const trusted = [pki, other].map(({ root }, i) => ({ name: `Gốc ${i}`, certificatePem: root.pem, isEvaluation: false }))
const stampsOf = (urls: string[], authorities = trusted) =>
  createStamps({
    ...{ urls, log: { warn: () => {} }, authorities: async () => authorities },
    ...{ check: checkTokenOver, now: () => new Date(), patienceMs: 1500 },
  })
const says = async (stamps: ReturnType<typeof stampsOf>) => {
  const answer = await stamps.stamp(sha256)
  return 'token' in answer ? 'token' : answer.fault
}

test('a good stamp has a token, its time and whose it is', async () => {
  const answer = await stampsOf([pki.tsaUrl]).stamp(sha256)
  if (!('token' in answer)) throw new Error(answer.fault)
  expect(Math.abs(answer.stamp.time.getTime() - Date.now())).toBeLessThan(60_000)
  expect(answer.stamp.certificate.subject).toContain('Cấp dấu thời gian')
})

test('where no authority is set there is none, and nobody is asked', async () => {
  const stamps = stampsOf([])
  expect([stamps.isSet, await says(stamps)]).toEqual([false, 'none'])
})

describe('one that fails or lies gives none, and says why', () => {
  test.each<[TsaFault, string]>([
    ['down', 'unreachable'],
    ['silent', 'slow'],
    ['error', 'refused'],
    ['page', 'unreadable'],
    ['huge', 'unreadable'],
    ['refuses', 'refused'],
    ['wrong_nonce', 'wrong_nonce'],
    ['no_nonce', 'wrong_nonce'],
    ['wrong_imprint', 'wrong_imprint'],
    ['sha1', 'weak'],
    ['stranger', 'untrusted'],
    ['not_a_stamper', 'untrusted'],
    ['late_clock', 'wrong_clock'],
  ])('%s', async (fault, why) => {
    pki.fail('tsa', fault)
    expect(await says(stampsOf([pki.tsaUrl]))).toBe(why)
    expect(await says(stampsOf([pki.tsaUrl, other.tsaUrl])), 'the next one is asked').toBe('token')
    pki.fail('tsa', null)
  })

  test('one whose root nobody trusts any more', async () => {
    expect(await says(stampsOf([pki.tsaUrl], trusted.slice(1)))).toBe('untrusted')
  })

  test('nobody at that address', async () => {
    expect(await says(stampsOf(['http://127.0.0.1:9/']))).toBe('unreachable')
  })
})

test('one that has failed is left alone for a while: a batch does not wait for it again and again', async () => {
  pki.fail('tsa', 'silent')
  const stamps = stampsOf([pki.tsaUrl])
  expect(await says(stamps)).toBe('slow')
  const { tsa } = pki.asked
  for (let i = 0; i < 5; i++) expect(await says(stamps)).toBe('resting')
  expect(pki.asked.tsa).toBe(tsa)
  pki.fail('tsa', null)
  // The page that tries it finds out that it is back.
  expect((await stamps.tryAll(sha256)).map(({ host, answer }) => [host, 'token' in answer])).toEqual([[pki.host, true]])
  expect(await says(stamps)).toBe('token')
})

test('all of them together take no longer than a person waits', async () => {
  pki.fail('tsa', 'silent')
  other.fail('tsa', 'silent')
  const started = performance.now()
  expect(
    await says(stampsOf([pki.tsaUrl, other.tsaUrl, `${pki.tsaUrl}?2`, `${other.tsaUrl}?2`, `${pki.tsaUrl}?3`])),
  ).not.toBe('token')
  expect(performance.now() - started).toBeLessThan(6000)
  pki.fail('tsa', null)
  other.fail('tsa', null)
})
