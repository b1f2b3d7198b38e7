/** How a child is started: from the build, or from the sources where those run (development, tests). */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { LINE_FD } from './wire.ts'

/** A tenth of the share of whoever types or saves, when the cores are busy. */
const NICENESS = 10
/** Of two processes to be ended when memory runs out, this one. */
const OOM_SCORE = '500'
/** Yjs deletes by recursion, whatever depth somebody has made; half of what Linux gives a program. */
const STACK_KB = 3_900
/** Of JavaScript's own heap; the resident bound below it is the one that is meant to be met. */
const HEAP_MB = 1_536

const WORKER = import.meta.url.endsWith('.ts') ? 'server/worker.ts' : 'build/worker/worker.js'

/** A process, and the line over which it is spoken to (wire.ts). */
export interface Launched {
  child: ChildProcess
  line: Socket
}

/** Starts `entry`, a file below the project folder. It says `ready` once it takes orders. */
export function launch(root: string, entry = WORKER): Launched {
  const flags = [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=8', `--stack-size=${STACK_KB}`]
  const { execPath, before } = launcher()
  const sources = entry.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child = spawn(execPath, [...before, ...flags, ...sources, path.join(root, entry)], {
    cwd: root,
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid !== undefined) {
    if (before.length === 0) lower(pid)
    writeFile(`/proc/${pid}/oom_score_adj`, OOM_SCORE).catch(() => {}) // only Linux has it
  }
  return { child, line: child.stdio[LINE_FD] as Socket }
}

/**
 * `nice` before the first thread is there: on Linux each has its own priority. `setpriv` has the kernel end a child that
 * is deep in native code when its parent is killed, and takes from it what it never needs.
 */
function launcher(): { execPath: string; before: string[] } {
  const nice = onPath('nice')
  if (!nice) return { execPath: process.execPath, before: [] }
  const setpriv = process.platform === 'linux' ? onPath('setpriv') : undefined
  const guard = setpriv ? [setpriv, '--pdeathsig', 'KILL', '--no-new-privs'] : []
  return { execPath: nice, before: ['-n', String(NICENESS), ...guard, process.execPath] }
}

const found = new Map<string, string | undefined>()

function onPath(program: string): string | undefined {
  if (!found.has(program)) {
    const folders = (process.env.PATH ?? '').split(path.delimiter)
    found.set(
      program,
      folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file)),
    )
  }
  return found.get(program)
}

function lower(pid: number): void {
  try {
    os.setPriority(pid, NICENESS)
  } catch {
    // it has ended already
  }
}

/** What reads hostile bytes knows no address of a database and no token. Few malloc arenas: they are never given back. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, TZ, LANG, NODE_ENV } = process.env
  return { PATH, TMPDIR, TZ, LANG, NODE_ENV, MALLOC_ARENA_MAX: '2' }
}
