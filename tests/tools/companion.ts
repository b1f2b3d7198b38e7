/** The signing program as its person starts it, from the ZIP that the office hands out; and its windows, answered by the test. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface WindowSeen {
  kind: 'pin' | 'code'
  title: string
  lines: string[]
  label: string
}

const WAITS_MS = 20_000
/** What a person would do: reads the question, and answers when the test has said what. Named in BUT_PHE_WINDOW. */
const WINDOW = `#!/bin/sh
folder=$(dirname "$0")
cat >> "$folder/asked"; echo >> "$folder/asked"
while [ ! -e "$folder/answer" ]; do sleep 0.05; done
answer=$(cat "$folder/answer"); rm "$folder/answer"
[ "$answer" = cancel ] && exit 1
printf %s "$answer"
`

export class CompanionAtPc {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'but-phe-pc-'))
  #process: ChildProcess | null = null
  #seen = 0
  said = ''

  /** Unpacks what was saved, as a person does. */
  unpack(zip: string): void {
    execFileSync('unzip', ['-q', '-o', zip, '-d', this.#folder])
    writeFileSync(path.join(this.#folder, 'window.sh'), WINDOW)
    chmodSync(path.join(this.#folder, 'window.sh'), 0o755)
  }

  async start(env: Record<string, string>): Promise<void> {
    const child = spawn(path.join(this.#folder, 'but-phe-ky', 'bat-dau.sh'), [], {
      env: {
        ...{ PATH: process.env.PATH, HOME: this.#folder, BUT_PHE_FOLDER: path.join(this.#folder, 'kept') },
        ...{ BUT_PHE_WINDOW: path.join(this.#folder, 'window.sh'), ...env },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    const hear = (part: Buffer) => (this.said += part.toString())
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    await this.#until(() => this.said.includes('127.0.0.1:'))
  }

  /** The next window that opens. */
  async window(): Promise<WindowSeen> {
    const file = path.join(this.#folder, 'asked')
    const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [])
    await this.#until(() => lines().length > this.#seen)
    return JSON.parse(lines()[this.#seen++] ?? '') as WindowSeen
  }

  /** How many have opened that nobody has looked at. */
  get unseen(): number {
    const file = path.join(this.#folder, 'asked')
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).length - this.#seen : 0
  }

  /** Types into the window that is open; `cancel` closes it. */
  type(answer: string): void {
    appendFileSync(path.join(this.#folder, 'answer'), answer)
  }

  stop(): void {
    this.#process?.kill('SIGTERM')
    this.#process = null
  }

  drop(): void {
    this.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #until(is: () => boolean): Promise<void> {
    for (const end = Date.now() + WAITS_MS; !is(); await sleep(50))
      if (Date.now() > end) throw new Error(`the program does not come to it:\n${this.said}`)
  }
}
