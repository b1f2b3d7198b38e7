/**
 * No line, however it is written, may hold up an expression: each one of the house, new ones included, runs over lines
 * made of its own parts. One that is tried anew from every blank of 30,000 fails here.
 */
import { afterAll, expect, test } from 'vitest'
import {
  buildingFiles,
  builtExpressions,
  type Expression,
  literalExpressions,
  markupOf,
  sourceFiles,
} from './expressions.ts'
import { Race } from './race.ts'

const race = new Race()
afterAll(() => race.close())

/** In markup the parser of TypeScript does not see them. */
const IN_MARKUP = /(?:replace(?:All)?|match(?:All)?|split|search)\(\s*\/|\/[dgimsuvy]*\.(?:test|exec)\(/

/** What modules build when they are loaded or asked for the first time. */
const modules = import.meta.glob([
  '/src/lib/document/**/*.ts',
  '/server/issue/revision.ts',
  '/server/database/migrate.ts',
  '/server/issue/word/parts.ts',
  '!/**/*.test.ts',
  '!/src/lib/document/testing.ts',
])

async function allExpressions(): Promise<Expression[]> {
  const built: Expression[] = []
  for (const file of buildingFiles()) {
    const load = modules[`/${file}`]
    if (!load) throw new Error(`${file} builds expressions where this test does not see them: add it above`)
    built.push(...(await builtExpressions(file, load)))
  }
  const all = [...literalExpressions(), ...built]
  return [...new Map(all.map((one) => [`/${one.source}/${one.flags}`, one])).values()]
}

test('every expression is linear on lines of its own parts', { timeout: 120_000 }, async () => {
  const expressions = await allExpressions()
  expect(expressions.length).toBeGreaterThan(300)
  const slow: string[] = []
  for (const one of expressions) {
    const attack = await race.run(one)
    if (attack) slow.push(`${one.where} /${one.source}/${one.flags} on ${JSON.stringify(attack)}`)
  }
  expect(slow).toEqual([])
})

test('the race sees what is quadratic, and what is exponential', { timeout: 60_000 }, async () => {
  const race = new Race()
  for (const source of ['[\\s.]*$', '\\s*:?\\s*x', '^(?:a+)+$'])
    expect([source, await race.run({ where: '', source, flags: 'gu' })]).not.toEqual([source, null])
  await race.close()
})

test('no component hides an expression in its markup', () => {
  const hidden = sourceFiles()
    .filter((file) => file.endsWith('.svelte'))
    .filter((file) => IN_MARKUP.test(markupOf(file)))
  expect(hidden).toEqual([])
})
