import { describe, expect, test } from 'vitest'
import { checkDocument } from '../../src/lib/document/check/index.ts'
import { readUpdate } from '../../src/lib/document/read.ts'
import { bodyNode } from '../../src/lib/document/read.ts'
import { seedUpdate } from '../../src/lib/document/seed.ts'
import { AGENCY, PEOPLE, type Username } from './people.ts'
import { asInput, calendar } from './play.ts'
import * as texts from './texts/index.ts'

const { parentName, name: agencyName, fullName: agencyFullName, abbreviation, place } = AGENCY
const office = { parentName, agencyName, agencyFullName, abbreviation, place, unitAbbreviation: 'NC' }

describe('the papers of the demonstration follow the decree', () => {
  // A year that begins, and one that ends: the dates in the texts move with the day.
  for (const now of ['2026-01-02T03:00:00Z', '2027-12-30T20:00:00Z']) {
    for (const [name, write] of Object.entries(texts)) {
      test(`${name}, made on ${now.slice(0, 10)}`, () => {
        const paper = write(calendar(new Date(now)))
        const signer = PEOPLE.find(({ username }) => username === paper.signer)
        const { kind, subject, text } = asInput(paper, { id: 'signer', name: '', position: '', ...signer })
        const blocks = bodyNode.array().parse(JSON.parse(text.blocks))
        const document = readUpdate(seedUpdate({ kind, office, fields: { ...text.fields, subject }, blocks }))
        expect(checkDocument(document).map(({ rule, severity, params }) => ({ rule, severity, params }))).toEqual([])
      })
    }
  }
})

test('every person has a name of their own to sign in with', () => {
  const names: Username[] = PEOPLE.map(({ username }) => username)
  expect(new Set(names).size).toBe(names.length)
})
