import * as asn1js from 'asn1js'
import { expect, test } from 'vitest'
import { contentAt, elementAt, OCTET_STRING, SEQUENCE } from './der.ts'
import { OID } from './oids.ts'
import { element, identifier, small, tagged } from './write-der.ts'

const read = (der: Buffer) => asn1js.fromBER(new Uint8Array(der).buffer)

test('an element of any length is read back, by the library too', () => {
  for (const length of [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000]) {
    const content = Buffer.alloc(length, 7)
    const der = element(OCTET_STRING, content)
    expect(contentAt(der, elementAt(der, 0)).equals(content)).toBe(true)
    expect(read(der).offset).toBe(der.length)
  }
})

test('identifiers and versions are written as the library writes them', () => {
  for (const value of [...Object.values(OID), '2.999.3', '0.9.128.16384'])
    expect(identifier(value)).toEqual(Buffer.from(new asn1js.ObjectIdentifier({ value }).toBER()))
  for (const value of [0, 1, 3, 127]) expect(small(value)).toEqual(Buffer.from(new asn1js.Integer({ value }).toBER()))
})

test('parts stand one behind the other, also behind a number', () => {
  const parts = [small(1), identifier(OID.data)]
  const { result } = read(element(tagged(0), element(SEQUENCE, ...parts)))
  expect(result.idBlock).toMatchObject({ tagClass: 3, tagNumber: 0, isConstructed: true })
  expect(Buffer.from(result.toBER())).toEqual(element(tagged(0), element(SEQUENCE, ...parts)))
})
