import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createVault } from './vault.ts'

const secret = randomBytes(32)
const vault = createVault(secret)
const certificate = Buffer.from('a certificate')
const file = randomBytes(2_600)
const PIN = '135790'
const openWith = async (box: typeof vault, locked: Uint8Array, pin: string, of = certificate) =>
  box.open(locked, await box.keyOf(locked, pin), of)
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    (failure: { code?: string }) => failure.code,
  )

describe('a PKCS#12 file as it is kept', () => {
  it('opens with its PIN, however that is composed, and shows nothing of itself', async () => {
    const locked = await vault.lock(file, 'mật mã'.normalize('NFD'), certificate)
    expect(await openWith(vault, locked, 'mật mã'.normalize('NFC'))).toEqual(file)
    expect(Buffer.from(locked).includes(file.subarray(100, 116))).toBe(false)
    expect(await vault.lock(file, 'mật mã', certificate)).not.toEqual(locked)
  })

  it('opens with no other PIN, for no other certificate, and under no other secret', async () => {
    const locked = await vault.lock(file, PIN, certificate)
    expect(await codeOf(openWith(vault, locked, '135791'))).toBe('wrong_pin')
    expect(await codeOf(openWith(vault, locked, PIN, Buffer.from('another')))).toBe('wrong_pin')
    expect(await codeOf(openWith(createVault(randomBytes(32)), locked, PIN))).toBe('bad_key')
  })

  it('is refused when a byte of it was changed, wherever that is, and at once when it asks for all memory', async () => {
    const locked = Buffer.from(await vault.lock(file, PIN, certificate))
    for (const at of [0, 9, 20, 40, 50, 61, locked.length - 1]) {
      const changed = Buffer.from(locked)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(['wrong_pin', 'bad_key']).toContain(await codeOf(openWith(vault, changed, PIN)))
    }
    const greedy = Buffer.from(locked)
    greedy.writeUInt32BE(0xffffffff, 4)
    expect(await codeOf(openWith(vault, greedy, PIN))).toBe('bad_key')
    expect(await codeOf(openWith(vault, locked.subarray(0, 30), PIN))).toBe('bad_key')
  })
})
