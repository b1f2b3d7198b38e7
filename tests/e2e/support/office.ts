/** The built product as a process of its own, in a folder of its own: started, stopped, killed. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

/** Where setup.ts keeps the data of an office that has been started once; reaches the workers by the environment. */
const PATTERN = 'BUT_PHE_PATTERN_OFFICE'

const READY_WITHIN_MS = 90_000

export class Office {
  readonly url: string
  readonly #port: number
  readonly #folder: string
  readonly #env: Record<string, string>
  #process: ChildProcess | null = null
  #said = ''

  private constructor(port: number, folder: string, env: Record<string, string>) {
    this.#port = port
    this.#folder = folder
    this.#env = env
    this.url = `http://127.0.0.1:${port}`
  }

  /** A new office as it is on its first day, on a free port; ready when this resolves. */
  static async open(env: Record<string, string> = {}): Promise<Office> {
    const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-e2e-'))
    const pattern = process.env[PATTERN]
    // With its owners: Postgres runs as another than root.
    if (pattern && !env.DATABASE_URL) await promisify(execFile)('cp', ['-a', pattern, path.join(folder, 'data')])
    const office = new Office(await freePort(), folder, env)
    await office.start()
    return office
  }

  /** Offices that are opened later begin with a copy: to make one takes the processor five seconds. Returns what takes it away. */
  static async makePattern(): Promise<() => Promise<void>> {
    const office = await Office.open()
    await office.stop()
    process.env[PATTERN] = path.join(office.#folder, 'data')
    return () => rm(office.#folder, { recursive: true, force: true })
  }

  /** What the process printed. */
  get said(): string {
    return this.#said
  }

  get pid(): number {
    const pid = this.#process?.pid
    if (pid === undefined) throw new Error('the office does not run')
    return pid
  }

  async start(): Promise<void> {
    const { DATABASE_URL: _, ORIGIN: __, ...inherited } = process.env
    const child = spawn(process.execPath, ['server/start.js'], {
      env: {
        ...inherited,
        PORT: String(this.#port),
        HOST: '127.0.0.1',
        DATA_DIR: path.join(this.#folder, 'data'),
        KEY_SECRET: 'the secret of every office in a test', // several nodes of one have folders of their own
        LOG_LEVEL: 'warn',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    this.#said = ''
    await new Promise<void>((resolve, reject) => {
      const tooLate = setTimeout(() => reject(new Error(`not ready:\n${this.#said}`)), READY_WITHIN_MS)
      const hear = (part: Buffer) => {
        this.#said += part.toString()
        if (!this.#said.includes('Ready: ')) return
        clearTimeout(tooLate)
        resolve()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.once('exit', (code) => {
        clearTimeout(tooLate)
        reject(new Error(`ended with ${code}:\n${this.#said}`))
      })
    })
  }

  /** `kill -9`: nothing gets a chance to tidy up. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async close(): Promise<void> {
    await this.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
