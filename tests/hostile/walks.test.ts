/** Ten times the text may take ten times the time, whatever the text is made of; a square would be a hundred times. */
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFace } from '../../server/issue/fonts.ts'
import { prepare } from '../../server/issue/typeset/prepare.ts'
import { RULES } from '../../src/lib/document/check/index.ts'
import { inspect, type Inspected } from '../../src/lib/document/check/inspect.ts'
import { fittedShares } from '../../src/lib/document/column-fit.ts'
import { inlineText } from '../../src/lib/document/inline.ts'
import { type OfficialDocument, TEXT_FIELDS } from '../../src/lib/document/model.ts'
import { parseText } from '../../src/lib/document/parse.ts'
import { recognise } from '../../src/lib/document/parse/line.ts'
import { printModel } from '../../src/lib/document/print.ts'
import { parseDocument } from '../../src/lib/document/read.ts'
import { documentOf } from '../../src/lib/document/testing.ts'
import { AppError } from '../../src/lib/errors.ts'
import { SHAPES } from './shapes.ts'

const SHORT = 3_000
const LONG = 30_000
const MOST_GROWTH = 40
/** A square with a small factor takes seconds for the long text; what stays below this is no danger, and no measure. */
const FLOOR_MS = 600

const face = readFace(path.resolve(import.meta.dirname, '../..'))
const textOf = ({ body }: OfficialDocument) => (body.content ?? []).map(inlineText).join('\n')

/** A field is capped where it is read. */
const FIELDS = documentOf('quyet-dinh', []).fields

interface Sample {
  document: OfficialDocument
  inspected: Inspected
}

const LIBRARY = [
  { id: '1', wording: 'Luật số 3/2020/QH14', validFrom: '2020-01-01', validTo: '2021-01-01', replacedBy: '' },
  {
    id: '2',
    wording: 'Luật Đất đai ngày 18 tháng 01 năm 2024',
    validFrom: '2024-01-01',
    validTo: null,
    replacedBy: '',
  },
]

const sampleOf = (document: OfficialDocument): Sample => ({
  document,
  inspected: { ...inspect(document), library: { bases: LIBRARY, today: '2026-01-01' }, offices: null },
})

/** A line that no font draws is refused, in no more time. */
function unlessUnprintable(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'typeset_failed')) throw error
}

/** Everything that reads a whole document on the way to the checker, the page, the PDF or the Word file. */
const WALKS: Record<string, (sample: Sample) => unknown> = {
  read: ({ document: { fields, ...rest } }) => parseDocument({ ...rest, fields: { ...FIELDS, kind: fields.kind } }),
  inspect: ({ document }) => inspect(document),
  print: ({ document }) => printModel(document),
  prepare: ({ document }) => prepare(printModel(document), face).catch(unlessUnprintable),
  columns: ({ document: { body } }) =>
    (body.content ?? []).filter(({ type }) => type === 'table').map((table) => fittedShares(table)),
  paste: ({ document }) => parseText(textOf(document)),
  recognise: ({ document }) => recognise(textOf(document)),
}
for (const rule of RULES) WALKS[`rule ${rule.id}`] = ({ inspected }) => [...rule.find(inspected)]

async function time(walk: () => unknown): Promise<number> {
  const start = performance.now()
  await walk()
  return performance.now() - start
}

/** Walks that grew faster than the text. Looked at again before it is said: others use this machine too. */
async function slowWalks(short: Sample, long: Sample): Promise<string[]> {
  const slow: string[] = []
  for (const [name, walk] of Object.entries(WALKS)) {
    const measure = async () => {
      const all = await time(() => walk(long))
      return all > FLOOR_MS && all > MOST_GROWTH * (await time(() => walk(short)))
    }
    if ((await measure()) && (await measure())) slow.push(name)
  }
  return slow
}

describe('a document of', () => {
  test.each(Object.entries(SHAPES))('%s', { timeout: 60_000 }, async (_, shape) => {
    const [short, long] = [SHORT, LONG].map((length) => sampleOf(documentOf('quyet-dinh', shape(length))))
    expect(short && long && (await slowWalks(short, long))).toEqual([])
  })
})

test.each(TEXT_FIELDS)('a field without end: %s', { timeout: 60_000 }, async (field) => {
  for (const shape of [
    'one word',
    'blanks alone',
    'dots',
    'straight quotes',
    'signs of an end',
    'sentences',
    'digits',
  ]) {
    const [short, long] = [SHORT, LONG].map((length) => {
      const document = documentOf('cong-van', [])
      const [words] = SHAPES[shape]?.(length) ?? []
      return sampleOf({ ...document, fields: { ...document.fields, [field]: words ? inlineText(words) : '' } })
    })
    expect([shape, short && long && (await slowWalks(short, long))]).toEqual([shape, []])
  }
})
