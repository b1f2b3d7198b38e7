/** One child process: starts, takes one order at a time, is watched while it works, and is killed when it must be. */
import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import type { FromChild, ToChild } from './contract.ts'
import type { Launched } from './launch.ts'
import { cpuMs, residentMb } from './usage.ts'
import { listen, write } from './wire.ts'

const LOOK_EVERY_MS = 50
/** To start, and to load what a kind of work needs: a busy machine may take its time. */
const START_MS = 30_000
/** Times its deadline that an order may take where the machine gives it little of a core. */
const MOST_PATIENCE = 3
const SAID_CHARACTERS = 2_000

export type Ended =
  | { reason: 'late'; mb: number }
  /** `isOwn`: beyond its own bound, not only as the largest of all. */
  | { reason: 'memory'; mb: number; isOwn: boolean }
  /** `said`: the last words on its standard error. */
  | { reason: 'crashed'; code: number | null; signal: NodeJS.Signals | null; said: string }
  /** Told to. */
  | { reason: 'ended' }

/** What a process has in hand. */
export interface Task {
  name: string
  input: unknown
  ms: number
  mb: number
  /** Answers a question of the child; throws when there is no answer, and the order fails with that. */
  answer(question: unknown): Promise<unknown>
  said(said: Exclude<FromChild, { is: 'ready' | 'begun' | 'question' }>): void
}

export interface Events {
  onReady(helper: Helper): void
  /** `wasReady`: it had started. What it had in hand is lost. */
  onEnd(helper: Helper, ended: Ended, wasReady: boolean): void
}

export class Helper {
  readonly pid: number
  /** When it had done its last order, or was ready for the first. */
  idleSince = Date.now()
  /** What it has worked on, the latest last: it may hold something of that still. */
  readonly knows = new Set<string>()
  task: Task | null = null
  isReady = false
  #ended: Ended | null = null
  #said = ''
  #deadline: NodeJS.Timeout | undefined
  #patience: NodeJS.Timeout | undefined
  #watch: NodeJS.Timeout | undefined
  #mb = 0
  readonly #child: ChildProcess
  readonly #line: Socket
  readonly #events: Events
  readonly #gone: Promise<void>

  constructor({ child, line }: Launched, events: Events) {
    this.#child = child
    this.#line = line
    this.#events = events
    this.pid = child.pid ?? 0
    this.#within(START_MS)
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      this.#said = (this.#said + part).slice(-SAID_CHARACTERS)
    })
    listen(line, (said) => void this.#hear(said as FromChild))
    line.on('error', () => child.kill('SIGKILL')) // it has gone, is about to, or says what nobody can read
    this.#gone = new Promise((resolve) => {
      const gone = (code: number | null, signal: NodeJS.Signals | null) => {
        resolve()
        this.#end(this.#ended ?? { reason: 'crashed', code, signal, said: this.#said })
      }
      child.once('exit', gone)
      child.once('error', (error) => {
        this.#said += error.message
        if (child.pid === undefined) gone(null, null)
      })
    })
  }

  /** Resident memory as seen last; 0 when it has not been busy long enough to be looked at. */
  get mb(): number {
    return this.#mb
  }

  get isIdle(): boolean {
    return this.isReady && this.task === null && this.#ended === null
  }

  give(task: Task): void {
    this.task = task
    this.#hold(true)
    this.#within(START_MS)
    this.#watch = setInterval(() => void this.#look(task), LOOK_EVERY_MS)
    this.#tell({ is: 'order', name: task.name, input: task.input })
  }

  /** Resident memory now; null once it has gone. */
  memory(): Promise<number | null> {
    return residentMb(this.pid)
  }

  /** Kills it for its memory, though it is within its own bound: all together are not. */
  killForMemory(): void {
    this.#kill({ reason: 'memory', mb: this.#mb, isOwn: false })
  }

  /** Resolves once it has gone. */
  async end(): Promise<void> {
    this.#kill({ reason: 'ended' })
    await this.#gone
  }

  /** At once and whatever it does: native code listens to nothing else. */
  #kill(ended: Ended): void {
    this.#ended ??= ended
    this.#child.kill('SIGKILL')
  }

  #end(ended: Ended): void {
    const { isReady } = this
    this.#rest()
    this.#ended = ended
    this.isReady = false
    this.#events.onEnd(this, ended, isReady)
  }

  async #hear(said: FromChild): Promise<void> {
    if (this.#ended) return
    if (said.is === 'ready') {
      clearTimeout(this.#deadline)
      this.isReady = true
      this.idleSince = Date.now()
      this.#hold(false)
      this.#events.onReady(this)
      return
    }
    const { task } = this
    if (!task) return
    if (said.is === 'begun') return this.#begin(task)
    if (said.is === 'question') {
      const answer = await task.answer(said.question).then(
        (given): ToChild => ({ is: 'answer', answer: given }),
        (): ToChild => ({ is: 'none' }),
      )
      if (this.task === task) this.#tell(answer)
      return
    }
    this.#rest()
    this.task = null
    this.idleSince = Date.now()
    this.#hold(false)
    task.said(said)
  }

  /** Its time runs; on a machine so busy that it gets less than half of a core, for so much longer. */
  async #begin(task: Task): Promise<void> {
    this.#within(MOST_PATIENCE * task.ms)
    const from = await cpuMs(this.pid)
    const check = async () => {
      const used = (await cpuMs(this.pid)) - from
      if (this.task !== task) return
      if (used >= task.ms / 2 || Number.isNaN(used)) this.#kill({ reason: 'late', mb: this.#mb })
      else this.#patience = setTimeout(() => void check(), task.ms / 4)
    }
    if (this.task === task) this.#patience = setTimeout(() => void check(), task.ms)
  }

  #within(ms: number): void {
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.#kill({ reason: 'late', mb: this.#mb }), ms)
  }

  #rest(): void {
    clearTimeout(this.#deadline)
    clearTimeout(this.#patience)
    clearInterval(this.#watch)
  }

  async #look(task: Task): Promise<void> {
    const mb = await this.memory()
    if (mb === null || this.task !== task) return
    this.#mb = mb
    if (mb > task.mb) this.#kill({ reason: 'memory', mb, isOwn: true })
  }

  #tell(said: ToChild): void {
    if (!this.#line.destroyed) write(this.#line, said)
  }

  /** An idle child keeps no program alive. */
  #hold(keepsAlive: boolean): void {
    const how = keepsAlive ? 'ref' : 'unref'
    this.#child[how]()
    this.#line[how]()
  }
}
