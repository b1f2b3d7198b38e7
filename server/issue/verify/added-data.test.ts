/** Bytes behind a signature that show nothing and are no signature: never told as nothing, as signatures or as content. */
import { beforeAll, describe, expect, test } from 'vitest'
import { append, makeSigner, objectText, objectWith, rootOf, sign, wordsPdf } from '../../../tests/tools/signed-pdf.ts'
import type { After } from './after.ts'
import { examinePdf } from './examine.ts'

const first = makeSigner('Nguyễn Văn Nhất')
const second = makeSigner('Trần Thị Nhì')
const trust = { authorities: [], now: new Date('2026-11-29T03:00:00Z') }
const states = (pdf: Uint8Array): After['state'][] => examinePdf(pdf, trust).signatures.map(({ after }) => after.state)

let signed: Buffer
beforeAll(async () => {
  signed = Buffer.from(await sign(await wordsPdf(), first, 'Signer'))
})
const behind = (text: string) => (pdf: Buffer) => Buffer.concat([pdf, Buffer.from(text, 'latin1')])
const withCatalog = (pdf: Buffer, entry: string, objects: Record<number, string>) => {
  const root = rootOf(pdf)
  return append(pdf, { objects: { [root]: objectText(pdf, root).replace(/>>$/, `${entry} >>`), ...objects } })
}

const UNSEEN: [string, (pdf: Buffer) => Buffer][] = [
  ['a line end', behind('\n')],
  ['a line end of Windows', behind('\r\n')],
  ['blanks and tabs', behind('  \t \f ')],
  ['zeros', behind('\0'.repeat(1000))],
  ['an update without anything', (pdf) => append(pdf, {})],
  ['an object that nobody uses', (pdf) => append(pdf, { objects: { 700: '(21 ty)' } })],
  ['two such updates', (pdf) => append(append(pdf, { objects: { 700: '(21 ty)' } }), { objects: { 701: '<< >>' } })],
  [
    'an object once more',
    (pdf) => {
      const page = objectWith(pdf, /\/Type \/Page\s/)
      return append(pdf, { objects: { [page]: objectText(pdf, page) } })
    },
  ],
  ['data for checking signatures', (pdf) => withCatalog(pdf, '/DSS 700 0 R', { 700: '<< /Certs [ ] >>' })],
]

describe('shows nothing and is no signature', () => {
  test.each(UNSEEN)('%s', (_, add) => {
    expect(states(signed)).toEqual(['nothing'])
    expect(states(add(signed))).toEqual(['data'])
  })

  test.each(UNSEEN)('%s, and a signature before it or behind it', async (_, add) => {
    const twice = Buffer.from(
      await sign(signed, second, 'Second', { rectangle: { x: 80, y: 60, width: 90, height: 40 } }),
    )
    expect(states(twice)).toEqual(['allowed', 'nothing'])
    expect(states(add(twice))).toEqual(['allowed', 'data'])
  })
})

test.each([
  ['a comment', '% 21 ty\n'],
  ['a second end', '%%EOF\n'],
  ['the end once more', '\nstartxref\n0\n%%EOF\n'],
  ['words', '21 ty'],
])('%s behind the end: what it is cannot be told', (_, text) => {
  expect(states(behind(text)(signed))).toEqual(['unclear'])
  expect(examinePdf(behind(text)(signed), trust).signatures[0]?.after).not.toEqual({ state: 'data' })
})
