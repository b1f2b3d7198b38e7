/** Files with tracked changes of several authors: every word is in the draft, in what one of them suggests, or in the report. */
import { expect, test } from 'vitest'
import { randomWordFile } from '../../tests/fixtures/random-word.ts'
import { seeded } from '../../tests/fuzz/random.ts'
import { contentOf } from './content.ts'
import { readingsOf } from './readings.ts'
import { remarksOf } from './remarks.ts'
import { reportOf } from './report.ts'
import { readWord } from './word/read.ts'

const FILES = Number(process.env.WORD_FILES ?? 120)
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))

test(`files made at random, seed ${SEED}: what one changes in what of another`, { timeout: 120_000 }, () => {
  let suggesting = 0
  for (let at = 0; at < FILES; at++) {
    const seed = SEED + at
    const { bytes, words } = randomWordFile(seeded(seed))
    const readings = readingsOf(readWord(bytes), (reading) => readWord(bytes, reading), new Map())
    const { file, placed, authors } = readings
    suggesting += authors.filter(({ suggestions }) => suggestions.length > 0).length
    const report = reportOf({ fileName: 'a.docx', size: 1, kind: null, agency: '' }, readings)
    expect(report.words, `SEED=${seed}`).toMatchObject({ missing: [], missingCount: 0 })
    expect(report.words?.read, `SEED=${seed}`).toBe((report.words?.placed ?? 0) + (report.words?.left ?? 0))

    // A report gives examples of what there is too much of.
    if ([...report.changed, ...report.leftOut].some(({ count }) => count > 200)) continue
    const { blocks, fields, labels, known, notes } = placed.parsed
    const suggested = authors.map(({ suggestions }) => suggestions)
    const remarks = remarksOf(file, placed.words)
    const said = JSON.stringify([blocks, fields, labels, known, notes, suggested, remarks, file.lost, file.changes])
    const own = authors.map((one) => [one.placed.parsed, one.file.lost, one.file.changes])
    const all = (said + JSON.stringify(own)).toUpperCase()
    expect(
      words.filter((word) => !all.includes(word)),
      `SEED=${seed}`,
    ).toEqual([])
  }
  expect(suggesting).toBeGreaterThan(FILES / 10)
})

test('a file that says less than it holds has no more readings than time', () => {
  const { bytes } = randomWordFile(seeded(7))
  const whole = readWord(bytes)
  const { authors, accepted } = readingsOf(whole, (reading) => readWord(bytes, reading), new Map(), -1)
  expect(authors).toEqual([])
  expect(new Set(accepted)).toEqual(
    new Set(whole.revisions.filter((one) => one.cannot === null).map((one) => one.author)),
  )
  expect(contentOf(whole).parsed.blocks.length).toBeGreaterThan(0)
})
