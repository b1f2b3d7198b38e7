/** What a signature says of itself: each once and without contradiction, however it is stored; or no reader may call it whole. */
import { createHash } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { beforeAll, describe, expect, test } from 'vitest'
import { certify, type Holder, signingKeyOf } from '../../../tests/tools/pki.ts'
import { OCTET_STRING, SEQUENCE, SET } from '../pki/der.ts'
import { OID } from '../pki/oids.ts'
import { element, identifier, small, tagged } from '../pki/write-der.ts'
import { checkSignature, checkTimestamp, type SignedBytes } from './cms.ts'

const SIGNED = Buffer.from('Cấp 12 tỷ đồng')
const OTHER = Buffer.from('Cấp 21 tỷ đồng')
const INTACT = { state: 'intact' }
const BROKEN = { state: 'broken' }
const CONTRADICTS = { state: 'unknown', reason: { kind: 'contradicts' } }

const hash = (bytes: Uint8Array, digest = 'sha256') => createHash(digest).update(bytes).digest()
const sequence = (...parts: Uint8Array[]) => element(SEQUENCE, ...parts)
const octets = (bytes: Uint8Array) => element(OCTET_STRING, bytes)
/** Without a length, as BER allows it: the end is marked. */
const open = (tag: number, ...parts: Uint8Array[]) => Buffer.concat([Buffer.of(tag, 0x80), ...parts, Buffer.of(0, 0)])
const attribute = (type: string, ...values: Uint8Array[]) => sequence(identifier(type), element(SET, ...values))

const kind = attribute(OID.contentType, identifier(OID.data))
const digest = attribute(OID.messageDigest, octets(hash(SIGNED)))
const names = ({ der }: Holder) => attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(hash(der))))))
const namesBySha1 = ({ der }: Holder) =>
  attribute(OID.signingCertificate, sequence(sequence(sequence(octets(hash(der, 'sha1'))))))

let alice: Holder
let mallory: Holder
beforeAll(async () => {
  alice = await certify('Alice')
  mallory = await certify('Mallory')
})

interface Made {
  attributes: Uint8Array[]
  /** As they are signed; by itself as they are stored. */
  signed?: Uint8Array
  /** As they are stored. */
  stored?: Uint8Array
  content?: Uint8Array
  contentType?: string
  certificates?: Uint8Array[]
}

async function cms({ attributes, content, contentType = OID.data, ...made }: Made): Promise<Buffer> {
  const { signed = element(SET, ...attributes), stored = element(tagged(0), ...attributes) } = made
  const { issuer, serialNumber } = alice.certificate
  const key = await signingKeyOf(alice)
  const signer = sequence(
    small(1),
    sequence(Buffer.from(issuer.toSchema().toBER()), Buffer.from(serialNumber.toBER())),
    sequence(identifier(OID.sha256)),
    stored,
    sequence(identifier(OID.ecdsaWithSha256)),
    octets(await key.sign(signed)),
  )
  const body = sequence(
    small(1),
    element(SET, sequence(identifier(OID.sha256))),
    sequence(identifier(contentType), ...(content ? [element(tagged(0), octets(content))] : [])),
    element(tagged(0), ...(made.certificates ?? [alice.der])),
    element(SET, signer),
  )
  return sequence(identifier(OID.signedData), element(tagged(0), body))
}

const about = (bytes: Buffer): SignedBytes => ({ digest: (name) => hash(bytes, name), parts: () => [bytes] })
const verdict = async (made: Made, bytes = SIGNED) => checkSignature(await cms(made), about(bytes)).integrity

