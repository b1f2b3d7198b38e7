/** A window of the program's own, in which somebody types a code or a PIN: no page can look into it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { linuxWindow } from './linux.ts'
import type { Asking, Opened, Opener } from './opener.ts'
import { windowsWindow } from './windows.ts'

const LONGEST = 256

/** Null when it was closed or cancelled; throws `no_window` where none can be opened. Closed by the signal, too. */
export type Ask = (asking: Asking, signal: AbortSignal) => Promise<string | null>

export class NoWindow extends Error {}

/**
 * `BUT_PHE_WINDOW` names another program to ask with: it reads the question as JSON and answers as the others do. For desks
 * that have one of their own, and for tests.
 */
export function windowFor({ env, platform }: { env: NodeJS.ProcessEnv; platform: NodeJS.Platform }): Ask {
  const own = env.BUT_PHE_WINDOW
  const opener: Opener = own
    ? (asking) => ({ command: own, args: [], stdin: JSON.stringify(asking) })
    : platform === 'win32'
      ? windowsWindow
      : linuxWindow(env)
  return async (asking, signal) => {
    const opened = opener(asking)
    if (!opened) throw new NoWindow()
    return ask(opened, signal)
  }
}

function ask({ command, args, stdin }: Opened, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], signal, windowsHide: true })
    const parts: Buffer[] = []
    let size = 0
    child.stdout?.on('data', (part: Buffer) => {
      size += part.length
      if (size <= LONGEST * 4) parts.push(part)
    })
    child.stdin?.on('error', () => {}) // it may end before it has read the question
    child.stdin?.end(stdin)
    child.once('error', () => (signal.aborted ? resolve(null) : reject(new NoWindow())))
    child.once('close', (code) => {
      const typed = Buffer.concat(parts)
        .toString('utf8')
        .replace(/\r?\n$/, '')
        .normalize('NFC')
      for (const part of parts) part.fill(0)
      resolve(code === 0 && typed !== '' && typed.length <= LONGEST ? typed : null)
    })
  })
}
