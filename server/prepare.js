/**
 * Makes a clone ready to run: installs the packages and builds, each only when what it depends on has changed since.
 * Runs before anything is installed, so it uses Node alone.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const OLDEST_NODE = [20, 19]
const BUILT_FROM = [
  'src',
  'server',
  'companion',
  'static',
  'project.inlang/settings.json', // the build itself writes a cache beside it
  'svelte.config.js',
  'vite.config.ts',
  'messages.config.js',
  'package-lock.json',
]

/** Stops with the mend where Node is too old for what we install. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = OLDEST_NODE
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return
  fail(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`)
}

/**
 * Unless node_modules already holds what package-lock.json asks for. Not `npm ci`: it refuses a lock file without the
 * optional packages of platforms for which a registry has none (Typst for Android), which `npm install` passes over.
 */
export function install() {
  const wanted = fingerprint(['package.json', 'package-lock.json'])
  const stamp = path.join(root, 'node_modules', '.but-phe-installed')
  if (read(stamp) === wanted) return
  say('Installing packages (once; a minute or two) …')
  run(npm(), ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])
  write(stamp, wanted)
}

const BUILD_STAMP = path.join(root, 'build', '.but-phe-built')

/** Whether what lies in build/ was made from these very sources. */
export const isBuilt = () => read(BUILD_STAMP) === fingerprint(BUILT_FROM)

/** Builds the pages and the server, unless that has been done. */
export function build() {
  const wanted = fingerprint(BUILT_FROM)
  if (read(BUILD_STAMP) === wanted) return
  say('Building (once after each change; half a minute) …')
  const vite = path.join('node_modules', 'vite', 'bin', 'vite.js')
  run(process.execPath, [vite, 'build', '--logLevel', 'error'], { isQuiet: true })
  write(BUILD_STAMP, wanted)
}

/** @param {string[]} places files and folders under the root; their names and bytes count */
function fingerprint(places) {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}\n`)
  /** @param {string} place */
  const add = (place) => {
    const full = path.join(root, place)
    if (place === path.join('src', 'lib', 'paraglide')) return // made by the build itself
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(path.join(place, name))
    else hash.update(`${place}\n`).update(readFileSync(full))
  }
  for (const place of places) add(place)
  return hash.digest('hex')
}

/** npm as the person called it; plain `npm` where this file was started by hand. @returns {string[]} */
function npm() {
  const script = process.env.npm_execpath
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm']
}

/**
 * `isQuiet`: what it says is shown only when it fails.
 * @param {string | string[]} command @param {string[]} args @param {{ isQuiet?: boolean }} [options]
 */
function run(command, args, { isQuiet = false } = {}) {
  const [file = '', ...first] = [command].flat()
  const { status, error, stdout, stderr } = spawnSync(file, [...first, ...args], {
    cwd: root,
    stdio: isQuiet ? ['inherit', 'pipe', 'pipe'] : 'inherit',
    maxBuffer: Infinity,
  })
  if (isQuiet && (error || status !== 0)) process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`)
  if (error) fail(`${file} could not be started: ${error.message}`)
  if (status !== 0) fail(`«${[file, ...first, ...args].join(' ')}» failed; what it said stands above.`)
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`)
}

/** @param {string} text @returns {never} */
function fail(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  checkNode()
  install()
  build()
}
