import { expect, test } from 'vitest'
import config from '../../../svelte.config.js'
import vi from '../../messages/vi/companion.json'
import { comparedCode, FAULTS, importSecret, PORTS, proofOf } from './protocol.ts'

test('pages may speak with each port that the program may take, and with nothing else', () => {
  expect(config.kit?.csp?.directives?.['connect-src']).toEqual([
    'self',
    ...PORTS.map((port) => `http://127.0.0.1:${port}`),
  ])
})

test('whatever the program says has its sentence', () => {
  for (const fault of FAULTS) expect(Object.keys(vi)).toContain(`companion_fault_${fault}`)
})

test('a proof is for one path, one nonce and one body', async () => {
  const key = await importSecret(new Uint8Array(32).fill(7))
  const asked: [string, string, string][] = [
    ['/v1/sign', 'a', '{}'],
    ['/v1/keys', 'a', '{}'],
    ['/v1/sign', 'b', '{}'],
    ['/v1/sign', 'a', '[]'],
  ]
  const proofs = await Promise.all(asked.map((one) => proofOf(key, ...one)))
  expect(new Set(proofs).size).toBe(asked.length)
  expect(await comparedCode(new Uint8Array())).toBe('E3B0C442')
})
