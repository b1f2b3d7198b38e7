/** What a process and all that it has started hold in memory, as Linux counts it. */
import { readdir, readFile } from 'node:fs/promises'

/** Sum of PSS in bytes: what several of them share counts once. A process that ends meanwhile counts nothing. */
export async function memoryOf(pid: number): Promise<number> {
  const shares = await Promise.all((await treeOf(pid)).map(pssOf))
  return shares.reduce((sum, share) => sum + share, 0)
}

/** The same a process, largest first: «412 node server/worker.ts», in MB. */
export async function sharesOf(pid: number): Promise<string[]> {
  const shares = await Promise.all(
    (await treeOf(pid)).map(async (each) => ({ mb: (await pssOf(each)) / 2 ** 20, each })),
  )
  const large = shares.filter(({ mb }) => mb >= 5).sort((a, b) => b.mb - a.mb)
  return Promise.all(large.map(async ({ mb, each }) => `${Math.round(mb)} ${await nameOf(each)}`))
}

async function nameOf(pid: number): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const words = command.split('\0').filter((word) => word !== '' && !word.startsWith('-'))
  return words
    .slice(0, 2)
    .map((word) => word.split('/').slice(-2).join('/'))
    .join(' ')
}

/** A process and those below it. */
export async function treeOf(pid: number): Promise<number[]> {
  const tree = [pid]
  for (const parent of tree) tree.push(...(await childrenOf(parent)))
  return tree
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  )
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
}

async function pssOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(rollup) ?? []
  return Number(kilobytes) * 1024
}
