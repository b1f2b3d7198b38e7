/** What a stranger's file may cost: the work grows with its size and ends. */
import { deflateSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { append, makeSigner, objectText, objectWith, rootOf, sign, wordsPdf } from '../../../tests/tools/signed-pdf.ts'
import { examinePdf } from './examine.ts'

const signer = makeSigner('Nguyễn Văn Nhất')
const trust = { authorities: [], now: new Date('2026-11-29T03:00:00Z') }
/** Minutes where the fault was; this machine may be busy. */
const SECONDS = 12
let signed: Buffer

beforeAll(async () => {
  signed = Buffer.from(await sign(await wordsPdf(), signer, 'Signer'))
}, 60_000)

function seconds(pdf: Uint8Array): number {
  const started = performance.now()
  examinePdf(pdf, trust)
  return (performance.now() - started) / 1000
}

/** A whole file of objects, with a table in order. */
function file(objects: Record<number, string | Buffer>, trailer = '/Root 1 0 R'): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  let at = parts[0]?.length ?? 0
  const entries: string[] = []
  for (const [num, body] of Object.entries(objects)) {
    entries.push(`${num} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
    const part = Buffer.concat([Buffer.from(`${num} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')])
    parts.push(part)
    at += part.length
  }
  parts.push(Buffer.from(`xref\n${entries.join('')}trailer\n<< /Size 99 ${trailer} >>\nstartxref\n${at}\n%%EOF\n`))
  return Buffer.concat(parts)
}

const catalog = (form: string) => `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [ ${form} ] >> >>`
const NO_PAGES = '<< /Type /Pages /Kids [ ] /Count 0 >>'

test('sixteen stuffed signatures in a large file', () => {
  const padding = Buffer.alloc(7 * 1024 * 1024, 0x20)
  const one = (at: number) =>
    `<< /FT /Sig /T (F${at}) /V << /Type /Sig /ByteRange [0 100 200 ${padding.length}] /Contents <${'3003020101'.repeat(20_000)}> >> >>`
  const fields = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [10 + at, one(at)]))
  const pdf = file({
    1: catalog(
      Object.keys(fields)
        .map((num) => `${num} 0 R`)
        .join(' '),
    ),
    2: NO_PAGES,
    ...fields,
    90: padding,
  })
  expect(seconds(pdf)).toBeLessThan(SECONDS)
}, 60_000)

test('more signatures than are looked at are counted', async () => {
  const widgets = Array.from({ length: 40 }, (_, at) => 100 + at)
  const pdf = append(signed, {
    objects: {
      ...Object.fromEntries(
        widgets.map((num) => [num, `<< /FT /Sig /T (F${num}) /V << /Type /Sig /Contents <00> >> >>`]),
      ),
      [objectWith(signed, '/SigFlags')]: objectText(signed, objectWith(signed, '/SigFlags')).replace(
        /\]/,
        `${widgets.map((num) => `${num} 0 R`).join(' ')} ]`,
      ),
    },
  })
  const { more, malformed } = examinePdf(pdf, trust)
  expect(more + malformed).toBe(40)
  expect(more).toBeGreaterThan(0)
}, 60_000)

test('bombs, circles, depths and lists without end', () => {
  const bomb = deflateSync(Buffer.alloc(60 * 1024 * 1024))
  const stream = (dict: string, bytes: Buffer) =>
    Buffer.concat([Buffer.from(`<< ${dict} /Length ${bytes.length} >>\nstream\n`), bytes, Buffer.from('\nendstream')])
  const page = (more: string) => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] ${more} >>`
  const onePage = '<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>'
  const loop = 'q /A Do Q '.repeat(40)
  const hostile: Buffer[] = [
    file({ 1: catalog(''), 2: onePage, 3: page('/Contents 4 0 R'), 4: stream('/Filter /FlateDecode', bomb) }),
    file({
      1: catalog(''),
      2: onePage,
      3: page(`/Contents [ ${'4 0 R '.repeat(50_000)} ]`),
      4: stream('', Buffer.from('q Q')),
    }),
    // A form that draws itself, forty times over.
    file({
      ...{ 1: catalog(''), 2: onePage, 3: page('/Contents 4 0 R /Resources << /XObject << /A 5 0 R >> >>') },
      4: stream('', Buffer.from(loop)),
      5: stream('/Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /A 5 0 R >> >>', Buffer.from(loop)),
    }),
    file({ 1: catalog(''), 2: '<< /Type /Pages /Kids [ 2 0 R ] >>' }),
    file({ 1: catalog('3 0 R'), 2: NO_PAGES, 3: '<< /T (a) /Kids [ 3 0 R ] >>' }),
    file({ 1: catalog(''), 2: `${'['.repeat(500_000)}` }),
    file({ 1: catalog(''), 2: '3 0 R', 3: '2 0 R' }),
    file({ 1: catalog(''), 2: onePage, 3: page('/Contents 4 0 R'), 4: stream('', Buffer.from('BI '.repeat(200_000))) }),
    file({ 1: catalog(''), 2: onePage, 3: page('/Contents 4 0 R'), 4: stream('', Buffer.from('(('.repeat(500_000))) }),
    Buffer.from(`%PDF-1.7\n${'xref\n0 0\ntrailer << /Prev 9 >> '.repeat(50_000)}startxref\n9\n%%EOF`),
    Buffer.from(
      `%PDF-1.7\nxref\n0 8000000\n${'0000000009 00000 n \n'.repeat(200_000)}trailer\n<< >>\nstartxref\n9\n%%EOF`,
    ),
  ]
  for (const pdf of hostile) expect(seconds(pdf)).toBeLessThan(SECONDS)
}, 60_000)

test('sixty updates behind a signature', () => {
  let pdf: Buffer = signed
  const root = rootOf(signed)
  for (let round = 0; round < 60; round++)
    pdf = append(pdf, {
      objects: { [root]: objectText(signed, root).replace(/>>$/, `/DSS << /Certs [] >> >>`), 800: `${round}` },
    })
  expect(seconds(pdf)).toBeLessThan(SECONDS)
}, 60_000)

test('ten times the file takes no more than ten times the work, and then some', async () => {
  const of = async (pages: number) => Buffer.from(await sign(await wordsPdf({ pages }), signer, 'Signer'))
  const [small, large] = [await of(20), await of(200)]
  seconds(small)
  const [once, tenfold] = [seconds(small), seconds(large)]
  expect(tenfold).toBeLessThan(Math.max(once, 0.02) * 40)
}, 60_000)
