import { createHash, randomBytes } from 'node:crypto'
import * as asn1js from 'asn1js'
import { expect, test } from 'vitest'
import { OID } from '../server/issue/pki/oids.ts'
import { signedAttributes } from '../server/issue/sign/cms.ts'
import { makeAuthorityOf } from '../tests/tools/holders.ts'
import { faultOfAttributes } from './attributes.ts'

const authority = makeAuthorityOf('Nơi cấp thử nghiệm')
const { certificate } = authority.issue('Nguyễn Văn A')
const other = authority.issue('Trần Văn B').certificate
const good = signedAttributes(randomBytes(32), certificate)

const attribute = (type: string, ...values: asn1js.AsnType[]) =>
  new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: type }), new asn1js.Set({ value: values })] })
const data = attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.data }))
const digest = (length: number) =>
  attribute(OID.messageDigest, new asn1js.OctetString({ valueHex: new Uint8Array(length).buffer }))
const names = (der: Uint8Array) => {
  const valueHex = new Uint8Array(createHash('sha256').update(der).digest()).buffer
  const id = new asn1js.Sequence({ value: [new asn1js.OctetString({ valueHex })] })
  const all = new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [id] })] })
  return attribute(OID.signingCertificateV2, all)
}
const set = (...value: asn1js.AsnType[]) => new Uint8Array(new asn1js.Set({ value }).toBER())

test('what the server asks to be signed is what it says', () => {
  expect(faultOfAttributes(good, certificate)).toBeNull()
  expect(faultOfAttributes(set(data, digest(32), names(certificate)), certificate)).toBeNull()
})

test.each([
  ['of another certificate', () => good, other],
  ['nothing', () => new Uint8Array(), certificate],
  ['words', () => new TextEncoder().encode('đăng nhập ngân hàng'), certificate],
  ['a bare digest', () => new Uint8Array(32).fill(0x31), certificate],
  ['a certificate', () => certificate, certificate],
  ['with something behind it', () => Uint8Array.of(...good, 0), certificate],
  ['cut short', () => good.subarray(0, -1), certificate],
  ['without a digest', () => set(data, names(certificate)), certificate],
  ['with a digest of another length', () => set(data, digest(20), names(certificate)), certificate],
  [
    'with an attribute more',
    () => set(data, digest(32), names(certificate), attribute(OID.signingTime, new asn1js.Null())),
    certificate,
  ],
  ['with the digest twice', () => set(data, digest(32), digest(32), names(certificate)), certificate],
  [
    'of something that is no document',
    () =>
      set(
        attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.signedData })),
        digest(32),
        names(certificate),
      ),
    certificate,
  ],
  [
    'of two values',
    () => set(attribute(OID.contentType, new asn1js.Null(), new asn1js.Null()), digest(32), names(certificate)),
    certificate,
  ],
])('%s is refused', (_what, made, by) => {
  expect(faultOfAttributes(made(), by)).toEqual(expect.any(String))
})
