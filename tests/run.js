/**
 * `npm test`: everything, from a clean clone. Installs what the tests need, runs every check and every runner, and ends
 * with one line summed from the runners' own reports. Runs before anything is installed, so it uses Node alone.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build, checkNode, install } from '../server/prepare.js'
import { artifacts, BEHIND, bin, capture, root, say, show, TYPES } from './runner.js'

/**
 * Programs that tests check the product with, and the Debian packages they come in. `isSpare`: it goes without.
 * @type {{ program: string, package: string, isSpare?: true }[]}
 */
const TOOLS = [
  { program: 'chromium', package: 'chromium' },
  { program: 'chromium-headless-shell', package: 'chromium-headless-shell', isSpare: true }, // else chromium, slower
  { program: 'pdftotext', package: 'poppler-utils' },
  { program: 'qpdf', package: 'qpdf' },
  { program: 'certutil', package: 'libnss3-tools' },
  { program: 'redis-server', package: 'redis-server' },
  { program: 'softhsm2-util', package: 'softhsm2', isSpare: true }, // else tests of tokens say that they are skipped
]

const INSTALL = ['install', '-y', '--no-install-recommends']

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */
/** @type {Count} */
const total = { passed: 0, failed: 0, skipped: 0 }
/** What failed, a line each, said again at the end: a log of thousands of lines is often read from there. @type {string[]} */
const failures = []

checkNode()
installTools()
install()
rmSync(artifacts, { recursive: true, force: true })
mkdirSync(artifacts, { recursive: true })
build() // first: it also makes the message functions and route types that the checks read

// The checks take what the tests leave of the cores: tests wait a good deal, on timers, databases and browsers.
const checks = staticChecks()
await vitest('unit')
await vitest('integration')
await playwright('together')
await checks
await playwright('alone', ['--workers=1']) // how long people wait is measured there: nothing else may run

for (const failure of failures) say(`✗ ${failure}`)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exit(total.failed > 0 ? 1 : 0)

function installTools() {
  const missing = TOOLS.filter(({ program }) => !onPath(program))
  if (missing.length === 0) return
  const needed = missing.filter(({ isSpare }) => !isSpare).map((tool) => tool.package)
  const spare = missing.filter(({ isSpare }) => isSpare).map((tool) => tool.package)
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    say(`Installing ${[...needed, ...spare].join(', ')} …`)
    const options = {
      stdio: /** @type {const} */ ('inherit'),
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }
    spawnSync('apt-get', ['update', '-qq'], options)
    for (const packages of [needed, spare])
      if (packages.length > 0) spawnSync('apt-get', [...INSTALL, '-qq', ...packages], options)
  }
  const still = TOOLS.filter(({ program, isSpare }) => !isSpare && !onPath(program))
  if (still.length === 0) return
  const command = ['apt-get', ...INSTALL, ...still.map((tool) => tool.package)].join(' ')
  process.stderr.write(
    `The tests need ${still.map((tool) => tool.program).join(', ')}. On Debian, as root: ${command}\n`,
  )
  process.exit(1)
}

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)))
}

/** One after the other: two at once would take twice the memory, and no less time. */
async function staticChecks() {
  await check('eslint', bin('eslint'), ['.', '--max-warnings', '0'])
  await check('imports', bin('depcruise'), [
    'companion',
    'src',
    'server',
    'tests',
    '--config',
    '.dependency-cruiser.cjs',
  ])
  await check('format', bin('prettier'), ['--check', '.', '--log-level', 'warn'])
  await check('types', bin('svelte-check'), TYPES)
  await check('promises', process.execPath, ['tests/promises.js'])
}

/** A check that counts nothing: it is quiet when it holds and one failure when it does not. */
async function check(/** @type {string} */ name, /** @type {string} */ command, /** @type {string[]} */ args) {
  const { code, output } = await capture(command, args, BEHIND)
  say(code === 0 ? `✓ ${name}` : `✗ ${name}\n${output}`)
  if (code !== 0) fail(name)
}

function fail(/** @type {string} */ name) {
  total.failed += 1
  failures.push(name)
}

async function vitest(/** @type {string} */ project) {
  const report = path.join(artifacts, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await show(bin('vitest'), ['run', '--project', project, ...reporters])
  const said = readReport(report)
  add(
    project,
    code,
    said && {
      passed: said.numPassedTests,
      failed: said.numFailedTests,
      skipped: said.numPendingTests + said.numTodoTests,
    },
    said?.testResults.flatMap(failedIn) ?? [],
  )
}

/** A file of vitest's report that could not be read at all has no tests. @param {any} file */
function failedIn(file) {
  const name = path.relative(root, file.name)
  const tests = file.assertionResults.filter((/** @type {any} */ { status }) => status === 'failed')
  if (tests.length === 0) return file.status === 'failed' ? [`${name}: ${file.message.split('\n', 1)[0]}`] : []
  return tests.map(
    (/** @type {any} */ test) => `${name} › ${test.fullName}: ${test.failureMessages[0]?.split('\n', 1)[0]}`,
  )
}

/** @param {any} suite a file, or a `describe` in it @returns {string[]} */
function failedOf(suite) {
  const specs = (suite.specs ?? []).filter((/** @type {any} */ { ok }) => !ok)
  return [
    ...specs.map((/** @type {any} */ spec) => `tests/e2e/${spec.file}:${spec.line} › ${spec.title}`),
    ...(suite.suites ?? []).flatMap(failedOf),
  ]
}

/**
 * `project`: of playwright.config.ts. A test that fails is tried once more: on a busy machine a browser may stand
 * still for seconds. What passes only then is told, since a race in the product looks the same.
 */
async function playwright(/** @type {string} */ project, /** @type {string[]} */ options = []) {
  const report = path.join(artifacts, `e2e-${project}.json`)
  process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = report
  const reporters = ['--reporter=list,json', '--retries=1']
  const code = await show(bin('playwright'), ['test', `--project=${project}`, ...reporters, ...options])
  const { stats: said, suites = [] } = readReport(report) ?? {}
  if (said?.flaky > 0) say(`! e2e ${project}: ${said.flaky} passed only when tried again (named above): look why`)
  const count = said && { passed: said.expected + said.flaky, failed: said.unexpected, skipped: said.skipped }
  add(`e2e ${project}`, code, count, suites.flatMap(failedOf))
}

/** A runner that fails without a failed test (a crash, a fault in set-up) is one failure more. */
function add(
  /** @type {string} */ name,
  /** @type {number} */ code,
  /** @type {Count | undefined} */ count,
  /** @type {string[]} */ failed,
) {
  if (count) {
    total.passed += count.passed
    total.failed += count.failed
    total.skipped += count.skipped
  }
  failures.push(...failed)
  if (!count || (code !== 0 && count.failed === 0))
    fail(`${name} ended with code ${code}${count ? '' : ' and left no report'}`)
}

function readReport(/** @type {string} */ file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