describe('what is signed says two things', () => {
  const cases: Record<string, () => Made> = {
    'two digests, in two attributes': () => ({
      attributes: [kind, digest, attribute(OID.messageDigest, octets(hash(OTHER))), names(alice)],
    }),
    'two digests, in one': () => ({
      attributes: [kind, attribute(OID.messageDigest, octets(hash(SIGNED)), octets(hash(OTHER))), names(alice)],
    }),
    'two certificates': () => ({ attributes: [kind, digest, names(alice), names(mallory)] }),
    'two kinds of content': () => ({
      attributes: [kind, attribute(OID.contentType, identifier(OID.timestampInfo)), digest, names(alice)],
    }),
    'another kind of content than there is': () => ({
      attributes: [attribute(OID.contentType, identifier(OID.timestampInfo)), digest, names(alice)],
    }),
    'other content in the signature itself': () => ({ attributes: [kind, digest, names(alice)], content: OTHER }),
  }
  test.each(Object.entries(cases))('%s', async (_, make) => {
    expect(await verdict(make())).toEqual(CONTRADICTS)
    expect(await verdict(make(), Buffer.from('changed'))).toEqual(BROKEN)
  })
})

describe('another certificate than the one that signed', () => {
  test.each([
    ['by its SHA-1, as older signatures name it', () => [kind, digest, namesBySha1(mallory)]],
    ['by its SHA-1, beside the right one', () => [kind, digest, namesBySha1(mallory), names(alice)]],
    ['by its SHA-256', () => [kind, digest, names(mallory)]],
  ])('%s', async (_, attributes) => {
    expect(await verdict({ attributes: attributes() })).toEqual(BROKEN)
  })

  test('of the same name and number, put in front by somebody else', async () => {
    const twin = await certify('Alice')
    twin.certificate.serialNumber = alice.certificate.serialNumber
    await twin.certificate.sign(twin.keys.privateKey, 'SHA-256')
    const der = new Uint8Array(twin.certificate.toSchema(true).toBER())
    const attributes = [kind, digest, names(alice)]
    expect(await verdict({ attributes, certificates: [der, alice.der] })).toEqual(INTACT)
    expect(await verdict({ attributes, certificates: [der] })).toEqual(BROKEN)
  })
})

describe('honest signatures, however they are stored', () => {
  const cases: Record<string, () => Made> = {
    'as usual': () => ({ attributes: [kind, digest, names(alice)] }),
    'the certificate named in both ways': () => ({ attributes: [kind, digest, namesBySha1(alice), names(alice)] }),
    'with the signed bytes in it': () => ({ attributes: [kind, digest, names(alice)], content: SIGNED }),
    'with empty content': () => ({ attributes: [kind, digest, names(alice)], content: Buffer.of() }),
    'signed in another order than stored': () => ({
      attributes: [names(alice), digest, kind],
      signed: element(SET, ...[names(alice), digest, kind].sort(Buffer.compare)),
    }),
    'stored without a length': () => {
      const attributes = [kind, digest, names(alice)]
      const loose = [open(SEQUENCE, identifier(OID.contentType), open(SET, identifier(OID.data))), digest, names(alice)]
      return { attributes, stored: open(tagged(0), ...loose) }
    },
  }
  test.each(Object.entries(cases))('%s', async (_, make) => {
    expect(await verdict(make())).toEqual(INTACT)
    expect(await verdict(make(), OTHER)).toEqual(BROKEN)
  })
})

test('what says a time, and was not signed as a time stamp, is none', async () => {
  const info = new pkijs.TSTInfo({
    ...{ version: 1, policy: '1.2.3.4', genTime: new Date('2026-01-05T08:00:00Z') },
    serialNumber: new asn1js.Integer({ value: 1 }),
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256 }),
      hashedMessage: new asn1js.OctetString({ valueHex: new Uint8Array(hash(SIGNED)).buffer }),
    }),
  })
  const content = new Uint8Array(info.toSchema().toBER())
  const stampOf = async (contentType: string) => {
    const said = attribute(OID.contentType, identifier(contentType))
    const attributes = [said, attribute(OID.messageDigest, octets(hash(content))), names(alice)]
    return checkTimestamp(await cms({ attributes, content, contentType }), about(SIGNED)).stamp
  }
  expect(await stampOf(OID.timestampInfo)).toMatchObject({ time: new Date('2026-01-05T08:00:00Z') })
  expect(await stampOf(OID.data)).toBeNull()
})
