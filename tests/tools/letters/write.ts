/** Writes what the bundled fonts draw into the files that page and checker read: `npm run fonts`, after a font is changed. */
import { writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { coverageModule, coverageOf, signStyles } from '../../../server/issue/typeset/coverage.ts'
import { widthsModule } from '../../../server/issue/typeset/letter-widths.ts'

const coverage = coverageOf(process.cwd())
const files = {
  'src/lib/document/coverage.ts': coverageModule(coverage),
  'src/lib/document/letter-widths.ts': widthsModule(process.cwd()),
  'src/lib/ui/signs.css': signStyles(coverage),
}
for (const [filepath, text] of Object.entries(files)) {
  const options = (await resolveConfig(filepath)) ?? {}
  writeFileSync(filepath, await format(text, { ...options, filepath }))
}
