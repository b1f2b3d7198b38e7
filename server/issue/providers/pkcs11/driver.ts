/** A vendor's module in a process of its own (child.js), killed when it does not answer. */
import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../../src/lib/errors.ts'

/** A card takes a second to make a key's signature; a reader that was unplugged may never answer. */
const PATIENCE_MS = 15_000
/** Whoever has signed does not wait for a module that cannot log out. */
const CLOSING_MS = 2_000
/** What the program knows and a vendor's module has no business with. */
const SECRETS = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'REDIS_URL',
  'KEY_SECRET',
  'SMARTCA_SP_PASSWORD',
  'MYSIGN_CLIENT_SECRET',
  'CSC_CLIENT_SECRET',
  'METRICS_TOKEN',
  'PGPASSWORD',
]
const PROGRAM = 'server/issue/providers/pkcs11/child.js'

export interface DriverSettings {
  /** How long a module may take for a single answer. */
  patienceMs?: number
  /** Where child.js lies, when that is not below the working folder. */
  program?: string
}

const told = z.union([
  z.object({ id: z.number(), done: z.unknown() }),
  z.object({ id: z.number(), failed: z.string(), detail: z.record(z.string(), z.unknown()) }),
])

type Waiting = { resolve: (done: unknown) => void; reject: (failure: Error) => void; timer: NodeJS.Timeout }

export class Driver {
  readonly #child: ChildProcess
  readonly #patienceMs: number
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #hasEnded = false

  constructor(modulePath: string, { patienceMs = PATIENCE_MS, program = path.resolve(PROGRAM) }: DriverSettings = {}) {
    this.#patienceMs = patienceMs
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SECRETS.includes(name)))
    // What a module prints is nobody's concern, and must not fill a pipe that nobody reads.
    this.#child = fork(program, [modulePath], {
      env,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#child.on('message', (message) => this.#hear(message))
    this.#child.on('error', () => this.#end('driver_crashed'))
    this.#child.on('exit', () => this.#end('driver_crashed'))
  }

  /** Throws `wrong_pin {remaining?}` or `key_unreachable {reason}`; after a module that hangs or crashes nothing more can be asked. */
  ask(what: 'list' | 'open' | 'sign', given: Record<string, unknown> = {}): Promise<unknown> {
    return this.#ask(what, given, this.#patienceMs)
  }

  #ask(what: 'list' | 'open' | 'sign' | 'close', given: Record<string, unknown>, patienceMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) return reject(unreachable('driver_crashed'))
      const id = ++this.#last
      const timer = setTimeout(() => this.#end('driver_hangs'), patienceMs)
      this.#waiting.set(id, { resolve, reject, timer })
      this.#child.send({ id, do: what, ...given }, (error) => {
        if (error) this.#end('driver_crashed')
      })
    })
  }

  /** Logs out where that still can be; the process is gone afterwards. Never throws. */
  async close(): Promise<void> {
    if (!this.#hasEnded) await this.#ask('close', {}, CLOSING_MS).catch(() => {}) // it is ended next, whatever it says
    this.#end('driver_crashed')
  }

  #hear(message: unknown): void {
    const heard = told.safeParse(message)
    if (!heard.success) return this.#end('driver_crashed')
    const one = this.#waiting.get(heard.data.id)
    if (!one) return
    this.#waiting.delete(heard.data.id)
    clearTimeout(one.timer)
    if (!('failed' in heard.data)) return one.resolve(heard.data.done)
    const { failed, detail } = heard.data
    one.reject(failed === 'wrong_pin' ? new AppError('wrong_pin', detail) : unreachable(failed))
  }

  #end(reason: string): void {
    this.#hasEnded = true
    this.#child.kill('SIGKILL')
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(unreachable(reason))
    }
    this.#waiting.clear()
  }
}

const unreachable = (reason: string) => new AppError('key_unreachable', { reason })
