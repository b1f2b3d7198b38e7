import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { nameParts } from '../issue/pki/names.ts'
import { openKey } from '../issue/pki/open.ts'
import { readPng } from '../issue/sign/placement.ts'
import { makeAuthority, serialOf } from './authority.ts'

const request = {
  agency: { id: 'a', fullName: 'Ủy ban nhân dân tỉnh Sơn La', place: 'Sơn La' },
  signers: [{ userId: 'u', name: 'Nguyễn Thị Hồng Phượng', position: 'Phó Chủ tịch' }],
  ...{ signerPin: '123456', sealPin: '654321', root: process.cwd() },
}
const { authorities, keys } = await makeAuthority(request)
const root = new X509Certificate(authorities[0]?.certificatePem ?? '')

test('every key opens with its PIN, belongs to its certificate, and comes from the evaluation root', async () => {
  expect(keys.map(({ userId }) => userId)).toEqual(['u', null])
  for (const [index, pin] of ['123456', '654321'].entries()) {
    const own = keys[index]
    const certificate = new X509Certificate(own?.certificatePem ?? '')
    const { certificate: opened } = await openKey(own?.pkcs12 ?? Buffer.of(), pin)
    expect(certificate.raw.equals(opened)).toBe(true)
    expect(certificate.checkIssued(root) && certificate.verify(root.publicKey)).toBe(true)
    await expect(openKey(own?.pkcs12 ?? Buffer.of(), '000000')).rejects.toMatchObject({ code: 'wrong_pin' })
  }
  expect(root.ca).toBe(true)
})

test('a serial number is positive and shortest, whatever was drawn', () => {
  const drawn = (first: number, second: number) =>
    serialOf(Uint8Array.of(first, second, ...Array(14).fill(7))).slice(0, 4)
  expect([drawn(0, 0), drawn(0, 127), drawn(128, 0), drawn(255, 255)]).toEqual(['4000', '407f', '4000', '7fff'])
  expect(serialOf(new Uint8Array(16))).toHaveLength(32)
})

test('nobody can take any of it for the real thing', () => {
  expect(nameParts(root.subject).get('CN')).toContain('không giá trị pháp lý')
  expect([...authorities, ...keys].every(({ isEvaluation }) => isEvaluation)).toBe(true)
})

test('images are transparent and know their true size', () => {
  const [signature, seal] = keys.map(({ imagePng }) => readPng(imagePng))
  expect(signature?.hasAlpha && seal?.hasAlpha).toBe(true)
  expect((seal?.points?.width ?? 0) / (72 / 25.4)).toBeCloseTo(36, 1)
})

test('names come out of a certificate as they went in: accents, commas, signs', async () => {
  const fullName = 'Ủy ban "A", B + C; D = E \\ #F'
  const odd = await makeAuthority({ ...request, signers: [], agency: { ...request.agency, fullName } })
  const parts = nameParts(new X509Certificate(odd.keys[0]?.certificatePem ?? '').subject)
  expect([parts.get('CN'), parts.get('L'), parts.get('C')]).toEqual([fullName, 'Sơn La', 'VN'])
}, 30_000)

test('an accented PIN is refused before it makes a key that nobody opens', async () => {
  await expect(makeAuthority({ ...request, signerPin: 'mật khẩu' })).rejects.toThrow()
})
