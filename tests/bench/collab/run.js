// @ts-check
/**
 * npm run bench:collab — our collaboration server and its peers in alternation, then one table against the targets.
 *   SCENARIOS=flood-1x50,load-pm100   only these          REPS=3   repetitions (default 1)
 *   ADAPTERS=limit-ws,yws,hp-pg,but-phe                    KEEP=1   leave the copy of the harness behind
 *   HARNESS=folder   a copy that was left behind: nothing is installed again
 * The harness lies beside the project in ../shared/bench; it is copied, since its peers must be installed.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { install } from '../../../server/prepare.js'
import { TARGETS } from './targets.js'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.resolve(here, '../../..')
const harness = path.resolve(root, '../shared/bench')
const adapters = (process.env.ADAPTERS ?? 'limit-ws,yws,hp-pg,but-phe').split(',')
const scenarios = process.env.SCENARIOS ?? [...new Set(TARGETS.map(({ scenario }) => scenario))].join(',')
const PEERS = ['yws', 'hocuspocus']
/** The harness gives a run 60 s; a slow peer on a busy machine needs more for the large documents. */
const RUN_LIMIT_S = 180

if (!process.env.HARNESS && !existsSync(harness)) {
  console.log(`Skipped: the bench harness is not at ${path.relative(root, harness)}.`)
  process.exit(0)
}

const folder = process.env.HARNESS ?? mkdtempSync(path.join(tmpdir(), 'but-phe-bench-'))
install()
if (!process.env.HARNESS) {
  cpSync(harness, folder, { recursive: true })
  run('chmod', ['-R', 'u+w', '.'], folder) // where it lies it may be read-only
  const driver = path.join(folder, 'driver.js')
  writeFileSync(driver, readFileSync(driver, 'utf8').replace('sc.limit ?? 60', `sc.limit ?? ${RUN_LIMIT_S}`))
  for (const place of ['.', ...PEERS.map((peer) => `servers/${peer}`)])
    run('npm', ['ci', '--silent'], path.join(folder, place))
}
run(path.join(root, 'node_modules/.bin/svelte-kit'), ['sync'], root) // tsconfig.json extends what this makes
// Built as in production, a loader in the measured process would be measured, too; and in one file, since how long Node
// looks for 500 of them is no matter of this room.
const { build } = await import('vite') // there only after `install`
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: {
    noExternal: true,
    external: [
      '@node-rs/argon2',
      '@napi-rs/image',
      '@myriaddreamin/typst-ts-node-compiler',
      '@resvg/resvg-js',
      'pg-native',
    ],
  },
  build: { ssr: 'tests/bench/collab/server.ts', outDir: 'tests/artifacts/bench', target: 'node20' },
})
const { buildWorker } = await import('../../../server/worker.build.js')
process.chdir(root)
await buildWorker('build/worker') // squashes texts, as in production
mkdirSync(path.join(folder, 'adapters'), { recursive: true })
cpSync(path.join(here, 'but-phe.adapter.mjs'), path.join(folder, 'adapters/but-phe.js'))
const out = path.join(folder, `results/run-${Date.now()}.jsonl`)
const args = ['bench.js', '--adapters', adapters.join(','), '--scenarios', scenarios, '--ref', 'hp-pg']
run(process.execPath, [...args, '--reps', process.env.REPS ?? '1', '--out', out], folder)
report(JSON.parse(readFileSync(out.replace(/\.jsonl$/, '.json'), 'utf8')).scenarios)
if (process.env.KEEP || process.env.HARNESS) console.log(`Raw runs: ${out}`)
else rmSync(folder, { recursive: true, force: true })

/** @param {Record<string, Record<string, Record<string, number>>>} medians */
function report(medians) {
  console.log('\n| what | ours | limit-ws | yws | hp-pg | to reach | |\n|---|---|---|---|---|---|---|')
  for (const target of TARGETS) {
    const row = medians[target.scenario]
    if (!row) continue
    const value = (/** @type {string} */ name) => row[name]?.[target.keys?.[name] ?? target.key]
    const ours = value('but-phe')
    const bounds = target.of
      ? Object.entries(target.of).flatMap(([peer, factor]) =>
          value(peer) === undefined ? [] : [factor * Number(value(peer))],
        )
      : [target.atMost ?? 0]
    const bound = target.more ? Math.max(...bounds) : Math.min(...bounds)
    const met =
      ours === undefined || bounds.length === 0 ? '?' : (target.more ? ours >= bound : ours <= bound) ? 'met' : 'MISSED'
    const goal = bounds.length === 0 ? '–' : `${target.more ? '≥' : '≤'} ${show(bound)} ${target.unit ?? ''}`
    console.log(
      `| ${target.what} | ${['but-phe', 'limit-ws', 'yws', 'hp-pg'].map((name) => show(value(name))).join(' | ')} | ${goal} | ${met} |`,
    )
  }
}

/** @param {number | undefined} value */
function show(value) {
  if (value === undefined || Number.isNaN(value)) return '–'
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : value.toFixed(Math.abs(value) >= 100 ? 0 : 2)
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, BUT_PHE_ROOT: root } })
  if (status !== 0) {
    console.error(`${command} ${args.join(' ')} ended with ${status}`)
    process.exit(1)
  }
}
