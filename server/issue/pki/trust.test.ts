import { X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { describe, expect, test } from 'vitest'
import { certify, extension, type Holder, type Wish } from '../../../tests/tools/pki.ts'
import { trustOf } from './trust.ts'

const now = new Date()
const x509 = ({ der }: Holder) => new X509Certificate(der)
const root = await certify('Gốc', { isAuthority: true })
const trusted = [{ name: 'Gốc', certificatePem: root.pem, isEvaluation: false }]
const under = (name: string, issuer: Holder, wish: Wish = {}) => certify(name, { issuer, ...wish })
const authority = (name: string, issuer: Holder, wish: Wish = {}) => under(name, issuer, { isAuthority: true, ...wish })

async function verdict(leaf: Holder, ...between: Holder[]) {
  const { authority: by, fault, isValidAt } = await trustOf(x509(leaf), between.map(x509), trusted, now)
  return by ? (isValidAt ? 'trusted' : 'not valid then') : (fault ?? 'unknown')
}

test('somebody under an authority under a trusted root is trusted', async () => {
  const middle = await authority('Cấp dưới', root)
  expect(await verdict(await under('An', middle), middle)).toBe('trusted')
  expect(await verdict(await under('Bình', root))).toBe('trusted')
})

test('nobody is trusted for a root that is not, or without the way to one', async () => {
  const strange = await certify('Gốc lạ', { isAuthority: true })
  expect(await verdict(await under('An', strange), strange)).toBe('unknown')
  const middle = await authority('Cấp dưới', root)
  expect(await verdict(await under('An', middle))).toBe('unknown')
})

describe('what those above may not do', () => {
  test('more authorities below them than they allow', async () => {
    const last = await authority('Cuối', root, { pathLength: 0 })
    const more = await authority('Thêm', last)
    expect(await verdict(await under('An', last), last)).toBe('trusted')
    expect(await verdict(await under('An', more), last, more)).toBe('path_length')
  })

  test('issue without being an authority, or without the right to', async () => {
    const person = await under('Một người', root)
    expect(await verdict(await under('An', person), person)).toBe('unknown')
    const noRight = await authority('Không có quyền', root, { usage: 0b0000_0010 })
    expect(await verdict(await under('An', noRight), noRight)).toBe('unknown')
  })

  test('name people outside what they were given', async () => {
    const within = (organisation: string) => {
      const value = new asn1js.Utf8String({ value: organisation })
      const names = new pkijs.RelativeDistinguishedNames({
        typesAndValues: [new pkijs.AttributeTypeAndValue({ type: '2.5.4.10', value })],
      })
      const base = new pkijs.GeneralName({ type: 4, value: names })
      const permittedSubtrees = [new pkijs.GeneralSubtree({ base })]
      return [extension('2.5.29.30', new pkijs.NameConstraints({ permittedSubtrees }).toSchema(), true)]
    }
    const middle = await authority('Của tỉnh', root, { more: within('UBND tỉnh Sơn La') })
    const own = await under('An', middle, { organisation: 'UBND tỉnh Sơn La' })
    const other = await under('An', middle, { organisation: 'UBND tỉnh Điện Biên' })
    expect([await verdict(own, middle), await verdict(other, middle)]).toEqual(['trusted', 'constraints'])
  })

  test('leave out the policies that one above asks for', async () => {
    const asks = extension('2.5.29.36', new pkijs.PolicyConstraints({ requireExplicitPolicy: 0 }).toSchema(), true)
    const says = (policy: string) =>
      extension(
        '2.5.29.32',
        new pkijs.CertificatePolicies({
          certificatePolicies: [new pkijs.PolicyInformation({ policyIdentifier: policy })],
        }).toSchema(),
      )
    const middle = await authority('Có chính sách', root, { more: [asks, says('1.2.3')] })
    expect(await verdict(await under('An', middle, { more: [says('1.2.3')] }), middle)).toBe('trusted')
    expect(await verdict(await under('Bình', middle), middle)).toBe('constraints')
  })

  test('sign over SHA-1', async () => {
    expect(await verdict(await under('An', root, { hash: 'SHA-1' }))).toBe('weak')
    const middle = await authority('Cũ', root, { hash: 'SHA-1' })
    expect(await verdict(await under('An', middle), middle)).toBe('weak')
  })
})

test('a critical rule that is not known is no rule to be broken', async () => {
  const odd = extension('1.2.3.4.5', new asn1js.Null(), true)
  expect(await verdict(await under('An', root, { more: [odd] }))).toBe('constraints')
})

test('of two ways, the one that was valid and is in order', async () => {
  const old = { from: new Date('2020-01-01'), to: new Date('2021-01-01') }
  const [middle, expired] = [await authority('Cấp dưới', root), await authority('Cấp dưới', root, old)]
  expect(await verdict(await under('An', expired), expired)).toBe('not valid then')
  expect(await verdict(await under('An', middle), expired, middle)).toBe('trusted')
})

test('a bundle with no end of ways takes no longer than a short one', async () => {
  const keys = await authority('Một tên', root)
  const twins = await Promise.all(Array.from({ length: 24 }, () => authority('Một tên', keys)))
  const started = performance.now()
  await verdict(await under('An', keys), ...twins)
  expect(performance.now() - started).toBeLessThan(5000)
})
