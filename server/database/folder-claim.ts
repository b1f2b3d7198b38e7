import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Marks a data folder as used by this process, so that a second start on the same folder is told instead of taking the
 * database away from the first. Returns the release. A claim whose process has gone is taken over.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'server.pid')
  const holder = Number(await readFile(file, 'utf8').catch(() => ''))
  if (holder && holder !== process.pid && (await isOurs(holder))) {
    throw new Error(
      `${folder} is in use by another running copy (process ${holder}). Stop that one, or set DATA_DIR and PORT to start a second copy beside it.`,
    )
  }
  await writeFile(file, String(process.pid), { mode: 0o600 })
  return () => rm(file, { force: true })
}

/** A process id may have been given to a stranger since: where the system tells, the command must be Node. */
async function isOurs(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'node')
  return /node|vite/.test(command)
}
