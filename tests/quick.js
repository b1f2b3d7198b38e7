/**
 * `npm run test:quick`: what the hand wants to know between two edits, in a minute: types, lint, format, and all unit tests
 * but the slow ones (vite.config.ts). What can be kept from the last time is kept in node_modules/.cache and .svelte-kit.
 */
import { spawnSync } from 'node:child_process'
import { compile } from '@inlang/paraglide-js'
import { MESSAGES } from '../messages.config.js'
import { BEHIND, bin, capture, root, say, show, TYPES } from './runner.js'

const cached = (/** @type {string} */ name) => ['--cache', '--cache-location', `node_modules/.cache/${name}`]

// What the build makes for the others, without building.
await compile(MESSAGES)
const { status } = spawnSync(bin('svelte-kit'), ['sync'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
if (status !== 0) process.exit(1)

const checks = [
  check('format', bin('prettier'), ['--check', '.', '--log-level', 'warn', ...cached('prettier')]),
  check('lint', bin('eslint'), ['.', '--max-warnings', '0', ...cached('eslint')]),
  types(),
]
const isTested = (await show(bin('vitest'), ['run', '--project', 'quick'])) === 0
const isSound = (await Promise.all(checks)).every(Boolean)
process.exit(isTested && isSound ? 0 : 1)

async function types() {
  return (
    (await check('types', bin('svelte-check'), TYPES)) &&
    (await check('promises', process.execPath, ['tests/promises.js']))
  )
}

async function check(/** @type {string} */ name, /** @type {string} */ command, /** @type {string[]} */ args) {
  const { code, output } = await capture(command, args, BEHIND)
  say(code === 0 ? `✓ ${name}` : `✗ ${name}\n${output}`)
  return code === 0
}
