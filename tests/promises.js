/**
 * `npm run check`, its second half: no promise is left alone, and what `npm run lint` asks of all but components (.oxlintrc.json). It
 * reads the components as `svelte-check --tsgo` has written them down in TypeScript, markup and all: run that first.
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { bin, LINTED, root, show } from './runner.js'

const WRITTEN = '.svelte-kit/.svelte-check/svelte'
const components = readdirSync(path.join(root, WRITTEN), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.svelte.ts'))
  .map((file) => path.join(WRITTEN, file))
process.exit(await show(bin('oxlint'), ['--type-aware', ...LINTED, ...components]))
