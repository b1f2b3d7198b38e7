/** Files that are no Word files, or mean harm: refused with a reason, within the time and memory of their process. */
import { strToU8, zipSync } from 'fflate'
import { afterAll, expect, test, vi } from 'vitest'
import { AppError } from '../../src/lib/errors.ts'
import { p, relation, wordFile, type Written } from '../../tests/fixtures/word-files.ts'
import { openWorkers } from '../../tests/tools/workers.ts'
import { read, wordFileOf } from './jobs.ts'
import { createReader, importWorks } from './works.ts'

const workers = openWorkers()
afterAll(() => workers.close())
const anyone = { id: 'somebody' }
const given = (bytes: Uint8Array) => ({ bytes, fileName: 'a.docx', agency: 'UBND', taken: null })
const inProcess = (bytes: Uint8Array, works = workers.do) => createReader(works).read(anyone, given(bytes))
const EXTERNAL = { external: true }

async function fate(bytes: Uint8Array, readIt: (bytes: Uint8Array) => unknown = wordFileOf): Promise<string> {
  try {
    await readIt(bytes)
    return 'read'
  } catch (failure) {
    if (!(failure instanceof AppError) || failure.code !== 'bad_word_file') throw failure
    return String(failure.detail.reason)
  }
}
const made = (written: Written) => fate(wordFile(written))

test('a sound file is read, in a process of its own as here', async () => {
  expect(await made({})).toBe('read')
  expect(await inProcess(wordFile({}))).toEqual(read(given(wordFile({}))))
  expect(await fate(new Uint8Array(9), (bytes) => inProcess(bytes))).toBe('other')
})

const cfb = (words: string) =>
  Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.from(words, 'utf16le')])
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

test.each([
  ['nothing', new Uint8Array(), 'other'],
  ['a PDF', strToU8('%PDF-1.7 …'), 'other'],
  ['RTF', strToU8('{\\rtf1 …}'), 'other'],
  ['a zip of something else', zipSync({ 'a.txt': strToU8('chữ') }), 'other'],
  ['a workbook', wordFile({ contentType: sheet }), 'other'],
  ['Word 97', cfb('WordDocument'), 'old'],
  ['a file with a password', cfb('EncryptedPackage'), 'locked'],
  ['half a file', wordFile({ body: p('chữ'.repeat(500)) }).subarray(0, 900), 'broken'],
])('%s', async (_, bytes, reason) => {
  expect(await fate(bytes)).toBe(reason)
})

test('broken XML, an entity, a DTD, another encoding than it says', { timeout: 60_000 }, async () => {
  const document = (xml: string) => made({ document: xml })
  const open = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
  expect(await document(`${open}<w:p><w:r><w:t>chữ</w:t></w:p></w:body></w:document>`)).toBe('broken')
  expect(await document(`${open}<w:p><w:r><w:t>&lol;</w:t></w:r></w:p></w:body></w:document>`)).toBe('broken')
  const dtd = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
  expect(await document(`${dtd}${open}<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`)).toBe('broken')
  const file = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
  expect(await document(`${file}${open}<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>`)).toBe('broken')
  expect(await made({ more: { 'word/document.xml': new Uint8Array([0x3c, 0xff, 0xfe, 0x3e]) } })).toBe('broken')
})

test('macros, by their project and by their content type', async () => {
  expect(await made({ more: { 'word/vbaProject.bin': new Uint8Array(9) } })).toBe('macros')
  expect(await made({ contentType: 'application/vnd.ms-word.document.macroEnabled.main+xml' })).toBe('macros')
})

test.each([
  ['attachedTemplate', 'https://example.com/a.dotm', 'template'],
  ['attachedTemplate', 'file://server/share/a.dotm', 'template'],
  ['attachedTemplate', '\\\\server\\share\\a.dotm', 'template'],
  ['attachedTemplate', 'file:///C:/Users/mai/Mau.dotx', 'template'],
  ['attachedTemplate', 'Macintosh%20HD:Users:a:CongVan.dotx', 'template'],
  ['attachedTemplate', '%', 'template'],
  ['image', 'https://example.com/a.png', 'elsewhere'],
  ['oleObject', 'file:///C:/a.xlsx', 'elsewhere'],
  ['subDocument', '../b.docx', 'elsewhere'],
  // What the reader itself would look for is looked for in the file alone.
  ['styles', 'https://example.com/styles.xml', 'elsewhere'],
  ['footnotes', 'file://server/share/footnotes.xml', 'elsewhere'],
  ['header', 'http://169.254.169.254/', 'elsewhere'],
])('%s at %s is left there and told; a hyperlink is words', (type, target, what) => {
  const fetching = vi.spyOn(globalThis, 'fetch')
  const relations = relation(type, target, EXTERNAL) + relation('hyperlink', 'https://example.com', EXTERNAL)
  const { blocks, lost } = wordFileOf(wordFile({ relations }))
  expect(blocks).toMatchObject([{ content: [{ text: 'Lời văn.' }] }])
  expect(lost).toEqual([{ what, count: 1, examples: [[{ text: target, font: '' }]] }])
  expect(fetching).not.toHaveBeenCalled()
  fetching.mockRestore()
})

