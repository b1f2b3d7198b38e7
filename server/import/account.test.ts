/** Every word of a file is in the draft or in the report, and the report's count of words is right. */
import { expect, test } from 'vitest'
import { KIND_IDS } from '../../src/lib/document/kinds.ts'
import { normalBody } from '../../src/lib/document/read.ts'
import { randomWordFile } from '../../tests/fixtures/random-word.ts'
import { p, wordFile } from '../../tests/fixtures/word-files.ts'
import { seeded } from '../../tests/fuzz/random.ts'
import { accountOf } from './account.ts'
import { type Content, contentOf } from './content.ts'
import { forKind } from './kind.ts'
import { wholly } from './readings.ts'
import { reportOf } from './report.ts'
import { broughtFields } from './shapes.ts'
import { readWord } from './word/read.ts'
import type { WordFile } from './word/shapes.ts'

const FILES = Number(process.env.WORD_FILES ?? 250)
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))

const said = (...parts: unknown[]) => JSON.stringify(parts).toUpperCase()
const reported = (file: WordFile, { parsed }: Content) =>
  said(
    file.lost,
    file.changes.filter(({ is }) => is === 'deleted' || is === 'undone'),
    file.comments,
    parsed.notes,
    parsed.kindName,
  )
const reportFor = (file: WordFile, content: Content) =>
  reportOf({ fileName: 'a.docx', size: 1, kind: null, agency: '' }, wholly(file, content))

test(`files made at random, seed ${SEED}: no word is lost, whatever stands in what`, { timeout: 120_000 }, () => {
  for (let at = 0; at < FILES; at++) {
    const seed = SEED + at
    const { bytes, words } = randomWordFile(seeded(seed))
    const file = readWord(bytes)
    const content = contentOf(file)
    const { blocks, fields, labels, known } = content.parsed
    normalBody({ type: 'doc', content: blocks })

    const left = reported(file, content)
    const draft = said(blocks, fields, labels, known)
    // A report gives examples of what there is too much of.
    const isWhole = [...file.lost, ...file.changes].every(({ count }) => count <= 200)
    if (!isWhole) continue
    const lost = words.filter((word) => !draft.includes(word) && !left.includes(word))
    expect(lost, `SEED=${seed}`).toEqual([])

    const report = reportFor(file, content)
    expect(report.words, `SEED=${seed}`).toMatchObject({ missing: [], missingCount: 0 })
    expect(report.words?.read).toBe((report.words?.placed ?? 0) + (report.words?.left ?? 0))

    const kind = KIND_IDS[seed % KIND_IDS.length] ?? 'cong-van'
    const brought = { fields: broughtFields.parse(fields), blocks, labels, report }
    const chosen = forKind(brought, kind)
    const kept = said(
      chosen.fields,
      chosen.blocks,
      labels,
      known,
      fields.agency,
      fields.parentAgency,
      fields.symbol,
      fields.place,
    )
    expect(
      words.filter((word) => !kept.includes(word) && !left.includes(word)),
      `${kind}, SEED=${seed}`,
    ).toEqual([])
  }
})

test('a word that gets lost between file and draft is a fault that shows', () => {
  const file = readWord(wordFile({ body: p('Một hai ba hai.') + p('Bốn.') }))
  const content = contentOf(file)
  const [first, ...others] = content.parsed.blocks
  expect(first).toBeDefined()
  expect(accountOf(file, content.parsed)).toEqual({ read: 5, placed: 5, left: 0, missing: [], astray: 0 })
  const without = { ...content, parsed: { ...content.parsed, blocks: others } }
  expect(reportFor(file, without).words).toEqual({
    read: 5,
    placed: 1,
    left: 0,
    missing: ['MỘT', 'HAI', 'BA', 'HAI'],
    missingCount: 4,
  })
})

test('letters that the reader itself loses are missing too', () => {
  const file = readWord(wordFile({ body: p('Một hai.') }))
  expect(reportFor({ ...file, astray: 9 }, contentOf(file)).words).toMatchObject({ missingCount: 3 })
})
