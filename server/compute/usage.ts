/** What a process takes of the machine. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

const PAGE_KB = 4
const TICK_MS = 10

/** Resident memory of a process in MB; null once it has gone. */
export async function residentMb(pid: number): Promise<number | null> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

async function fromProc(pid: number): Promise<number | null> {
  const statm = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => '')
  const pages = Number(statm.split(' ')[1])
  return Number.isFinite(pages) ? (pages * PAGE_KB) / 1024 : null
}

function fromPs(pid: number): Promise<number | null> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, said) => {
      const kb = Number.parseInt(said, 10)
      resolve(error || Number.isNaN(kb) ? null : kb / 1024)
    })
  })
}

/** Time that the cores have given to a process, in ms; Infinity where that cannot be known. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  // The name, in brackets, may hold anything; user and system time are fields 14 and 15.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return user === undefined || system === undefined ? Infinity : (user + system) * TICK_MS
}
