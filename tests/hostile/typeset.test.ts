/** What took the typesetter minutes or gigabytes: set in seconds, with every word. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { printModel } from '../../src/lib/document/print.ts'
import { cell, documentOf, p, row, table } from '../../src/lib/document/testing.ts'
import { typesetterWith } from '../tools/typesetter.ts'

const typesetter = typesetterWith()
const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function wordsOf(content: BodyNode[]): Promise<{ words: string; pages: number }> {
  const { bytes, pages } = await typesetter.pdf(printModel(documentOf('quyet-dinh', content)))
  const file = path.join(folder, 'set.pdf')
  writeFileSync(file, bytes)
  return { words: execFileSync('pdftotext', [file, '-'], { encoding: 'utf8', maxBuffer: 100_000_000 }), pages }
}

test('a word of 80,000 letters is set line below line, and none of it is lost', { timeout: 30_000 }, async () => {
  const { words, pages } = await wordsOf([p('w'.repeat(80_000))])
  expect(words.match(/w/g)?.length).toBe(80_000)
  expect(pages).toBeGreaterThan(20)
})

test('50 rows of one cell that covers 100 columns and 50 rows', { timeout: 30_000 }, async () => {
  const rows = Array.from({ length: 50 }, (_, at) => row(cell(`ô${at}.`, { colspan: 100, rowspan: 50 })))
  const { words } = await wordsOf([table(...rows)])
  expect(words.match(/ô\d+\./g)).toHaveLength(50)
})

test('100 rows of 20 cells, each over 50 columns and 50 rows', { timeout: 50_000 }, async () => {
  const cells = (y: number) =>
    Array.from({ length: 20 }, (_, x) => cell(`${(y + x) % 10}w`, { colspan: 50, rowspan: 50 }))
  const { words } = await wordsOf([table(...Array.from({ length: 100 }, (_, y) => row(...cells(y))))])
  expect(words.match(/w/g)?.length).toBe(2_000)
})