test('a document that lies elsewhere itself is none, and a part without an address is not there', async () => {
  const elsewhere = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation('officeDocument', 'https://example.com/word/document.xml', EXTERNAL)}</Relationships>`
  expect(await made({ more: { '_rels/.rels': strToU8(elsewhere) } })).toBe('other')
  for (const target of ['%E0%A4%A', 'http://[', 'NULL', '../../../etc/passwd'])
    expect(await made({ relations: relation('header', target) }), target).toBe('read')
})

test('no words', async () => {
  expect(await made({ body: p() })).toBe('empty')
  expect(await made({ body: '<w:p><w:r><w:t xml:space="preserve"> </w:t></w:r></w:p>' })).toBe('empty')
})

test('signs of a font and a formula are words', () => {
  const sign = (font: string) => `<w:p><w:r><w:sym w:font="${font}" w:char="F0FC"/></w:r></w:p>`
  const ticks = wordFileOf(wordFile({ body: sign('Wingdings').repeat(3) }))
  expect(ticks.blocks).toHaveLength(3)
  expect(wordFileOf(wordFile({ body: sign('House Signs') })).lost).toMatchObject([{ what: 'symbol', count: 1 }])
  const formula = `<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>`
  expect(wordFileOf(wordFile({ body: formula })).blocks).toMatchObject([{ content: [{ text: 'x+1' }] }])
})

test('two parts of one name: each reader would take another', async () => {
  const other = wordFile({ more: { 'word/documenX.xml': strToU8('<a/>') } })
  const twice = Buffer.from(Buffer.from(other).toString('latin1').replaceAll('documenX', 'document'), 'latin1')
  expect(await fate(twice)).toBe('broken')
})

test('words that stand as they are (CDATA) are words', () => {
  const file = wordFile({ body: '<w:p><w:r><w:t>Cấp <![CDATA[12 < 21]]> tỷ</w:t></w:r></w:p>' })
  expect(JSON.stringify(read(given(file)))).toContain('Cấp 12 < 21 tỷ')
})

test('names that are looked for through hundreds of elements, each time', { timeout: 60_000 }, async () => {
  const deep = (times: number) =>
    `<w:p>${'<w:r>'.repeat(240)}<w:t>chữ</w:t>${'<w:t w:a=""/>'.repeat(times)}${'</w:r>'.repeat(240)}</w:p>`
  expect(await made({ body: deep(1_000) })).toBe('read')
  expect(await made({ body: deep(600_000) })).toBe('bomb')
})

test('a zip bomb: much in one part, in many, or more than the part says', { timeout: 60_000 }, async () => {
  const many = Array.from({ length: 10_001 }, (_, at) => [`${at}`, [new Uint8Array(), { level: 0 }]])
  expect(await made({ more: Object.fromEntries(many) })).toBe('bomb')
  const huge = new Uint8Array(65 * 1024 * 1024)
  const lying = wordFile({ more: { 'word/document.xml': [huge, { level: 1 }] } })
  expect(await fate(lying)).toBe('bomb')

  // Now the part says 1,000 bytes and holds 65 million: no more than 1,000 are unpacked.
  const view = new DataView(lying.buffer, lying.byteOffset, lying.length)
  for (let at = 0; at < lying.length - 4; at++) {
    if (view.getUint32(at, true) === huge.length) view.setUint32(at, 1000, true)
  }
  expect(await fate(lying)).toBe('broken')
})

test('XML that is deep, endless or says too much', { timeout: 60_000 }, async () => {
  expect(await made({ body: '<w:ins>'.repeat(300) + '</w:ins>'.repeat(300) })).toBe('bomb')
  expect(await made({ body: p('chữ '.repeat(400_000)) })).toBe('bomb')
  expect(await made({ body: p('a').repeat(30_001) })).toBe('bomb')
})

test('a file that takes too long or too much memory is told so', async () => {
  const heavy = (reason: string) => ({
    ...workers.do,
    readFile: () => Promise.reject(new AppError('too_heavy', { reason })),
  })
  expect(await fate(wordFile({}), (bytes) => inProcess(bytes, heavy('late')))).toBe('slow')
  for (const reason of ['memory', 'crashed', 'again'])
    expect(await fate(wordFile({}), (bytes) => inProcess(bytes, heavy(reason)))).toBe('bomb')
  expect(importWorks.readFile.bounds.ms).toBeLessThanOrEqual(30_000)
})
