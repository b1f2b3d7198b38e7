import { readFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { expect, test } from 'vitest'
import { coverageModule, coverageOf, signStyles } from './coverage.ts'
import { widthsModule } from './letter-widths.ts'

const root = path.resolve(import.meta.dirname, '../../..')

test('checker and page know of the bundled fonts what stands in them (else: npm run fonts)', async () => {
  const coverage = coverageOf(root)
  for (const [file, made] of [
    ['src/lib/document/coverage.ts', coverageModule(coverage)],
    ['src/lib/document/letter-widths.ts', widthsModule(root)],
    ['src/lib/ui/signs.css', signStyles(coverage)],
  ] as const) {
    const filepath = path.join(root, file)
    const options = (await resolveConfig(filepath)) ?? {}
    expect(readFileSync(filepath, 'utf8')).toBe(await format(made, { ...options, filepath }))
  }
})
