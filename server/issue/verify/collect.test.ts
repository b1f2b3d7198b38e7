/** Asking others' servers about revocation: a slow one costs its time once, not for every certificate. */
import { afterAll, expect, test } from 'vitest'
import { openPki } from '../../../tests/tools/pki.ts'
import { weighAnswer } from '../archive/weigh.ts'
import type { Ground } from '../ground.ts'
import { collect } from './collect.ts'

const pki = await openPki()
afterAll(pki.close)
const host = new URL(pki.url).host
const ground: Pick<Ground, 'weighAnswer' | 'pkiHosts' | 'now'> = {
  weighAnswer: (asked) => weighAnswer(asked),
  pkiHosts: [host],
  now: () => new Date(),
}

async function people(count: number) {
  const issuer = pki.intermediate.der
  const all = await Promise.all(Array.from({ length: count }, (_, i) => pki.person(`Nguyễn Văn ${i}`)))
  return all.map(({ der }) => ({ certificate: der, issuer }))
}

test('a responder that stays silent is waited for once, and told by its host', async () => {
  const missing = await people(4)
  pki.fail('ocsp', 'silent')
  const before = pki.asked.ocsp
  const { fault, ocsps } = await collect(ground, missing, { isHurried: true })
  pki.fail('ocsp', null)
  expect(pki.asked.ocsp - before).toBe(1)
  expect(ocsps).toEqual([])
  expect(fault).toEqual({ reason: 'no_answer', about: `${host}: slow` })
})

test('one that answers is asked of every certificate', async () => {
  const before = pki.asked.ocsp
  const { fault, ocsps } = await collect(ground, await people(3), { isHurried: true })
  expect(fault).toBeNull()
  expect(ocsps).toHaveLength(3)
  expect(pki.asked.ocsp - before).toBe(3)
})

test('an address that is none, and one within this network that nobody has named, are no crash', async () => {
  for (const [ocsp, fault] of [
    ['http://[', 'URL: bad_address'],
    ['http://127.0.0.1:1/ocsp', '127.0.0.1:1: private_address'],
    ['http://2130706433/', '127.0.0.1: private_address'],
    ['http://[::ffff:127.0.0.1]/', '[::ffff:7f00:1]: private_address'],
  ] as const) {
    const { der } = await pki.person('Nguyễn Văn An', { ocsp })
    const found = await collect(ground, [{ certificate: der, issuer: pki.intermediate.der }], { isHurried: true })
    expect(found.fault).toEqual({ reason: 'no_answer', about: fault })
  }
})
