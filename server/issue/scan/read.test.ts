import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/lib/errors.ts'
import { type ScanOptions, scanPdf } from '../../../tests/tools/scan.ts'
import { inspect } from '../verify/inspect.ts'
import { readScan } from './read.ts'

const refusal = async (pdf: Uint8Array): Promise<unknown> =>
  readScan(pdf).then(
    ({ pages, dpi }) => ({ pages, dpi }),
    (failure: unknown) => (failure instanceof AppError ? failure.detail.reason : failure),
  )
const small: ScanOptions = { dpi: 200 }

describe('a scan is taken', () => {
  test.each<[string, ScanOptions, { pages: number; dpi: number }]>([
    ['at 200 dpi', { dpi: 200, pages: 2 }, { pages: 2, dpi: 200 }],
    ['in strips', { dpi: 200, strips: 8 }, { pages: 1, dpi: 200 }],
    ['with a coarse ground under fine letters', { dpi: 300, ground: 100 }, { pages: 1, dpi: 300 }],
    ['of A3', { dpi: 200, sheet: [420, 297] }, { pages: 1, dpi: 200 }],
    ['that is turned', { ...small, turned: 90 }, { pages: 1, dpi: 200 }],
    ['cut by some millimetres', { ...small, sheet: [206, 291] }, { pages: 1, dpi: 200 }],
  ])('%s', async (_, options, found) => {
    expect(await refusal(await scanPdf(options))).toEqual(found)
  })

  test('as a plain file of ours, which can be read to its end and holds nothing else', async () => {
    const { bytes, box } = await readScan(await scanPdf(small))
    expect(inspect(bytes)).toMatchObject({ signatures: [], malformed: 0 })
    const text = Buffer.from(bytes).toString('latin1')
    for (const odd of ['/AcroForm', '/JavaScript', '/EmbeddedFile', '/OpenAction']) expect(text).not.toContain(odd)
    expect(box.page).toBe(1)
    expect(box.x + box.width).toBeLessThan(596)
    expect(box.y + box.height).toBeLessThan(842)
    expect(box.y).toBeGreaterThan(760)
  })

  test('a turned page stands upright afterwards', async () => {
    for (const turned of [90, 180, 270] as const) {
      const { bytes } = await readScan(await scanPdf({ ...small, turned, sheet: [297, 210] }))
      expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/\/Rotate\s+(90|180|270)/)
    }
  })
})

describe('is refused with what to do', () => {
  test.each<[ScanOptions, string]>([
    [{ dpi: 150 }, 'scan_dpi'],
    [{ dpi: 190 }, 'scan_dpi'],
    [{ ...small, strips: 4, dpi: 150 }, 'scan_dpi'],
    [{ ...small, isGrey: true }, 'scan_grey'],
    [{ ...small, sheet: [180, 250] }, 'scan_size'],
    [{ ...small, with: 'text' }, 'scan_no_image'],
    [{ ...small, with: 'form' }, 'scan_active'],
    [{ ...small, with: 'remark' }, 'scan_active'],
    [{ ...small, with: 'script' }, 'scan_active'],
    [{ ...small, with: 'file' }, 'scan_active'],
  ])('%j: %s', async (options, reason) => {
    expect(await refusal(await scanPdf(options))).toBe(reason)
  })

  test('naming the pages', async () => {
    const told = readScan(await scanPdf({ dpi: 150, pages: 3 }))
    await expect(told).rejects.toMatchObject({ detail: { field: 'file', reason: 'scan_dpi', pages: [1, 2, 3] } })
  })

  test('what is no PDF, an old one, a cut one', async () => {
    const pdf = await scanPdf(small)
    expect(await refusal(new TextEncoder().encode('hello'))).toBe('scan_not_pdf')
    const old = Buffer.from(pdf)
    old.write('%PDF-1.3', 0, 'latin1')
    expect(await refusal(old)).toBe('scan_old')
    expect(await refusal(pdf.subarray(0, 400))).toMatch(/^scan_(unreadable|pages)$/)
  })

  test.each<[string, string | undefined, { catalog?: string; page?: string }]>([
    ['a page tree that runs in a circle', '<< /Type /Pages /Kids [ 2 0 R ] /Count 1 >>', {}],
    ['a number for a page tree', '7', {}],
    ['no pages', '<< /Type /Pages /Count 1 >>', {}],
    ['a number for a list of pages', '<< /Type /Pages /Kids 5 /Count 1 >>', {}],
    ['a list for names', undefined, { catalog: '/Names [ 1 2 ]' }],
    ['a dictionary for remarks', undefined, { page: '/Annots << /A 1 >>' }],
    ['remarks that refer to themselves', undefined, { page: '/Annots 4 0 R' }],
  ])(
    'an odd file: %s',
    async (_, pages = '<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>', { catalog = '', page = '' }) => {
      const objects = [
        `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
        pages,
        `<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] ${page} >>`,
        '4 0 R',
      ]
      const written = objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`)
      const pdf = `%PDF-1.7\n${written.join('')}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n`
      expect(await refusal(new TextEncoder().encode(pdf))).toMatch(/^scan_(unreadable|pages)$/)
    },
  )
})
