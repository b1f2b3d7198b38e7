/** A real redis-server of the test's own. */
import { spawn, spawnSync } from 'node:child_process'
import { createConnection } from 'node:net'
import { until } from './office.ts'
import { freePort } from './raw-client.ts'

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0
/** Shown as the reason of a skipped test. */
export const NO_REDIS = hasRedis ? '' : ' (skipped: redis-server is not installed; apt-get install redis-server)'

export async function startRedis(port?: number) {
  const at = port ?? (await freePort())
  const args = ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp']
  const child = spawn('redis-server', args, { stdio: 'ignore' })
  await until('redis answers', () => answers(at))
  return {
    url: `redis://127.0.0.1:${at}`,
    port: at,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
}
